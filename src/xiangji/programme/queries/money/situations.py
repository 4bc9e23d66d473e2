"""What the rules must know of a payment, of a contract, or of a whole book, read from the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q, Sum
from django.utils import timezone

from xiangji.core.evidence.models import Evidence, Withdrawal
from xiangji.core.values import Month
from xiangji.programme.models import (
    AcceptanceResult,
    Balance,
    Book,
    Contract,
    ContractPart,
    MonthlyAudit,
    Payment,
    PaymentInvoice,
    PaymentPart,
    Posting,
    Project,
    TreasuryPayment,
    WorkStart,
)
from xiangji.programme.models import Promise as PromiseRow
from xiangji.programme.models import Proof as ProofRow
from xiangji.programme.queries import projects, works
from xiangji.programme.queries.money.payments import HOLDING
from xiangji.programme.queries.money.rules_in_force import plans_in_force, spending_book
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.accounts import Account
from xiangji.programme.rules.money.checks.lists import RENT
from xiangji.programme.rules.money.checks.situation import (
    Acceptance,
    Audit,
    Basis,
    Invoice,
    Part,
    Promise,
    Resting,
    Situation,
    Used,
)
from xiangji.programme.rules.starting import Condition

_COUNTED = (Account.BUDGET, Account.CONTRACTED, Account.REQUESTED, Account.PAID)
Cells = dict[tuple[str, str, str], int]


def situation_of(payment: Payment, on: date | None = None) -> Situation:
    """Of a payment in any state: what the book holds for it already is not counted twice."""
    day, project = on or timezone.localdate(), payment.project
    accepted = AcceptanceResult.objects.filter(project=project).order_by("-pk").first()
    return Situation(
        kind="payment",
        on=day,
        line=project.budget_line,
        plans=plans_in_force(project.programme, day),
        spending=spending_book(),
        parts=_parts(payment),
        purpose=payment.purpose,
        basis=Basis(payment.basis),
        month=payment.in_month,
        used=used_in(payment.book, but=payment.about),
        project_fen=_public(project),
        contract_fen=_contract(payment),
        advanced_fen=_beside(payment, Basis.ADVANCE),
        settled_fen=_beside(payment, Basis.MONTHLY),
        audits=_audits(project),
        acceptance=_acceptance(accepted, day) if accepted else None,
        conditions=_conditions(project),
        promises=_promises(project),
        invoices=tuple(
            Invoice(row.number, row.code, row.issued_on, row.fen)
            for row in PaymentInvoice.objects.filter(payment=payment)
        ),
    )


def situation_of_commitment(
    *, project: Project, book: Book, parts: Sequence[tuple[Source, int]], on: date, but: str = ""
) -> Situation:
    """Of a contract that would bind so much of each source; `but` is its own name in the book, if any."""
    return Situation(
        kind="commitment",
        on=on,
        line=project.budget_line,
        plans=plans_in_force(project.programme, on),
        spending=spending_book(),
        parts=tuple(Part(source, fen) for source, fen in parts),
        used=used_in(book, but=but),
        project_fen=_public(project),
    )


def standing_of(book: Book, on: date) -> Situation:
    """Of the whole book, for `survey`: no wish, no line."""
    return Situation(
        kind="payment",
        on=on,
        line="",
        plans=plans_in_force(book.programme, on),
        spending=spending_book(),
        used=used_in(book),
        county_paid=_county_paid(book),
        resting=_resting(book),
    )


def used_in(book: Book, *, but: str = "") -> tuple[Used, ...]:
    """Every line and source of the budget with what was done with it, without what `but` itself did."""
    cells: Cells = defaultdict(int)
    rows = Balance.objects.filter(book=book, account__in=_COUNTED).order_by()
    for line, source, account, fen in rows.values_list("line", "source", "account").annotate(Sum("fen")):
        cells[line, source, account] += int(fen)
    for key, fen in _own(book, but).items():
        cells[key] -= fen
    places = sorted({(line, source) for line, source, _ in cells})
    return tuple(_used(cells, line, source) for line, source in places)


def _own(book: Book, about: str) -> Cells:
    if not about:
        return {}
    rows = Posting.objects.filter(entry__book=book, entry__about=about, account__in=_COUNTED).order_by()
    found = rows.values_list("line", "source", "account").annotate(Sum("fen"))
    return {(line, source, account): int(fen) * Account(account).sign for line, source, account, fen in found}


def _used(cells: Cells, line: str, source: str) -> Used:
    def of(account: Account) -> int:
        return cells.get((line, source, account.value), 0)

    return Used(
        line=line,
        source=Source(source),
        budget=of(Account.BUDGET),
        contracted=of(Account.CONTRACTED),
        requested=of(Account.REQUESTED),
        paid=of(Account.PAID),
    )


def _parts(payment: Payment) -> tuple[Part, ...]:
    return tuple(
        Part(Source(row.source), row.fen, row.category, _service(payment, row.category))
        for row in PaymentPart.objects.filter(payment=payment)
    )


def _service(payment: Payment, category: str) -> tuple[Month, Month] | None:
    """A running cost that is settled by month is for that month; of others the person says it in words."""
    month = payment.in_month
    return (month, month) if month and category in RENT else None


def _public(project: Project) -> int:
    return project.central_fen + project.provincial_fen + project.county_fen


def _contract(payment: Payment) -> int | None:
    """What the last version of the contract says; of a payment without one, the project's contract."""
    rows = Contract.objects.filter(project=payment.project_id)
    if payment.agreement_id:
        rows = rows.filter(agreement=payment.agreement_id)
    contract = rows.order_by("-pk").first()
    if contract is None:
        return None
    parts = ContractPart.objects.filter(version__contract=contract).order_by("-version__ordinal")
    last = parts.values_list("version", flat=True).first()
    return sum(parts.filter(version=last).values_list("fen", flat=True)) if last else None


def _beside(payment: Payment, basis: Basis) -> int:
    """Other payments of the project on this ground: what they hold, and what was paid of stopped ones."""
    others = Payment.objects.filter(project=payment.project_id, basis=basis).exclude(pk=payment.pk)
    asked = PaymentPart.objects.filter(payment__in=others.filter(HOLDING))
    paid = TreasuryPayment.objects.filter(payment__in=others.filter(stopped_at__isnull=False))
    return sum(rows.aggregate(whole=Sum("fen"))["whole"] or 0 for rows in (asked, paid))


def _audits(project: Project) -> tuple[Audit, ...]:
    """The last one of a month counts."""
    rows = MonthlyAudit.objects.filter(project=project).order_by("pk")
    last = {row.month: row for row in rows}
    proven = _with_evidence([row.about for row in last.values()])
    return tuple(
        Audit(Month.parse(month), row.fen, row.about in proven) for month, row in sorted(last.items())
    )


def _with_evidence(about: Sequence[str]) -> set[str]:
    taken_back = Exists(Withdrawal.objects.filter(evidence=OuterRef("pk")))
    return set(Evidence.objects.filter(~taken_back, target__in=about).values_list("target", flat=True))


def _acceptance(row: AcceptanceResult, on: date) -> Acceptance:
    publicity = "none"
    if row.shown_from and row.shown_until:
        publicity = "over" if row.shown_until < on else "running"
    return Acceptance(row.is_passed, row.accepted_on, publicity, int(row.has_objection))  # type: ignore[arg-type]


def _conditions(project: Project) -> tuple[Condition, ...]:
    """Once work has begun they were judged; a project from before the platform has none here."""
    if project.in_force_before or WorkStart.objects.filter(project=project).exists():
        return ()
    return works.work_of(projects.rows().get(pk=project.pk)).conditions


def _promises(project: Project) -> tuple[Promise, ...]:
    """The contract's promise with its confirmed proofs; before that, what the project's plan says."""
    last = PromiseRow.objects.filter(contract__project=project).order_by("-pk").first()
    if last is None:
        return (Promise(project.budget_line, project.enterprise_fen, 0),) if project.enterprise_fen else ()
    proofs = ProofRow.objects.filter(contract=last.contract_id, state="confirmed")
    proven = proofs.aggregate(whole=Sum("fen"))["whole"] or 0
    comparator = ">=" if last.reading == "minimum" else "="
    return (Promise(project.budget_line, last.fen, proven, comparator),)


def _county_paid(book: Book) -> tuple[tuple[int, int], ...]:
    rows = Posting.objects.filter(entry__book=book, account=Account.PAID, source=Source.COUNTY).order_by()
    found = rows.values_list("entry__booked_on__year").annotate(Sum("fen"))
    return tuple(sorted((int(year), int(fen)) for year, fen in found))


def _resting(book: Book) -> tuple[Resting, ...]:
    """Each source on the special account, since its last movement there."""
    on_hand = Balance.objects.filter(book=book, account=Account.ON_HAND, fen__gt=0).order_by()
    lying = dict(on_hand.values_list("source").annotate(Sum("fen")))
    moved = Posting.objects.filter(Q(account=Account.ON_HAND), entry__book=book, source__in=lying).order_by()
    since = dict(moved.values_list("source").annotate(Max("entry__booked_on")))
    return tuple(Resting(Source(source), int(lying[source]), since[source]) for source in sorted(since))
