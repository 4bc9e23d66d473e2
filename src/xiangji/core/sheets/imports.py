"""What can come in as a table (补录): declared in a few lines by who owns the rows.

A declared import says its columns, who may, what speaks against a row, and which action takes one. Every
import also asks for the true day of what each row tells of, and for the paper that proves it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial
from typing import Any

from django.db.models import Model
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.sheets.fields import BEIJING, Field
from xiangji.core.sheets.reading import Row

HAPPENED, DOCUMENT = "happened_on", "document"
FIRST_DAY = date(1949, 10, 1)
LONGEST_DOCUMENT = 120


@dataclass(frozen=True, slots=True)
class Wrong:
    """What speaks against a row and cannot be seen in it alone: the field, and what is expected of it."""

    row: int
    key: str
    expected: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Does not stop a row; whoever confirms ticks it and says why it is right nevertheless."""

    row: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Judged:
    wrong: tuple[Wrong, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def nothing_against(_rows: Sequence[Row], _by: User) -> Judged:
    return Judged()


@dataclass(frozen=True, slots=True)
class Slips:
    """What is handed out after an import and kept nowhere, such as one-time passwords: shown once."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Handing:
    """`give(keys, by=…, happened_at=…)` gets the keys of the rows that were taken."""

    word: str
    note: str
    give: Callable[..., Slips]


@dataclass(frozen=True, slots=True)
class Import:
    """`take(by=…, happened_at=…, **values)` takes one row and gives back what it made, or raises Refused.

    Values must be text, numbers, days or moments: they lie sealed between the preview and the confirmation.
    """

    key: str
    title: str
    desk: str
    """The list above which it is offered."""
    capabilities: tuple[str, ...]
    own_fields: Callable[[User], Sequence[Field]]
    take: Callable[..., Model]
    judge: Callable[[Sequence[Row], User], Judged] = nothing_against
    unit: str = "行"
    batch: int = 10
    """Rows that are moved in one transaction, which must stay well below half a second."""
    most_rows: int = 5_000
    hints: tuple[str, ...] = ()
    handing: Handing | None = None
    after: str = ""
    """What is to be done next, said when all is in."""
    document_hint: str = field(default="批文、任命文件等的文号；没有文号的，写凭据的名称。")

    def fields(self, by: User) -> tuple[Field, ...]:
        return (*self.own_fields(by), *common_fields(self.document_hint))

    def is_open_to(self, person: User) -> bool:
        return any(may(person, capability) for capability in self.capabilities)


def common_fields(document_hint: str) -> tuple[Field, Field]:
    """What makes a row 补录: when it truly happened, and what proves it."""
    return (
        Field(
            HAPPENED,
            "发生日期",
            required=True,
            kind="date",
            check=partial(_past, today=timezone.localdate()),
            hint="这件事真正发生的日子，不能晚于今天。",
            example="2020-03-15",
        ),
        Field(
            DOCUMENT,
            "文号或凭据",
            synonyms=("文号", "凭据"),
            required=True,
            check=_short,
            hint=document_hint,
            example="示商发〔2020〕3号",
        ),
    )


def happened_at(day: date) -> datetime:
    """The day has no hour in papers; it counts from its beginning in Beijing."""
    return datetime.combine(day, time(), tzinfo=BEIJING)


_imports: dict[str, Import] = {}


def register(one: Import) -> Import:
    """From an app's room `office`, or from core.office for the kernel's own tables."""
    if one.key in _imports:
        raise ValueError(f"two imports are called {one.key}")
    _imports[one.key] = one
    return one


def find(key: str) -> Import | None:
    return _imports.get(key)


def registered() -> list[Import]:
    return sorted(_imports.values(), key=lambda one: one.key)


def offered(desk: str, person: User) -> list[Import]:
    """What this person may bring into this list."""
    return [one for one in registered() if one.desk == desk and one.is_open_to(person)]


def values_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row that are the action's own."""
    return {key: value for key, value in row.items() if key not in {HAPPENED, DOCUMENT}}


def _past(day: date, *, today: date) -> str:
    if day > today:
        return f"不晚于今天（{today}）的日期"
    return "" if day >= FIRST_DAY else f"{FIRST_DAY}以后的日期"


def _short(text: str) -> str:
    return "" if len(text) <= LONGEST_DOCUMENT else f"最多{LONGEST_DOCUMENT}个字的文号或名称"
