"""Fits what stands in a file to the tables that it may have, and says where it does not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from xiangji.core.policy.rules.shapes import Table

TABLES = 500


@dataclass(frozen=True, slots=True)
class Fitting:
    """`bad(field, value, expected)` raises; a field is named like budget_line[3].central, counted from 1."""

    bad: Callable[[str, object, str], NoReturn]

    def fit(self, written: Mapping[str, Any], shape: Table, path: str = "") -> dict[str, Any]:
        """The same tables with every value in the form in which it is published."""
        known = (*shape.fields, *shape.inside)
        for name, value in written.items():
            if name not in known:
                self.bad(f"{path}{name}", value, f"这些项之一：{'、'.join(known)}")
        for name in known:
            if name in shape.needed and name not in written:
                self.bad(f"{path}{name}", None, shape.expected(name, f"{path}{name}"))
        self._must_be_enough(written, shape, path)
        return {name: self._fitted(value, shape, name, f"{path}{name}") for name, value in written.items()}

    def _fitted(self, value: object, shape: Table, name: str, path: str) -> object:
        inside = shape.inside.get(name)
        if inside:
            return self._tables(value, inside, path, shape.expected(name, path))
        fitted = shape.fields[name].check(value)
        if fitted is None:
            self.bad(path, value, shape.expected(name, path))
        return fitted

    def _tables(self, value: object, shape: Table, path: str, expected: str) -> object:
        if not shape.many:
            return (
                self.fit(value, shape, f"{path}.")
                if isinstance(value, dict)
                else self.bad(path, value, expected)
            )
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.bad(path, value, expected)
        if len(value) > TABLES:
            self.bad(path, f"{len(value)}张表", f"不超过{TABLES}张表")
        fitted = [self.fit(entry, shape, f"{path}[{at}].") for at, entry in enumerate(value, start=1)]
        self._must_differ(fitted, shape, path)
        return fitted

    def _must_differ(self, entries: list[dict[str, Any]], shape: Table, path: str) -> None:
        seen: dict[object, int] = {}
        for at, entry in enumerate(entries, start=1):
            value = entry.get(shape.unique)
            if value is None:
                continue
            if value in seen:
                self.bad(
                    f"{path}[{at}].{shape.unique}", value, f"没有用过的，{path}[{seen[value]}] 已经用了它"
                )
            seen[value] = at

    def _must_be_enough(self, written: Mapping[str, Any], shape: Table, path: str) -> None:
        for name, inside in shape.inside.items():
            value = written.get(name, [])
            if isinstance(value, list) and len(value) < inside.least:
                self.bad(f"{path}{name}", f"{len(value)}张表", f"至少{inside.least}张表")
