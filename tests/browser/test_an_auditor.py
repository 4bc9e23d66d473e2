"""The auditor: from a figure down to its entries and its evidence, the pack, a proof alone, and no button."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from xiangji.core.accounts.models import User
from xiangji.core.audit.models import Entry
from xiangji.core.evidence.models import Evidence
from xiangji.core.office.desk import Desk, desks
from xiangji.demo.build import build
from xiangji.programme.models import LedgerEntry, Payment, PaymentCheck, TreasuryPayment
from xiangji.programme.tasks import seal_ledger

pytestmark = pytest.mark.browser
FORBIDDEN, NOT_THERE = 403, 404


@pytest.fixture(autouse=True)
def county(transactional_db: None, settings: LazySettings) -> None:
    settings.DEMO, settings.TOTP = True, False
    build(lambda _what, _done, _total: None, now=timezone.now())
    seal_ledger()


def log_in(page: Page, username: str) -> None:
    page.goto("/office/login/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill("xiangji-demo")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/office/$"))


def first_paid() -> TreasuryPayment:
    return TreasuryPayment.objects.select_related("payment__project", "entry").order_by("pk")[0]


def amount(text: str) -> Decimal:
    """Yuan as a page writes them."""
    return Decimal(re.sub(r"[^0-9.]", "", text))


def rows_of_money() -> tuple[int, ...]:
    kept = (LedgerEntry, Payment, PaymentCheck, TreasuryPayment, Evidence)
    return tuple(table.objects.count() for table in kept)


def test_an_auditor_goes_from_a_figure_to_its_evidence_by_links_alone(desk: Page) -> None:
    paid = first_paid()
    desk.goto("/plan/")
    desk.get_by_role("link", name=re.compile("^资金台账")).first.click()
    desk.get_by_role("main").locator("tbody a", has_text="公共服务中心建设").first.click()
    listed = desk.locator("#paid tbody tr td:last-child").all_inner_texts()
    figure = desk.locator(".figures > span", has_text="拨付").locator("> small").inner_text()
    assert sum(map(amount, listed)) == amount(figure) > 0
    expect(desk.locator("#paid")).to_contain_text(paid.voucher_number)

    log_in(desk, "audit-viewer")
    desk.get_by_role("navigation", name="工作台").locator("summary", has_text="资金").click()
    desk.get_by_role("link", name="账套与结账").first.click()
    desk.locator("tbody a").first.click()
    desk.locator("#detail").get_by_role("link", name="看全部记账凭证").click()
    desk.get_by_role("link", name="拨付和支出").click()
    desk.locator("table a", has_text=paid.entry.word).first.click()
    entry = desk.locator("#detail")
    expect(entry).to_contain_text(paid.voucher_number)
    entry.get_by_role("link", name=paid.payment.word).click()

    paper = desk.locator("#detail")
    expect(paper).to_contain_text(paid.voucher_number)
    [receipt, *_] = Evidence.objects.filter(target=paid.payment.about)
    with desk.expect_download() as opened:
        paper.get_by_role("link", name=receipt.name).first.click()
    content = Path(opened.value.path()).read_bytes()
    assert hashlib.sha256(content).hexdigest() == receipt.sha256


def test_an_auditor_takes_the_pack_and_proves_it_and_the_ledger_alone(desk: Page) -> None:
    project = first_paid().payment.project
    log_in(desk, "audit-viewer")
    desk.goto(f"/office/projects/{project.pk}/")
    with desk.expect_download() as taken:
        desk.get_by_role("link", name="取证据包").click()

    with zipfile.ZipFile(taken.value.path()) as pack:
        names = pack.namelist()
        [listed] = [name for name in names if name.endswith("sha256.txt")]
        folder = listed.removesuffix("sha256.txt")
        hashes = [line.split(maxsplit=1) for line in pack.read(listed).decode().splitlines()]
        assert {f"{folder}{name}" for _, name in hashes} == set(names) - {listed}
        for sha256, name in hashes:
            assert hashlib.sha256(pack.read(f"{folder}{name}")).hexdigest() == sha256
    said = io.StringIO()
    call_command("verify", "ledger", stdout=said)
    assert said.getvalue().splitlines()[-1] == "资金账链完好。"


def test_every_button_of_money_is_refused_to_an_auditor_and_nothing_changes(desk: Page) -> None:
    log_in(desk, "audit-viewer")
    before, noted = rows_of_money(), Entry.objects.count()

    for address in addresses_of_deeds():
        desk.goto("/office/payments/?chip=all")
        assert desk.evaluate(POST, address) in {FORBIDDEN, NOT_THERE}, address
    for one in money():
        desk.goto(f"/office/{one.key}/?chip=all")
        expect(desk.locator(".actions button")).to_have_count(0)

    assert rows_of_money() == before
    assert Entry.objects.count() == noted


POST = """async address => {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
    const body = new URLSearchParams({csrfmiddlewaretoken: token});
    return (await fetch(address, {method: "POST", body})).status;
}"""


def money() -> list[Desk[Any]]:
    return [one for one in desks() if one.menu.title == "资金"]


def addresses_of_deeds() -> Iterator[str]:
    """Each deed on the first paper of its desk, and those that begin something new."""
    auditor = User.objects.get(username="audit-viewer")
    for one in money():
        paper = one.for_person(auditor).order_by("pk").first()
        for action in one.actions:
            if action.of_list:
                yield f"/office/{one.key}/do/{action.name}/"
            elif paper is not None:
                yield f"/office/{one.key}/{paper.pk}/{action.name}/"
