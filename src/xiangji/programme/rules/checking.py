"""Whether a reading file fits its plan: every name it uses must be there, before anything is published."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from xiangji.core.errors import BadFile
from xiangji.programme.rules.document import PlanDocument
from xiangji.programme.rules.expression import BadExpression, Known
from xiangji.programme.rules.live import checked, checked_sum
from xiangji.programme.rules.names import RESERVED, known_in
from xiangji.programme.rules.questions import PLACE
from xiangji.programme.rules.table import Table

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """`place` says in which of the two files the field stands."""

    place: Literal["plan", "reading"]
    field: str
    value: str
    expected: str


class BadReading(BadFile):
    """The plan or its reading names something that is not there."""

    reason = "bad_reading"
    undone = "方案没有登记"


def check_reading(body: Body, *, plan_file: str, reading_file: str) -> None:
    """Raises BadReading for the first fault, naming file, field, value and what is expected."""
    files = {"plan": plan_file, "reading": reading_file}
    for fault in faults_of(body):
        raise BadReading(Path(files[fault.place]), fault.field, fault.value, fault.expected)


def faults_of(body: Body) -> Iterator[Fault]:
    plan, reading = Table(body.get("plan", body)), Table(body.get("reading", {}))
    known = known_in(PlanDocument.of(body))
    yield from _faults_of_lines(plan)
    yield from _faults_of_ratios(plan, known)
    yield from _faults_of_targets(plan, reading)
    yield from _faults_of_rules(plan, reading)
    yield from _faults_of_bases(plan, reading)
    yield from _faults_of_sums(reading, known)
    yield from _faults_of_caps(plan, reading, known)


def _faults_of_lines(plan: Table) -> Iterator[Fault]:
    expected = f"{'、'.join(RESERVED)} 以外的代号"
    for number, line in _numbered(plan, "budget_line"):
        if line.text("key") in RESERVED:
            yield Fault("plan", f"budget_line[{number}].key", line.text("key"), expected)


def _faults_of_ratios(plan: Table, known: Known) -> Iterator[Fault]:
    for number, rule in _numbered(plan, "ratio_rule"):
        for name in ("numerator", "denominator"):
            field = f"ratio_rule[{number}].{name}"
            yield from _faults_of_sum("plan", field, rule.text(name), known, checked_sum)


def _faults_of_sums(reading: Table, known: Known) -> Iterator[Fault]:
    for number, figure in _numbered(reading, "figure"):
        yield from _faults_of_sum("reading", f"figure[{number}].sum", figure.text("sum"), known, checked)
    for number, question in _numbered(reading, "question"):
        for at, option in _numbered(question, "reading"):
            field = f"question[{number}].reading[{at}]"
            for position, text in enumerate(option.texts("sums"), start=1):
                yield from _faults_of_sum("reading", f"{field}.sums[{position}]", text, known, checked)
            yield from _faults_of_places(field, option)


def _faults_of_places(field: str, option: Table) -> Iterator[Fault]:
    """{2} in a sentence needs a second sum."""
    there = {str(number) for number in range(1, len(option.texts("sums")) + 1)}
    for place in PLACE.finditer(option.text("sentence")):
        if place[1] not in there:
            expected = f"{{1}} 到 {{{len(there)}}}" if there else "没有 {1} 的句子，这里没有算式"
            yield Fault("reading", f"{field}.sentence", place[0], expected)


def _faults_of_caps(plan: Table, reading: Table, known: Known) -> Iterator[Fault]:
    limited = {rule.text("key") for rule in plan.tables("subsidy_rule") if rule.number("limit") is not None}
    counted = {target.text("key") for target in plan.tables("target") if target.number("value") is not None}
    questions = _questions_of(reading)
    for number, cap in _numbered(reading, "cap"):
        field = f"cap[{number}]"
        yield from _faults_of_sum("reading", f"{field}.against", cap.text("against"), known, checked_sum)
        yield from _missing(f"{field}.asks", cap.texts("asks"), questions, _A_QUESTION)
        for at, part in _numbered(cap, "part"):
            yield from _missing(f"{field}.part[{at}].rule", (part.text("rule"),), limited, "有限额的补助规则")
            yield from _missing(f"{field}.part[{at}].count", (part.text("count"),), counted, "有数的目标")


def _faults_of_targets(plan: Table, reading: Table) -> Iterator[Fault]:
    targets, questions = {target.text("key") for target in plan.tables("target")}, _questions_of(reading)
    for number, target in _numbered(reading, "target"):
        yield from _missing(f"target[{number}].key", (target.text("key"),), targets, "方案里的目标代号")
        yield from _missing(f"target[{number}].asks", target.texts("asks"), questions, _A_QUESTION)


def _faults_of_rules(plan: Table, reading: Table) -> Iterator[Fault]:
    there, questions = _keys_of(plan, reading), _questions_of(reading)
    for number, rule in _numbered(reading, "rule"):
        yield from _missing(f"rule[{number}].key", (rule.text("key"),), there, "方案里的规则代号")
        yield from _missing(f"rule[{number}].asks", rule.texts("asks"), questions, _A_QUESTION)
    for number, phase in _numbered(reading, "phase"):
        seq = f"phase.{phase.whole('seq')}"
        yield from _missing(f"phase[{number}].seq", (seq,), there, "方案里的阶段序号")
    for number, question in _numbered(reading, "question"):
        concerns = question.texts("concerns")
        yield from _missing(f"question[{number}].concerns", concerns, there, "方案里有的代号")


def _faults_of_bases(plan: Table, reading: Table) -> Iterator[Fault]:
    there = _keys_of(plan, reading)
    for number, basis in _numbered(reading, "basis"):
        name = "number" if basis.text("number") else "title"
        stated = {table.text(name) for table in plan.tables("legal_basis")}
        yield from _missing(f"basis[{number}].{name}", (basis.text(name),), stated, "方案里写的依据")
        yield from _missing(f"basis[{number}].justifies", basis.texts("justifies"), there, "方案里的规则代号")


_A_QUESTION = "本文件里的存疑代号"
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
# What a question may concern without naming one table of the plan.
_WHOLES = {"document", "total", "negative", "unit", "disclosure"}


def _keys_of(plan: Table, reading: Table) -> set[str]:
    keys = {f"{kind}.{table.text('key')}" for name, kind in _KINDS.items() for table in plan.tables(name)}
    phases = {f"phase.{table.whole('seq')}" for table in plan.tables("phase")}
    caps = {f"cap.{table.text('key')}" for table in reading.tables("cap")}
    return keys | phases | caps | _WHOLES


def _questions_of(reading: Table) -> set[str]:
    return {question.text("key") for question in reading.tables("question")}


def _missing(field: str, named: tuple[str, ...], there: set[str], expected: str) -> Iterator[Fault]:
    return (Fault("reading", field, name, expected) for name in named if name not in there)


def _faults_of_sum(
    place: Literal["plan", "reading"],
    field: str,
    text: str,
    known: Known,
    check: Callable[[str, Known], object],
) -> Iterator[Fault]:
    try:
        check(text, known)
    except BadExpression as fault:
        yield Fault(place, field, text, f"能算的式子；这里{fault.expected}")


def _numbered(table: Table, name: str) -> Iterator[tuple[int, Table]]:
    """Counted from 1, as core.policy counts the tables of a file."""
    return enumerate(table.tables(name), start=1)
