"""A desk is one list of the workbench with its papers: declared in a few lines, drawn by the shell.

An app declares its desks in its room `office.py`. A desk reads through `for_person` only, so that nobody sees
a row outside of their scope, and is read-only until it names its actions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, TypeVar

from django import forms
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django_filters import FilterSet

from xiangji.core.events.event import app_of
from xiangji.core.values import Money

if TYPE_CHECKING:
    from xiangji.core.accounts.models import User

Thing = TypeVar("Thing", bound=Model)
# First parts of addresses below /office/ that are no desks (urls.py, core.evidence, prints, Wagtail).
RESERVED = frozenset(
    {"login", "logout", "me", "menu", "search", "messages", "figures", "import", "evidence", "print", "site"}
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A verdict in a cell or beside a title: shape, word and colour."""

    kind: Literal["ok", "warn", "bad", "info", "wait"]
    word: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name with a small line below it."""

    title: str
    note: str = ""


Cell = str | int | Decimal | Money | date | datetime | Mark | Named | None


@dataclass(frozen=True, slots=True)
class Column:
    """`value` is a path of attributes ("programme.key") or a function of the row.

    `order` is the database field that the head sorts by; empty: the column does not sort.
    """

    title: str
    value: str | Callable[[Any], Cell]
    look: Literal["", "num", "nowrap", "wide"] = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A saved filter that stands above the list with its count; a function where person or clock matter."""

    key: str
    title: str
    where: Q | Callable[[User], Q]

    def q(self, person: User) -> Q:
        return self.where(person) if callable(self.where) else self.where


@dataclass(frozen=True, slots=True)
class Todo:
    """The rows of a chip wait for whoever has the capability: counted in the menu, listed in 今日待办."""

    chip: str
    capability: str
    sentence: str
    """What is to be done with them: 等您定读法的问题。"""


@dataclass(frozen=True, slots=True)
class Menu:
    """An entry of the sidebar; desks that name the same title stand below one entry."""

    title: str
    icon: str
    order: int


@dataclass(frozen=True, slots=True)
class Empty:
    """What the list says when nothing stands in it: at first, when all is done, when a search found none."""

    new: str
    done: str
    search: str = "没有找到。少写一个词，或者去掉筛选再看。"


def dress(form: forms.BaseForm) -> None:
    """Give the controls of a form the look of the house."""
    for field in form.fields.values():
        if not isinstance(field.widget, forms.RadioSelect | forms.CheckboxInput):
            field.widget.attrs.setdefault("class", "input")


class Filters(FilterSet):  # type: ignore[misc]  # django-filter has no types
    """What a list can be filtered by; the fields stand under 筛选."""


class ActionForm(forms.Form):
    """The fields of an action. `thing` is the paper, `by` the person; `prepare` may set choices by them.

    `beside` names fields that the desk's detail draws itself, beside what they are about (Desk.asked).
    """

    beside: frozenset[str] = frozenset()

    def __init__(self, data: QueryDict | None = None, *, thing: Model | None, by: User) -> None:
        super().__init__(data)
        self.thing: Any = thing
        self.by = by
        self.prepare()
        dress(self)

    def prepare(self) -> None:
        """Choices and first values that depend on the paper."""


@dataclass(frozen=True, slots=True)
class Once:
    """The words around a secret that is shown this once."""

    title: str = "请现在抄下来"
    note: str = "这一页关了就再也看不到，平台自己也不留。"
    back: str = "抄好了"


def always(_thing: object, _person: User) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """A button at the foot of a paper, or of the list when `of_list` is set.

    It calls `act(<named>=thing, by=person, happened_at=now, **form.cleaned_data)` and nothing else; `named`
    is the keyword under which the action expects the paper. Actions of one form share one set of fields.
    """

    name: str
    word: str
    capability: str | tuple[str, ...]
    """One of these is enough; the action itself decides in which scope."""
    act: Callable[..., object]
    named: str = ""
    form: type[ActionForm] = ActionForm
    look: Literal["go", "plain", "stop"] = "plain"
    done: str | Callable[[Any], str] = "记下了。"
    """Said on the next page; a function gets what the action returned."""
    shown_once: bool = False
    """`done` holds a secret: it is shown at once on a page of its own and kept nowhere."""
    once: Once = Once()
    opens: Callable[[Any], str] | None = None
    """The address that is opened when it is done, from what the action returned."""
    when: Callable[[Any, User], bool] = always
    of_list: bool = False

    @property
    def capabilities(self) -> tuple[str, ...]:
        return (self.capability,) if isinstance(self.capability, str) else self.capability

    def sentence(self, result: object) -> str:
        return self.done(result) if callable(self.done) else self.done


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column that goes out only in a file which a second person approved (sealed_exports.py)."""

    key: str
    title: str


class Desk(Generic[Thing]):
    """Declare a subclass with `@desk` in the app's `office.py`; what has no default must be said."""

    key: ClassVar[str]
    title: ClassVar[str]
    menu: ClassVar[Menu]
    capability: ClassVar[str]
    columns: ClassVar[Sequence[Column]]
    empty: ClassVar[Empty]
    detail: ClassVar[str]

    chips: ClassVar[Sequence[Chip]] = ()
    filters: ClassVar[type[Filters] | None] = None
    search: ClassVar[Sequence[str]] = ()
    ordering: ClassVar[Sequence[str]] = ("-pk",)
    todo: ClassVar[Todo | None] = None
    actions: ClassVar[Sequence[Action]] = ()
    export: ClassVar[Sequence[Column]] = ()
    unit: ClassVar[str] = "件"
    order: ClassVar[int] = 50
    shows: ClassVar[Mapping[str, Callable[[str], Q]]] = {}
    """Other things of which its papers speak, by model: which paper that of a key is. For messages."""
    has_evidence: ClassVar[bool] = False
    """Whether files can be attached to its papers; the app names their owner to core.evidence."""

    @property
    def href(self) -> str:
        return reverse("office-desk", args=[self.key])

    def for_person(self, person: User) -> QuerySet[Thing]:
        """The rows that this person may see, with what the columns need (select_related)."""
        raise NotImplementedError

    def listed(self, rows: QuerySet[Thing]) -> QuerySet[Thing]:
        """The same rows with no more than the columns need, where a paper needs much more."""
        return rows

    def together(self, things: Sequence[Thing]) -> None:
        """Read at once what the columns need of all rows of a page, and hang it on them.

        For what a foreign key of another table says (related_name="+" leaves no way back).
        """

    def found(self, rows: QuerySet[Thing], words: str) -> QuerySet[Thing]:
        """Rows in which every word stands somewhere."""
        for word in words.split() if self.search else []:
            rows = rows.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in self.search)))
        return rows

    def sealed_for(self, person: User) -> Sequence[SealedColumn]:  # noqa: ARG002
        """The sealed columns for which this person may ask; the ordinary export never has them."""
        return ()

    def opened(self, things: Sequence[Thing], keys: Sequence[str]) -> Iterable[Sequence[str]]:
        """The plain values of the named sealed columns, row by row. Only an approved export asks."""
        raise NotImplementedError

    def title_of(self, thing: Thing) -> str:
        """The head of the detail pane, the line in 今日待办, the hit of a search."""
        return str(thing)

    def note_of(self, thing: Thing) -> str:  # noqa: ARG002
        """The small line below the title in 今日待办 and in hits."""
        return ""

    def mark_of(self, thing: Thing) -> Mark | None:  # noqa: ARG002
        return None

    def told(self, thing: Thing, person: User) -> Mapping[str, object]:  # noqa: ARG002
        """What the detail template needs beside `thing`."""
        return {}

    def asked(self, thing: Thing, form: ActionForm) -> Mapping[str, object]:  # noqa: ARG002
        """The same of the form that stands open: only what it asks beside something on the paper."""
        return {}

    def what(self, thing: Thing) -> str:
        """The name under which core.audit knows this paper."""
        return f"{app_of(type(thing).__module__)}.{type(thing).__name__} {thing.pk}"

    def evidence_of(self, thing: Thing) -> str:
        """The name of this paper in core.evidence, or of the paper that carries its evidence."""
        return self.what(thing).replace(" ", ":")

    def history_of(self, thing: Thing) -> Iterable[str]:
        """Names in core.audit whose entries belong to the history of this paper."""
        return (self.what(thing),)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the workbench that is no list, such as the table of capabilities; `address` names its URL."""

    key: str
    title: str
    menu: Menu
    capability: str
    address: str
    order: int = 50

    @property
    def href(self) -> str:
        return reverse(self.address)


_desks: dict[str, Desk[Any]] = {}
_pages: dict[str, Page] = {}
DeskClass = TypeVar("DeskClass", bound=type[Desk[Any]])


def desk(declared: DeskClass) -> DeskClass:
    """Decorator: puts a desk into the workbench."""
    one = declared()
    _check_name(one.key)
    if one.todo and one.todo.chip not in {chip.key for chip in one.chips}:
        raise ValueError(f"the to-do of {one.key} names no chip of it")
    _desks[one.key] = one
    return declared


def page(one: Page) -> None:
    """Puts a page into the menu; its address stands in office/urls.py or in an app's own urls."""
    _check_name(one.key)
    _pages[one.key] = one


def _check_name(key: str) -> None:
    if key in _desks or key in _pages or key in RESERVED:
        raise ValueError(f"the workbench has a page called {key} already")


def desks() -> list[Desk[Any]]:
    return sorted(_desks.values(), key=_place)


def entries() -> list[Desk[Any] | Page]:
    """Desks and pages in the order of the menu."""
    return sorted([*_desks.values(), *_pages.values()], key=_place)


def _place(one: Desk[Any] | Page) -> tuple[int, str, int, str]:
    return (one.menu.order, one.menu.title, one.order, one.key)


def find(key: str) -> Desk[Any] | None:
    return _desks.get(key)
