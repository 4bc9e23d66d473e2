"""Whether a reading file fits its plan: every name it uses must be there. Said before anything is published."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from xiangji.core.errors import Refused
from xiangji.programme.rules.document import PlanDocument
from xiangji.programme.rules.expression import BadExpression, Known
from xiangji.programme.rules.live import checked, checked_sum
from xiangji.programme.rules.names import RESERVED, known_in
from xiangji.programme.rules.table import Table

Body = Mapping[str, Any]


class BadReading(Refused):
    """The plan or its reading names something that is not there."""

    def __init__(self, field: str, value: str, expected: str) -> None:
        super().__init__("bad_reading", f"方案没有登记。{field} 写的是“{value}”，应当是{expected}。")


def check_reading(body: Body) -> None:
    """Raises BadReading for the first fault, naming field, value and what is expected."""
    document = PlanDocument.of(body)
    for fault in faults_of(body, document):
        raise fault


def faults_of(body: Body, document: PlanDocument) -> Iterator[BadReading]:
    plan, reading = Table(body.get("plan", body)), Table(body.get("reading", {}))
    known = known_in(document)
    yield from _faults_of_lines(plan)
    yield from _faults_of_ratios(plan, known)
    yield from _faults_of_names(plan, reading)
    yield from _faults_of_sums(reading, known)
    yield from _faults_of_caps(plan, reading, known)


def _faults_of_lines(plan: Table) -> Iterator[BadReading]:
    for number, line in _numbered(plan, "budget_line"):
        if line.text("key") in RESERVED:
            yield BadReading(
                f"budget_line[{number}].key", line.text("key"), f"{'、'.join(RESERVED)} 以外的代号"
            )


def _faults_of_ratios(plan: Table, known: Known) -> Iterator[BadReading]:
    for number, rule in _numbered(plan, "ratio_rule"):
        for name in ("numerator", "denominator"):
            yield from _faults_of_sum(f"ratio_rule[{number}].{name}", rule.text(name), known, checked_sum)


def _faults_of_sums(reading: Table, known: Known) -> Iterator[BadReading]:
    for number, figure in _numbered(reading, "figure"):
        yield from _faults_of_sum(f"figure[{number}].sum", figure.text("sum"), known, checked)
    for number, question in _numbered(reading, "question"):
        for at, option in _numbered(question, "reading"):
            for position, text in enumerate(option.texts("sums")):
                field = f"question[{number}].reading[{at}].sums[{position}]"
                yield from _faults_of_sum(field, text, known, checked)


def _faults_of_caps(plan: Table, reading: Table, known: Known) -> Iterator[BadReading]:
    limited = {rule.text("key") for rule in plan.tables("subsidy_rule") if rule.number("limit") is not None}
    counted = {target.text("key") for target in plan.tables("target") if target.number("value") is not None}
    for number, cap in _numbered(reading, "cap"):
        yield from _faults_of_sum(f"cap[{number}].against", cap.text("against"), known, checked_sum)
        for at, part in _numbered(cap, "part"):
            if part.text("rule") not in limited:
                yield BadReading(
                    f"cap[{number}].part[{at}].rule", part.text("rule"), "方案里写了限额的补助规则"
                )
            if part.text("count") not in counted:
                yield BadReading(f"cap[{number}].part[{at}].count", part.text("count"), "方案里有数的目标")


def _faults_of_names(plan: Table, reading: Table) -> Iterator[BadReading]:
    """Targets, bases, rules, phases and questions that are named must exist."""
    there, questions = _keys_of(plan, reading), {table.text("key") for table in reading.tables("question")}
    for number, target in _numbered(reading, "target"):
        if f"target.{target.text('key')}" not in there:
            yield BadReading(f"target[{number}].key", target.text("key"), "方案里的目标代号")
        yield from _missing(f"target[{number}].asks", target.texts("asks"), questions, "本文件里的存疑代号")
    for number, rule in _numbered(reading, "rule"):
        yield from _missing(f"rule[{number}].key", (rule.text("key"),), there, "方案里的规则代号")
        yield from _missing(f"rule[{number}].asks", rule.texts("asks"), questions, "本文件里的存疑代号")
    for number, cap in _numbered(reading, "cap"):
        yield from _missing(f"cap[{number}].asks", cap.texts("asks"), questions, "本文件里的存疑代号")
    for number, basis in _numbered(reading, "basis"):
        yield from _missing(f"basis[{number}].justifies", basis.texts("justifies"), there, "方案里的规则代号")
        yield from _faults_of_basis(number, basis, plan)
    for number, phase in _numbered(reading, "phase"):
        yield from _missing(
            f"phase[{number}].seq", (f"phase.{phase.whole('seq')}",), there, "方案里的阶段序号"
        )
    for number, question in _numbered(reading, "question"):
        yield from _missing(
            f"question[{number}].concerns", question.texts("concerns"), there, "方案里有的代号"
        )


def _faults_of_basis(number: int, basis: Table, plan: Table) -> Iterator[BadReading]:
    name = "number" if basis.text("number") else "title"
    if basis.text(name) not in {table.text(name) for table in plan.tables("legal_basis")}:
        yield BadReading(f"basis[{number}].{name}", basis.text(name), "方案里写的依据")


_KINDS = {
    "target": "target",
    "budget_line": "line",
    "ratio_rule": "ratio",
    "subsidy_rule": "subsidy",
    "promise": "promise",
    "time_rule": "time",
    "threshold_rule": "threshold",
    "payment_rule": "payment",
    "condition": "condition",
    "list": "list",
}


def _keys_of(plan: Table, reading: Table) -> set[str]:
    keys = {f"{kind}.{table.text('key')}" for name, kind in _KINDS.items() for table in plan.tables(name)}
    phases = {f"phase.{table.whole('seq')}" for table in plan.tables("phase")}
    caps = {f"cap.{table.text('key')}" for table in reading.tables("cap")}
    return keys | phases | caps | {"document", "total", "negative", "unit", "disclosure"}


def _missing(field: str, named: tuple[str, ...], there: set[str], expected: str) -> Iterator[BadReading]:
    return (BadReading(field, name, expected) for name in named if name not in there)


def _faults_of_sum(
    field: str, text: str, known: Known, check: Callable[[str, Known], object]
) -> Iterator[BadReading]:
    try:
        check(text, known)
    except BadExpression as fault:
        yield BadReading(field, text, f"可以算的式子：{fault.expected}")


def _numbered(table: Table, name: str) -> Iterator[tuple[int, Table]]:
    return enumerate(table.tables(name))
