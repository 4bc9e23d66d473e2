"""How a programme stands as a whole: use rate, county match by year, idle money (PRG-46, 53, 58)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.document import SubsidyRule, ThresholdRule
from xiangji.programme.rules.money.checks.finding import Clause, Finding, amount_words
from xiangji.programme.rules.money.checks.readings import hardness_of, under_readings
from xiangji.programme.rules.money.checks.situation import PlanInForce, Resting, Situation
from xiangji.programme.rules.money.checks.upkeep import project_period
from xiangji.programme.rules.words import number_words, percent_of, percent_words_beside

SPECIAL = (Source.CENTRAL, Source.PROVINCIAL)
MATCH_QUESTION, EXACT = "county_match", "定额"
MATCH_YEARS = 3
# No plan says how many days are idle; ours is a reminder and says so.
IDLE_DAYS = 90
_USE = "final_acceptance_fund_use"


def use_rate(situation: Situation) -> Fraction | None:
    """Paid special funds over the special funds of the budget; a wish is not paid yet."""
    cells = [each for each in situation.used if each.source in SPECIAL]
    budget = sum(each.budget for each in cells)
    return Fraction(sum(each.paid for each in cells), budget) if budget else None


def use_findings(situation: Situation) -> Iterator[Finding]:
    rate = use_rate(situation)
    if rate is None:
        return
    for plan in situation.plans:
        for rule in plan.document.threshold_rules:
            if rule.key == _USE and rule.value is not None:
                yield _use(plan, rule, rate, rule.value)


def _use(plan: PlanInForce, rule: ThresholdRule, rate: Fraction, value: Decimal) -> Finding:
    clause = Clause(f"threshold.{rule.key}", plan.version, rule.name, rule.section, rule.quote, "warn")
    figure = percent_words_beside(rate, value)
    limit = f"不低于{number_words(value)} %"
    if rate >= Fraction(value) / 100:
        said = f"专项资金用了{figure}，到了{number_words(value)} %，用款这一条够了。"
        found = clause.kept(said, figure=figure, limit=limit)
    else:
        said = f"专项资金用了{figure}，不到{number_words(value)} %，还不能开展项目验收。"
        found = replace(clause.doubtful(said, figure=figure, limit=limit), remedy="加快拨付进度。")
    return replace(found, now=percent_of(rate), bound=value)


def match_findings(situation: Situation) -> Iterator[Finding]:
    """For a wish of county money: does it go past a fixed sum. Without a wish: how much of it was given."""
    rule = next((each for each in situation.own.document.subsidy_rules if each.key == MATCH_QUESTION), None)
    if rule is None or rule.limit is None:
        return
    if situation.line and situation.wanted(Source.COUNTY):
        yield under_readings(situation.own, (MATCH_QUESTION,), lambda plan: _beyond(situation, plan, rule))
    elif not situation.line:
        yield _given(situation, rule)


def _match_clause(plan: PlanInForce, rule: SubsidyRule) -> Clause:
    asks = plan.document.reading_of(f"subsidy.{rule.key}").asks
    return Clause(
        f"subsidy.{rule.key}",
        plan.version,
        rule.name,
        rule.section,
        rule.quote,
        hardness_of(plan, asks, rule.hardness),
    )


def _promised(rule: SubsidyRule) -> int:
    return int(Fraction(rule.limit or 0) * 1_000_000)


def _beyond(situation: Situation, plan: PlanInForce, rule: SubsidyRule) -> Finding:
    clause, promised = _match_clause(plan, rule), _promised(rule)
    after = sum(fen for (_, source), fen in situation.taken().items() if source is Source.COUNTY)
    figure, is_exact = amount_words(after), plan.answer(MATCH_QUESTION).startswith(EXACT)
    limit = f"{'' if is_exact else '不低于'}{amount_words(promised)}"
    if is_exact and after > promised:
        said = f"办了这一笔，配套用到{figure}，定额是{limit}，多{amount_words(after - promised)}。"
        return clause.broken(said, "减少这一笔，或者先按程序改方案。", figure=figure, limit=limit)
    return clause.kept(f"办了这一笔，配套用到{figure}，方案写{limit}。", figure=figure, limit=limit)


def _given(situation: Situation, rule: SubsidyRule) -> Finding:
    """三年内 counts from the first day of the first phase; the years are whole years of paying."""
    clause, promised = _match_clause(situation.own, rule), _promised(rule)
    given = sum(fen for _, fen in situation.county_paid)
    years = (
        "，".join(f"{year}年{amount_words(fen)}" for year, fen in sorted(situation.county_paid)) or "还没有"
    )
    figure, limit = amount_words(given), f"{rule.period}不低于{amount_words(promised)}"
    said = f"配套一共拨了{figure}（{years}），方案写{limit}"
    if given >= promised:
        return clause.kept(f"{said}，够了。", figure=figure, limit=limit)
    short = f"{said}，还差{amount_words(promised - given)}"
    since, _ = project_period(situation.own)
    if since and situation.on >= since.replace(year=since.year + MATCH_YEARS):
        return replace(
            clause.doubtful(f"{short}，三年已经满了。", figure=figure, limit=limit),
            remedy="请财政部门补足，或者说明。",
        )
    return clause.kept(f"{short}，三年还没有满。", figure=figure, limit=limit)


def idle_findings(situation: Situation) -> Iterator[Finding]:
    """Money at rest, against every plan that forbids to keep it lying."""
    for plan in situation.plans:
        for negative in plan.document.negatives:
            if negative.kind == "conduct" and "滞留" in negative.item:
                clause = Clause("idle", plan.version, "滞留资金", "", negative.quote, "warn")
                yield from (_idle(situation, clause, each) for each in situation.resting if each.fen > 0)


def _idle(situation: Situation, clause: Clause, resting: Resting) -> Finding:
    days = (situation.on - resting.since).days
    figure = f"{days}天"
    said = f"专账上{resting.source.word}有{amount_words(resting.fen)}，{days}天没有动"
    limit = f"{IDLE_DAYS}天"
    if days <= IDLE_DAYS:
        return clause.kept(f"{said}。", figure=figure, limit=limit, part=resting.source)
    own = f"方案没有写多少天算滞留，平台按{IDLE_DAYS}天提醒"
    found = clause.doubtful(f"{said}；{own}。", figure=figure, limit=limit, part=resting.source)
    return replace(found, remedy="请查明为什么没有拨，该拨的拨，不该留的缴回。")
