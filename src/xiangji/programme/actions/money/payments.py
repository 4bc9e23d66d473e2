"""Payments: asked for, judged by rules and by three people, paid by the treasury, recorded here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting, NotYours, may, permit
from xiangji.core.approvals import actions as approvals
from xiangji.core.approvals.rules.deciding import Stage
from xiangji.core.audit import JSON, note
from xiangji.core.values import Money
from xiangji.programme.actions.money import posting
from xiangji.programme.actions.money.payment_checks import answer, explain, judge
from xiangji.programme.models import Payment, PaymentInvoice, PaymentPart, Project
from xiangji.programme.queries import projects
from xiangji.programme.queries.money import ledger, payments
from xiangji.programme.queries.money.rules_in_force import spending_book
from xiangji.programme.rules.money import moves
from xiangji.programme.rules.money import payment as rules
from xiangji.programme.rules.money.accounts import EntryKind
from xiangji.programme.rules.money.payment import PaymentRefused, Request, State
from xiangji.programme.rules.project import State as ProjectState
from xiangji.programme.rules.words import yuan_words

KIND = "programme.payment"
STAGES = (
    Stage("bureau", "商务局初审", capability="programme.review_payment"),
    Stage("finance", "财政审核", capability="programme.audit_payment"),
    Stage("approval", "审定", capability="programme.approve_payment"),
)


@transaction.atomic
def draft_payment(
    *, project: Project, is_of_contract: bool, request: Request, by: User, happened_at: datetime
) -> Payment:
    """Begin an application for a project in force; it takes a number and holds no money yet."""
    acting = permit(
        by, "programme.draft_payment", place=project.programme.place_code, organisation=project.contractor
    )
    _check_in_force(project)
    book = ledger.book_of(project.programme.key)
    if book is None:
        said = f"没有存。《{project.programme.version.title}》还没有建账，请财政先建账，再写拨付申请。"
        raise PaymentRefused("payment_without_book", said)
    agreement = payments.contract_of(project) if is_of_contract else None
    if is_of_contract and agreement is None:
        said = f"没有存。“{project.name}”还没有登记合同，请先登记，或者不从合同付。"
        raise PaymentRefused("payment_without_contract", said)
    kept = rules.tidy(request, today=timezone.localdate(happened_at))

    locked = posting.lock(book)
    year = timezone.localdate(happened_at).year
    payment = Payment(
        book=locked,
        year=year,
        number=_next_number(locked.pk, year),
        project=project,
        agreement=agreement,
        payee=project.contractor,
        drafted_at=happened_at,
    )
    _write(payment, kept)
    _begin_paper(payment, by, acting, happened_at)
    return payment


@transaction.atomic
def change_payment(*, payment: Payment, request: Request, by: User, happened_at: datetime) -> Payment:
    """Write it anew while it lies with its author."""
    locked = _locked(payment)
    _permit_author(locked, by)
    rules.check_open_to_change(payments.state(locked))
    approvals.paper_to_change(by, locked.paper_id or 0)
    kept = rules.tidy(request, today=timezone.localdate(happened_at))

    _write(locked, kept)
    note(
        by=by,
        did="programme.payment_changed",
        what=locked,
        happened_at=happened_at,
        facts=_facts(locked, kept),
    )
    return payments.rows().get(pk=locked.pk)


@transaction.atomic
def submit_payment(
    *,
    payment: Payment,
    by: User,
    happened_at: datetime,
    seen: int | None = None,
    reasons: Mapping[str, str] | None = None,
) -> Payment:
    """To the bureau: no rule blocks it, and the ledger keeps its money from now on.

    What warns may be explained (`reasons`, by key); it is answered by whoever approves.
    """
    locked = _locked(payment)
    acting = _permit_author(locked, by)
    request = payments.request_of(locked)
    rules.check_complete(request)
    _check_in_force(locked.project, undone="没有报送")
    verdicts = judge(payment=locked, moment="submit", by=by, happened_at=happened_at, is_held=False)
    rules.check_blocks(verdicts, undone="没有报送")

    approvals.submit(
        paper_id=locked.paper_id or 0,
        by=by,
        happened_at=happened_at,
        seen=seen,
        facts=_facts(locked, request),
    )
    explain(
        payment=locked,
        verdicts=verdicts,
        reasons=reasons or {},
        by=by,
        acting=acting,
        happened_at=happened_at,
    )
    _post(locked, EntryKind.REQUEST, "申请占用", by, acting, happened_at)
    return locked


@transaction.atomic
def approve_payment(
    *,
    payment: Payment,
    by: User,
    happened_at: datetime,
    reason: str = "",
    reasons: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> Payment:
    """Take the stage that waits: the rules are asked anew, and what warns has its reason.

    `reasons` are by key, each for one warning; where they are None, `reason` is for all of them.
    """
    locked = _locked(payment)
    acting = _permit_stage(locked, by)
    approvals.approve(
        paper_id=locked.paper_id or 0, by=by, happened_at=happened_at, reason=reason.strip(), seen=seen
    )
    verdicts = judge(payment=locked, moment="approve", by=by, happened_at=happened_at, is_held=True)
    rules.check_blocks(verdicts, undone="没有同意")
    answer(
        payment=locked,
        verdicts=verdicts,
        why=reason,
        reasons=reasons,
        by=by,
        acting=acting,
        happened_at=happened_at,
        undone="没有同意",
    )
    return locked


@transaction.atomic
def return_payment(
    *, payment: Payment, reason: str, by: User, happened_at: datetime, seen: int | None = None
) -> Payment:
    """Back to whoever wrote it; the money it held is free again."""
    locked = _locked(payment)
    acting = _permit_stage(locked, by)
    approvals.return_for_correction(
        paper_id=locked.paper_id or 0, by=by, happened_at=happened_at, reason=reason, seen=seen
    )
    _post(locked, EntryKind.RELEASE, "退回补正", by, acting, happened_at)
    return locked


@transaction.atomic
def withdraw_payment(
    *, payment: Payment, reason: str, by: User, happened_at: datetime, seen: int | None = None
) -> Payment:
    """Given up before anybody approved it; its invoices may be used again."""
    locked = _locked(payment)
    acting = _permit_author(locked, by)
    was_held = payments.state(locked) is State.SUBMITTED
    approvals.withdraw(
        paper_id=locked.paper_id or 0, by=by, happened_at=happened_at, reason=reason, seen=seen
    )
    if was_held:
        _post(locked, EntryKind.RELEASE, "撤回", by, acting, happened_at)
    PaymentInvoice.objects.filter(payment=locked).update(counts=False)
    return locked


def _next_number(book: int, year: int) -> int:
    last = Payment.objects.filter(book=book, year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _begin_paper(payment: Payment, by: User, acting: Acting, happened_at: datetime) -> None:
    payment.paper = approvals.begin(
        kind=KIND,
        about=payment.about,
        title=f"{payment.word} {payment.purpose}",
        stages=STAGES,
        place=payment.project.programme.place_code,
        organisation=payment.project.contractor,
        by=by,
        happened_at=happened_at,
        acting=acting,
    )
    payment.save(update_fields=["paper"])


def _write(payment: Payment, request: Request) -> None:
    """The row, its parts and its invoices."""
    _check_invoices(payment, request)
    payment.write(request)
    PaymentPart.objects.filter(payment=payment).delete()
    PaymentInvoice.objects.filter(payment=payment).delete()
    PaymentPart.objects.bulk_create(
        PaymentPart(payment=payment, source=part.source.value, category=part.category, fen=part.fen)
        for part in request.parts
    )
    _write_invoices(payment, request)


def _write_invoices(payment: Payment, request: Request) -> None:
    """Payments of another book are not held by ours: one of them may use the same invoice meanwhile."""
    try:
        with transaction.atomic():
            PaymentInvoice.objects.bulk_create(
                PaymentInvoice(
                    payment=payment,
                    code=each.code,
                    number=each.number,
                    issued_on=each.issued_on,
                    fen=each.fen,
                )
                for each in request.invoices
            )
    except IntegrityError:
        _check_invoices(payment, request)
        raise


def _check_invoices(payment: Payment, request: Request) -> None:
    """An invoice that counts elsewhere is refused by its payment."""
    for each in request.invoices:
        used = payments.user_of_invoice(each, beside=payment.pk)
        if used is not None:
            raise rules.used_invoice(each, used.word)


def _locked(payment: Payment) -> Payment:
    """The row for this transaction alone; the book first, so that nobody waits in a circle."""
    posting.lock(payment.book)
    locked = payments.lock(payment)
    if locked is None:
        raise NotYours
    return locked


def _permit_author(payment: Payment, by: User) -> Acting:
    project = payment.project
    return permit(
        by, "programme.draft_payment", place=project.programme.place_code, organisation=project.contractor
    )


def _permit_stage(payment: Payment, by: User) -> Acting:
    """In the post that takes the stage that waits; approvals say the rest."""
    place = payment.project.programme.place_code
    waits_for = payment.paper.waits_for if payment.paper else ""
    able = [each.capability for each in STAGES if may(by, each.capability, place=place)]
    wanted = waits_for if waits_for in able or not able else able[0]
    return permit(by, wanted or STAGES[0].capability, place=place)


def _check_in_force(project: Project, *, undone: str = "没有存") -> None:
    found = projects.state(projects.rows().get(pk=project.pk))
    if found is not ProjectState.IN_FORCE:
        said = f"{undone}。“{project.name}”现在是“{found.word}”，项目生效以后才能申请拨付。"
        raise PaymentRefused("payment_before_in_force", said)


def _facts(payment: Payment, request: Request) -> dict[str, JSON]:
    names = {each.key: each.name for each in spending_book().categories}
    return {
        "number": payment.word,
        "what_for": request.purpose,
        "basis": request.basis.word,
        "amount": _yuan(request.fen),
        "parts": [
            f"{part.source.word}，{names.get(part.category, part.category)}，{_yuan(part.fen)}"
            for part in request.parts
        ],
        "invoices": [f"{each.name}，{_yuan(each.fen)}" for each in request.invoices],
    }


def _yuan(fen: int) -> str:
    return f"{yuan_words(Money(fen))}元"


def _post(
    payment: Payment, kind: EntryKind, what: str, by: User, acting: Acting, happened_at: datetime
) -> None:
    """All that is asked for and not paid is held, or free again."""
    amounts = payments.shares(payment, payments.left(payment))
    build = moves.request if kind is EntryKind.REQUEST else moves.release
    posting.post(
        book=payment.book,
        kind=kind,
        postings=build(amounts),
        booked_on=timezone.localdate(happened_at),
        summary=f"{what}：{payment.word} {payment.purpose}",
        about=payment.about,
        by=by,
        acting=acting,
        happened_at=happened_at,
    )
