"""What enterprises promised to put in, and the papers that prove it (PRG-45)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting, NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.core.values import Money
from xiangji.programme.actions.money import posting
from xiangji.programme.actions.publicity import title_of
from xiangji.programme.models import Contract, PaymentInvoice, Promise, Proof
from xiangji.programme.queries.money import contracts, ledger
from xiangji.programme.queries.money.contracts import Held
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money import contracts as words
from xiangji.programme.rules.money import moves, promises
from xiangji.programme.rules.money.accounts import Account, EntryKind
from xiangji.programme.rules.money.contracts import ContractRefused
from xiangji.programme.rules.money.ledger import Document, Draft
from xiangji.programme.rules.money.moves import Line, Share
from xiangji.programme.rules.words import yuan_words


@dataclass(frozen=True, slots=True)
class _Hand:
    by: User
    acting: Acting
    happened_at: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.happened_at)


@transaction.atomic
def record_promise(
    *,
    contract: Contract,
    amount: Money,
    document_number: str,
    reason: str = "",
    booked_on: date,
    by: User,
    happened_at: datetime,
) -> Promise:
    """What the contract says that the contractor brings itself; a later one replaces, with a reason."""
    hand = _Hand(
        by, permit(by, "programme.keep_contracts", place=contract.project.programme.place_code), happened_at
    )
    locked = _locked(contract)
    posting.lock(locked.book)
    held = contracts.held(locked)
    reading, quote = contracts.reading_of(locked.project)
    promises.check_promise(
        amount,
        before=held.promise.amount if held.promise else Money(0),
        planned=locked.project.draft.enterprise,
        reading=reading,
        proven=held.proven,
        quote=quote,
    )
    number = words.text_of("写在哪份文件", document_number, words.NUMBER_LENGTH)
    why = words.text_of("为什么改", reason, words.REASON_LENGTH) if held.promise else ""
    if held.promise and held.promise.amount == amount:
        said = f"没有登记。承诺已经是{yuan_words(amount)}元，没有变。"
        raise ContractRefused("promise_is_the_same", said)

    made = Promise.objects.create(
        contract=locked,
        reading=reading.value,
        fen=amount.fen,
        document_number=number,
        reason=why,
        by=by,
        post_title=title_of(hand.acting),
        at=happened_at,
    )
    _book_promise(locked, made, held, hand, booked_on)
    facts: dict[str, JSON] = {
        "amount": f"{yuan_words(amount)}元",
        "reading": reading.word,
        "document": number,
        "reason": why,
    }
    note(by=by, did="programme.promise_recorded", what=locked, happened_at=happened_at, facts=facts)
    return made


@transaction.atomic
def report_proof(*, contract: Contract, proof: promises.Proof, by: User, happened_at: datetime) -> Proof:
    """The contractor's own word with a paper; it counts when finance found the paper right."""
    project = contract.project
    acting = permit(
        by,
        "programme.report_proof",
        place=project.programme.place_code,
        organisation=project.contractor,
    )
    locked = _locked(contract)
    kept = promises.proof_of(proof, today=timezone.localdate(happened_at))
    _check_once(kept.document_number)
    made = Proof.objects.create(
        contract=locked,
        what=kept.what,
        document_number=kept.document_number,
        spent_on=kept.spent_on,
        fen=kept.amount.fen,
        by=by,
        post_title=title_of(acting),
        at=happened_at,
    )
    _note_proof(made, by, happened_at, did="programme.proof_reported")
    return made


@transaction.atomic
def confirm_proof(*, proof: Proof, booked_on: date, by: User, happened_at: datetime) -> Proof:
    """Another person found the paper right: booked, what goes beyond the promise as such."""
    locked, hand = _judging(proof, by, happened_at)
    if not contracts.has_file(locked):
        said = "没有核实。这张凭证还没有附件，请承办单位先传发票或者付款凭证的照片。"
        raise ContractRefused("proof_without_a_file", said)
    if booked_on < locked.spent_on:
        said = f"没有核实。记账日期{booked_on}早于凭证的日期{locked.spent_on}。"
        raise ContractRefused("proof_booked_before_spending", said)
    contract = locked.contract
    posting.lock(contract.book)
    owed = ledger.balance(contract.book, _line(contract, Account.OWED))
    within, beyond = promises.split(locked.amount, owed)
    lines = moves.proof(_shares(contract, within)) + moves.proof_beyond(_shares(contract, beyond))
    paper = Document(locked.document_number, locked.spent_on, "企业投入凭证")
    summary = f"{contract.project.name[:80]}：{locked.what[:80]}"
    posting.post_together(
        book=contract.book,
        drafts=[Draft(EntryKind.PROOF, lines, booked_on, summary, locked.about, paper)],
        by=by,
        acting=hand.acting,
        happened_at=happened_at,
    )
    locked.judge("confirmed", by=by.pk, at=happened_at)
    _note_proof(locked, by, happened_at, did="programme.proof_confirmed")
    return locked


@transaction.atomic
def refuse_proof(*, proof: Proof, reason: str, by: User, happened_at: datetime) -> Proof:
    """Found wrong, with a reason; the number of the paper is free again."""
    locked, _ = _judging(proof, by, happened_at)
    why = words.text_of("为什么没有认", reason, words.REASON_LENGTH)
    locked.judge("refused", by=by.pk, at=happened_at, reason=why)
    _note_proof(locked, by, happened_at, did="programme.proof_refused", reason=why)
    return locked


def _check_once(number: str) -> None:
    """A paper proves once, and what the treasury pays for is no money of the enterprise."""
    earlier = Proof.objects.filter(document_number=number).exclude(state="refused").first()
    if earlier is not None:
        said = (
            f"没有登记。凭证{number}已经报过（{earlier.spent_on}，{yuan_words(earlier.amount)}元），"
            "一张凭证只算一次。"
        )
        raise ContractRefused("proof_was_reported_already", said)
    if PaymentInvoice.objects.filter(number=number, counts=True).exists():
        said = f"没有登记。发票{number}已经用来申请财政资金，不能再算企业自己的投入。"
        raise ContractRefused("proof_is_paid_by_the_treasury", said)


def _locked(contract: Contract) -> Contract:
    locked = contracts.lock(contract)
    if locked is None:
        raise NotYours
    return locked


def _judging(proof: Proof, by: User, happened_at: datetime) -> tuple[Proof, _Hand]:
    place = proof.contract.project.programme.place_code
    hand = _Hand(by, permit(by, "programme.confirm_proof", place=place), happened_at)
    locked = contracts.lock_proof(proof)
    if locked is None:
        raise NotYours
    if locked.state != "reported":
        said = f"没有改。这张凭证已经是“{locked.get_state_display()}”，不再核实第二次。"
        raise ContractRefused("proof_was_judged_already", said)
    if locked.by_id == by.pk:
        said = "没有核实。自己报的凭证由别人核实。"
        raise ContractRefused("proof_judged_by_its_reporter", said)
    return locked, hand


def _book_promise(contract: Contract, made: Promise, held: Held, hand: _Hand, booked_on: date) -> None:
    """Taken over from the plan's own promise on the line, and beyond it what the line no longer holds.

    Proofs without or beyond a promise stand in the book already and make nothing grow twice.
    """
    owed = held.of(Account.OWED, Source.ENTERPRISE).fen
    grown = made.fen - owed - held.proven.fen
    lines = _growing(contract, grown) if grown > 0 else _shrinking(contract, held, min(-grown, owed))
    if not lines:
        return
    paper = Document(made.document_number, None, "企业承诺")
    summary = f"{contract.project.name[:80]}：企业承诺投入{yuan_words(made.amount)}元"
    posting.post_together(
        book=contract.book,
        drafts=[Draft(EntryKind.PROMISE, lines, booked_on, summary, contract.about, paper)],
        by=hand.by,
        acting=hand.acting,
        happened_at=hand.happened_at,
    )


def _growing(contract: Contract, fen: int) -> moves.Lines:
    line = Line(Account.OWED, Source.ENTERPRISE, 0, contract.project.budget_line)
    of_plan = min(fen, ledger.balance(contract.book, line).fen)
    taken = moves.assign_promise(_shares(contract, Money(of_plan)))
    return taken + moves.promise(_shares(contract, Money(fen - of_plan)))


def _shrinking(contract: Contract, held: Held, fen: int) -> moves.Lines:
    """What went beyond the plan goes first, the rest stands on the plan's line again."""
    own = min(fen, held.of(Account.PROMISED, Source.ENTERPRISE).fen)
    gone = moves.reversed_(moves.promise(_shares(contract, Money(own))))
    return gone + moves.reversed_(moves.assign_promise(_shares(contract, Money(fen - own))))


def _line(contract: Contract, account: Account) -> Line:
    project = contract.project
    return Line(account, Source.ENTERPRISE, 0, project.budget_line, project.pk, contract.agreement_id)


def _shares(contract: Contract, amount: Money) -> tuple[Share, ...]:
    project = contract.project
    return (Share(Source.ENTERPRISE, project.budget_line, amount.fen, project.pk, contract.agreement_id),)


def _note_proof(proof: Proof, by: User, happened_at: datetime, *, did: str, reason: str = "") -> None:
    facts: dict[str, JSON] = {
        "what": proof.what,
        "document": proof.document_number,
        "amount": f"{yuan_words(proof.amount)}元",
        "reason": reason,
    }
    note(by=by, did=did, what=proof, happened_at=happened_at, facts=facts)
