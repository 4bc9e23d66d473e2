"""The demo's payments: of every state, over half a year, judged by the plan's own rules on their day.

Whatever a plan wants before it lets money go (an acceptance that was shown, a month that was audited) stands
beside them as a paper of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.demo import person_in
from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.places.county import current_county
from xiangji.core.values import Money, Month
from xiangji.programme import queries
from xiangji.programme.actions.money import papers, payments, treasury
from xiangji.programme.demo import days
from xiangji.programme.demo.receipts import receipt
from xiangji.programme.models import Payment, Project
from xiangji.programme.queries import works
from xiangji.programme.queries.money import contracts, judging
from xiangji.programme.queries.money import payments as reads
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.paper import Shown
from xiangji.programme.rules.money.payment import Basis, Invoice, Part, Request, Voucher

CAST = (PostKind.COMMERCE_CLERK, PostKind.FINANCE, PostKind.LEADING_GROUP)
AGREED = "核对了合同、发票和现场，同意（示例）。"
# The second project's construction plan still waits: its rule warns.
BEFOREHAND = "建设方案正在报批，会议纪要同意设备先到先用、先付这一笔（示例）。"
EXPLAINED = {
    "equipment": "设备已经到货验过，厂家等着结这一笔；建设方案商务局收了，正在报批（示例）。",
    "running": "缴费单都传上来了，写明了是哪几个月的；建设方案商务局收了，正在报批（示例）。",
}
FIRMEST = (Source.CENTRAL, Source.PROVINCIAL, Source.COUNTY)


class End(Enum):
    """How far a payment of the demo came."""

    DRAFT = auto()
    WITHDRAWN = auto()
    RETURNED = auto()
    AT_BUREAU = auto()
    AT_FINANCE = auto()
    AT_GROUP = auto()
    APPROVED = auto()
    STOPPED = auto()
    PART_PAID = auto()
    PAID = auto()
    AGAINST = auto()

    @property
    def approvals(self) -> int:
        early = {End.AT_FINANCE: 1, End.AT_GROUP: 2}
        return early.get(self, 3 if self.value >= End.APPROVED.value else 0)


@dataclass(frozen=True, slots=True)
class Example:
    """So many hundredths of the first contract or of the second project, asked for so many days ago."""

    purpose: str
    hundredths: int
    days_ago: int
    end: End
    is_of_contract: bool = True
    category: str = "equipment"
    is_of_county: bool = False
    why: str = ""

    def begun(self, now: datetime) -> datetime:
        return days.morning(timezone.localdate(now) - timedelta(days=self.days_ago))

    @property
    def said(self) -> str:
        return self.why or (AGREED if self.is_of_contract else BEFOREHAND)


EXAMPLES = (
    Example("第一笔：设备订货", 25, 190, End.PAID),
    Example("第二笔：设备到货", 20, 140, End.PAID),
    Example("首批设备", 20, 125, End.PAID, is_of_contract=False),
    Example("第三笔：安装", 10, 95, End.PART_PAID),
    Example(
        "项目期的水电、网费",
        10,
        80,
        End.PAID,
        is_of_contract=False,
        category="running",
        is_of_county=True,
        why="缴费单写明的月份都在项目期内；建设方案正在报批，会议纪要同意先付（示例）。",
    ),
    Example("补装货架", 5, 70, End.AGAINST, is_of_contract=False),
    Example("重复的那一笔", 5, 60, End.WITHDRAWN, is_of_contract=False),
    Example("第二批设备", 8, 45, End.STOPPED, is_of_contract=False),
    Example("第四笔：试运行", 5, 21, End.APPROVED),
    Example("第三批设备", 6, 12, End.RETURNED, is_of_contract=False),
    Example("第五笔：软件和标识", 5, 9, End.AT_GROUP),
    Example("第四批设备", 4, 6, End.AT_FINANCE, is_of_contract=False),
    Example("第六笔：验收以前的调试", 3, 3, End.AT_BUREAU),
    Example("网店推广，购买流量", 5, 1, End.DRAFT, is_of_contract=False, category="traffic"),
)


@dataclass(frozen=True, slots=True)
class Cast:
    clerk: User
    finance: User
    group: User


@transaction.atomic
def build_payments(*, now: datetime) -> None:
    """Again changes nothing. Without a contract there are no payments."""
    running = queries.running(current_county().code)
    found = list(works.works().order_by("pk")[:2])
    if running is None or len(found) < 2 or Payment.objects.exists():
        return
    if reads.contract_of(found[0]) is None:
        return
    cast = Cast(*(person_in(kind) for kind in CAST))
    kinds = {rule.kind for rule in running.study.document.payment_rules}
    for example in EXAMPLES:
        project = found[0 if example.is_of_contract else 1]
        at = example.begun(now)
        basis, month = _basis(project, example, kinds, cast, now)
        _take(project, example, basis, month, cast, at)
    if not {"on_acceptance", "monthly_audited_settlement"} & kinds:
        _add_papers(found, cast, now)


def _add_papers(projects: list[Project], cast: Cast, now: datetime) -> None:
    """Papers that this plan does not wait for, and that a county keeps all the same."""
    month = Month.of(timezone.localdate(now).replace(day=1) - timedelta(days=1))
    _audit(
        projects[0],
        month,
        _public(projects[0]) // 3,
        cast,
        days.morning(timezone.localdate(now) - timedelta(days=2)),
    )
    _accept(projects[1], cast, days.morning(timezone.localdate(now) - timedelta(days=30)))


def _public(project: Project) -> int:
    return sum(project.draft.amounts[source].fen for source in FIRMEST)


def _basis(
    project: Project, example: Example, kinds: set[str], cast: Cast, now: datetime
) -> tuple[Basis, Month | None]:
    """On what ground the plan lets money go, with the paper that it wants."""
    at = example.begun(now)
    is_first = not Payment.objects.filter(project=project).exists()
    if "on_acceptance" in kinds:
        if is_first:
            _accept(project, cast, at)
        return Basis.AFTER_ACCEPTANCE, None
    if "monthly_audited_settlement" not in kinds:
        return Basis.OTHER, None
    if is_first:
        return Basis.ADVANCE, None
    month = _month_before(at)
    known = reads.audits_of(project)
    if str(month) not in [audit.month for audit in known]:
        advance = 0 if known else sum(_in_advance(project))
        _audit(project, month, advance + _asked_in(month, project, example, now), cast, at)
    return Basis.MONTHLY, month


def _month_before(at: datetime) -> Month:
    return Month.of(timezone.localdate(at).replace(day=1) - timedelta(days=1))


def _asked_in(month: Month, project: Project, example: Example, now: datetime) -> int:
    """All that the examples ask for this month, so that one audit covers them."""
    alike = [each for each in EXAMPLES if each.is_of_contract is example.is_of_contract]
    wanted = [each for each in alike if _month_before(each.begun(now)) == month]
    return sum(_amount(project, each)[1] for each in wanted)


def _accept(project: Project, cast: Cast, at: datetime) -> None:
    today = timezone.localdate(at)
    done = papers.record_acceptance(
        project=project,
        accepted_on=today - timedelta(days=12),
        is_passed=True,
        finding="逐件清点，试运行30天，记录齐全（示例）。",
        shown=Shown(today - timedelta(days=10), today - timedelta(days=3)),
        by=cast.clerk,
        happened_at=at,
    )
    _attach(done.about, "验收意见（示例）.pdf", "Acceptance of a project", cast.clerk, at)


def _audit(project: Project, month: Month, fen: int, cast: Cast, at: datetime) -> None:
    done = papers.record_monthly_audit(
        project=project,
        month=month,
        auditor="示例会计师事务所",
        amount=Money(fen),
        finding="票据齐全，进度和现场相符（示例）。",
        by=cast.clerk,
        happened_at=at,
    )
    _attach(done.about, "审核报告（示例）.pdf", "Audit of a month", cast.clerk, at)


def _in_advance(project: Project) -> list[int]:
    asked = reads.rows().filter(project=project, basis=Basis.ADVANCE.value)
    return [reads.wanted(each) for each in asked]


def _take(
    project: Project, example: Example, basis: Basis, month: Month | None, cast: Cast, at: datetime
) -> None:
    """Step by step to where it shall stand; each step a working day or so after the one before."""
    author = project.paper.author if project.paper else cast.clerk
    request = _request(project, example, basis, month, timezone.localdate(at))
    payment = payments.draft_payment(
        project=project, is_of_contract=example.is_of_contract, request=request, by=author, happened_at=at
    )
    if example.end is End.DRAFT:
        return
    payments.submit_payment(
        payment=payment,
        by=author,
        happened_at=at + timedelta(hours=1),
        reasons=_explained(payment, example, at),
    )
    later = days.behind(at, days=1)
    if example.end is End.WITHDRAWN:
        reason = "和上一份是同一张送货单，不再申请（示例）。"
        payments.withdraw_payment(payment=payment, reason=reason, by=author, happened_at=later)
    elif example.end is End.RETURNED:
        reason = "送货单没有收货人签字，请补签以后再报（示例）。"
        payments.return_payment(payment=payment, reason=reason, by=cast.clerk, happened_at=later)
    _approve(payment, example, cast, later)
    _pay(reads.rows().get(pk=payment.pk), example.end, cast, days.behind(at, days=6))


def _explained(payment: Payment, example: Example, at: datetime) -> dict[str, str]:
    """What the applicants say of each warning; whoever judges it answers."""
    found = judging.verdicts_of(payment, is_held=False, on=timezone.localdate(at))
    return {each.key: EXPLAINED[example.category] for each in found if each.outcome == "warn"}


def _request(project: Project, example: Example, basis: Basis, month: Month | None, on: date) -> Request:
    source, fen = _amount(project, example)
    number = f"2637200000{project.pk:04}{example.days_ago:06}"
    invoice = Invoice("", number, days.workday(on - timedelta(days=2)), fen)
    return Request(
        purpose=f"{project.name}，{example.purpose}",
        basis=basis,
        month=month,
        parts=(Part(source, example.category, fen),),
        invoices=(invoice,),
    )


def _amount(project: Project, example: Example) -> tuple[Source, int]:
    """Whole yuan of the first public source that the contract or the project has."""
    amounts = dict(project.draft.amounts)
    if example.is_of_contract:
        amounts = contracts.held(contracts.rows().get(project=project)).amounts
    wanted = (Source.COUNTY,) if example.is_of_county and amounts.get(Source.COUNTY) else FIRMEST
    source = next(each for each in wanted if amounts.get(each))
    return source, amounts[source].fen * example.hundredths // 100 // 100 * 100


def _approve(payment: Payment, example: Example, cast: Cast, at: datetime) -> None:
    reviewers = (cast.clerk, cast.finance, cast.group)
    for day, reviewer in enumerate(reviewers[: example.end.approvals]):
        payments.approve_payment(
            payment=payment, by=reviewer, happened_at=days.behind(at, days=day), reason=example.said
        )


def _pay(payment: Payment, end: End, cast: Cast, at: datetime) -> None:
    if end is End.STOPPED:
        reason = "供货单位退出，这一批不买了（示例）。"
        treasury.stop_payment(payment=payment, reason=reason, by=cast.finance, happened_at=at)
    if end in {End.PAID, End.PART_PAID, End.AGAINST}:
        _record(payment, end, cast, at)


def _record(payment: Payment, end: End, cast: Cast, at: datetime) -> None:
    """What went against the rules: the treasury paid the day before it was approved."""
    _attach(payment.about, "国库支付回单（示例）.pdf", "Receipt of the treasury", cast.finance, at)
    (source, fen), *_ = reads.left(payment).items()
    on = timezone.localdate(at)
    if end is End.AGAINST:
        on = days.workday((reads.approved_on(payment) or on) - timedelta(days=1))
    voucher = Voucher(
        source=source,
        fen=fen * 6 // 10 // 100 * 100 if end is End.PART_PAID else fen,
        quota_number=f"示例财指〔{on.year}〕{payment.pk:02}号",
        number=f"示例支{on:%Y%m}-{payment.pk:03}",
        paid_on=on,
    )
    said = "支付当天还差最后一道签字，事后补签；已经提醒经办人（示例）。"
    reasons = {each.key: said for each in judging.demanded(payment, voucher)}
    treasury.record_treasury_payment(
        payment=payment, voucher=voucher, by=cast.finance, happened_at=at, reasons=reasons
    )


def _attach(about: str, name: str, title: str, by: User, at: datetime) -> None:
    file = ContentFile(receipt(title, about), name=name)
    add_evidence(to=about, file=file, by=by, happened_at=at)
