"""What stations get against so much for each (PRG-44), as it would stand after the wish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from xiangji.core.values import Money
from xiangji.core.values.money import FEN_PER_WAN
from xiangji.programme.rules.document import Cap, CapPart, PlanDocument
from xiangji.programme.rules.expression import names_in, value_of
from xiangji.programme.rules.live import checked_sum
from xiangji.programme.rules.money.checks.finding import Clause, Finding, amount_words
from xiangji.programme.rules.money.checks.readings import hardness_of, under_readings
from xiangji.programme.rules.money.checks.shares import taken_known
from xiangji.programme.rules.money.checks.situation import PlanInForce, Situation
from xiangji.programme.rules.names import known_in
from xiangji.programme.rules.stations import count_of, rule_of
from xiangji.programme.rules.words import number_words


def station_findings(situation: Situation) -> Iterator[Finding]:
    """Only for a wish on a line that a cap speaks of."""
    for cap in caps_on(situation.line, situation.own.document):
        yield under_readings(
            situation.own,
            cap.asks,
            lambda plan, key=cap.key: _judged(situation, plan, key),  # type: ignore[misc]
        )


def caps_on(line: str, document: PlanDocument) -> list[Cap]:
    """The caps that speak of a budget line."""
    known = known_in(document)
    return [
        cap
        for cap in document.caps
        if line in {name.split(".")[0] for name in names_in(checked_sum(cap.against, known))}
    ]


def counted_by(line: str, document: PlanDocument) -> dict[str, str]:
    """The figure behind each number of stations that a cap on this line multiplies, by target."""
    parts = (part for cap in caps_on(line, document) for part in cap.parts)
    targets = (document.target(part.count) for part in parts)
    return {target.key: target.measure for target in targets if target and target.measure}


def _judged(situation: Situation, plan: PlanInForce, key: str) -> Finding:
    cap = next(each for each in plan.working.caps if each.key == key)
    rules = [rule_of(plan.document, part) for part in cap.parts]
    clause = Clause(
        rule=f"cap.{key}",
        version=plan.version,
        name=cap.name,
        clause=rules[0].section,
        quote=rules[0].quote,
        hardness=hardness_of(plan, cap.asks, rules[0].hardness),
    )
    most, words = _most(situation, plan, cap)
    after = _after(situation, plan, cap)
    limit = f"{words} = {amount_words(most)}"
    figure = amount_words(after)
    said = f"{situation.then}，站点补助一共{figure}，单站上限合计{amount_words(most)}"
    if after <= most:
        return clause.kept(f"{said}，没有超。", figure=figure, limit=limit)
    left = max(most - _after(replace(situation, parts=()), plan, cap), 0)
    remedy = f"站点补助最多还能付{amount_words(left)}；登记的站点多了，上限也会多。"
    return clause.broken(f"{said}，超{amount_words(after - most)}。", remedy, figure=figure, limit=limit)


def _most(situation: Situation, plan: PlanInForce, cap: Cap) -> tuple[int, str]:
    each = [(_count(situation, plan, part), _limit(plan, part), part) for part in cap.parts]
    total = Money.sum(limit * count for count, limit, _ in each)
    words = " + ".join(f"{part.word} {count:,} × {number_words(limit.wan)}" for count, limit, part in each)
    return total.fen, words


def _count(situation: Situation, plan: PlanInForce, part: CapPart) -> int:
    """Registered stations where they are known, else as many as the plan wants."""
    return situation.stations.get(part.count, count_of(plan.document, part))


def _limit(plan: PlanInForce, part: CapPart) -> Money:
    return Money.from_wan(rule_of(plan.document, part).limit or 0)


def _after(situation: Situation, plan: PlanInForce, cap: Cap) -> int:
    known = known_in(plan.working)
    spent = value_of(checked_sum(cap.against, known), taken_known(known, situation.taken()))
    return int(Fraction(spent) * FEN_PER_WAN)
