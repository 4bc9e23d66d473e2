"""Promises of enterprises and the papers that prove them, booked beside the public money."""

import pytest
from django.db.models import Sum

from xiangji.core.accounts.permitting import NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused
from xiangji.core.values import Money
from xiangji.programme.actions.money import promising
from xiangji.programme.models import (
    Balance,
    Contract,
    LedgerEntry,
    Posting,
    Project,
    Promise,
    Proof,
)
from xiangji.programme.queries.money import ledger
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.accounts import Account, EntryKind
from xiangji.programme.rules.money.contracts import ContractRefused
from xiangji.programme.rules.money.promises import Outcome
from xiangji.programme.tests.contract_cast import (
    a_contract,
    confirm,
    held,
    promise,
    proven,
    reported,
    with_file,
)
from xiangji.programme.tests.examples import register_running
from xiangji.programme.tests.ledger_cast import finance
from xiangji.programme.tests.project_cast import OVER

WAN = Money.from_wan
FIRM = Source.ENTERPRISE


@pytest.fixture(autouse=True)
def plan(counties: None) -> None:
    register_running()


def book_of(contract: Contract, account: Account) -> Money:
    return held(contract).of(account, FIRM)


def whole(contract: Contract, account: Account) -> Money:
    """Over the whole book."""
    rows = Balance.objects.filter(book=contract.book, account=account.value)
    return Money(rows.aggregate(sum=Sum("fen"))["sum"] or 0)


@pytest.mark.proves("PRG-45")
def test_a_promise_is_owed_until_papers_prove_it() -> None:
    contract = a_contract()
    public = held(contract).total

    promise(contract, 18)
    proven(contract, 5)

    standing = held(contract).standing
    assert standing is not None
    assert (standing.missing, standing.outcome, standing.sentence) == (
        WAN(13),
        Outcome.OPEN,
        "还差130,000.00元",
    )
    assert book_of(contract, Account.OWED) == WAN(13)
    assert book_of(contract, Account.PROVEN) == WAN(5)
    assert held(contract).total == public


def test_more_than_was_promised_is_kept_as_more() -> None:
    contract = a_contract()
    promise(contract, 5)

    proven(contract, 8)

    standing = held(contract).standing
    assert standing is not None
    assert (standing.outcome, standing.beyond) == (Outcome.BEYOND, WAN(3))
    assert book_of(contract, Account.OWED) == Money(0)
    assert book_of(contract, Account.PROVEN) == WAN(8)


def test_a_promise_is_never_lowered_below_what_is_proven() -> None:
    contract = a_contract()
    promise(contract, 18)
    proven(contract, 12)

    with pytest.raises(ContractRefused, match=r"已经有凭证的投入是120,000\.00元，承诺不能降到110,000\.00元"):
        promise(contract, 11, reason="谈判。")
    promise(contract, 12, reason="谈判。")

    assert book_of(contract, Account.OWED) == Money(0)
    assert Promise.objects.count() == 2


def test_lowering_and_raising_a_promise_leaves_the_book_as_if_it_had_been_so_at_once() -> None:
    contract = a_contract()
    before = whole(contract, Account.PROMISED)
    promise(contract, 10)

    promise(contract, 4, reason="改小。")
    promise(contract, 9, reason="改大。")

    assert book_of(contract, Account.OWED) == WAN(9)
    assert whole(contract, Account.PROMISED).fen <= before.fen + WAN(9).fen
    assert whole(contract, Account.OWED) == whole(contract, Account.PROMISED)


def test_a_promise_that_changes_says_why_and_one_that_does_not_is_refused() -> None:
    contract = a_contract()
    promise(contract, 10)

    with pytest.raises(ContractRefused, match="还没有写为什么改"):
        promise(contract, 12)
    with pytest.raises(ContractRefused, match="没有变"):
        promise(contract, 10, reason="再登记一次。")
    assert Promise.objects.count() == 1


def test_a_promise_below_the_project_is_refused_and_above_it_only_where_the_plan_says_at_least() -> None:
    contract = a_contract()
    Project.objects.filter(pk=contract.project_id).update(enterprise_fen=WAN(18).fen)

    with pytest.raises(
        ContractRefused, match=r"企业自筹是180,000\.00元（正好这个数），承诺写的是179,999\.99元"
    ):
        promise(contract, "17.999999")
    with pytest.raises(ContractRefused, match=r"相差10,000\.00元"):
        promise(contract, 19)
    promise(contract, 18)

    assert held(contract).promise is not None


def test_a_proof_counts_only_after_finance_saw_a_file() -> None:
    contract = a_contract()
    promise(contract, 18)
    proof = reported(contract, 5)

    with pytest.raises(ContractRefused, match="还没有附件"):
        confirm(proof)
    assert held(contract).proven == Money(0)
    confirm(with_file(proof))

    assert held(contract).proven == WAN(5)
    assert LedgerEntry.objects.get(about=proof.about).kind == EntryKind.PROOF


def test_a_paper_proves_once_and_is_free_again_when_it_was_refused() -> None:
    contract = a_contract()
    first = reported(contract, 5)

    with pytest.raises(ContractRefused, match="一张凭证只算一次"):
        reported(contract, 5)
    promising.refuse_proof(proof=first, reason="抬头不对。", by=finance(), happened_at=OVER)
    reported(contract, 5)

    assert list(Proof.objects.order_by("pk").values_list("state", flat=True)) == ["refused", "reported"]
    assert held(contract).proven == Money(0)


def test_a_proof_is_judged_once() -> None:
    contract = a_contract()
    proof = with_file(reported(contract, 5))
    confirm(proof)
    postings = Posting.objects.count()

    with pytest.raises(ContractRefused, match="不再核实第二次"):
        confirm(proof)
    assert Posting.objects.count() == postings


@pytest.mark.parametrize("kind", [PostKind.CONTRACTOR, PostKind.COMMERCE_CLERK, PostKind.TOWN_CLERK])
def test_who_does_not_keep_the_money_confirms_nothing(kind: PostKind) -> None:
    contract = a_contract()
    proof = with_file(reported(contract, 5))
    stranger = a_post(kind, a_person("示例·外人")).person
    entries = Entry.objects.count()

    with pytest.raises((Refused, NotYours)):
        confirm(proof, by=stranger)
    with pytest.raises((Refused, NotYours)):
        reported(contract, 5, "示例票-2", by=stranger)
    with pytest.raises((Refused, NotYours)):
        promise(contract, 5, by=a_post(PostKind.TOWN_CLERK, a_person("示例·又一人")).person)

    assert Proof.objects.get().state == "reported"
    assert not Promise.objects.exists()
    assert Entry.objects.count() == entries
    assert ledger.entries_of(contract.book, about=proof.about).count() == 0
