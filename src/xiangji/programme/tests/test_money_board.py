"""The fund board: everybody reads every figure down to the entries, and nothing that is still in review."""

import csv
import re
from decimal import Decimal
from io import StringIO

import pytest
from django.conf import LazySettings
from django.test import Client

from xiangji.core.office.tests.cast import inside
from xiangji.core.values import Money
from xiangji.programme.actions.money import booking, closing
from xiangji.programme.models import Payment, Project
from xiangji.programme.queries.money import attention, board, ledger
from xiangji.programme.queries.money.board import Board
from xiangji.programme.rules.budget import Source
from xiangji.programme.tests import ledger_cast
from xiangji.programme.tests.examples import NOW, RUNNING, TODAY, register_running
from xiangji.programme.tests.payment_cast import (
    YUAN,
    approved,
    money_stands,
    recorded,
    submitted,
    with_receipt,
)
from xiangji.programme.tests.project_cast import LINE, holidays

PAGE = f"/plan/{RUNNING}/money/"


@pytest.fixture
def project(counties: None, settings: LazySettings) -> Project:
    settings.TOTP = False
    holidays()
    register_running()
    return money_stands()


@pytest.fixture
def paid(project: Project) -> Payment:
    payment = with_receipt(approved(project, why="现场核对过（示例）。"))
    recorded(payment)
    return payment


def of_running() -> Board:
    book = ledger.book_of(RUNNING)
    assert book is not None
    return board.board_of(book, TODAY)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.proves("PRG-36")
@pytest.mark.django_db
def test_each_figure_is_the_sum_of_its_lines_and_of_its_sources(paid: Payment) -> None:
    found = of_running()

    assert found.whole.budget == Money.from_wan(2100)
    assert found.whole.paid == Money(30_000 * YUAN)
    for column in ("budget", "contract", "requested", "paid", "left", "available"):
        whole = getattr(found.whole, column)
        assert Money.sum(getattr(columns, column) for _, columns in found.sources) == whole
        assert Money.sum(getattr(row.whole, column) for row in found.lines) == whole
    for row in found.lines:
        assert Money.sum(columns.budget for _, columns in row.sources) == row.whole.budget


@pytest.mark.django_db
def test_the_columns_are_those_of_the_ledger(paid: Payment) -> None:
    found, book = of_running(), ledger.books().get()

    assert found.whole == ledger.total(book)
    assert {row.line.key: row.whole for row in found.lines if row.whole.budget} == {
        row.key: row.columns for row in ledger.columns(book) if row.columns.budget
    }


@pytest.mark.django_db
def test_a_year_shows_what_came_and_what_was_paid_and_not_what_was_carried(counties: None) -> None:
    book = ledger_cast.a_book()
    ledger_cast.transfer(book, 300, on=ledger_cast.PAPER.on or TODAY)
    closing.carry_over(book=ledger_cast.again(book), year=2025, by=ledger_cast.finance(), happened_at=NOW)

    (first, *rest) = of_running().years

    assert (first.year, first.received, first.returned) == (2025, Money.from_wan(300), Money(0))
    assert all(not (year.received or year.paid) for year in rest)


@pytest.mark.django_db
def test_a_line_opens_down_to_project_voucher_and_entries(client: Client, paid: Payment) -> None:
    shown = text(client, f"{PAGE}{LINE}/")

    assert paid.project.name in shown
    assert "示例支-001" in shown
    assert "30,000.00" in shown
    assert {"资金到账", "拨付", "支出", "预算下达"} <= set(re.findall(r"，(\w+)</small>", shown))


@pytest.mark.django_db
def test_what_is_only_asked_for_is_a_sum_and_no_row(client: Client, project: Project) -> None:
    payment = submitted(project)

    shown = text(client, f"{PAGE}{LINE}/")

    assert of_running().whole.pending == Money(30_000 * YUAN)
    assert payment.word not in shown
    assert "申请占用" not in shown
    assert project.contractor.name not in shown


@pytest.mark.proves("PRG-37")
@pytest.mark.django_db
def test_what_was_given_in_kind_stands_apart_and_is_in_no_sum(client: Client, counties: None) -> None:
    book = ledger_cast.a_book()
    before = of_running().whole
    booking.note_in_kind(
        book=book,
        line="county_centre",
        what="建设用房（示例）",
        quantity=Decimal(1000),
        unit="平方米",
        provided_on=TODAY,
        document_number="示例9号",
        by=ledger_cast.finance(),
        happened_at=NOW,
    )

    assert of_running().whole == before
    assert "1,000 平方米" in text(client, PAGE)


@pytest.mark.django_db
def test_the_board_can_be_taken_away_as_a_table(client: Client, paid: Payment) -> None:
    answer = client.get(f"/plan/{RUNNING}/money.csv")
    head, *rows = csv.reader(StringIO(answer.content.decode("utf-8-sig")))

    assert head[:3] == ["预算行", "来源", "预算（元）"]
    assert rows[-1][2] == "21000000.00"
    assert sum(float(row[5]) for row in rows[:-1]) == float(rows[-1][5]) == 30_000


@pytest.mark.django_db
def test_without_a_book_the_page_says_who_opens_one(client: Client, counties: None) -> None:
    register_running()

    assert "财政还没有给这个方案建账" in text(client, PAGE)
    assert client.get(f"/plan/{RUNNING}/money.csv").status_code == 404
    assert client.get(f"{PAGE}{LINE}/").status_code == 404


@pytest.mark.django_db
def test_a_line_or_a_plan_that_is_not_there_is_not_found(client: Client, paid: Payment) -> None:
    assert client.get(f"{PAGE}nothing/").status_code == 404
    assert client.get("/plan/nothing/money/").status_code == 404


@pytest.mark.django_db
def test_the_enterprise_s_money_is_never_added_to_the_public(counties: None) -> None:
    ledger_cast.a_book()

    found = of_running()

    assert Source.ENTERPRISE not in {source for source, columns in found.sources if columns.budget}


@pytest.mark.django_db
def test_whoever_keeps_the_book_sees_what_wants_an_eye_and_the_list_behind_it(project: Project) -> None:
    submitted(project)
    book = ledger.books().get()

    eyes = {eye.words: eye.count for eye in attention.eyes_on(book)}

    assert eyes == {"笔拨付在审": 1, "张凭证，对账单上没有": 2}
    page = inside(ledger_cast.finance()).get(f"/office/books/{book.pk}/").content.decode()
    assert "/office/payments/?chip=running" in page
    assert "1 笔拨付在审" in page
    rules = f"/plan/{book.programme.key}/money/"
    assert f'href="{rules}"' in page
    assert "原则上" in Client().get(rules).content.decode()
