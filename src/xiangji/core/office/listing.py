"""A list as it was asked for: chip, filters, words, order and page, all in its address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db.models import Count, Model, QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.utils import timezone
from django.utils.safestring import SafeString

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.office import cells
from xiangji.core.office.desk import Chip, Column, Desk, dress

ROWS = 50
ALL = "all"
OURS = ("chip", "q", "order", "page")
LONGEST_WORD = 60
NUMBER = re.compile(r"(?<!\d)(1[3-9]\d{9}|0\d{9,11}|\d{15,}[Xx]?)(?!\d)", re.ASCII)
PARTING = re.compile(r"(?<=\d)[\s·.,\-‐-―]+(?=\d)")
NO_NUMBERS = "搜索框里不写证件号、电话和账号，写了会留在地址里。请在“人员与单位”点“按号码找”。"


@dataclass(frozen=True, slots=True)
class Line:
    pk: str
    href: str
    title: str
    first: SafeString
    rest: SafeString


@dataclass(frozen=True, slots=True)
class Choice:
    """A chip as it is drawn: its count and its address."""

    title: str
    count: int
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: where a click leads, and how the list is sorted now."""

    title: str
    look: str
    href: str = ""
    sorted: str = ""


@dataclass(slots=True)
class Listing:
    """`rows` are what the filters leave; the chip is applied last, because every chip shows its count."""

    desk: Desk[Any]
    person: User
    asked: QueryDict
    filters: BaseForm | None = field(init=False, default=None)
    is_asked_well: bool = field(init=False, default=True)
    rows: QuerySet[Any] = field(init=False)
    """What the person may see, asked for once: it is narrowed for the counts and again for the page."""
    filtered: QuerySet[Any] = field(init=False)
    counts: dict[str, int] = field(init=False)
    chip: Chip | None = field(init=False)
    base: str = field(init=False)
    was_a_number: bool = field(init=False, default=False)
    """A number was searched for: it was not, and stands in no address that this list makes."""

    def __post_init__(self) -> None:
        if holds_a_number(self.words):
            self.asked = self.asked.copy()
            self.asked["q"] = ""
            self.was_a_number = True
        self.base = self.desk.href
        self.rows = self.desk.for_person(self.person)
        self.filtered = self._filtered(self._searched(self.rows))
        self.chip = self._chip()
        self.counts = self._counts()

    @property
    def words(self) -> str:
        return self.asked.get("q", "").strip()[:LONGEST_WORD]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words) or any(
            value for name, value in self.asked.items() if name not in OURS and self._is_a_filter(name)
        )

    def _is_a_filter(self, name: str) -> bool:
        return self.desk.filters is not None and name in self.desk.filters.base_filters

    def _searched(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return self.desk.found(rows, self.words)

    def _filtered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        if self.desk.filters is None:
            return rows
        asked = self.desk.filters(self.asked, queryset=rows)
        self.filters = asked.form
        dress(asked.form)
        self.is_asked_well = asked.is_valid()
        return asked.qs if self.is_asked_well else rows.none()

    def _chip(self) -> Chip | None:
        """The chip of the address; at first what waits for this person."""
        by_key = {chip.key: chip for chip in self.desk.chips}
        named = self.asked.get("chip", "")
        if named or self.is_narrowed or self.desk.todo is None:
            return by_key.get(named)
        return by_key[self.desk.todo.chip] if self._is_waited_for() else None

    def _is_waited_for(self) -> bool:
        return self.desk.todo is not None and may(self.person, self.desk.todo.capability)

    def _counts(self) -> dict[str, int]:
        """All chips and the whole in one query; a second one where a chip that matches nothing emptied it.

        Over annotations Django counts in a subquery, and there one impossible condition empties the whole.
        """
        chips = list(self.desk.chips)
        found = self._counted(chips)
        if not found[ALL]:
            found |= self._counted([chip for chip in chips if self._can_match(chip)])
        return found

    def _counted(self, chips: Sequence[Chip]) -> dict[str, int]:
        asked = {f"chip_{chip.key}": Count("pk", filter=chip.q(self.person)) for chip in chips}
        found = self.filtered.order_by().aggregate(whole=Count("pk"), **asked)
        return {ALL: found["whole"], **{chip.key: found[f"chip_{chip.key}"] for chip in chips}}

    def _can_match(self, chip: Chip) -> bool:
        try:
            self.filtered.filter(chip.q(self.person)).query.get_compiler(self.filtered.db).as_sql()
        except EmptyResultSet:
            return False
        return True

    @property
    def things(self) -> QuerySet[Any]:
        rows = self.filtered.filter(self.chip.q(self.person)) if self.chip else self.filtered
        return rows.order_by(*self._order())

    @property
    def count(self) -> int:
        return self.counts[self.chip.key if self.chip else ALL]

    def page(self) -> Page[Any]:
        """The keys of the page alone: sorting 20,000 whole rows to show 50 would cost most of the page."""
        keys = self.things.values_list("pk", flat=True)
        paginator = Paginator(keys, ROWS)
        paginator.__dict__["count"] = self.count  # known from the chips; asking again would be a query more
        page = paginator.get_page(self.asked.get("page"))
        first = (page.number - 1) * ROWS
        if first > self.count // 2:
            # Read from the end: the nearest 50 are sorted far quicker than the last of 20,000.
            page.object_list = keys.reverse()[max(self.count - first - ROWS, 0) : self.count - first]
        return page

    def page_keys(self) -> list[Any]:
        """Of the page, in the order of the list."""
        page = self.page()
        keys = list(page.object_list)
        return keys[::-1] if (page.number - 1) * ROWS > self.count // 2 else keys

    @property
    def empty(self) -> str:
        """Why nothing stands here: a search that found none, all done, or nothing yet."""
        if self.is_narrowed or not self.is_asked_well:
            return self.desk.empty.search
        return self.desk.empty.done if self.counts[ALL] else self.desk.empty.new

    def lines(self, page: Page[Any]) -> list[Line]:
        """The rows of the page, which the database finds by its keys within the same question."""
        today, query = timezone.localdate(), self.query()
        rows = self.desk.listed(self.rows.filter(pk__in=page.object_list))
        things = list(rows.order_by(*self._order()))
        self.desk.together(things)
        return [
            Line(
                str(thing.pk),
                self.address_of(thing, query),
                self.desk.title_of(thing),
                *cells.row(self.desk.columns, thing, today),
            )
            for thing in things
        ]

    def address_of(self, thing: Model, query: str) -> str:
        return f"{self.base}{thing.pk}/{query}"

    def choices(self) -> list[Choice]:
        every = [*((chip.key, chip.title, chip) for chip in self.desk.chips), (ALL, "全部", None)]
        return [
            Choice(title, self.counts[key], self.address(chip=key, page=""), self.chip is chip)
            for key, title, chip in every
        ]

    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.desk.columns]

    def _head(self, column: Column) -> Head:
        if not column.order:
            return Head(column.title, column.look)
        now = self.asked.get("order", "")
        turned = f"-{column.order}" if now == column.order else column.order
        is_sorted = {column.order: "ascending", f"-{column.order}": "descending"}.get(now, "")
        return Head(column.title, column.look, self.address(order=turned, page=""), is_sorted)

    def _order(self) -> list[str]:
        """Ends with the key, so that two pages never show the same row."""
        asked = self.asked.get("order", "")
        known = {column.order for column in self.desk.columns if column.order}
        order = [asked] if asked.removeprefix("-") in known else list(self.desk.ordering)
        return order if order[-1] in {"pk", "-pk"} else [*order, "pk"]

    def query(self, **changed: str) -> str:
        """The question of this list as the end of an address; an empty value leaves a word out."""
        asked = QueryDict(mutable=True)
        for name, values in self.asked.lists():
            if name not in changed and any(values) and (name in OURS or self._is_a_filter(name)):
                asked.setlist(name, values)
        asked.update({name: value for name, value in changed.items() if value})
        return f"?{asked.urlencode()}" if asked else ""

    def address(self, **changed: str) -> str:
        return self.base + self.query(**changed)


def holds_a_number(words: str) -> bool:
    """An identity number, a phone or an account: an address keeps what is typed into a search box.

    Browsers and proxies remember addresses, so such a number is looked up by a form and never searched for.
    """
    return NUMBER.search(PARTING.sub("", unicodedata.normalize("NFKC", words))) is not None
