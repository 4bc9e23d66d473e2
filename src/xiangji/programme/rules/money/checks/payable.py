"""What may be asked for today of one project, and what is missing for the rest (PRG-55 to 57).

It says beforehand what the rules of paying would say to the payment; a test holds the two against each other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from xiangji.core.values import Month
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.clauses import PaymentRule
from xiangji.programme.rules.money.checks.finding import amount_words
from xiangji.programme.rules.money.checks.paying import (
    ADVANCE,
    BASE,
    FIRST_BEFORE,
    MONTHLY,
    OF_CONTRACT,
    ON_ACCEPTANCE,
    TRANCHES,
    audited_fen,
    due,
    lacking_of,
)
from xiangji.programme.rules.money.checks.readings import variants
from xiangji.programme.rules.money.checks.situation import PlanInForce, Situation
from xiangji.programme.rules.words import month_words

NO_CLAUSE = "方案没有写哪一步付款"


@dataclass(frozen=True, slots=True)
class Payable:
    """`ready` may be asked for today, and `said` why; `missing` is what stands before the rest.

    Where readings of the plan are still open, `ready` is what all of them allow.
    """

    ready: int
    said: str
    missing: str


def payable(situation: Situation, *, taken: int) -> Payable:
    """`situation` names no wish; `taken` is what was asked for of the project and what was paid, in 分."""
    whole = situation.project_fen if situation.contract_fen is None else situation.contract_fen
    free = max(whole - taken, 0)
    rules = {rule.kind: rule for rule in situation.own.document.payment_rules}
    if ON_ACCEPTANCE in rules:
        return _after_acceptance(situation, free)
    if MONTHLY in rules or ADVANCE in rules:
        return _by_month(situation, free, rules.get(ADVANCE))
    return _as_recorded(situation, free, taken)


def _after_acceptance(situation: Situation, free: int) -> Payable:
    lacking = lacking_of(situation)
    if not lacking:
        return _all(free, "验收合格，公示无异议")
    first = _first_tranche(situation, free)
    if first:
        return Payable(first, f"前期的钱验收以前就能拨，还有{amount_words(first)}", lacking)
    return Payable(0, "", lacking)


def _first_tranche(situation: Situation, free: int) -> int:
    line = situation.budget_line
    if not line or not line.tranche1 or not situation.own.answer(TRANCHES).startswith(FIRST_BEFORE):
        return 0
    used = situation.taken().get((situation.line, Source.CENTRAL), 0)
    return min(free, max(line.tranche1.fen - used, 0))


def _by_month(situation: Situation, free: int, advance: PaymentRule | None) -> Payable:
    """An advance may still be taken, or what the audited months leave: the larger of the two, not both."""
    settled = min((each.fen for each in due(situation)), default=0)
    left = _advance_left(situation, advance) if advance else 0
    missing = _missing_audit(situation)
    if settled > 0:
        said = f"按审计结算能付{amount_words(min(settled, free))}"
        return Payable(min(settled, free), said, missing)
    if left:
        return Payable(min(left, free), f"还可以预拨付{amount_words(min(left, free))}", missing)
    if left is None:
        return Payable(0, "", "没有登记合同，预拨付算不出来")
    return Payable(0, "", missing or "审计过的月份都申请过了")


def _advance_left(situation: Situation, rule: PaymentRule) -> int | None:
    """None where a reading takes it of the contract and there is none."""
    found = [_advance_under(situation, plan, rule) for plan in _answered(situation.own)]
    return None if None in found else min(each for each in found if each is not None)


def _answered(plan: PlanInForce) -> tuple[PlanInForce, ...]:
    """Under every reading that is still open; the plan itself where nothing is."""
    found = variants(plan, (BASE,))
    return found[1:] or found


def _advance_under(situation: Situation, plan: PlanInForce, rule: PaymentRule) -> int | None:
    is_of_contract = plan.answer(BASE).startswith(OF_CONTRACT)
    base = situation.contract_fen if is_of_contract else situation.project_fen
    if base is None:
        return None
    most = Fraction(base) * Fraction(rule.value or Decimal(0)) / 100
    return max(math.floor(most) - situation.advanced_fen, 0)


def _missing_audit(situation: Situation) -> str:
    """Of the months that are over: one without proof, or the last of them without an audit."""
    bare = [each.month for each in situation.audits if not each.has_evidence]
    if bare:
        return f"{month_words(bare[0])}的审计记录没有附件"
    last = Month.of(situation.on.replace(day=1) - timedelta(days=1))
    if any(each.month == last for each in situation.audits):
        return ""
    return f"{month_words(last)}还没有审计记录"


def _as_recorded(situation: Situation, free: int, taken: int) -> Payable:
    """No clause says when money leaves: an acceptance or audited months speak for it."""
    lacking = lacking_of(situation)
    if not lacking:
        return _all(free, "验收合格，公示无异议")
    over = max(audited_fen(situation) - taken, 0)
    if over:
        said = f"月度审核过、还没有申请的有{amount_words(min(over, free))}"
        return Payable(min(over, free), said, lacking)
    if situation.contract_fen is None:
        return Payable(0, "", f"没有登记合同，{lacking.removeprefix('项目')}")
    return Payable(0, "", f"{lacking}，也没有审核过而没有申请的月份；{NO_CLAUSE}，合同写了的照合同")


def _all(free: int, why: str) -> Payable:
    return Payable(free, f"{why}，还能付{amount_words(free)}" if free else "", "")
