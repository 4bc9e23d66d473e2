"""What the treasury paid stands open to everybody: filtered, as a table, without anything of a person."""

import csv
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook

from xiangji.programme.tests.contracting_cast import manager
from xiangji.programme.tests.examples import load_counties, register_running
from xiangji.programme.tests.payment_cast import (
    INVOICE,
    approved,
    money_stands,
    recorded,
    with_receipt,
)
from xiangji.programme.tests.project_cast import LINE, holidays

pytestmark = pytest.mark.django_db

WHY = "核对过，可以付。"


@pytest.fixture(autouse=True)
def plan(tmp_path: Path) -> None:
    load_counties(tmp_path)
    holidays()
    register_running()


def opened(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status
    return answer.content.decode()


def a_payment_is_paid(number: str = "示例支-001") -> None:
    recorded(with_receipt(approved(money_stands(), why=WHY)), number=number)


@pytest.mark.proves("PRG-66")
def test_everybody_reads_what_was_paid_with_line_payee_and_voucher_and_nothing_of_a_person() -> None:
    project = money_stands()
    recorded(with_receipt(approved(project, why=WHY)))

    page = opened("/open/money/")

    assert "示例支-001" in page
    assert "镇级分拣线，第一笔" in page
    assert project.contractor.name in page
    assert "30,000" in page
    assert WHY in page
    assert INVOICE.number not in page
    assert manager(project).name not in page


def test_what_was_only_approved_is_not_disclosed() -> None:
    approved(money_stands(), why=WHY)

    assert "还没有付过钱" in opened("/open/money/")


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("year=2026", True),
        ("year=2025", False),
        (f"line={LINE}", True),
        ("line=nothing_like_it", False),
        ("contractor=999999", False),
    ],
)
def test_what_was_paid_is_filtered_by_year_line_and_contractor(query: str, is_found: bool) -> None:  # noqa: FBT001
    a_payment_is_paid()

    page = opened(f"/open/money/?{query}")

    assert ("示例支-001" in page) == is_found
    assert ("这样筛选没有找到" in page) != is_found


@pytest.mark.parametrize(
    "query", ["year=9999999999999999999999", "year=-1", "year=二", "contractor=x", "page=zzz", "line=%00"]
)
def test_a_filter_that_means_nothing_breaks_nothing(query: str) -> None:
    a_payment_is_paid()

    page = opened(f"/open/money/?{query}")

    assert "资金拨付公开" in page
    assert ("示例支-001" in page) != ("这样筛选没有找到" in page)


def test_the_table_has_the_same_rows_as_the_page_and_follows_the_filter() -> None:
    a_payment_is_paid()

    every = list(csv.reader(StringIO(opened("/open/money.csv").lstrip("\ufeff"))))
    none = list(csv.reader(StringIO(opened("/open/money.csv?year=2025").lstrip("\ufeff"))))
    sheet = load_workbook(BytesIO(b"".join(Client().get("/open/money.xlsx")))).active

    assert [row[8] for row in every] == ["支付凭证号", "示例支-001"]
    assert every[1][6] == "30000.00"
    assert len(none) == 1
    assert sheet is not None
    assert [row[8].value for row in sheet.iter_rows()] == ["支付凭证号", "示例支-001"]
