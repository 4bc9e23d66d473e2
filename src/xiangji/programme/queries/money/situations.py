"""What the rules must know of a payment, of a contract, or of a whole book, read from the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import CharField, Exists, Max, OuterRef, Q, Sum, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from xiangji.core.evidence.models import Evidence, Withdrawal
from xiangji.core.values import Month, PlaceCode
from xiangji.programme.models import (
    AcceptanceResult,
    Balance,
    Book,
    ContractPart,
    MonthlyAudit,
    Payment,
    Posting,
    Project,
    WorkStart,
)
from xiangji.programme.models import Promise as PromiseRow
from xiangji.programme.models import Proof as ProofRow
from xiangji.programme.queries import projects, works
from xiangji.programme.queries.money import payments
from xiangji.programme.queries.money.known import Cells, Known, known_of
from xiangji.programme.queries.money.payments import HOLDING
from xiangji.programme.queries.money.rules_in_force import plans_in_force, spending_book
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.accounts import Account, EntryKind
from xiangji.programme.rules.money.checks.lists import RENT
from xiangji.programme.rules.money.checks.situation import (
    Acceptance,
    Audit,
    Basis,
    Invoice,
    Part,
    PlanInForce,
    Promise,
    Resting,
    Situation,
    Used,
)
from xiangji.programme.rules.money.checks.stations import counted_by
from xiangji.programme.rules.starting import Condition
from xiangji.stations.published import registered

_COUNTED = (Account.BUDGET, Account.CONTRACTED, Account.REQUESTED, Account.PAID)


def situation_of(payment: Payment, on: date | None = None, known: Known | None = None) -> Situation:
    """Of a payment in any state: what the book holds for it already is not counted twice."""
    day, project = on or timezone.localdate(), payment.project
    told = known or known_of(payment)
    accepted = AcceptanceResult.objects.filter(project=project).order_by("-pk").first()
    beside = _beside(payment)
    standing = {(each.line, each.source, each.account): each.fen for each in told.cells}
    plans = plans_in_force(project.programme, day)
    return Situation(
        kind="payment",
        on=day,
        line=project.budget_line,
        plans=plans,
        stations=_stations(project, plans),
        spending=spending_book(),
        parts=tuple(
            Part(Source(row.source), row.fen, row.category, _service(payment, row.category))
            for row in told.parts
        ),
        purpose=payment.purpose,
        basis=Basis(payment.basis),
        month=payment.in_month,
        used=_used_cells(standing, told.moved),
        project_fen=_public(project),
        contract_fen=_contract(payment),
        advanced_fen=beside[Basis.ADVANCE],
        settled_fen=beside[Basis.MONTHLY],
        audits=_audits(project),
        acceptance=acceptance_as(accepted, day) if accepted else None,
        conditions=_conditions(project),
        promises=_promises(project),
        invoices=tuple(Invoice(row.number, row.code, row.issued_on, row.fen) for row in told.invoices),
    )


def situation_of_commitment(
    *, project: Project, book: Book, parts: Sequence[tuple[Source, int]], on: date, but: str = ""
) -> Situation:
    """Of a contract that would bind so much of each source; `but` is its own name in the book, if any."""
    plans = plans_in_force(project.programme, on)
    return Situation(
        kind="commitment",
        on=on,
        line=project.budget_line,
        plans=plans,
        stations=_stations(project, plans),
        spending=spending_book(),
        parts=tuple(Part(source, fen) for source, fen in parts),
        used=used_in(book, but=but),
        project_fen=_public(project),
    )


def _stations(project: Project, plans: Sequence[PlanInForce]) -> Mapping[str, int]:
    """Registered stations by the target that wants so many; none where the register is still empty.

    Asked only for a line that a cap per station speaks of (PRG-44).
    """
    figures = counted_by(project.budget_line, plans[0].document)
    found = registered(PlaceCode(project.programme.place_id)) if figures else {}
    return {target: found.get(figure, 0) for target, figure in figures.items()} if found else {}


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
        resting=resting_of(book),
    )


def used_in(book: Book, *, but: str = "") -> tuple[Used, ...]:
    """Every line and source of the budget with what was done with it, without what `but` itself did."""
    rows = Balance.objects.filter(book=book, account__in=_COUNTED).order_by()
    found = rows.values_list("line", "source", "account").annotate(Sum("fen"))
    cells = {(line, source, account): int(fen) for line, source, account, fen in found}
    return _used_cells(cells, _own(book, but))


def _used_cells(found: Cells, own: Cells) -> tuple[Used, ...]:
    counted = {account.value for account in _COUNTED}
    cells: Cells = defaultdict(int)
    for sign, rows in ((1, found), (-1, own)):
        for key, fen in rows.items():
            if key[2] in counted:
                cells[key] += sign * fen
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


def _service(payment: Payment, category: str) -> tuple[Month, Month] | None:
    """A running cost that is settled by month is for that month; of others the person says it in words."""
    month = payment.in_month
    return (month, month) if month and category in RENT else None


def _public(project: Project) -> int:
    return project.central_fen + project.provincial_fen + project.county_fen


def _contract(payment: Payment) -> int | None:
    """What the last version of the contract says; of a payment without one, the project's contract."""
    rows = ContractPart.objects.filter(version__contract__project=payment.project_id)
    if payment.agreement_id:
        rows = rows.filter(version__contract__agreement=payment.agreement_id)
    found: defaultdict[tuple[int, int], int] = defaultdict(int)
    for contract, ordinal, fen in rows.values_list("version__contract", "version__ordinal", "fen"):
        found[contract, ordinal] += fen
    return found[max(found)] if found else None


def _beside(payment: Payment) -> Mapping[Basis, int]:
    """Other payments of the project by ground: what they hold, and what was paid of stopped ones."""
    others = payments.rows().filter(project=payment.project_id, basis__in=[Basis.ADVANCE, Basis.MONTHLY])
    found: defaultdict[Basis, int] = defaultdict(int)
    for row in others.exclude(pk=payment.pk).filter(HOLDING | Q(stopped_at__isnull=False)):
        found[Basis(row.basis)] += payments.paid_of(row) if row.stopped_at else payments.wanted(row)
    return found


def _audits(project: Project) -> tuple[Audit, ...]:
    return audits_of([project.pk]).get(project.pk, ())


def audits_of(projects_: Iterable[int]) -> dict[int, tuple[Audit, ...]]:
    """By project; the last one of a month counts."""
    about = Concat(Value("programme.MonthlyAudit:"), Cast(OuterRef("pk"), CharField()))
    taken_back = Exists(Withdrawal.objects.filter(evidence=OuterRef("pk")))
    proof = Exists(Evidence.objects.filter(~taken_back, target=about))
    rows = MonthlyAudit.objects.filter(project__in=list(projects_)).order_by("pk").annotate(has_proof=proof)
    found: defaultdict[int, dict[str, Audit]] = defaultdict(dict)
    for row in rows:
        found[row.project_id][row.month] = Audit(Month.parse(row.month), row.fen, row.has_proof)
    return {project: tuple(audits[month] for month in sorted(audits)) for project, audits in found.items()}


def acceptance_as(row: AcceptanceResult, on: date) -> Acceptance:
    publicity = "none"
    if row.shown_from and row.shown_until:
        publicity = "over" if row.shown_until < on else "running"
    return Acceptance(row.is_passed, row.accepted_on, publicity, int(row.has_objection))  # type: ignore[arg-type]


def _conditions(project: Project) -> tuple[Condition, ...]:
    """Once work has begun they were judged; a project from before the platform has none here."""
    if project.in_force_before:
        return ()
    begun = Exists(WorkStart.objects.filter(project=OuterRef("pk")))
    row = projects.rows().annotate(has_begun=begun).get(pk=project.pk)
    return () if row.has_begun else works.conditions_of(row)


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


def resting_of(book: Book, lying: Mapping[Source, int] | None = None) -> tuple[Resting, ...]:
    """Each source on the special account, since its last movement there.

    Carrying a year over moves nothing. Whoever has read what lies there already hands it over.
    """
    there = _lying(book) if lying is None else lying
    held = {source: fen for source, fen in there.items() if fen > 0}
    if not held:
        return ()
    moved = Posting.objects.filter(Q(account=Account.ON_HAND), entry__book=book, source__in=held).order_by()
    days = moved.exclude(entry__kind=EntryKind.CARRY).values_list("source").annotate(Max("entry__booked_on"))
    since = dict(days)
    return tuple(Resting(source, held[source], since[source]) for source in sorted(held) if source in since)


def _lying(book: Book) -> dict[Source, int]:
    on_hand = Balance.objects.filter(book=book, account=Account.ON_HAND, fen__gt=0).order_by()
    return {Source(source): int(fen) for source, fen in on_hand.values_list("source").annotate(Sum("fen"))}
