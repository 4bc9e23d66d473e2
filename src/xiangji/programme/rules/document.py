"""A published plan as frozen values. Everything else in this package is a function of PlanDocument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from xiangji.programme.rules.budget import BudgetLine, BudgetTotal, Source
from xiangji.programme.rules.clauses import (
    Condition,
    Disclosure,
    Hardness,
    NamedList,
    Negative,
    PaymentRule,
    Phase,
    Promise,
    RatioRule,
    Role,
    SubsidyRule,
    Task,
    ThresholdRule,
    TimeRule,
    Unit,
)
from xiangji.programme.rules.reading import (
    BasisReading,
    Cap,
    CapPart,
    Decides,
    Figure,
    Growth,
    LineReading,
    Question,
    QuestionReading,
    RuleReading,
    TargetReading,
)
from xiangji.programme.rules.starting import Asked, Key
from xiangji.programme.rules.table import Table
from xiangji.programme.rules.target import Goal, Target

__all__ = [
    "Basis",
    "BudgetLine",
    "BudgetTotal",
    "Cap",
    "CapPart",
    "Condition",
    "Decides",
    "Disclosure",
    "Document",
    "Figure",
    "Goal",
    "Growth",
    "Hardness",
    "LineReading",
    "NamedList",
    "Negative",
    "PaymentRule",
    "Phase",
    "PlanDocument",
    "Promise",
    "Question",
    "QuestionReading",
    "RatioRule",
    "Role",
    "RuleReading",
    "Source",
    "SubsidyRule",
    "Target",
    "Task",
    "ThresholdRule",
    "TimeRule",
    "Unit",
]

_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Document:
    """The paper itself. An empty text or None means that the original does not say it."""

    title: str
    issuer: str
    number: str
    date: date | None
    adopted: str
    published: str
    addressees: str
    copy_to: str
    attachment: str
    province: str
    prefecture: str
    county: str
    county_word: str
    level: str
    programme_year: int
    round: str
    money_unit: str
    budget_stated: bool
    quote: str
    note: str
    shifted_years: int

    @classmethod
    def of(cls, table: Table) -> Document:
        shifted = table.number("shifted_years")
        return cls(
            title=table.text("title"),
            issuer=table.text("issuer"),
            number=table.text("number"),
            date=table.day("date"),
            adopted=table.text("adopted"),
            published=table.text("published"),
            addressees=table.text("addressees"),
            copy_to=table.text("copy_to"),
            attachment=table.text("attachment"),
            province=table.text("province"),
            prefecture=table.text("prefecture"),
            county=table.text("county"),
            county_word=table.text("county_word"),
            level=table.text("level"),
            programme_year=table.whole("programme_year"),
            round=table.text("round"),
            money_unit=table.text("money_unit"),
            budget_stated=table.says("budget_stated"),
            quote=table.text("quote"),
            note=table.text("note"),
            shifted_years=0 if shifted is None else int(shifted),
        )


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis (依据), its tier, and the rules that it justifies; none where the document is silent."""

    title: str
    issuer: str
    number: str
    tier: str
    justifies: tuple[str, ...]
    is_said: bool
    because: str
    quote: str

    @classmethod
    def of(cls, table: Table, readings: tuple[BasisReading, ...]) -> Basis:
        number, title = table.text("number"), table.text("title")
        reading = next(
            (found for found in readings if _names(found, number, title)), BasisReading.of(Table({}))
        )
        return cls(
            title=title,
            issuer=table.text("issuer"),
            number=number,
            tier=reading.tier,
            justifies=reading.justifies,
            is_said=reading.is_said,
            because=reading.because,
            quote=table.text("quote"),
        )


def _names(reading: BasisReading, number: str, title: str) -> bool:
    return reading.number == number if reading.number else reading.title == title


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """One plan: what is printed, and beside it what we read into it and what we ask."""

    key: str
    document: Document
    bases: tuple[Basis, ...]
    targets: tuple[Target, ...]
    budget_total: BudgetTotal | None
    budget_lines: tuple[BudgetLine, ...]
    ratio_rules: tuple[RatioRule, ...]
    subsidy_rules: tuple[SubsidyRule, ...]
    payment_rules: tuple[PaymentRule, ...]
    threshold_rules: tuple[ThresholdRule, ...]
    promises: tuple[Promise, ...]
    phases: tuple[Phase, ...]
    time_rules: tuple[TimeRule, ...]
    tasks: tuple[Task, ...]
    units: tuple[Unit, ...]
    roles: tuple[Role, ...]
    disclosures: tuple[Disclosure, ...]
    conditions: tuple[Condition, ...]
    negatives: tuple[Negative, ...]
    lists: tuple[NamedList, ...]
    decides: Decides | None
    rule_readings: tuple[RuleReading, ...]
    caps: tuple[Cap, ...]
    figures: tuple[Figure, ...]
    starts: tuple[Asked, ...]
    line_readings: tuple[LineReading, ...]
    questions: tuple[Question, ...]

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> PlanDocument:
        """From a published body {"plan": …, "reading": …}, or from a plan alone, without a reading."""
        plan, reading = Table(body.get("plan", body)), Table(body.get("reading", _NOTHING))
        questions = tuple(Question.of(table) for table in reading.tables("question"))
        total, decides = plan.table("budget_total"), reading.table("decides")
        return cls(
            key=plan.text("key"),
            document=Document.of(Table(plan.fields["document"])),
            bases=_bases(plan, reading),
            targets=_targets(plan, reading, questions),
            budget_total=BudgetTotal.of(total) if total else None,
            budget_lines=tuple(BudgetLine.of(table) for table in plan.tables("budget_line")),
            ratio_rules=tuple(RatioRule.of(table) for table in plan.tables("ratio_rule")),
            subsidy_rules=tuple(SubsidyRule.of(table) for table in plan.tables("subsidy_rule")),
            payment_rules=tuple(PaymentRule.of(table) for table in plan.tables("payment_rule")),
            threshold_rules=tuple(ThresholdRule.of(table) for table in plan.tables("threshold_rule")),
            promises=tuple(Promise.of(table) for table in plan.tables("promise")),
            phases=_phases(plan, reading),
            time_rules=tuple(TimeRule.of(table) for table in plan.tables("time_rule")),
            tasks=tuple(Task.of(table) for table in plan.tables("task")),
            units=tuple(Unit.of(table) for table in plan.tables("unit")),
            roles=tuple(Role.of(table) for table in plan.tables("role")),
            disclosures=tuple(Disclosure.of(table) for table in plan.tables("disclosure")),
            conditions=tuple(Condition.of(table) for table in plan.tables("condition")),
            negatives=tuple(Negative.of(table) for table in plan.tables("negative")),
            lists=tuple(NamedList.of(table) for table in plan.tables("list")),
            decides=Decides.of(decides) if decides else None,
            rule_readings=tuple(RuleReading.of(table) for table in reading.tables("rule")),
            caps=tuple(Cap.of(table) for table in reading.tables("cap")),
            figures=tuple(Figure.of(table) for table in reading.tables("figure")),
            starts=tuple(Asked.of(table) for table in reading.tables("start")),
            line_readings=tuple(LineReading.of(table) for table in reading.tables("line")),
            questions=questions,
        )

    def line(self, key: str) -> BudgetLine | None:
        return next((line for line in self.budget_lines if line.key == key), None)

    def target(self, key: str) -> Target | None:
        return next((target for target in self.targets if target.key == key), None)

    def reading_of_line(self, key: str) -> LineReading:
        """What the annex says of a line beside its money; empty where it says nothing."""
        found = (reading for reading in self.line_readings if reading.key == key)
        return next(found, LineReading(key, "", "", ""))

    def asked(self, key: Key) -> Asked | None:
        """What the plan asks before work begins, by condition."""
        return next((each for each in self.starts if each.key is key), None)

    def reading_of(self, rule: str) -> RuleReading:
        """Our words on a rule such as ratio.centre_cap; empty where we have none."""
        found = (reading for reading in self.rule_readings if reading.key == rule)
        return next(found, RuleReading(rule, "", "", ()))


def _bases(plan: Table, reading: Table) -> tuple[Basis, ...]:
    readings = tuple(BasisReading.of(table) for table in reading.tables("basis"))
    return tuple(Basis.of(table, readings) for table in plan.tables("legal_basis"))


def _targets(plan: Table, reading: Table, questions: tuple[Question, ...]) -> tuple[Target, ...]:
    readings = {table.text("key"): TargetReading.of(table) for table in reading.tables("target")}
    silent = TargetReading.of(Table({}))
    return tuple(
        Target.of(
            table,
            readings.get(table.text("key"), silent),
            tuple(each.key for each in questions if f"target.{table.text('key')}" in each.concerns),
        )
        for table in plan.tables("target")
    )


def _phases(plan: Table, reading: Table) -> tuple[Phase, ...]:
    tasks = {table.whole("seq"): table.texts("tasks") for table in reading.tables("phase")}
    return tuple(Phase.of(table, tasks.get(table.whole("seq"), ())) for table in plan.tables("phase"))
