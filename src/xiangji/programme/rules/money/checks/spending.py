"""Kinds of spending (支出类别), and which words of which plan allow or forbid each of them.

The file `data/spending.toml` maps; the words themselves and the funds they bind stand in the plan. A mapping
whose item the plan in force no longer has counts for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.document import PlanDocument
from xiangji.programme.rules.table import Table

About = Literal["award_by_sales", "running_in_period", "training_items", "thrift"]


@dataclass(frozen=True, slots=True)
class Category:
    """`hints` are words in a purpose that make one think of it; they never decide."""

    key: str
    name: str
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An expense item that the training-fee rules know (培训费项目)."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of spending under one item of one plan. No funds, no lines: all of them."""

    plan: str
    category: str
    is_allowed: bool
    funds: tuple[Source, ...]
    lines: tuple[str, ...]
    item: str
    list: str
    section: str
    quote: str

    @classmethod
    def of(cls, table: Table, *, is_allowed: bool) -> Entry:
        return cls(
            plan=table.text("plan"),
            category=table.text("category"),
            is_allowed=is_allowed,
            funds=tuple(Source(each) for each in table.texts("funds")),
            lines=table.texts("lines"),
            item=table.text("item"),
            list=table.text("list"),
            section=table.text("section"),
            quote=table.text("quote"),
        )

    def binds(self, source: Source, line: str) -> bool:
        return (not self.funds or source in self.funds) and (not self.lines or line in self.lines)


@dataclass(frozen=True, slots=True)
class Duty:
    """A sentence of a plan that is no limit in its tables but binds a kind of spending."""

    plan: str
    about: About
    section: str
    quote: str


@dataclass(frozen=True, slots=True)
class SpendingBook:
    categories: tuple[Category, ...] = ()
    entries: tuple[Entry, ...] = ()
    duties: tuple[Duty, ...] = ()
    training_items: tuple[Item, ...] = ()

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> SpendingBook:
        tables = Table(fields)
        return cls(
            categories=tuple(
                Category(each.text("key"), each.text("name"), each.texts("hints"))
                for each in tables.tables("category")
            ),
            entries=(
                *(Entry.of(each, is_allowed=False) for each in tables.tables("forbidden")),
                *(Entry.of(each, is_allowed=True) for each in tables.tables("allowed")),
            ),
            duties=tuple(
                Duty(
                    each.text("plan"),
                    cast("About", each.text("about")),
                    each.text("section"),
                    each.text("quote"),
                )
                for each in tables.tables("duty")
            ),
            training_items=tuple(
                Item(each.text("key"), each.text("name")) for each in tables.tables("training_item")
            ),
        )

    def category(self, key: str) -> Category | None:
        return next((each for each in self.categories if each.key == key), None)

    def duty(self, plan: str, about: About) -> Duty | None:
        return next((each for each in self.duties if (each.plan, each.about) == (plan, about)), None)

    def forbidden(self, document: PlanDocument) -> tuple[Entry, ...]:
        """Only what the plan in force still forbids."""
        items = {each.item for each in document.negatives}
        return tuple(
            each
            for each in self.entries
            if each.plan == document.key and not each.is_allowed and each.item in items
        )

    def allowed(self, document: PlanDocument) -> tuple[Entry, ...]:
        items = {(named.key, item) for named in document.lists for item in named.items}
        return tuple(
            each
            for each in self.entries
            if each.plan == document.key
            and each.is_allowed
            and (not each.list or (each.list, each.item) in items)
        )
