"""The five plans with their readings, as they are published: for tests of rules, without a database."""

import copy
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from xiangji.core import policy
from xiangji.programme.rules.document import PlanDocument

PLANS = ("donggang-2020", "haifeng-2018", "liaoning-2020", "tengzhou-2019", "wangkui-2018")

Body = dict[str, Any]


@cache
def _read(key: str) -> Body:
    file = Path(settings.HOME) / "plans" / f"{key}.toml"
    return {
        "plan": policy.read_plan(file),
        "reading": policy.read_reading(file.with_name(f"{key}.reading.toml")),
    }


def body_of(key: str) -> Body:
    """A copy: a test may change it."""
    return copy.deepcopy(_read(key))


@cache
def document_of(key: str) -> PlanDocument:
    return PlanDocument.of(_read(key))


def row_of(body: Body, table: str, key: str) -> dict[str, Any]:
    """One row of the plan, to be changed in place."""
    row: dict[str, Any] = next(row for row in body["plan"][table] if row["key"] == key)
    return row
