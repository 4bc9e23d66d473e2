"""Reads of payments; how far each one is follows from its paper and what the treasury paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may, reach
from xiangji.core.approvals.models import Step
from xiangji.core.approvals.queries import steps_of, waiting_for
from xiangji.core.approvals.rules.deciding import Did
from xiangji.core.evidence.models import Evidence, Withdrawal
from xiangji.core.values import PlaceCode
from xiangji.programme.models import (
    AcceptanceResult,
    Agreement,
    Book,
    Contract,
    LedgerEntry,
    MonthlyAudit,
    Payment,
    PaymentCheck,
    PaymentInvoice,
    PaymentPart,
    Project,
    TreasuryPayment,
    WarningReason,
)
from xiangji.programme.queries import projects
from xiangji.programme.rules.agreement import Kind
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money import treasury
from xiangji.programme.rules.money.accounts import EntryKind
from xiangji.programme.rules.money.moves import Share
from xiangji.programme.rules.money.payment import Basis, Invoice, Request, State, left_of, state_of
from xiangji.programme.rules.project import State as ProjectState

_APPROVED = Q(paper__state="approved", stopped_at=None)
# How the states look to the database; rules.money.payment.state_of is their meaning.
WHERE = {
    State.DRAFTED: Q(paper__state="draft"),
    State.SUBMITTED: Q(paper__state="submitted"),
    State.RETURNED: Q(paper__state="returned"),
    State.APPROVED: _APPROVED & Q(paid_fen=0),
    State.PART_PAID: _APPROVED & Q(paid_fen__gt=0, paid_fen__lt=F("wanted_fen")),
    State.PAID: _APPROVED & Q(paid_fen__gte=F("wanted_fen"), paid_fen__gt=0),
    State.STOPPED: Q(stopped_at__isnull=False),
    State.WITHDRAWN: Q(paper__state="withdrawn"),
}
# Paid although a rule forbade it; and paid before its money was entered as come, of rows of `rows()`.
AGAINST, UNSPENT = Q(is_against=True), Q(is_unspent=True)
# Of reasons: whoever wrote it had asked for the money.
_SUBMITTED_IT = Exists(
    Step.objects.filter(paper=OuterRef("payment__paper"), did=Did.SUBMITTED.value, by=OuterRef("by"))
)
# What holds money: asked for and neither given back nor stopped.
HOLDING = Q(paper__state__in=["submitted", "approved"], stopped_at=None)


def rows() -> QuerySet[Payment]:
    """With what the state needs."""
    found = Payment.objects.select_related(
        "project__programme__version",
        "project__programme__place",
        "project__contractor",
        "agreement",
        "payee",
        "paper__author",
        "paper__author_post",
        "book",
    ).defer("project__programme__version__body")
    return found.annotate(
        wanted_fen=_sum(PaymentPart),
        paid_fen=_sum(TreasuryPayment),
        is_against=Exists(_recorded_against().filter(payment=OuterRef("pk"))),
        is_unspent=Exists(unspent().filter(payment=OuterRef("pk"))),
    )


def in_a_list(found: QuerySet[Payment]) -> QuerySet[Payment]:
    """Of `rows()`: a line says whom it pays and how far its paper is, and nothing of plan and project."""
    bare = found.select_related(None).defer(None).select_related("payee", "paper")
    return bare.only(
        "year",
        "number",
        "purpose",
        "stopped_at",
        "payee__name",
        "paper__state",
        "paper__stages",
        "paper__at_stage",
        "paper__round",
        "paper__version",
    )


def _recorded_against() -> QuerySet[PaymentCheck]:
    return PaymentCheck.objects.filter(moment="record", outcome__in=treasury.AGAINST).order_by()


def against_rules(book: Book | None = None) -> QuerySet[Payment]:
    """付了，可规则不许: the treasury had paid what a rule blocked, or what nobody had decided."""
    found = rows().filter(AGAINST)
    return found.filter(book=book) if book else found


def unspent(book: Book | None = None) -> QuerySet[TreasuryPayment]:
    """Vouchers whose money was not on the special account: their expenditure is not booked yet."""
    about = Concat(Value("programme.Payment:"), Cast(OuterRef("payment"), CharField()))
    spent = LedgerEntry.objects.filter(
        about=about, kind=EntryKind.SPEND.value, document_number=OuterRef("voucher_number")
    )
    found = TreasuryPayment.objects.filter(~Exists(spent))
    return found.filter(payment__book=book) if book else found


def unspent_of(payment: Payment) -> list[TreasuryPayment]:
    return list(unspent().filter(payment=payment).order_by("pk"))


def lock(payment: Payment) -> Payment | None:
    """The row for this transaction alone, then read anew."""
    if Payment.objects.select_for_update().filter(pk=payment.pk).first() is None:
        return None
    return rows().get(pk=payment.pk)


def state(payment: Payment) -> State:
    """Of a row of `rows()`."""
    return state_of(
        payment.paper.state if payment.paper else "draft",
        wanted=wanted(payment),
        paid=paid_of(payment),
        is_stopped=payment.stopped_at is not None,
    )


def wanted(payment: Payment) -> int:
    return int(payment.wanted_fen)  # type: ignore[attr-defined]


def paid_of(payment: Payment) -> int:
    return int(payment.paid_fen)  # type: ignore[attr-defined]


def for_person(person: User) -> QuerySet[Payment]:
    """A contractor's own in any state, the author's own, and to an office what was submitted once."""
    reached = reach(person, "programme.read_payments")
    own = reached.q(organisation="project__contractor_id") | Q(paper__author=person)
    return rows().filter(own | (reached.q(place="project__programme__place_id") & _to_offices(person)))


def _to_offices(person: User) -> Q:
    """A colleague in the bureau who drafts too sees what the bureau drafted."""
    return Q() if may(person, "programme.draft_payment") else Q(paper__round__gt=0)


def waits_for(person: User) -> Q:
    """Of the rows that a person sees, those with which it is her turn."""
    turn = Q(paper__in=waiting_for(person).values("pk"))
    if may(person, "programme.record_payment"):
        turn |= WHERE[State.APPROVED] | WHERE[State.PART_PAID]
    return turn | Q(WHERE[State.DRAFTED], paper__author=person)


def paid(place: PlaceCode) -> QuerySet[TreasuryPayment]:
    """What the treasury paid, for everybody to see."""
    start, end = place.range
    within = Q(
        payment__project__programme__place_id__gte=start, payment__project__programme__place_id__lt=end
    )
    beside = (
        "payment__project__programme__version",
        "payment__payee",
        "payment__agreement",
        "payment__paper",
    )
    found = TreasuryPayment.objects.filter(within).select_related(*beside)
    return found.defer("payment__project__programme__version__body").order_by("-paid_on", "-pk")


def marked(vouchers: QuerySet[TreasuryPayment]) -> QuerySet[TreasuryPayment]:
    """With `is_against`: the payment is one of `against_rules`."""
    return vouchers.annotate(is_against=Exists(_recorded_against().filter(payment=OuterRef("payment"))))


def parts_of(payment: Payment) -> list[PaymentPart]:
    return list(PaymentPart.objects.filter(payment=payment).order_by("pk"))


def invoices_of(payment: Payment) -> list[PaymentInvoice]:
    return list(PaymentInvoice.objects.filter(payment=payment).order_by("pk"))


def vouchers_of(payment: Payment) -> list[TreasuryPayment]:
    rows_ = TreasuryPayment.objects.filter(payment=payment).select_related("by", "entry")
    return list(rows_.order_by("paid_on", "pk"))


def checks_of(payment: Payment) -> list[PaymentCheck]:
    """As they were judged last, and whatever spoke against an earlier voucher of it.

    Nothing for what nobody submitted yet.
    """
    newest = PaymentCheck.objects.filter(payment=payment).order_by("-run").values("run")[:1]
    earlier = Q(moment="record") & (Q(outcome__in=treasury.AGAINST) | Q(rule__startswith=treasury.RULE))
    found = PaymentCheck.objects.filter(Q(run__in=newest) | earlier, payment=payment)
    return list({row.key: row for row in found.order_by("run", "-position")}.values())[::-1]


def reasons() -> QuerySet[WarningReason]:
    """Also what the applicants explain (`is_applicants`), which answers nothing yet."""
    return WarningReason.objects.annotate(is_applicants=_SUBMITTED_IT).order_by("pk")


def reasons_of(payment: Payment) -> list[WarningReason]:
    return list(reasons().filter(payment=payment).select_related("by"))


def answers() -> QuerySet[WarningReason]:
    """Reasons that count: of somebody who did not ask for the money."""
    return WarningReason.objects.filter(~_SUBMITTED_IT)


def answered(payment: Payment) -> set[str]:
    """Warnings that somebody else than the applicants gave a reason for."""
    return set(answers().filter(payment=payment).values_list("key", flat=True))


def request_of(payment: Payment) -> Request:
    """What it asks for, as it stands."""
    return Request(
        purpose=payment.purpose,
        basis=Basis(payment.basis),
        month=payment.in_month,
        parts=tuple(part.as_part for part in parts_of(payment)),
        invoices=tuple(each.as_invoice for each in invoices_of(payment)),
    )


def paid_by_source(payment: Payment) -> dict[Source, int]:
    summed = (
        TreasuryPayment.objects.filter(payment=payment).order_by().values("source").annotate(fen=Sum("fen"))
    )
    return {Source(row["source"]): int(row["fen"]) for row in summed}


def left(payment: Payment) -> dict[Source, int]:
    """By source: asked for and not paid."""
    return left_of((part.as_part for part in parts_of(payment)), paid_by_source(payment))


def shares(payment: Payment, amounts: dict[Source, int]) -> tuple[Share, ...]:
    """As the ledger moves them: one line, one project, and its contract where it has one."""
    line = payment.project.budget_line
    return tuple(
        Share(source, line, fen, project=payment.project_id, agreement=payment.agreement_id)
        for source, fen in sorted(amounts.items())
        if fen
    )


def approved_on(payment: Payment) -> date | None:
    if payment.paper is None or payment.paper.state != "approved":
        return None
    return timezone.localdate(steps_of(payment.paper)[-1].at)


def stopped_on(payment: Payment) -> date | None:
    return timezone.localdate(payment.stopped_at) if payment.stopped_at else None


def contract_of(project: Project) -> Agreement | None:
    """The first operation agreement of a project, once the money of its contract is registered."""
    first = Agreement.objects.filter(project=project, kind=Kind.OPERATION.value, supersedes=None)
    return first.filter(pk__in=Contract.objects.filter(project=project).values("agreement")).first()


def has_receipt(payment: Payment) -> bool:
    """Whether anything that counts is attached to it."""
    attached = Evidence.objects.filter(target=payment.about)
    return attached.exclude(pk__in=Withdrawal.objects.values("evidence")).exists()


def user_of_invoice(invoice: Invoice, *, beside: int | None) -> Payment | None:
    """Whichever payment that counts has this invoice already, with its code written apart or not."""
    rows_ = PaymentInvoice.objects.filter(counts=True).annotate(digits=Concat("code", "number"))
    found = rows_.filter(digits=invoice.digits).select_related("payment")
    other = (found.exclude(payment=beside) if beside else found).first()
    return other.payment if other else None


def open_projects(person: User) -> QuerySet[Project]:
    """Projects in force for which this person may ask."""
    return projects_in_force(person, "programme.draft_payment")


def projects_in_force(person: User, capability: str) -> QuerySet[Project]:
    reached = reach(person, capability)
    within = reached.q(organisation="contractor_id") | reached.q(place="programme__place_id")
    return projects.rows().filter(projects.WHERE[ProjectState.IN_FORCE]).filter(within)


def acceptance_of(project: Project) -> AcceptanceResult | None:
    """The last one counts."""
    return AcceptanceResult.objects.filter(project=project).order_by("-pk").first()


def audits_of(project: Project) -> list[MonthlyAudit]:
    """One a month, the last one of each."""
    found = {row.month: row for row in MonthlyAudit.objects.filter(project=project).order_by("pk")}
    return [found[month] for month in sorted(found)]


def acceptances_for(person: User) -> QuerySet[AcceptanceResult]:
    return AcceptanceResult.objects.filter(_seen(person)).select_related(
        "project__contractor", "project__programme", "by"
    )


def audits_for(person: User) -> QuerySet[MonthlyAudit]:
    return MonthlyAudit.objects.filter(_seen(person)).select_related(
        "project__contractor", "project__programme", "by"
    )


def _seen(person: User) -> Q:
    reached = reach(person, "programme.read_payments")
    return reached.q(place="project__programme__place_id") | reached.q(organisation="project__contractor_id")


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule said last of a payment, as much of it as a list shows."""

    key: str
    outcome: str
    is_answered: bool


def last_checks_of(found: Sequence[Payment]) -> dict[int, list[Said]]:
    """The last checks of a page of payments, by payment, and whether each has its reason."""
    newer = PaymentCheck.objects.filter(payment=OuterRef("payment"), run__gt=OuterRef("run"))
    reason = answers().filter(payment=OuterRef("payment"), key=OuterRef("key"))
    last = PaymentCheck.objects.filter(payment__in=[row.pk for row in found]).filter(~Exists(newer))
    told = last.annotate(is_answered=Exists(reason)).order_by("position")
    by_payment: defaultdict[int, list[Said]] = defaultdict(list)
    for payment, key, outcome, is_answered in told.values_list("payment", "key", "outcome", "is_answered"):
        by_payment[payment].append(Said(key, outcome, is_answered))
    return by_payment


def _sum(of: type[PaymentPart | TreasuryPayment]) -> Coalesce:
    inner = of.objects.filter(payment=OuterRef("pk")).order_by().values("payment")
    return Coalesce(Subquery(inner.annotate(whole=Sum("fen")).values("whole")), Value(0))
