"""A statement and earlier money as tables: from the file to the book, every fault named, nothing twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.http import HttpResponseBase
from django.test import Client

from xiangji.core.office.tests.cast import inside
from xiangji.core.office.tests.test_importing import a_file
from xiangji.core.sheets.models import Intake
from xiangji.core.values import Money
from xiangji.programme.models import LedgerEntry, Project, StatementLine
from xiangji.programme.queries.money import ledger
from xiangji.programme.tests.contracting_cast import bureau
from xiangji.programme.tests.examples import register_running
from xiangji.programme.tests.payment_cast import TODAY, finance, money_stands
from xiangji.programme.tests.project_cast import LINE, holidays

HEAD = [
    *(
        "账套",
        "流水号",
        "收入（元）",
        "支出（元）",
        "对方户名",
        "摘要",
        "支付凭证号",
        "余额（元）",
        "发生日期",
        "文号或凭据",
    ),
]
EARLIER = [
    *("预算行", "来源", "补录什么", "金额（元）", "项目名称", "凭证号或指标文号", "摘要"),
    *("发生日期", "文号或凭据"),
]
BANK = "示例银行2026年对账单"


@pytest.fixture
def client(counties: None, settings: LazySettings) -> Client:
    settings.TOTP = False
    holidays()
    register_running()
    money_stands()
    return inside(finance())


def a_row(
    serial: str, came: object = None, went: object = None, voucher: str = "", balance: object = None
) -> list[Any]:
    title = ledger.books().get().programme.version.title
    return [title, serial, came, went, "示例收款单位", "示例支付", voucher, balance, str(TODAY), BANK]


def sent(client: Client, kind: str, head: list[str], *rows: list[Any]) -> tuple[HttpResponseBase, Intake]:
    answer = client.post(f"/office/import/{kind}/", {"file": a_file(*rows, head=head, name="表.xlsx")})
    return answer, Intake.objects.latest("pk")


def confirmed(client: Client, kind: str, intake: Intake) -> Intake:
    client.post(
        f"/office/import/{kind}/{intake.pk}/confirm/", {"ticked": "on", "reason": "逐行核对过了（示例）。"}
    )
    intake.refresh_from_db()
    return intake


def test_a_statement_comes_in_line_by_line_with_its_signs(client: Client) -> None:
    _, intake = sent(client, "statements", HEAD, a_row("甲1", came="1,000.01"), a_row("甲2", went=30000.0))

    assert (intake.state, intake.doubt_count) == ("waiting", 0)
    assert not StatementLine.objects.exists()
    assert confirmed(client, "statements", intake).state == "done"
    assert dict(StatementLine.objects.values_list("serial", "fen")) == {"甲1": 100_001, "甲2": -3_000_000}
    assert set(StatementLine.objects.values_list("on", flat=True)) == {TODAY}


def test_the_same_statement_again_is_named_line_by_line_and_adds_nothing(client: Client) -> None:
    rows = [a_row("甲1", came=5.0), a_row("甲2", went=6.0)]
    confirmed(client, "statements", sent(client, "statements", HEAD, *rows)[1])

    _, again = sent(client, "statements", HEAD, *rows)

    assert again.state == "faulty"
    page = client.get(f"/office/import/statements/{again.pk}/").content.decode()
    assert page.count("这一行以前导入过了") == 2
    assert StatementLine.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"came": 5.0, "went": 6.0}, "收入和支出写一个"),
        ({}, "收入和支出写一个"),
        ({"came": -5.0}, "不小于零的金额"),
    ],
)
def test_a_line_that_says_two_things_or_nothing_is_named(
    client: Client, row: dict[str, Any], said: str
) -> None:
    _, intake = sent(client, "statements", HEAD, a_row("甲1", **row))

    assert intake.state == "faulty"
    assert said in client.get(f"/office/import/statements/{intake.pk}/").content.decode()
    assert not StatementLine.objects.exists()


def test_a_gap_in_the_printed_balances_is_a_doubt_before_anything_is_taken(client: Client) -> None:
    first, last = a_row("甲1", came=1000.0, balance=1000.0), a_row("甲2", went=300.0, balance=500.0)
    first[-2] = str(TODAY - timedelta(days=1))

    _, intake = sent(client, "statements", HEAD, first, last)

    assert (intake.state, intake.doubt_count) == ("waiting", 1)
    assert "少200.00元" in client.get(f"/office/import/statements/{intake.pk}/").content.decode()
    confirmed(client, "statements", intake)
    assert dict(StatementLine.objects.values_list("serial", "balance_fen")) == {"甲1": 100_000, "甲2": 50_000}


def test_only_who_keeps_the_book_brings_in_a_statement(client: Client) -> None:
    other = inside(bureau())

    assert other.get("/office/import/statements/").status_code == 403
    assert other.get("/office/import/earlier-money/").status_code == 403


def earlier(what: str = "已经拨付", amount: float = 10_000.0, project: str = "") -> list[Any]:
    book = ledger.books().get()
    line = ledger.names_of(book)[LINE]
    return [line, "中央财政", what, amount, project, "示例支-2019-1", "以前付的", str(TODAY), "示例支-2019-1"]


def test_what_was_paid_before_stands_in_the_book_on_its_day_by_its_paper(client: Client) -> None:
    project = Project.objects.latest("pk")

    _, intake = sent(client, "earlier-money", EARLIER, earlier(project=project.name))

    assert confirmed(client, "earlier-money", intake).state == "done"
    entry = LedgerEntry.objects.get(kind="opening")
    assert (entry.booked_on, entry.document_number) == (TODAY, "示例支-2019-1")
    assert ledger.total(ledger.books().get()).paid == Money(1_000_000)


def test_an_unknown_project_is_a_fault_and_the_same_again_a_doubt(client: Client) -> None:
    _, faulty = sent(client, "earlier-money", EARLIER, earlier(project="没有这个项目"))
    confirmed(client, "earlier-money", sent(client, "earlier-money", EARLIER, earlier())[1])
    _, again = sent(client, "earlier-money", EARLIER, earlier())

    assert faulty.state == "faulty"
    assert again.state == "waiting"
    page = client.get(f"/office/import/earlier-money/{again.pk}/").content.decode()
    assert "账上已经有一张同一天、同样金额、同样文号的期初凭证" in page
