"""Contracts with amounts: signed, supplemented, never below what was paid, booked as they are."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from xiangji.core.accounts.permitting import NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused
from xiangji.core.values import Money
from xiangji.programme.actions.money import contracting, posting
from xiangji.programme.models import Contract, ContractPart, ContractVersion, LedgerEntry, Project
from xiangji.programme.queries.money import contracts, ledger
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money import moves
from xiangji.programme.rules.money.accounts import Account, EntryKind
from xiangji.programme.rules.money.contracts import ContractRefused, shares_of
from xiangji.programme.rules.money.ledger import LedgerRefused
from xiangji.programme.rules.money.moves import Share
from xiangji.programme.tests.contract_cast import (
    ON,
    a_contract,
    amounts,
    held,
    letter,
    supplement,
    terms,
)
from xiangji.programme.tests.contracting_cast import bureau, chosen, in_force, registered, signed
from xiangji.programme.tests.examples import NOW, register_running
from xiangji.programme.tests.ledger_cast import LOGISTICS, a_book, finance
from xiangji.programme.tests.project_cast import OVER

WAN = Money.from_wan


@pytest.fixture(autouse=True)
def plan(counties: None) -> None:
    register_running()


def requested(contract: Contract, wan: int) -> None:
    """As a payment does it: out of the contract, and a part of it paid."""
    share = Share(Source.CENTRAL, LOGISTICS, WAN(wan).fen, contract.project_id, contract.agreement_id)
    with transaction.atomic():
        posting.post(
            book=contract.book,
            kind=EntryKind.REQUEST,
            postings=moves.request((share,)),
            booked_on=ON,
            summary="第一笔",
            about="programme.Payment:1",
            by=finance(),
            acting=None,
            happened_at=OVER,
        )


@pytest.mark.proves("PRG-36")
def test_a_contract_binds_the_budget_of_its_line_by_source() -> None:
    project, book = in_force(), a_book()
    before = ledger.available(book, Source.CENTRAL, LOGISTICS)

    contract = a_contract(20, 5, project=project)

    assert held(contract).amounts == {Source.CENTRAL: WAN(20), Source.COUNTY: WAN(5)}
    assert ledger.available(book, Source.CENTRAL, LOGISTICS) == before - WAN(20)
    assert held(contract).free[Source.CENTRAL] == WAN(20)
    entry = LedgerEntry.objects.get(about=contract.about)
    assert (entry.kind, entry.document_number, entry.booked_on) == (EntryKind.CONTRACT, "示例合同-1", ON)


def test_a_contract_is_registered_once_for_an_agreement() -> None:
    contract = a_contract()

    with pytest.raises(ContractRefused, match="已经登记过合同金额"):
        _sign_again(contract)
    assert Contract.objects.count() == 1


def _sign_again(contract: Contract) -> None:
    contracting.sign_contract(
        agreement=contract.agreement,
        terms=terms(),
        amounts=amounts(1),
        shares={},
        booked_on=ON,
        by=bureau(),
        happened_at=OVER,
    )


def test_a_contract_above_the_project_by_one_fen_is_refused_with_the_figures() -> None:
    with pytest.raises(ContractRefused, match=r"中央财政还可以签300,000\.00元，合同写的是300,000\.01元"):
        a_contract("30.000001")
    assert not Contract.objects.exists()
    assert not LedgerEntry.objects.filter(kind=EntryKind.CONTRACT).exists()


def test_two_contracts_of_a_project_share_its_money() -> None:
    first = a_contract(20)

    with pytest.raises(ContractRefused, match=r"还可以签100,000\.00元（别的合同已经用了200,000\.00元）"):
        a_contract(11, 0, project=first.project, kind="information")
    a_contract(10, 0, project=first.project, kind="information")

    assert Contract.objects.count() == 2


def test_a_contract_is_not_dearer_than_the_offer_that_won() -> None:
    project = in_force()
    registered()
    chosen()  # won with 38万元

    with pytest.raises(ContractRefused, match=r"中选的报价是380,000\.00元，合同写的是400,000\.00元"):
        a_contract(30, 10, project=project)
    contract = a_contract(28, 10, project=project)

    assert contract.award is not None


def test_a_contract_without_a_book_says_who_opens_one() -> None:
    agreement = signed(in_force())

    with pytest.raises(ContractRefused, match="还没有建账，请财政岗先建账"):
        contracting.sign_contract(
            agreement=agreement,
            terms=terms(),
            amounts=amounts(1),
            shares={},
            booked_on=ON,
            by=bureau(),
            happened_at=OVER,
        )


@pytest.mark.parametrize("kind", [PostKind.FINANCE, PostKind.CONTRACTOR, PostKind.TOWN_CLERK])
def test_a_stranger_signs_nothing_and_nothing_changed(kind: PostKind) -> None:
    stranger = a_post(kind, a_person("示例·外人")).person
    project = in_force()
    a_book()
    entries = LedgerEntry.objects.count()

    with pytest.raises((Refused, NotYours)):
        a_contract(project=project, by=stranger)
    assert not Contract.objects.exists()
    assert LedgerEntry.objects.count() == entries


def test_a_supplement_is_added_and_the_first_stays() -> None:
    contract = a_contract(20, 5)

    supplement(contract, 25, 3)

    rows = list(ContractVersion.objects.filter(contract=contract).order_by("ordinal"))
    assert [row.word for row in rows] == ["合同", "补充协议1"]
    assert held(contract).amounts == {Source.CENTRAL: WAN(25), Source.COUNTY: WAN(3)}
    assert held(contract).free[Source.CENTRAL] == WAN(25)
    assert held(contract).free[Source.COUNTY] == WAN(3)
    kinds = set(LedgerEntry.objects.filter(about=contract.about).values_list("kind", flat=True))
    assert kinds == {EntryKind.CONTRACT, EntryKind.CONTRACT_LESS}


def test_a_contract_is_never_lowered_below_what_was_requested() -> None:
    contract = a_contract(20, 5)
    requested(contract, 12)

    with pytest.raises(
        ContractRefused, match=r"已经申请和拨付120,000\.00元，不能降到119,999\.99元，差0\.01元"
    ):
        supplement(contract, "11.999999")
    supplement(contract, 12)

    assert held(contract).total == WAN(17)
    assert held(contract).free[Source.CENTRAL] == Money(0)
    assert held(contract).of(Account.REQUESTED, Source.CENTRAL) == WAN(12)


@pytest.mark.parametrize(
    ("what", "reason", "code"),
    [
        (terms("补-1"), "  ", "contract_word_missing"),
        (terms(""), "有理由", "contract_word_missing"),
        (terms("补-1", ON + timedelta(days=1)), "有理由", "contract_not_signed_yet"),
        (terms("补-1", ON - timedelta(days=1)), "有理由", "supplement_before_contract"),
        (replace(letter(ON), guaranteed=Money(0)), "有理由", "guarantee_not_whole"),
        (letter(ON - timedelta(days=1)), "有理由", "guarantee_ends_before_signing"),
        (terms(guaranteed=WAN(1)), "有理由", "guarantee_of_no_kind"),
        (terms("x\x00"), "有理由", "contract_word_not_readable"),
    ],
)
def test_a_supplement_that_is_not_whole_changes_nothing(what: object, reason: str, code: str) -> None:
    contract = a_contract()
    entries = LedgerEntry.objects.count()

    with pytest.raises(ContractRefused) as refused:
        supplement(contract, 21, reason=reason, what=what)  # type: ignore[arg-type]

    assert refused.value.code == code
    assert ContractVersion.objects.count() == 1
    assert LedgerEntry.objects.count() == entries


def test_a_contract_cannot_bind_more_than_the_line_has() -> None:
    """The project was granted more than the line still has: the book says so."""
    project = in_force()
    a_book()
    Project.objects.filter(pk=project.pk).update(central_fen=WAN(99_999).fen)

    with pytest.raises(LedgerRefused, match="可用指标只有"):
        a_contract(99_000, 0, project=project)
    assert not Contract.objects.exists()


def test_versions_and_their_amounts_are_only_added() -> None:
    a_contract()

    for rows in (ContractVersion.objects.all(), ContractPart.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.delete()


def test_a_consortium_shares_the_whole_contract() -> None:
    members = {1: "甲公司", 2: "乙公司"}

    assert shares_of({1: WAN(15), 2: WAN(10)}, members=members, whole=WAN(25)) == {1: WAN(15), 2: WAN(10)}
    with pytest.raises(ContractRefused, match=r"合起来是249,999\.99元，合同金额是250,000\.00元"):
        shares_of({1: WAN(15), 2: WAN(10) - Money(1)}, members=members, whole=WAN(25))
    assert shares_of({}, members={1: "甲公司"}, whole=WAN(25)) == {}


def test_the_guarantee_stands_on_the_list_and_whoever_signs_is_noted() -> None:
    contract = a_contract(what=letter(NOW.date() + timedelta(days=300)))

    assert held(contract).last.guaranteed == WAN(2)
    entry = Entry.objects.filter(did="programme.contract_signed").get()
    assert "250,000.00元" in entry.text
    assert contracts.rows().values_list("number", flat=True).get() == "示例合同-1"  # type: ignore[misc]
