"""Contracts and their supplements: signed on paper, registered here, booked in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
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
from xiangji.programme.models import (
    Agreement,
    Book,
    Contract,
    ContractPart,
    ContractShare,
    ContractVersion,
    Project,
)
from xiangji.programme.queries import projects
from xiangji.programme.queries.money import contracts
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money import contracts as rules
from xiangji.programme.rules.money import moves
from xiangji.programme.rules.money.accounts import EntryKind
from xiangji.programme.rules.money.contracts import Amounts, ContractRefused, Terms
from xiangji.programme.rules.money.ledger import Document, Draft
from xiangji.programme.rules.money.moves import Share
from xiangji.programme.rules.project import State
from xiangji.programme.rules.words import yuan_words


@dataclass(frozen=True, slots=True)
class _Written:
    """A version on its way into the rows."""

    terms: Terms
    amounts: dict[Source, Money]
    shares: Mapping[int, Money]
    reason: str
    by: User
    acting: Acting
    happened_at: datetime


@transaction.atomic
def sign_contract(
    *,
    agreement: Agreement,
    terms: Terms,
    amounts: Amounts,
    shares: Mapping[int, Money],
    booked_on: date,
    by: User,
    happened_at: datetime,
) -> Contract:
    """Join an agreement to its money: never dearer than the offer that won, nor than the project has."""
    project, book, acting = _taken(agreement.project, by)
    if Contract.objects.filter(agreement=agreement).exists():
        said = f"没有登记。协议{agreement.number}已经登记过合同金额，要改的用补充协议。"
        raise ContractRefused("contract_is_registered_already", said)
    if agreement.supersedes_id is not None:
        said = (
            f"没有登记。协议{agreement.number}是换下来再签的，合同金额登记在原来的第一份协议上，"
            "以后的变化用补充协议。"
        )
        raise ContractRefused("contract_of_a_later_agreement", said)
    chosen = contracts.chosen_for(project)
    award = contracts.award_of(chosen) if chosen else None
    kept = rules.amounts_of(
        amounts, granted=project.draft.amounts, elsewhere=contracts.elsewhere(project, but=None)
    )
    rules.check_offer(kept, Money(award.bid.amount_fen) if award else None)
    members = contracts.members_of(project)
    divided = rules.shares_of(shares, members=members, whole=rules.total(kept))
    tidy = rules.terms_of(terms, today=timezone.localdate(happened_at))

    contract = Contract.objects.create(
        project=project, agreement=agreement, book=book, award=award, registered_at=happened_at
    )
    written = _Written(tidy, kept, divided, "", by, acting, happened_at)
    version = _write(contract, written, 1, members)
    _book(contract, version, written, {}, booked_on)
    _note("programme.contract_signed", contract, version, written)
    return contract


@transaction.atomic
def supplement_contract(
    *,
    contract: Contract,
    terms: Terms,
    amounts: Amounts,
    shares: Mapping[int, Money],
    reason: str,
    booked_on: date,
    by: User,
    happened_at: datetime,
) -> ContractVersion:
    """A supplement replaces amounts and terms; no source sinks below what was requested and paid."""
    project, book, acting = _taken(contract.project, by)
    posting.lock(book)
    held = contracts.held(contract)
    kept = rules.amounts_of(
        amounts, granted=project.draft.amounts, elsewhere=contracts.elsewhere(project, but=contract)
    )
    rules.check_lowered(kept, before=held.amounts, free=held.free)
    members = contracts.members_of(project)
    divided = rules.shares_of(shares, members=members, whole=rules.total(kept))
    tidy = rules.terms_of(terms, today=timezone.localdate(happened_at))
    _check_order(tidy, held.last)
    why = rules.text_of("为什么补充", reason, rules.REASON_LENGTH)

    written = _Written(tidy, kept, divided, why, by, acting, happened_at)
    version = _write(contract, written, held.last.ordinal + 1, members)
    _book(contract, version, written, held.amounts, booked_on)
    _note("programme.contract_supplemented", contract, version, written)
    return version


def _taken(of: Project, by: User) -> tuple[Project, Book, Acting]:
    """The project for this transaction alone, so that two contracts never share its money unseen."""
    acting = permit(by, "programme.keep_contracts", place=of.programme.place_code)
    project = projects.lock(of)
    if project is None:
        raise NotYours
    if projects.state(project) is not State.IN_FORCE:
        said = f"没有登记。“{project.name}”现在是“{projects.state(project).word}”，生效以后再签合同。"
        raise ContractRefused("contract_before_in_force", said)
    book = contracts.book_of(project)
    if book is None:
        said = f"没有登记。《{project.programme.version.title}》还没有建账，请财政岗先建账。"
        raise ContractRefused("contract_without_a_book", said)
    return project, book, acting


def _check_order(terms: Terms, last: ContractVersion) -> None:
    if terms.signed_on < last.signed_on:
        said = (
            f"没有登记。补充协议签在{terms.signed_on}，早于前一份（{last.number}）的{last.signed_on}，"
            "请核对签订日期。"
        )
        raise ContractRefused("supplement_before_contract", said)


def _write(
    contract: Contract, written: _Written, ordinal: int, members: Mapping[int, str]
) -> ContractVersion:
    terms = written.terms
    version = ContractVersion.objects.create(
        contract=contract,
        ordinal=ordinal,
        number=terms.number,
        signed_on=terms.signed_on,
        terms=terms.words,
        guarantee=terms.guarantee.value,
        guaranteed_fen=terms.guaranteed.fen,
        guaranteed_until=terms.guaranteed_until,
        reason=written.reason,
        by=written.by,
        post_title=title_of(written.acting),
        at=written.happened_at,
    )
    ContractPart.objects.bulk_create(
        ContractPart(version=version, source=source.value, fen=amount.fen)
        for source, amount in written.amounts.items()
    )
    ContractShare.objects.bulk_create(
        ContractShare(version=version, party_id=party, name=members[party], fen=amount.fen)
        for party, amount in written.shares.items()
    )
    return version


def _book(
    contract: Contract, version: ContractVersion, written: _Written, before: Amounts, booked_on: date
) -> None:
    """What grew is booked as 签约, what shrank as 减少合同; an unchanged amount books nothing."""
    if booked_on < version.signed_on:
        said = f"没有登记。记账日期{booked_on}早于签订日期{version.signed_on}，请写签订以后的日子。"
        raise ContractRefused("contract_booked_before_signing", said)
    more, less = rules.moved(before, written.amounts)
    made = (
        (EntryKind.CONTRACT_LESS, moves.contract_less(_shares(contract, less)), "减少"),
        (EntryKind.CONTRACT, moves.contract(_shares(contract, more)), "签约"),
    )
    paper = Document(version.number, version.signed_on, version.word)
    name = contract.project.name[:80]
    drafts = [
        Draft(kind, lines, booked_on, f"{name}：{version.word}{word}", contract.about, paper)
        for kind, lines, word in made
        if lines
    ]
    if drafts:
        posting.post_together(
            book=contract.book,
            drafts=drafts,
            by=written.by,
            acting=written.acting,
            happened_at=written.happened_at,
        )


def _shares(contract: Contract, amounts: Amounts) -> tuple[Share, ...]:
    project = contract.project
    return tuple(
        Share(source, project.budget_line, amount.fen, project.pk, contract.agreement_id)
        for source, amount in amounts.items()
    )


def _note(did: str, contract: Contract, version: ContractVersion, written: _Written) -> None:
    facts: dict[str, JSON] = {
        "number": version.number,
        "signed_on": version.signed_on.isoformat(),
        "amount": f"{yuan_words(rules.total(written.amounts))}元",
        "guarantee": version.guarantee_word,
        "reason": version.reason,
    }
    note(by=written.by, did=did, what=contract, happened_at=written.happened_at, facts=facts)
