"""The special account (专账): nothing moves on it without source, purpose, payee, voucher and a person."""

import pytest
from django.conf import LazySettings

from xiangji.core.office.tests.cast import inside
from xiangji.programme.models import LedgerEntry, Payment, Posting, Project
from xiangji.programme.rules.money.accounts import Account, Side
from xiangji.programme.tests.examples import RUNNING, register_running
from xiangji.programme.tests.payment_cast import approved, finance, money_stands, recorded, with_receipt
from xiangji.programme.tests.project_cast import holidays

pytestmark = pytest.mark.django_db

ON_THE_ACCOUNT = [account.value for account in Account if account.side is Side.TREASURY]


@pytest.fixture
def project(counties: None, settings: LazySettings) -> Project:
    settings.TOTP = False
    holidays()
    register_running()
    return money_stands()


def on_the_account() -> list[LedgerEntry]:
    keys = Posting.objects.filter(account__in=ON_THE_ACCOUNT).values("entry")
    return list(LedgerEntry.objects.filter(pk__in=keys).order_by("pk"))


@pytest.mark.proves("PRG-52")
def test_all_that_comes_and_goes_names_plan_source_purpose_payee_voucher_and_who_booked_it(
    project: Project,
) -> None:
    payment = with_receipt(approved(project, why="按会议纪要先付。"))
    paid = recorded(payment)

    came, came_too, went = on_the_account()

    assert [each.kind for each in (came, came_too, went)] == ["transfer", "transfer", "spend"]
    for entry in (came, came_too, went):
        assert entry.book.programme.key == RUNNING
        assert entry.summary
        assert entry.document_number
        assert entry.document_on is not None
        assert (entry.by, entry.post_title) == (finance(), "示例·商务局 财政局审核")
    sources = {line.source for line in Posting.objects.filter(entry=went)}
    projects = {line.project_id for line in Posting.objects.filter(entry=went, account="spent")}
    assert (sources, projects) == ({"central"}, {payment.project_id})
    assert went.document_number == paid.voucher_number
    asked = Payment.objects.get(pk=went.about.rpartition(":")[2])
    assert (asked.purpose, asked.payee.name) == ("镇级分拣线，第一笔", "示例乡集运营有限公司")


@pytest.mark.proves("PRG-52")
def test_the_desk_of_entries_says_the_same_to_whoever_asks(project: Project) -> None:
    recorded(with_receipt(approved(project, why="按会议纪要先付。")))
    went = on_the_account()[-1]

    page = inside(finance()).get(f"/office/ledger/{went.pk}/").content.decode()

    for word in ("镇级分拣线", "示例支-001", "中央财政", "示例·周会计"):
        assert word in page
