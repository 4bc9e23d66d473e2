"""The finance officer: opens the ledger, reads a clause, returns one, passes one, records what was paid."""

import re

import pytest
from django.conf import LazySettings
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from xiangji.core.accounts.models import User
from xiangji.core.evidence.tests.cast import PDF
from xiangji.demo.build import build
from xiangji.programme.actions.money import payments as deeds
from xiangji.programme.models import Payment
from xiangji.programme.queries.money import payments
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.payment import Basis, Invoice, Part, Request, State

pytestmark = pytest.mark.browser
WHOLE, WARNED = "展厅灯具，一批", "展厅宣传片，一部"
WAN = 1_000_000
BUREAU_WHY, WHY = "宣传片也在展厅里放，商务局看过脚本。", "县里当年没有宣传预算，会议同意从中央资金付。"


@pytest.fixture(autouse=True)
def county(transactional_db: None, settings: LazySettings) -> None:
    """Two payments have passed the bureau: the rules keep one of them, and warn of the other."""
    settings.DEMO, settings.TOTP = True, False
    build(lambda _what, _done, _total: None, now=timezone.now())
    asked(WHOLE, "equipment", number=1)
    asked(WARNED, "publicity", number=2)


def person(username: str) -> User:
    return User.objects.get(username=username)


def asked(purpose: str, category: str, *, number: int) -> None:
    """Asked for, and passed by the bureau."""
    payment = submitted(purpose, category, number=number)
    deeds.approve_payment(
        payment=payment, by=person("commerce-clerk"), happened_at=timezone.now(), reason=BUREAU_WHY
    )


def submitted(purpose: str, category: str, *, number: int) -> Payment:
    manager, now = person("contractor"), timezone.now()
    invoice = Invoice("", f"2637{number:016}", timezone.localdate(), WAN)
    payment = deeds.draft_payment(
        project=payments.open_projects(manager).get(name="公共服务中心展厅改造"),
        is_of_contract=False,
        request=Request(purpose, Basis.OTHER, None, (Part(Source.CENTRAL, category, WAN),), (invoice,)),
        by=manager,
        happened_at=now,
    )
    return deeds.submit_payment(payment=payment, by=manager, happened_at=now)


def state(purpose: str) -> State:
    return payments.state(payments.rows().get(purpose=purpose))


def log_in(page: Page, username: str) -> None:
    page.context.clear_cookies()
    page.goto("/office/login/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill("xiangji-demo")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/office/$"))


def open_payment(page: Page, purpose: str) -> Locator:
    """From the list of what waits for her; the paper opens beside it."""
    page.goto("/office/payments/?chip=mine")
    page.get_by_role("link", name=purpose).first.click()
    paper = page.locator("#detail")
    expect(paper.get_by_role("heading", level=2).first).to_contain_text(purpose)
    return paper


def test_a_finance_officer_goes_from_the_ledger_to_the_public_page(desk: Page) -> None:
    log_in(desk, "finance")
    desk.get_by_role("navigation", name="工作台").locator("summary", has_text="资金").click()
    desk.get_by_role("link", name="记账凭证").first.click()
    desk.locator("table a", has_text="资金到账").first.click()
    expect(desk.locator("#detail")).to_contain_text("专账结余")

    paper = open_payment(desk, WHOLE)
    paper.get_by_label(re.compile("^意见")).fill("发票上的数量和清单对不上，请换一张。")
    paper.get_by_role("button", name="退回补正").click()
    expect(desk.get_by_text("退回去了，占住的钱退了回去")).to_be_visible()
    assert state(WHOLE) is State.RETURNED

    paper = open_payment(desk, WARNED)
    expect(paper).to_contain_text("方案把“宣传推介”写在县（市）配套的用途里")
    expect(paper.locator("cite", has_text="五（二）").first).to_be_visible()
    expect(paper).to_contain_text(BUREAU_WHY)
    paper.get_by_label(re.compile("^意见")).fill(WHY)
    paper.get_by_role("button", name="同意").click()
    expect(desk.get_by_text("同意了，已经转到下一步。")).to_be_visible()

    log_in(desk, "leading-group")
    open_payment(desk, WARNED).get_by_role("button", name="同意").click()
    expect(desk.get_by_text("同意了，已经转到下一步。")).to_be_visible()
    assert state(WARNED) is State.APPROVED

    log_in(desk, "finance")
    paper = open_payment(desk, WARNED)
    record(desk, paper, voucher="示例支-8801", said="还没有凭证，请先把国库支付回单的扫描件")
    assert state(WARNED) is State.APPROVED
    attach_the_receipt(desk)
    paper = open_payment(desk, WARNED)
    record(desk, paper, voucher="示例支-8801", said="公开页上看得到")
    assert state(WARNED) is State.PAID

    desk.context.clear_cookies()
    desk.goto("/open/money/")
    row = desk.get_by_role("main").locator("tr, li", has_text=WARNED).first
    expect(row).to_contain_text("10,000")
    desk.goto("/plan/")
    desk.get_by_role("link", name=re.compile("^资金台账")).first.click()
    desk.get_by_role("main").locator("tbody a", has_text="公共服务中心建设").first.click()
    expect(desk.locator("#paid")).to_contain_text("示例支-8801")


def test_the_bureau_writes_the_reason_at_its_rule_and_agrees_without_leaving_it(desk: Page) -> None:
    payment = submitted("展厅宣传片，第二部", "publicity", number=3)
    log_in(desk, "commerce-clerk")
    paper = open_payment(desk, payment.purpose)
    agree = paper.get_by_role("button", name="同意")

    agree.click()
    expect(desk.get_by_role("alert")).to_contain_text("没有同意。“正面清单”要理由")
    why = desk.locator("#detail").get_by_label(re.compile("^为什么可以付：正面清单"))
    why.fill(BUREAU_WHY)
    expect(why).to_be_in_viewport(ratio=1)
    expect(agree).to_be_in_viewport(ratio=1)
    agree.click()

    expect(desk.get_by_text("同意了，已经转到下一步。")).to_be_visible()
    assert [each.reason for each in payments.reasons_of(payment)] == [BUREAU_WHY]


def record(page: Page, paper: Locator, *, voucher: str, said: str) -> None:
    """What the treasury's voucher says; the form stands at the foot of the paper."""
    paper.get_by_label("指标文号").fill("示例财预指〔2026〕17号")
    paper.get_by_label("支付凭证号").fill(voucher)
    paper.get_by_label("支付日期").fill(timezone.localdate().isoformat())
    paper.get_by_role("button", name="记国库支付").click()
    expect(page.get_by_text(said).first).to_be_visible()


def attach_the_receipt(page: Page) -> None:
    payment = Payment.objects.get(purpose=WARNED)
    page.goto(f"/office/evidence/of/{payment.about}/")
    page.get_by_label("加凭证").set_input_files(
        {"name": "国库支付回单（示例）.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="加上这些文件").click()
    expect(page.get_by_role("link", name="国库支付回单（示例）.pdf")).to_be_visible()
