"""Reads a plan and our reading of it from files. What comes out is what is published."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from xiangji.core.errors import BadFile
from xiangji.core.errors.files import read_toml
from xiangji.core.policy.rules import plan_file, reading_file
from xiangji.core.policy.rules.canonical import Body
from xiangji.core.policy.rules.fitting import Fitting
from xiangji.core.policy.rules.shapes import Table

FILE_BYTES = 1_000_000

Faults = Callable[[Mapping[str, Any]], Iterable[tuple[str, object, str]]]


class BadPlan(BadFile):
    reason = "bad_plan"
    undone = "方案没有读入"


def read_plan(file: Path) -> Body:
    """A printed plan as data: fractions are Decimals, dates ISO texts. Raises BadPlan."""
    return _read(file, plan_file.PLAN, plan_file.contradictions)


def read_reading(file: Path) -> Body:
    """How we read a plan: what stands beside the paper in our own words. Raises BadPlan."""
    return _read(file, reading_file.READING, reading_file.contradictions)


def _read(file: Path, shape: Table, contradictions: Faults) -> Body:
    def bad(field: str, value: object, expected: str) -> NoReturn:
        raise BadPlan(file, field, value, expected)

    body = Fitting(bad).fit(read_toml(file, BadPlan, limit=FILE_BYTES), shape)
    for fault in contradictions(body):
        bad(*fault)
    return body
