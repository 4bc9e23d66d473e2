"""What is paid out of a contract, and what a contract may no longer fall below."""

import pytest

from xiangji.core.values import Money
from xiangji.programme.actions.money import contracting, payments
from xiangji.programme.models import Agreement, Contract, ContractVersion, Payment, Posting, Project
from xiangji.programme.queries.money import contracts
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.accounts import Account
from xiangji.programme.rules.money.contracts import ContractRefused
from xiangji.programme.tests import payment_cast as cast
from xiangji.programme.tests.contract_cast import a_contract, amounts, supplement, terms
from xiangji.programme.tests.contracting_cast import bureau, manager, signed
from xiangji.programme.tests.examples import register_running
from xiangji.programme.tests.project_cast import OVER

YUAN = cast.YUAN
PAID = 30_000 * YUAN
WHY = "合同已经签了，先拨第一笔。"


@pytest.fixture(autouse=True)
def plan(counties: None) -> None:
    register_running()


def of_contract(project: Project) -> Payment:
    payment = payments.draft_payment(
        project=project, is_of_contract=True, request=cast.WANTED, by=manager(project), happened_at=cast.DAY
    )
    payments.submit_payment(payment=payment, by=manager(project), happened_at=cast.DAY)
    for reviewer in (bureau(), cast.finance(), cast.chief()):
        payments.approve_payment(payment=payment, by=reviewer, happened_at=cast.DAY, reason=WHY)
    return cast.again(payment)


def paid_out_of(project: Project) -> Payment:
    payment = cast.with_receipt(of_contract(project))
    cast.recorded(payment, fen=PAID)
    return payment


def replaced(first: Agreement) -> Agreement:
    return signed(first.project, first.kind, reason="换了服务期。")


def test_a_payment_comes_out_of_the_first_agreement_also_when_it_was_replaced() -> None:
    contract = a_contract(project=cast.money_stands())
    later = replaced(contract.agreement)
    payment = paid_out_of(contract.project)

    held = contracts.held(contract)
    touched = Posting.objects.filter(entry__about=payment.about, account=Account.PAID.value)
    assert payment.agreement_id == contract.agreement_id != later.pk
    assert {row.agreement_id for row in touched} == {contract.agreement_id}
    assert held.of(Account.PAID, Source.CENTRAL) == Money(PAID)
    assert held.free[Source.CENTRAL] == Money.from_wan(20) - Money(PAID)


def test_a_contract_is_not_lowered_below_what_was_paid_by_one_fen() -> None:
    contract = a_contract(project=cast.money_stands())
    paid_out_of(contract.project)
    postings = Posting.objects.count()

    with pytest.raises(ContractRefused, match=r"申请和拨付30,000\.00元"):
        supplement(contract, "2.999999")

    assert ContractVersion.objects.count() == 1
    assert Posting.objects.count() == postings
    supplement(contract, 3)
    assert contracts.held(contract).free[Source.CENTRAL] == Money(0)


def test_the_money_of_a_contract_is_registered_on_the_agreement_that_came_first() -> None:
    project = cast.money_stands()
    later = replaced(signed(project))

    with pytest.raises(ContractRefused, match="第一份"):
        contracting.sign_contract(
            agreement=later,
            terms=terms(),
            amounts=amounts(20, 5),
            shares={},
            booked_on=OVER.date(),
            by=bureau(),
            happened_at=OVER,
        )

    assert not Contract.objects.exists()
