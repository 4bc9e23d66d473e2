"""The tables of a reading file (plans/<key>.reading.toml): how we read a plan, and what it leaves open."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from xiangji.core.policy.rules.shapes import (
    FLAG,
    KEY,
    TEXT,
    TEXTS,
    Shape,
    exactly,
    one_of,
    table,
    tables,
    whole,
)

_RULE_KEY = re.compile(
    r"(ratio|subsidy|promise|time|threshold|payment|condition)\.[a-z][a-z0-9_-]*", re.ASCII
)
_MEASURE = re.compile(r"[a-z]+\.[a-z][a-z0-9_]*", re.ASCII)


def _matching(pattern: re.Pattern[str], expected: str) -> Shape:
    return Shape(
        expected,
        lambda value: (
            value if isinstance(value, str) and pattern.fullmatch(value) and len(value) <= 80 else None
        ),
    )


RULE = _matching(_RULE_KEY, "规则的代号，例如 ratio.centre_cap")
MEASURE = _matching(_MEASURE, "指标的代号，例如 stations.towns")

# What a plan asks before work begins; programme.rules.starting gives each its meaning.
START = one_of("conditions", "selection", "legal_person", "construction", "operation", "information")

_CAP = tables(
    {"key": KEY, "name": TEXT, "against": TEXT},
    {"asks": TEXTS},
    inside={"part": tables({"rule": KEY, "count": KEY, "word": TEXT}, least=1)},
    unique="key",
)

_QUESTION = tables(
    {"key": KEY, "title": TEXT, "why": TEXT, "clauses": TEXTS, "quotes": TEXTS},
    {"arithmetic": whole(1, 99), "concerns": TEXTS, "money": FLAG, "who": TEXT, "section": TEXT},
    inside={"reading": tables({"title": TEXT, "sentence": TEXT}, {"sums": TEXTS, "unit": TEXT}, least=2)},
    unique="key",
)

READING = table(
    {"schema": exactly(1), "key": KEY},
    inside={
        "decides": table({"who": TEXT, "section": TEXT}, {"quote": TEXT}),
        "basis": tables(
            {"tier": one_of("national", "provincial", "county")},
            {"number": TEXT, "title": TEXT, "justifies": TEXTS, "said": FLAG, "because": TEXT},
        ),
        "target": tables(
            {"key": KEY},
            {
                "measure": MEASURE,
                "waits_for": TEXT,
                "unit": TEXT,
                "growth": one_of("rate", "level", "unsaid"),
                "definition": TEXT,
                "asks": TEXTS,
            },
            unique="key",
        ),
        "rule": tables({"key": RULE}, {"short": TEXT, "remark": TEXT, "asks": TEXTS}, unique="key"),
        "cap": _CAP,
        "figure": tables(
            {"key": KEY, "name": TEXT, "sum": TEXT}, {"unit": TEXT, "remark": TEXT}, unique="key"
        ),
        "phase": tables({"seq": whole(1, 99), "tasks": TEXTS}, unique="seq"),
        "start": tables({"key": START, "quote": TEXT, "section": TEXT}, {"principle": FLAG}, unique="key"),
        "line": tables({"key": KEY}, {"chosen": TEXT, "content": TEXT, "goal": TEXT}, unique="key"),
        "question": _QUESTION,
    },
)

Fault = tuple[str, object, str]


def contradictions(reading: Mapping[str, Any]) -> Iterator[Fault]:
    """What fits field by field and yet cannot be: (field, value, what is expected)."""
    for at, basis in enumerate(reading.get("basis", ()), start=1):
        if not basis.keys() & {"number", "title"}:
            yield f"basis[{at}].number", None, "依据的文号；没有文号的写 title"
    for at, target in enumerate(reading.get("target", ()), start=1):
        if "growth" in target and "definition" not in target:
            yield f"target[{at}].definition", None, "文字，因为写了 growth"
