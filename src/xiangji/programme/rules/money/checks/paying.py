"""When money may leave: in advance, by month, after acceptance, by tranche (PRG-38, 55–57)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.clauses import PaymentRule
from xiangji.programme.rules.money.checks.finding import Clause, Finding, amount_words
from xiangji.programme.rules.money.checks.readings import under_readings
from xiangji.programme.rules.money.checks.situation import Audit, Basis, PlanInForce, Situation
from xiangji.programme.rules.words import month_words, number_words

ADVANCE, MONTHLY, ON_ACCEPTANCE = "advance", "monthly_audited_settlement", "on_acceptance"
# Questions of the reading files, and how the readings that matter here begin.
BASE, OF_CONTRACT = "advance_base", "合同金额"
SET_OFF, IN_PROPORTION = "advance_set_off", "每月按比例扣"
TRANCHES, FIRST_BEFORE = "tranche_conditions", "前期先拨"


@dataclass(frozen=True, slots=True)
class Due:
    """What may still be paid for the audited months, under one reading."""

    reading: str
    fen: int
    sum: str


def paying_findings(situation: Situation) -> Iterator[Finding]:
    """Only a payment moves money; a contract does not."""
    if not situation.is_payment or not situation.own.document.payment_rules:
        return
    rules = {rule.kind: rule for rule in situation.own.document.payment_rules}
    if rule := rules.get(ON_ACCEPTANCE):
        yield under_readings(
            situation.own, _asks(situation, rule), lambda plan: _acceptance(situation, plan, rule)
        )
    elif situation.basis is Basis.ADVANCE and (advance := rules.get(ADVANCE)):
        yield under_readings(situation.own, (BASE,), lambda plan: _advance(situation, plan, advance))
    elif situation.basis is Basis.MONTHLY and (monthly := rules.get(MONTHLY)):
        yield _month(situation, monthly) or under_readings(
            situation.own, (SET_OFF,), lambda plan: _settlement(situation, plan, monthly)
        )
    else:
        yield _unforeseen(situation, situation.own.document.payment_rules[0])


def due(situation: Situation) -> tuple[Due, ...]:
    """For the payment form: by every reading that is still open, or by the one that was decided."""
    if not any(rule.kind == MONTHLY for rule in situation.own.document.payment_rules):
        return ()
    question = situation.own.question(SET_OFF)
    decided = situation.own.answer(SET_OFF)
    titles = [each.title for each in question.readings] if question and not decided else [decided]
    return tuple(_due(situation, title) for title in titles)


def _asks(situation: Situation, rule: PaymentRule) -> tuple[str, ...]:
    return situation.own.document.reading_of(f"payment.{rule.key}").asks


def _clause(plan: PlanInForce, rule: PaymentRule, name: str) -> Clause:
    return Clause(f"payment.{rule.key}", plan.version, name, rule.section, rule.quote)


def _advance(situation: Situation, plan: PlanInForce, rule: PaymentRule) -> Finding:
    clause = _clause(plan, rule, "预拨付")
    share = rule.value or Decimal(0)
    is_of_contract = plan.answer(BASE).startswith(OF_CONTRACT)
    base = situation.contract_fen if is_of_contract else situation.project_fen
    if base is None:
        said = "预拨付按合同金额算，这个项目还没有登记合同。"
        return clause.broken(said, "先登记合同，再申请预拨付。", limit=f"合同金额的{number_words(share)} %")
    after = situation.advanced_fen + situation.wanted()
    most = Fraction(base) * Fraction(share) / 100
    of = "合同金额" if is_of_contract else "项目资金"
    limit = f"{of}{amount_words(base)} × {number_words(share)} % = {amount_words(int(most))}"
    figure = amount_words(after)
    if after <= most:
        return clause.kept(f"预拨付累计{figure}，最多{amount_words(int(most))}。", figure=figure, limit=limit)
    left = max(int(most) - situation.advanced_fen, 0)
    said = f"预拨付累计{figure}，超过{of}的{number_words(share)} %，就是{amount_words(int(most))}。"
    remedy = f"预拨付最多再拨{amount_words(left)}，其余按月审计结算。"
    return clause.broken(said, remedy, figure=figure, limit=limit)


def _month(situation: Situation, rule: PaymentRule) -> Finding | None:
    """What the month itself lacks, before any sum."""
    clause = _clause(situation.own, rule, "按月审计结算")
    month = situation.month
    if month is None:
        return clause.broken("没有写结算哪个月。", "请写明结算月份。")
    if month.last_day >= situation.on:
        said = f"{month_words(month)}还没有过完，不能结算。"
        return clause.broken(said, "过完这个月，审计以后再申请。", part=str(month))
    audit = _audit_of(situation, str(month))
    if audit is None:
        said = f"{month_words(month)}没有审计记录。"
        return clause.broken(said, "先在项目上登记这个月的审计记录和附件。", part=str(month))
    if not audit.has_evidence:
        said = f"{month_words(month)}的审计记录没有附件。"
        return clause.broken(said, "先把审计报告附在记录上。", part=str(month))
    return None


def _audit_of(situation: Situation, month: str) -> Audit | None:
    return next((each for each in situation.audits if str(each.month) == month), None)


def _settlement(situation: Situation, plan: PlanInForce, rule: PaymentRule) -> Finding:
    clause = _clause(plan, rule, "按月审计结算")
    left, month = _due(situation, plan.answer(SET_OFF)), str(situation.month)
    figure, limit = amount_words(situation.wanted()), f"{left.sum} = {amount_words(left.fen)}"
    if situation.wanted() <= left.fen:
        said = f"这一笔{figure}，按审计结算现在能付{amount_words(left.fen)}。"
        return clause.kept(said, figure=figure, limit=limit, part=month)
    said = f"这一笔{figure}，按审计结算现在只能付{amount_words(left.fen)}。"
    remedy = f"减到{amount_words(left.fen)}，或者等下个月的审计。" if left.fen else "等下个月的审计。"
    return clause.broken(said, remedy, figure=figure, limit=limit, part=month)


def _due(situation: Situation, reading: str) -> Due:
    """Audited so far, less the advance as the reading sets it off, less what was paid by month."""
    audited = audited_fen(situation)
    rule = next((r for r in situation.own.document.payment_rules if r.kind == ADVANCE), None)
    off: int | Fraction = min(situation.advanced_fen, audited)
    if reading.startswith(IN_PROPORTION):
        share = rule.value if rule and rule.value is not None else Decimal(0)
        off = min(Fraction(situation.advanced_fen), Fraction(audited) * Fraction(share) / 100)
    left = max(math.floor(audited - off - situation.settled_fen), 0)
    paid = amount_words(situation.settled_fen)
    words = f"审计{amount_words(audited)} − 预拨{amount_words(math.ceil(off))} − 已付{paid}"
    return Due(reading, left, words)


def audited_fen(situation: Situation) -> int:
    """Up to the month that is settled; months without proof count for nothing."""
    until = situation.month
    return sum(
        each.fen
        for each in situation.audits
        if each.has_evidence and (until is None or each.month.first_day <= until.first_day)
    )


def _acceptance(situation: Situation, plan: PlanInForce, rule: PaymentRule) -> Finding:
    clause = _clause(plan, rule, "验收公示后拨付")
    lacking = lacking_of(situation)
    if not lacking:
        return clause.kept("项目验收合格，公示无异议。", figure="合格，公示无异议")
    if plan.answer(TRANCHES).startswith(FIRST_BEFORE):
        return _first_tranche(situation, clause, lacking)
    remedy = "先登记验收结果，在县政府网站公示期满无异议以后再提。"
    return clause.broken(f"{lacking}，不能拨付。", remedy, figure=lacking)


def _first_tranche(situation: Situation, clause: Clause, lacking: str) -> Finding:
    """Before acceptance only central money, and no more of it than the line's first tranche."""
    line = situation.budget_line
    first = line.tranche1.fen if line and line.tranche1 else 0
    after = situation.taken().get((situation.line, Source.CENTRAL), 0)
    figure, limit = amount_words(after), f"前期{amount_words(first)}"
    if situation.sources == (Source.CENTRAL,) and after <= first:
        said = f"前期的钱可以在验收以前拨，累计{figure}，{limit}。"
        return clause.kept(said, figure=figure, limit=limit)
    said = f"{lacking}。验收以前只能拨中央资金的{limit}，这一笔以后中央资金是{figure}。"
    remedy = "减到前期的数以内，其余验收公示以后再拨。"
    return clause.broken(said, remedy, figure=figure, limit=limit)


def lacking_of(situation: Situation) -> str:
    """What stands between the project and money that is paid after acceptance; empty: nothing."""
    found = situation.acceptance
    if found is None or found.on > situation.on:
        return "项目还没有验收"
    if not found.is_passed:
        return "项目验收不合格"
    if found.objections:
        return f"验收结果的公示有{found.objections}条异议没有处理完"
    return {"none": "验收结果还没有公示", "running": "验收结果的公示还没有期满", "over": ""}[found.publicity]


def _unforeseen(situation: Situation, rule: PaymentRule) -> Finding:
    clause = Clause("payment.basis", situation.own.version, "拨付依据", rule.section, rule.quote, "warn")
    ways = "、".join(each.quote for each in situation.own.document.payment_rules)
    return clause.doubtful(f"方案写的拨付办法是“{ways}”，没有“{situation.basis.word}”。")
