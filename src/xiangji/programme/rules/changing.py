"""A change of the plan (方案变更): which figures and words are to be different, and the body that results.

The body that stands is never touched: edits are written down one by one and make a new body of the old.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from xiangji.core.values import Month
from xiangji.programme.rules.plan_paper import PlanPaperRefused

Body = Mapping[str, Any]
WORDS_LENGTH = 500
MOST = Decimal(10) ** 7
PLACES = -4
SOURCES = ("central", "provincial", "county", "enterprise")


@dataclass(frozen=True, slots=True)
class Edit:
    """`place` is table/row/field, such as budget_line/logistics/central; `value` as it was typed, tidied."""

    place: str
    value: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A place of the plan that can be edited, and what stands there now."""

    place: str
    table: str
    name: str
    now: str


def amount(text: str) -> Decimal | int:
    """In 万元, with at most two decimals and not below nothing: four would be less than a 分."""
    value = _number(text)
    if value < 0 or value > MOST or value.as_tuple().exponent < PLACES:  # type: ignore[operator]
        raise ValueError("0到1000万之间的万元数，最多四位小数")
    return int(value) if value == int(value) else value.normalize()


def number(text: str) -> Decimal | int:
    value = _number(text)
    if abs(value) > MOST * 1000:
        raise ValueError("小一些的数")
    return int(value) if value == int(value) else value.normalize()


def month(text: str) -> str:
    try:
        return str(Month.parse(text))
    except ValueError as fault:
        raise ValueError("年和月，例：2026-12") from fault


def words(text: str) -> str:
    if not text or len(text) > WORDS_LENGTH or not text.isprintable():
        raise ValueError(f"1到{WORDS_LENGTH}个字，不换行")
    return text


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation as fault:
        raise ValueError("一个数，例：120") from fault
    if not value.is_finite():
        raise ValueError("一个数，例：120")
    return value


@dataclass(frozen=True, slots=True)
class Field:
    word: str
    read: Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Kept:
    """A table of the plan: its word, by which field its rows are known, and what of a row can be edited."""

    word: str
    by: str
    fields: Mapping[str, Field]


_QUOTE = Field("原文这一条", words)
_LIMIT = Field("限额", number)
TABLES: Mapping[str, Kept] = {
    "budget_line": Kept(
        "预算行",
        "key",
        {
            "central": Field("中央财政（万元）", amount),
            "provincial": Field("省级（万元）", amount),
            "county": Field("县（市）配套（万元）", amount),
            "enterprise": Field("企业自筹（万元）", amount),
            "tranche1": Field("前期（万元）", amount),
            "tranche2": Field("后期（万元）", amount),
            "name": Field("名称", words),
            "direction": Field("支持方向", words),
            "due": Field("时间节点", month),
            "quote": _QUOTE,
        },
    ),
    "target": Kept(
        "目标", "key", {"value": Field("目标值", number), "name": Field("名称", words), "quote": _QUOTE}
    ),
    "phase": Kept(
        "阶段", "seq", {"start": Field("开始", month), "end": Field("结束", month), "quote": _QUOTE}
    ),
    "ratio_rule": Kept("比例", "key", {"limit": _LIMIT, "quote": _QUOTE}),
    "subsidy_rule": Kept("补助", "key", {"limit": _LIMIT, "quote": _QUOTE}),
    "promise": Kept("时限承诺", "key", {"hours": Field("小时", number), "quote": _QUOTE}),
}


def choices(body: Body) -> Iterator[Choice]:
    """Every place that can be edited, with what stands there; an empty amount of a line can be filled."""
    for table, kept in TABLES.items():
        for row in body["plan"].get(table, ()):
            for field, one in kept.fields.items():
                if field in row or (table == "budget_line" and field in SOURCES):
                    place = f"{table}/{row[kept.by]}/{field}"
                    yield Choice(
                        place, kept.word, f"{_name(row, kept)}：{one.word}", str(row.get(field, "空"))
                    )


def words_of(place: str, body: Body) -> str:
    """A place in words: 预算行 2 服务站点建设，县（市）配套（万元）."""
    row, field = _found(place, body)
    kept = TABLES[place.partition("/")[0]]
    number = f" {row['seq']}" if "seq" in row else ""
    return f"{kept.word}{number} {_name(row, kept)}，{field.word}"


def read(edit: Edit, body: Body) -> Edit:
    """The edit as it is kept. Raises PlanPaperRefused where the place or the value is none."""
    row, field = _found(edit.place, body)
    try:
        value = str(field.read(edit.value.strip()))
    except ValueError as fault:
        said = f"没有改。{field.word}写的是“{edit.value[:40]}”，要写{fault}。"
        raise PlanPaperRefused("change_value_not_understood", said) from fault
    if value == str(row.get(edit.place.rpartition("/")[2], "")):
        raise PlanPaperRefused("change_changes_nothing", f"没有改。{field.word}本来就是“{value[:40]}”。")
    return Edit(edit.place, value)


def applied(body: Body, edits: Sequence[Edit]) -> dict[str, Any]:
    """The body with all edits. What a budget line gets more, its total and the plan's total get more, too."""
    changed: dict[str, Any] = copy.deepcopy(dict(body))
    for edit in edits:
        row, field = _found(edit.place, changed)
        _put(changed["plan"], row, edit, field)
    return changed


def _put(plan: dict[str, Any], row: dict[str, Any], edit: Edit, field: Field) -> None:
    table, _, name = edit.place.split("/")
    before, after = row.get(name, 0), field.read(edit.value)
    row[name] = after
    if table == "budget_line" and name in SOURCES:
        difference = Decimal(str(after)) - Decimal(str(before))
        _add(row, "total", difference)
        total = plan.get("budget_total", {})
        _add(total, name, difference)
        _add(total, "total", difference)


def _add(row: dict[str, Any], name: str, difference: Decimal) -> None:
    if name in row:
        value = Decimal(str(row[name])) + difference
        row[name] = int(value) if value == int(value) else value.normalize()


def _found(place: str, body: Body) -> tuple[dict[str, Any], Field]:
    table, _, rest = place.partition("/")
    key, _, name = rest.partition("/")
    kept = TABLES.get(table)
    rows = body["plan"].get(table, ()) if kept else ()
    row = next((each for each in rows if kept and str(each[kept.by]) == key), None)
    if kept is None or row is None or name not in kept.fields:
        raise PlanPaperRefused("change_place_not_known", "没有改。方案里没有这一处，请从列出来的里面挑。")
    return row, kept.fields[name]


def _name(row: Mapping[str, Any], kept: Kept) -> str:
    return str(row.get("name") or row[kept.by])[:30]
