"""The desk of payments as the finance officer sees it when the treasury has paid already."""

import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.events import drain
from xiangji.core.office.tests.cast import inside
from xiangji.programme.models import Payment, TreasuryPayment, WarningReason
from xiangji.programme.tests.contract_cast import a_contract
from xiangji.programme.tests.contracting_cast import manager
from xiangji.programme.tests.examples import load_counties, register_running
from xiangji.programme.tests.payment_cast import (
    TODAY,
    approved,
    available,
    book_stands,
    drafted,
    finance,
    money_came,
    money_stands,
    recorded,
    state,
    submitted,
    with_receipt,
)
from xiangji.programme.tests.project_cast import holidays

pytestmark = pytest.mark.django_db

VOUCHER = {
    "source": "central",
    "amount": "30000.00",
    "quota_number": "示例指-2026-1",
    "voucher_number": "示例支-001",
    "paid_on": TODAY.isoformat(),
}
WHY = "国库先付了，到账通知还在路上。"


@pytest.fixture(autouse=True)
def plan(settings: LazySettings, tmp_path: Path) -> None:
    settings.TOTP = False
    load_counties(tmp_path)
    holidays()
    register_running()
    drain()


def fields(page: str) -> list[str]:
    """Names of the reasons that the form asks for."""
    return sorted(set(re.findall(r'name="(why_[0-9a-f]{8})"', page)))


def of(payment: Payment, *more: str) -> str:
    return f"/office/payments/{payment.pk}/{'/'.join((*more, ''))}"


def test_the_form_asks_for_a_reason_beside_what_speaks_against_the_payment() -> None:
    payment, officer = with_receipt(approved(book_stands(), why="核对过。")), inside(finance())

    page = officer.get(of(payment)).content.decode()

    assert len(fields(page)) == 1
    assert "为什么还是付了：专账上还没有这笔钱（公开）" in page
    assert "差30,000.00元" in page


def test_without_the_reason_nothing_is_recorded_and_what_was_typed_stays() -> None:
    payment, officer = with_receipt(approved(book_stands(), why="核对过。")), inside(finance())

    answer = officer.post(of(payment, "record"), VOUCHER)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有记拨付。“专账上还没有这笔钱”要单独写理由" in page
    assert 'value="示例支-001"' in page
    assert not TreasuryPayment.objects.exists()


def test_with_the_reason_the_payment_stands_and_its_expenditure_waits_for_the_transfer() -> None:
    project = book_stands()
    payment, officer = with_receipt(approved(project, why="核对过。")), inside(finance())
    why = fields(officer.get(of(payment)).content.decode())[0]

    answer = officer.post(of(payment, "record"), {**VOUCHER, why: WHY}, follow=True)

    assert "到账记了以后回来点“补记支出”" in answer.content.decode()

    assert WarningReason.objects.filter(payment=payment, reason=WHY).count() == 1
    assert "补记支出" in officer.get(of(payment)).content.decode()
    assert payment.word in officer.get("/office/payments/?chip=unspent").content.decode()
    assert payment.word not in officer.get("/office/payments/?chip=against").content.decode()

    money_came(project)
    answer = officer.post(of(payment, "spend"))
    assert answer.status_code == 302
    assert payment.word not in officer.get("/office/payments/?chip=unspent").content.decode()


def test_what_was_paid_before_its_approval_is_found_by_its_chip_also_by_the_auditor() -> None:
    payment = with_receipt(approved(money_stands(), why="核对过。", invoices=()))
    officer = inside(finance())
    told = {**VOUCHER, "paid_on": TODAY.replace(day=1).isoformat()}
    why = dict.fromkeys(fields(officer.post(of(payment, "record"), told).content.decode()), WHY)

    answer = officer.post(of(payment, "record"), {**told, **why})

    assert (answer.status_code, state(payment).word) == (302, "已付")
    auditor = inside(a_post(PostKind.AUDIT_VIEWER, a_person("示例·审计")).person)
    for reader in (officer, auditor):
        page = reader.get("/office/payments/?chip=against").content.decode()
        assert payment.word in page
        assert "付了，可规则不许" in page


@pytest.mark.parametrize(
    "typed", [{"paid_on": "昨天"}, {"amount": "三万"}, {"source": "enterprise"}, {"paid_on": "9999-12-31"}]
)
def test_what_nobody_understands_is_said_beside_its_field(typed: dict[str, str]) -> None:
    payment, officer = with_receipt(approved(money_stands(), why="核对过。")), inside(finance())

    answer = officer.post(of(payment, "record"), {**VOUCHER, **typed})

    assert answer.status_code == 422
    assert not TreasuryPayment.objects.exists()


def test_a_list_of_many_drafts_judges_none_of_them(django_assert_max_num_queries: object) -> None:
    project = money_stands()
    for number in range(12):
        drafted(project, purpose=f"第{number}笔", invoices=())
    clerk: Client = inside(finance())
    firm = inside(Payment.objects.all()[0].paper.author)  # type: ignore[union-attr]

    assert clerk.get("/office/payments/?chip=all").status_code == 200
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        page = firm.get("/office/payments/?chip=all").content.decode()
    assert page.count("还没有查") == 12


def test_whoever_records_the_treasury_s_payment_reads_the_book_and_the_rules_once(
    django_assert_max_num_queries: object,
) -> None:
    payment, officer = with_receipt(approved(money_stands(), why="核对过。")), inside(finance())
    assert officer.get(of(payment)).status_code == 200

    with django_assert_max_num_queries(34):  # type: ignore[operator]
        page = officer.get(of(payment)).content.decode()

    assert "记国库支付" in page


@pytest.mark.parametrize(
    ("asked", "is_there"),
    [
        ("basis=other", True),
        ("basis=advance", False),
        ("source=central", True),
        ("source=county", False),
        (f"paid={TODAY:%Y-%m}", True),
        ("paid=2020-01", False),
        ("line=logistics", True),
        ("line=stations", False),
        ("project=999999", False),
    ],
)
def test_the_list_is_narrowed_by_ground_source_month_line_and_project(asked: str, is_there: bool) -> None:  # noqa: FBT001
    payment = with_receipt(approved(money_stands(), why="核对过。"))
    recorded(payment)

    page = inside(finance()).get(f"/office/payments/?chip=all&{asked}").content.decode()

    assert (payment.word in page) is is_there


@pytest.mark.parametrize("asked", ["paid=某月", "basis=送", "project=甲", "line=%00", "source=enterprise"])
def test_what_nobody_can_narrow_by_is_said_or_finds_nothing(asked: str) -> None:
    submitted(money_stands())

    answer = inside(finance()).get(f"/office/payments/?chip=all&{asked}")

    assert answer.status_code == 200
    assert "没有找到" in answer.content.decode()


def test_whoever_writes_a_payment_sees_what_may_still_be_asked_for() -> None:
    payment = drafted(money_stands())
    firm = inside(manager(payment.project))

    shown = firm.get(of(payment)).content.decode()

    left = f"{available().yuan:,.2f}"
    assert f"预算行里还有{left}元可以申请。" in shown


def test_the_only_project_of_a_firm_is_paid_from_its_contract_where_it_has_one() -> None:
    project = money_stands()
    firm = inside(manager(project))
    before = firm.get("/office/payments/do/draft/").content.decode()
    a_contract(project=project)

    after = firm.get("/office/payments/do/draft/").content.decode()

    tick = re.compile(r'<input type="checkbox" name="is_of_contract"[^>]* checked')
    assert (bool(tick.search(before)), bool(tick.search(after))) == (False, True)


def test_nobody_is_paid_in_advance_because_nobody_chose_a_ground() -> None:
    project = money_stands()
    typed = {"project": project.pk, "purpose": "货架", "basis": "", "central": "100.00"}

    answer = inside(manager(project)).post("/office/payments/do/draft/", typed)

    assert answer.status_code == 422
    assert not Payment.objects.exists()
