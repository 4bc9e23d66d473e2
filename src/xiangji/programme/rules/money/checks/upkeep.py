"""Spending with a condition of its own: running cost, training, rewards, freight (PRG-59, 60, 62)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.document import SubsidyRule
from xiangji.programme.rules.money.checks.finding import Clause, Finding, amount_words
from xiangji.programme.rules.money.checks.lists import RENT, RENT_QUESTION
from xiangji.programme.rules.money.checks.readings import hardness_of, under_readings
from xiangji.programme.rules.money.checks.situation import Orders, Part, PlanInForce, Situation
from xiangji.programme.rules.money.checks.spending import About
from xiangji.programme.rules.phases import first_day, last_day
from xiangji.programme.rules.words import day_words, month_words, number_words

FROM_COUNTY = "只从市配套付"


def upkeep_findings(situation: Situation) -> Iterator[Finding]:
    for part in situation.categories(*RENT):
        yield from _running(situation, part)
    if situation.is_payment:
        yield from _training(situation)
        yield from _award(situation)
        yield from _freight(situation)


def _duty(situation: Situation, plan: PlanInForce, about: About, rule: str, name: str) -> Clause | None:
    duty = situation.spending.duty(plan.document.key, about)
    return Clause(rule, plan.version, name, duty.section, duty.quote) if duty else None


def _running(situation: Situation, part: Part) -> Iterator[Finding]:
    plan = situation.own
    if situation.is_payment and (
        clause := _duty(situation, plan, "running_in_period", "running.in_period", "项目期")
    ):
        yield _in_period(situation, clause, part)
    if plan.question(RENT_QUESTION) and part.source is Source.CENTRAL:
        yield under_readings(plan, (RENT_QUESTION,), lambda each: _fund(situation, each, part))


def _fund(situation: Situation, plan: PlanInForce, part: Part) -> Finding:
    question = plan.question(RENT_QUESTION)
    quotes = question.quotes if question else ()
    clauses = question.clauses if question else ()
    clause = Clause("running.fund", plan.version, "房租水电的资金来源", "；".join(clauses), "；".join(quotes))
    name = situation.spending.category(part.category)
    word = name.name if name else part.category
    if plan.answer(RENT_QUESTION).startswith(FROM_COUNTY):
        said = f"“{word}”只从市配套付，这一笔用的是{part.source.word}{amount_words(part.fen)}。"
        return clause.broken(said, "把这一部分改成市配套。", part=part.category)
    return clause.kept(f"“{word}”可以用{part.source.word}，算进公共服务中心的比例。", part=part.category)


def _in_period(situation: Situation, clause: Clause, part: Part) -> Finding:
    first, last = project_period(situation.own)
    end = "没有写止期" if last is None else f"到{day_words(last)}"
    limit = f"{day_words(first)}起，{end}" if first else "方案没有写阶段"
    if part.service is None:
        said = "运行费用没有写是哪个月到哪个月的，请在理由里写明起止月份。"
        return clause.doubtful(said, limit=limit, part=part.category)
    since, until = part.service
    figure = f"{month_words(since)}到{month_words(until)}"
    is_within = (
        since.first_day <= until.first_day
        and (first is None or since.first_day >= first.replace(day=1))
        and (last is None or until.first_day <= last)
    )
    if is_within:
        return clause.kept(f"费用是{figure}的，在项目期里。", figure=figure, limit=limit, part=part.category)
    said = f"费用是{figure}的，项目期是{limit}，不全在项目期里。"
    return clause.broken(said, "只报项目期里的月份。", figure=figure, limit=limit, part=part.category)


def project_period(plan: PlanInForce) -> tuple[date | None, date | None]:
    """From the first phase to the last; an open end stays open."""
    phases = plan.document.phases
    if not phases:
        return None, None
    ends = [last_day(phase) for phase in phases]
    return min(first_day(phase) for phase in phases), None if None in ends else max(
        end for end in ends if end
    )


def _training(situation: Situation) -> Iterator[Finding]:
    if not situation.categories("training"):
        return
    for plan in situation.plans:
        clause = _duty(situation, plan, "training_items", "training.items", "培训费项目")
        if clause is None:
            continue
        if situation.training is None:
            items = "、".join(each.name for each in situation.spending.training_items)
            yield clause.doubtful(f"没有列出培训费的项目，请在理由里写明；培训费只有{items}。")
            continue
        known = {each.key: each.name for each in situation.spending.training_items}
        strange = [each for each in situation.training if each not in known]
        if strange:
            said = f"“{'、'.join(strange)}”不是培训费的项目，培训费只有{'、'.join(known.values())}。"
            yield clause.broken(said, "去掉这几项，或者改到别的支出类别。")
        else:
            named = "、".join(known[each] for each in situation.training) or "没有费用项目"
            yield clause.kept(f"费用项目是{named}，都是培训费。", figure=named)


def _award(situation: Situation) -> Iterator[Finding]:
    wanted = sum(part.fen for part in situation.categories("award"))
    clause = _duty(situation, situation.own, "award_by_sales", "award.by_sales", "按销售情况奖励")
    if not wanted or clause is None:
        return
    sales = situation.sales
    if sales is None:
        yield clause.doubtful("没有登记销售凭证，请在理由里写明销售额、奖励比例和凭证。")
        return
    if not sales.has_evidence:
        yield clause.broken("奖励没有销售凭证。", "请附上销售凭证，写明销售额和奖励比例。")
        return
    most = int(Fraction(sales.sales_fen) * Fraction(sales.rate) / 100)
    limit = f"{amount_words(sales.sales_fen)} × {number_words(sales.rate)} % = {amount_words(most)}"
    figure = amount_words(wanted)
    if wanted <= most:
        yield clause.kept(f"奖励{figure}，按销售凭证最多{amount_words(most)}。", figure=figure, limit=limit)
    else:
        said = f"奖励{figure}，按销售凭证最多{amount_words(most)}，多{amount_words(wanted - most)}。"
        yield clause.broken(said, f"减到{amount_words(most)}。", figure=figure, limit=limit)


def _freight(situation: Situation) -> Iterator[Finding]:
    wanted = sum(part.fen for part in situation.categories("logistics_subsidy"))
    if not wanted:
        return
    for plan in situation.plans:
        for rule in plan.document.subsidy_rules:
            if judged := _FREIGHT.get(rule.key):
                yield judged(_freight_clause(plan, rule), situation.orders, situation.on, wanted)


def _freight_clause(plan: PlanInForce, rule: SubsidyRule) -> Clause:
    asks = plan.document.reading_of(f"subsidy.{rule.key}").asks
    hardness = hardness_of(plan, asks, rule.hardness)
    return Clause(f"subsidy.{rule.key}", plan.version, rule.name, rule.section, rule.quote, hardness)


def _upstream(clause: Clause, orders: Orders | None, on: date, wanted: int) -> Finding:  # noqa: ARG001 - one shape
    if orders is None:
        return clause.doubtful("没有登记补的是上行还是下行，请在理由里写明方向和单数。")
    if orders.is_upstream:
        return clause.kept("补的是上行。", figure="上行")
    return clause.broken("补的是下行。", "只补上行的单。", figure="下行")


def _per_order(clause: Clause, orders: Orders | None, on: date, wanted: int) -> Finding:  # noqa: ARG001 - one shape
    if orders is None:
        return clause.doubtful("没有登记每单补多少、当地和省会的物流成本，请在理由里写明。")
    most = max(orders.local_fen - orders.capital_fen, 0)
    limit = f"{amount_words(orders.local_fen)} − {amount_words(orders.capital_fen)} = {amount_words(most)}"
    figure = f"每单{amount_words(orders.each_fen)}"
    if orders.each_fen > most or orders.each_fen * orders.count < wanted:
        said = f"{figure}，{orders.count:,}单，每单最多{amount_words(most)}，一共要{amount_words(wanted)}。"
        return clause.broken(
            said, f"减到每单{amount_words(most)}以内，金额与单数要对得上。", figure=figure, limit=limit
        )
    return clause.kept(f"{figure}，最多{amount_words(most)}。", figure=figure, limit=limit)


def _scheme(clause: Clause, orders: Orders | None, on: date, wanted: int) -> Finding:  # noqa: ARG001 - one shape
    if orders is None:
        return clause.doubtful("没有登记补贴方案的上限和退补时间，请在理由里写明。")
    if not orders.is_cap_stated or orders.ends_on is None:
        return clause.broken("补贴方案没有写明上限或者退补时间。", "先在补贴方案里写明上限和退补时间。")
    if orders.ends_on < on:
        said = f"退补时间是{day_words(orders.ends_on)}，已经过了。"
        return clause.broken(said, "过了退补时间的单不补。", figure=day_words(orders.ends_on))
    return clause.kept(
        f"写明了上限，退补时间是{day_words(orders.ends_on)}。", figure=day_words(orders.ends_on)
    )


_FREIGHT = {
    "logistics_upstream_only": _upstream,
    "logistics_per_order_cap": _per_order,
    "logistics_scheme_fields": _scheme,
}
