"""Shares of the money against their limits, as they would stand after the wish (PRG-40 to 43).

A cap looks at what is taken: paid, asked for, and this wish, over the money that the plan gives. A floor
looks at what can still be reached: all that the other lines took is lost to it. "=" is a cap while money is
being taken, for a share that is still below its figure may yet come to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from xiangji.core.values.money import FEN_PER_WAN
from xiangji.programme.rules.document import RatioRule
from xiangji.programme.rules.expression import (
    CannotCompute,
    Known,
    Node,
    Quantity,
    names_in,
    value_of,
    words_of,
)
from xiangji.programme.rules.live import checked_sum, outcome_of
from xiangji.programme.rules.money.checks.finding import Clause, Finding
from xiangji.programme.rules.money.checks.readings import hardness_of, under_readings, variants
from xiangji.programme.rules.money.checks.situation import Cell, PlanInForce, Situation
from xiangji.programme.rules.names import known_in
from xiangji.programme.rules.words import number_words, percent_of, percent_words_beside

# The reading by which a share is taken of what was used so far, and not of what the plan gives.
USED_SO_FAR = "已经使用"
_FLOORS = (">=", ">")
_LIMITS = {"<=": "不超过", "<": "低于", ">=": "不低于", ">": "高于", "=": "等于"}


@dataclass(frozen=True, slots=True)
class _Share:
    value: Fraction
    words: str


def share_findings(situation: Situation) -> Iterator[Finding]:
    """The ratio rules that this wish can move under any reading; without a wish, all of them."""
    for rule in situation.own.document.ratio_rules:
        asks = situation.own.document.reading_of(f"ratio.{rule.key}").asks
        if _moves(situation, rule.key, asks) and _share(situation, situation.own, rule.key):
            yield under_readings(
                situation.own,
                asks,
                lambda plan, key=rule.key: _judged(situation, plan, key),  # type: ignore[misc]
            )


def _moves(situation: Situation, key: str, asks: tuple[str, ...]) -> bool:
    """A floor is moved by every payment from its fund, a cap by money for what it caps."""
    if not situation.line:
        return True
    columns = {source.value for source in situation.sources}
    own = {f"{situation.line}.{column}" for column in (*columns, "sum", "total")}
    for plan in variants(situation.own, asks):
        rule, known = _rule(plan, key), known_in(plan.working)
        above = set(names_in(checked_sum(rule.numerator, known)))
        below = {name.rpartition(".")[2] for name in names_in(checked_sum(rule.denominator, known))}
        if above & own or (rule.comparator in _FLOORS and columns & below):
            return True
    return False


def taken_known(known: Known, taken: Mapping[Cell, int]) -> Known:
    """The names of the plan, its cells filled with what is taken instead of what is planned."""
    lines = {line for line, _ in taken}
    cells = {
        name: Quantity(Fraction(0))
        for name in known.quantities
        if name.partition(".")[2] in _SOURCES and not name.startswith(("total.", "lines."))
    }
    cells |= {f"{line}.{source}": _wan(fen) for (line, source), fen in taken.items()}
    for line in lines:
        cells[f"{line}.sum"] = _wan(sum(fen for (each, _), fen in taken.items() if each == line))
    return Known({**known.quantities, **cells}, known.awaited)


def _judged(situation: Situation, plan: PlanInForce, key: str) -> Finding:
    rule = _rule(plan, key)
    share = _share(situation, plan, key)
    asks = plan.document.reading_of(f"ratio.{key}").asks
    clause = Clause(
        rule=f"ratio.{key}",
        version=plan.version,
        name=plan.document.reading_of(f"ratio.{key}").short or rule.name,
        clause=rule.section,
        quote=rule.quote,
        hardness=hardness_of(plan, asks, rule.hardness),
    )
    limit = f"{_LIMITS[rule.comparator]}{number_words(rule.limit)} %"
    if share is None:
        return clause.doubtful(f"{clause.name}的比例算不出来，方案没有写用什么做分母。", limit=limit)
    figure = f"{share.words} = {percent_words_beside(share.value, rule.limit)}"
    return _with_gauge(_told(situation.then, clause, rule, share, figure, limit), share, rule)


def _told(then: str, clause: Clause, rule: RatioRule, share: _Share, figure: str, limit: str) -> Finding:
    percent = percent_words_beside(share.value, rule.limit)
    if rule.comparator in _FLOORS:
        said = f"{then}，{clause.name}最多还能到{percent}，方案要{limit}"
        remedy = "减少这一笔，或者先按程序改方案，把钱调到要保的几行。"
    else:
        said = f"{then}，{clause.name}用到{percent}，方案写{limit}"
        remedy = "减少这一笔，或者先按程序改方案。"
    if _is_kept(share.value, rule):
        return clause.kept(f"{said}，没有越线。", figure=figure, limit=limit)
    return clause.broken(f"{said}，越线了。", remedy, figure=figure, limit=limit)


def _is_kept(value: Fraction, rule: RatioRule) -> bool:
    comparator = "<=" if rule.comparator == "=" else rule.comparator
    return outcome_of(value, comparator, Fraction(rule.limit) / 100) != "broken"


def _with_gauge(finding: Finding, share: _Share, rule: RatioRule) -> Finding:
    return replace(finding, now=percent_of(share.value), bound=rule.limit)


def _rule(plan: PlanInForce, key: str) -> RatioRule:
    return next(each for each in plan.working.ratio_rules if each.key == key)


def _share(situation: Situation, plan: PlanInForce, key: str) -> _Share | None:
    """None where the plan gives nothing to divide by."""
    rule, known = _rule(plan, key), known_in(plan.working)
    taken = situation.taken()
    used = taken_known(known, taken)
    above, below = checked_sum(rule.numerator, known), checked_sum(rule.denominator, known)
    divisor = _totals(used, taken) if _is_of_used(plan, key) else known
    try:
        base = value_of(below, divisor)
        part = value_of(above, used)
        if rule.comparator in _FLOORS:
            part, words = _reachable(above, below, base, used, taken)
        else:
            words = words_of(above, used)
        value = _divided(part, base)
    except CannotCompute:
        return None
    if value is None:
        return None
    grouped = f"（{words}）" if " " in words else words
    return _Share(value, f"{grouped} ÷ {number_words(base)}".replace("） ", "）"))


def _divided(part: Fraction, base: Fraction) -> Fraction | None:
    """Nothing of nothing is no share that could be too high."""
    if base == 0:
        return Fraction(0) if part == 0 else None
    return part / base


def _is_of_used(plan: PlanInForce, key: str) -> bool:
    return any(
        plan.answer(each).startswith(USED_SO_FAR) for each in plan.document.reading_of(f"ratio.{key}").asks
    )


def _totals(used: Known, taken: Mapping[Cell, int]) -> Known:
    """total.<source> as the sum of what was taken so far."""
    sums = {
        f"total.{source}": _wan(sum(fen for (_, each), fen in taken.items() if each == source))
        for source in _SOURCES
    }
    return Known({**used.quantities, **sums}, used.awaited)


def _reachable(
    above: Node, below: Node, base: Fraction, used: Known, taken: Mapping[Cell, int]
) -> tuple[Fraction, str]:
    """What the lines of a floor can still come to, when everything that is left goes to them."""
    columns = {name.rpartition(".")[2] for name in names_in(below)}
    everywhere = Fraction(sum(fen for (_, source), fen in taken.items() if source in columns), FEN_PER_WAN)
    elsewhere = everywhere - value_of(above, used)
    words = f"{number_words(base)} − {number_words(elsewhere)}" if elsewhere else number_words(base)
    return base - elsewhere, words


def _wan(fen: int) -> Quantity:
    return Quantity(Fraction(fen, FEN_PER_WAN))


_SOURCES = ("central", "provincial", "county", "enterprise")
