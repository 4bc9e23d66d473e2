"""Two bodies of a plan side by side: which figures, clauses and lines differ, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from xiangji.programme.rules.words import number_words

Row = Mapping[str, Any]


class Kind(StrEnum):
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"

    @property
    def word(self) -> str:
        return {"changed": "改", "added": "加", "removed": "去"}[self.value]


@dataclass(frozen=True, slots=True)
class Difference:
    """`before` is empty for what was added, `after` for what was removed."""

    kind: Kind
    table: str
    row: str
    field: str
    before: str
    after: str
    more: str

    @property
    def where(self) -> str:
        return "，".join(part for part in (self.table, self.row, self.field) if part)


_TABLES = {
    "document": "文件",
    "legal_basis": "依据",
    "target": "目标",
    "budget_total": "资金合计",
    "budget_line": "预算行",
    "ratio_rule": "比例",
    "subsidy_rule": "补助",
    "threshold_rule": "门槛",
    "payment_rule": "拨付",
    "promise": "时限承诺",
    "time_rule": "时间规则",
    "phase": "阶段",
    "task": "任务",
    "unit": "单位",
    "role": "角色",
    "disclosure": "公开",
    "condition": "条件",
    "negative": "不得",
    "list": "清单",
}
_FIELDS = {
    "central": "中央财政（万元）",
    "provincial": "省级（万元）",
    "county": "县（市）配套（万元）",
    "enterprise": "企业自筹（万元）",
    "total": "合计（万元）",
    "tranche1": "前期（万元）",
    "tranche2": "后期（万元）",
    "share": "占比",
    "name": "名称",
    "title": "题目",
    "number": "文号",
    "issuer": "印发机关",
    "date": "日期",
    "direction": "支持方向",
    "due": "时间节点",
    "value": "数值",
    "value_min": "最小",
    "value_max": "最大",
    "value_text": "要求",
    "unit": "单位",
    "units": "责任单位",
    "deadline": "期限",
    "limit": "限额",
    "hours": "小时",
    "start": "开始",
    "end": "结束",
    "section": "在哪一条",
    "quote": "原文",
    "item": "事项",
    "items": "事项",
    "projects": "项目",
    "note": "说明",
}


def differences(before: Row, after: Row) -> tuple[Difference, ...]:
    """Of two plans, in the order of the paper; our readings beside them are not the paper."""
    return tuple(
        difference
        for table, word in _TABLES.items()
        for difference in _of_table(word, before.get(table), after.get(table))
    )


def _of_table(word: str, before: Any, after: Any) -> Iterator[Difference]:  # noqa: ANN401 - as TOML gives it
    if isinstance(before, Mapping) or isinstance(after, Mapping):
        yield from _of_fields(word, "", before or {}, after or {})
        return
    old, new = _known(before or ()), _known(after or ())
    for name in {**old, **new}:
        if name not in new:
            yield Difference(Kind.REMOVED, word, _title(old[name]), "", _whole(old[name]), "", "")
        elif name not in old:
            yield Difference(Kind.ADDED, word, _title(new[name]), "", "", _whole(new[name]), "")
        else:
            yield from _of_fields(word, _title(old[name]), old[name], new[name])


def _known(rows: Any) -> dict[str, Row]:  # noqa: ANN401 - as TOML gives it
    """By key or number; rows without either by their words."""
    return {str(row.get("key") or row.get("seq") or _title(row) or row.get("quote")): row for row in rows}


def _of_fields(table: str, row: str, before: Row, after: Row) -> Iterator[Difference]:
    for field in {**before, **after}:
        old, new = before.get(field), after.get(field)
        if old != new and field not in {"key", "shifted_years"}:
            kind = Kind.ADDED if old is None else Kind.REMOVED if new is None else Kind.CHANGED
            name = _FIELDS.get(field, field)
            yield Difference(kind, table, row, name, _words(old), _words(new), _more(old, new))


def _title(row: Row) -> str:
    name = next((str(row[one]) for one in ("name", "title", "item", "key") if row.get(one)), "")
    return f"{row['seq']} {name}" if row.get("seq") and name else name


def _whole(row: Row) -> str:
    return str(row.get("quote") or _title(row))


def _words(value: Any) -> str:  # noqa: ANN401 - as TOML gives it
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | Decimal):
        return number_words(Decimal(value), 4)
    if isinstance(value, list | tuple):
        return "；".join(_words(each) for each in value)
    return str(value)


def _more(before: Any, after: Any) -> str:  # noqa: ANN401 - as TOML gives it
    """By how much, where both are numbers."""
    if isinstance(before, bool) or isinstance(after, bool):
        return ""
    if not isinstance(before, int | Decimal) or not isinstance(after, int | Decimal):
        return ""
    difference = Decimal(after) - Decimal(before)
    return f"{'多' if difference > 0 else '少'}{number_words(abs(difference), 4)}"
