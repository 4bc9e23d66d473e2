"""The tables of a plan file (plans/<key>.toml): what a printed plan says, as data with its exact words."""

from collections.abc import Iterator, Mapping
from typing import Any

from xiangji.core.policy.rules.shapes import (
    AMOUNT,
    DAY,
    DEADLINE,
    FLAG,
    KEY,
    MONTH,
    NUMBER,
    SHARE,
    TEXT,
    TEXTS,
    exactly,
    one_of,
    table,
    tables,
    whole,
)

LIMIT = one_of("<=", "<", ">=", ">", "=")
GOAL = one_of("<=", "<", ">=", ">", "=", "range", ">reference", ">=1", "=100%")
SEQ = whole(1, 99)
AGE = whole(0, 150)
SOURCES = {"central": AMOUNT, "provincial": AMOUNT, "county": AMOUNT, "enterprise": AMOUNT}

_DOCUMENT = table(
    {
        "title": TEXT,
        "issuer": TEXT,
        "province": TEXT,
        "county_word": TEXT,
        "level": one_of("national", "provincial", "provincial-notice"),
        "programme_year": whole(2014, 2099),
        "money_unit": one_of("万元"),
        "budget_stated": FLAG,
        "quote": TEXT,
    },
    {
        "text": TEXT,
        "number": TEXT,
        "number_stated": FLAG,
        "date": DAY,
        "date_stated": FLAG,
        "adopted": TEXT,
        "published": TEXT,
        "prefecture": TEXT,
        "county": TEXT,
        "round": TEXT,
        "attachment": TEXT,
        "addressees": TEXT,
        "copy_to": TEXT,
        "note": TEXT,
    },
)

_TARGET = tables(
    {"key": KEY, "name": TEXT, "section": TEXT, "quote": TEXT},
    {
        "value": NUMBER,
        "value_min": NUMBER,
        "value_max": NUMBER,
        "value_text": TEXT,
        "unit": TEXT,
        "comparator": GOAL,
        "reference": TEXT,
        "scope": TEXT,
        "threshold": NUMBER,
        "threshold_unit": TEXT,
        "age_min": AGE,
        "age_max": AGE,
        "deadline": DEADLINE,
        "deadline_inferred": FLAG,
        "note": TEXT,
    },
    unique="key",
)

_BUDGET_TOTAL = table(
    {"total": AMOUNT, "quote": TEXT},
    {
        **SOURCES,
        "projects": whole(0, 999),
        "in_kind": TEXT,
        "section": TEXT,
        "table_quote": TEXT,
        "note": TEXT,
    },
)

_BUDGET_LINE = tables(
    {"seq": SEQ, "key": KEY, "name": TEXT, "section": TEXT, "quote": TEXT},
    {
        **SOURCES,
        "total": AMOUNT,
        "total_stated": FLAG,
        "direction": TEXT,
        "projects": TEXTS,
        "enterprise_comparator": LIMIT,
        "tranche1": AMOUNT,
        "tranche2": AMOUNT,
        "share": SHARE,
        "in_kind": TEXT,
        "due": MONTH,
        "note": TEXT,
    },
    unique="key",
)

_RATIO_RULE = tables(
    {
        "key": KEY,
        "name": TEXT,
        "numerator": TEXT,
        "denominator": TEXT,
        "comparator": LIMIT,
        "limit": SHARE,
        "unit": one_of("%"),
        "section": TEXT,
        "quote": TEXT,
    },
    {"principle": FLAG, "note": TEXT},
    unique="key",
)

_SUBSIDY_RULE = tables(
    {"key": KEY, "name": TEXT, "section": TEXT, "quote": TEXT},
    {
        "per": TEXT,
        "limit": AMOUNT,
        "unit": TEXT,
        "comparator": LIMIT,
        "formula": TEXT,
        "period": TEXT,
        "principle": FLAG,
        "note": TEXT,
    },
    unique="key",
)

_THRESHOLD_RULE = tables(
    {
        "key": KEY,
        "name": TEXT,
        "value": NUMBER,
        "unit": TEXT,
        "comparator": LIMIT,
        "section": TEXT,
        "quote": TEXT,
    },
    {"also": TEXT, "principle": FLAG, "note": TEXT},
    unique="key",
)

_PAYMENT_RULE = tables(
    {
        "key": KEY,
        "kind": one_of("advance", "on_acceptance", "monthly_audited_settlement"),
        "section": TEXT,
        "quote": TEXT,
    },
    {"value": SHARE, "unit": one_of("%"), "principle": FLAG, "note": TEXT},
    unique="key",
)

_PROMISE = tables(
    {"key": KEY, "from": TEXT, "to": TEXT, "hours": whole(1, 8_760), "section": TEXT, "quote": TEXT},
    {"principle": FLAG, "note": TEXT},
    unique="key",
)

_TIME_RULE = tables(
    {"key": KEY, "unit": TEXT, "quote": TEXT},
    {"value": NUMBER, "who": TEXT, "section": TEXT, "note": TEXT},
    unique="key",
)

_PHASE = tables(
    {"seq": SEQ, "name": TEXT, "start": MONTH, "quote": TEXT},
    {"end": MONTH, "end_text": TEXT, "start_precision": TEXT, "end_precision": TEXT, "note": TEXT},
    unique="seq",
)

PLAN = table(
    {"schema": exactly(1), "key": KEY},
    also_needed=frozenset({"document"}),
    inside={
        "document": _DOCUMENT,
        "legal_basis": tables(
            {"title": TEXT, "quote": TEXT},
            {"issuer": TEXT, "number": TEXT, "number_stated": FLAG, "note": TEXT},
        ),
        "target": _TARGET,
        "budget_total": _BUDGET_TOTAL,
        "budget_line": _BUDGET_LINE,
        "ratio_rule": _RATIO_RULE,
        "subsidy_rule": _SUBSIDY_RULE,
        "threshold_rule": _THRESHOLD_RULE,
        "payment_rule": _PAYMENT_RULE,
        "promise": _PROMISE,
        "time_rule": _TIME_RULE,
        "phase": _PHASE,
        "task": tables({"name": TEXT, "units": TEXTS, "section": TEXT, "quote": TEXT}),
        "unit": tables({"name": TEXT, "quote": TEXT}, {"lead": FLAG, "duty": TEXT}),
        "role": tables({"name": TEXT, "quote": TEXT}, {"holder": TEXT, "criteria": TEXTS}),
        "disclosure": tables({"items": TEXTS, "quote": TEXT}, {"where": TEXT, "minimum": FLAG}),
        "condition": tables({"key": KEY, "quote": TEXT}, unique="key"),
        "negative": tables(
            {"item": TEXT, "kind": one_of("spending", "conduct"), "quote": TEXT}, {"funds": one_of("central")}
        ),
        "list": tables({"key": KEY, "items": TEXTS, "quote": TEXT}, unique="key"),
    },
)

Fault = tuple[str, object, str]


def contradictions(plan: Mapping[str, Any]) -> Iterator[Fault]:
    """What fits field by field and yet cannot be: (field, value, what is expected)."""
    for at, phase in enumerate(plan.get("phase", ()), start=1):
        if phase.get("end", phase["start"]) < phase["start"]:
            yield f"phase[{at}].end", phase["end"], f"不早于 {phase['start']} 的月份"
    for at, target in enumerate(plan.get("target", ()), start=1):
        yield from _goal(at, target)
    stated = plan["document"]["budget_stated"]
    if stated and "budget_total" not in plan:
        yield "budget_total", None, "一张表 [budget_total]，因为 document.budget_stated 是 true"
    if not stated and ("budget_total" in plan or "budget_line" in plan):
        yield "document.budget_stated", stated, " true，因为文件里写了金额"


def _goal(at: int, target: Mapping[str, Any]) -> Iterator[Fault]:
    low, high = target.get("value_min"), target.get("value_max")
    if target.get("comparator") == "range":
        for name, value in (("value_min", low), ("value_max", high)):
            if value is None:
                yield f"target[{at}].{name}", None, "数，因为 comparator 是 range"
    if low is not None and high is not None and high < low:
        yield f"target[{at}].value_max", high, f"不小于 value_min（{low}）的数"
    if not target.keys() & {"value", "value_min", "value_text", "reference"}:
        yield f"target[{at}].value", None, "数；没有数的目标写 value_text 或 reference"
