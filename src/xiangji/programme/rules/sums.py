"""The additions of a plan made again (PRG-39): sources, tranches, columns, grand total, shares, projects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from xiangji.core.values import Money
from xiangji.core.values.money import FEN_PER_WAN
from xiangji.programme.rules.document import BudgetLine, BudgetTotal, PlanDocument, Source
from xiangji.programme.rules.live import Verdict
from xiangji.programme.rules.words import lines_words, number_words, percent_words, with_unit

Scope = Literal["line", "tranches", "column", "grand", "shares", "count"]
Outcome = Literal["agrees", "differs", "unstated"]

_IMPLIED = "原文没有写这一行的合计，相加是 {}万元。"
_VERDICTS: Mapping[Outcome, Verdict] = {"agrees": "ok", "differs": "bad", "unstated": "info"}


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a sum, and the budget line it stands in. Money counts in 万元, a share as part of 1."""

    name: str
    value: Fraction
    line: int | None = None

    @property
    def money(self) -> Money:
        return Money(int(self.value * FEN_PER_WAN))


@dataclass(frozen=True, slots=True)
class SumCheck:
    """One addition: its parts, what they come to, and what the document states."""

    key: str
    scope: Scope
    title: str
    line: int | None
    terms: tuple[Term, ...]
    computed: Fraction
    stated: Fraction | None
    unit: str
    remark: str = ""

    @property
    def outcome(self) -> Outcome:
        if self.stated is None:
            return "unstated"
        return "agrees" if self.computed == self.stated else "differs"

    @property
    def verdict(self) -> Verdict:
        return _VERDICTS[self.outcome]

    @property
    def word(self) -> str:
        if self.stated is None:
            return "原文没有合计"
        if self.computed == self.stated:
            return "与原文一致"
        return f"差{with_unit(abs(self.computed - self.stated), self.unit)}"

    @property
    def sum(self) -> str:
        """240 + 50."""
        return " + ".join(self._written(term.value) for term in self.terms)

    @property
    def words(self) -> str:
        """240 + 50 = 290."""
        return f"{self.sum} = {self._written(self.computed)}"

    @property
    def stated_words(self) -> str:
        return "" if self.stated is None else self._written(self.stated)

    def _written(self, value: Fraction) -> str:
        return percent_words(value) if self.unit == "%" else number_words(value)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One sentence over all additions."""

    verdict: Verdict
    words: str


def sum_checks(document: PlanDocument) -> tuple[SumCheck, ...]:
    """Empty where the document states no amounts."""
    checks = [*_within_lines(document.budget_lines)]
    if document.budget_total:
        checks += _against_total(document.budget_lines, document.budget_total)
    return tuple(checks)


def conclusion(checks: Iterable[SumCheck]) -> Conclusion:
    """Names every place where the parts do not make the whole."""
    made = tuple(checks)
    if not made:
        return Conclusion("info", "这份文件没有写金额，没有可以相加的数。")
    if wrong := [check for check in made if check.outcome == "differs"]:
        places = "；".join(f"{check.title}{check.word}" for check in wrong)
        return Conclusion("bad", f"有 {len(wrong)} 处相加与原文不一致：{places}。")
    if silent := tuple(check.line for check in made if check.outcome == "unstated" and check.line):
        return Conclusion(
            "ok", f"能核对的都与原文一致。{lines_words(silent)}原文没有写合计，这里按各来源相加。"
        )
    return Conclusion("ok", "逐行逐列相加，与原文一致。")


def _within_lines(lines: tuple[BudgetLine, ...]) -> Iterator[SumCheck]:
    for line in lines:
        if line.total is not None or line.total_denied:
            yield _sources_of(line)
        if line.tranches and line.central is not None:
            yield _tranches_of(line, line.central)


def _sources_of(line: BudgetLine) -> SumCheck:
    return SumCheck(
        key=f"line.{line.seq}.sources",
        scope="line",
        title=f"第{line.seq}行各来源",
        line=line.seq,
        terms=tuple(Term(source.word, _wan(amount), line.seq) for source, amount in line.sources),
        computed=_wan(line.sum),
        stated=None if line.total is None else _wan(line.total),
        unit="万元",
        remark=_IMPLIED.format(number_words(line.sum.wan)) if line.total is None else "",
    )


def _tranches_of(line: BudgetLine, central: Money) -> SumCheck:
    return SumCheck(
        key=f"line.{line.seq}.tranches",
        scope="tranches",
        title=f"第{line.seq}行前期加后期",
        line=line.seq,
        terms=tuple(Term(name, _wan(amount), line.seq) for name, amount in line.tranches),
        computed=_wan(Money.sum(amount for _, amount in line.tranches)),
        stated=_wan(central),
        unit="万元",
    )


def _against_total(lines: tuple[BudgetLine, ...], total: BudgetTotal) -> Iterator[SumCheck]:
    """The columns from top to bottom, the total from left to right, the grand total, shares and projects."""
    for source, stated in total.sources:
        yield _column(lines, source, stated)
    if any(line.tranches for line in lines) and total.central is not None:
        yield _tranche_columns(lines, total.central)
    if total.total is not None:
        yield _total_by_sources(total, total.total)
        yield _grand_total(lines, total.total)
    if any(line.share is not None for line in lines):
        yield _shares(lines)
    if total.projects is not None:
        yield _projects(lines, total.projects)


def _column(lines: tuple[BudgetLine, ...], source: Source, stated: Money) -> SumCheck:
    cells = tuple((line, amount) for line in lines for found, amount in line.sources if found is source)
    return SumCheck(
        key=f"column.{source}",
        scope="column",
        title=f"{source.word}一列",
        line=None,
        terms=tuple(Term(line.name, _wan(amount), line.seq) for line, amount in cells),
        computed=_wan(Money.sum(amount for _, amount in cells)),
        stated=_wan(stated),
        unit="万元",
    )


def _tranche_columns(lines: tuple[BudgetLine, ...], central: Money) -> SumCheck:
    first = Money.sum(line.tranche1 for line in lines if line.tranche1)
    second = Money.sum(line.tranche2 for line in lines if line.tranche2)
    both = _wan(first + second)
    shares = (percent_words(_wan(amount) / both) if both else "" for amount in (first, second))
    return SumCheck(
        key="column.tranches",
        scope="column",
        title="前期、后期两列",
        line=None,
        terms=(Term("前期", _wan(first)), Term("后期", _wan(second))),
        computed=both,
        stated=_wan(central),
        unit="万元",
        remark="原文没有写两期各自的合计；前期占 {}，后期占 {}。".format(*shares),
    )


def _total_by_sources(total: BudgetTotal, stated: Money) -> SumCheck:
    return SumCheck(
        key="grand.sources",
        scope="grand",
        title="总额各来源",
        line=None,
        terms=tuple(Term(source.word, _wan(amount)) for source, amount in total.sources),
        computed=_wan(total.sum),
        stated=_wan(stated),
        unit="万元",
    )


def _grand_total(lines: tuple[BudgetLine, ...], stated: Money) -> SumCheck:
    """By the stated line totals; a line that states none counts with the sum of its sources."""
    amounts = tuple((line, line.sum if line.total is None else line.total) for line in lines)
    return SumCheck(
        key="grand.lines",
        scope="grand",
        title="合计一列",
        line=None,
        terms=tuple(Term(line.name, _wan(amount), line.seq) for line, amount in amounts),
        computed=_wan(Money.sum(amount for _, amount in amounts)),
        stated=_wan(stated),
        unit="万元",
    )


def _shares(lines: tuple[BudgetLine, ...]) -> SumCheck:
    cells = tuple((line, Fraction(line.share) / 100) for line in lines if line.share is not None)
    return SumCheck(
        key="shares",
        scope="shares",
        title="资金总额占比一列",
        line=None,
        terms=tuple(Term(line.name, share, line.seq) for line, share in cells),
        computed=sum((share for _, share in cells), Fraction(0)),
        stated=Fraction(1),
        unit="%",
    )


def _projects(lines: tuple[BudgetLine, ...], stated: int) -> SumCheck:
    counted = tuple((line, Fraction(len(line.projects) or 1)) for line in lines)
    return SumCheck(
        key="projects",
        scope="count",
        title="项目个数",
        line=None,
        terms=tuple(Term(line.name, count, line.seq) for line, count in counted),
        computed=sum((count for _, count in counted), Fraction(0)),
        stated=Fraction(stated),
        unit="个",
    )


def _wan(money: Money) -> Fraction:
    return Fraction(money.wan)
