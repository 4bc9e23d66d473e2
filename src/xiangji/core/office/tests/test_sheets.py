"""A list as an Excel sheet: the same rows, whole, and nothing that runs."""

from io import BytesIO

import pytest
from django.http import FileResponse
from django.test import Client
from openpyxl import load_workbook

from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.office.tests.cast import a_key, as_a, some_keys

pytestmark = pytest.mark.django_db


def rows(client: Client, address: str) -> list[tuple[object, ...]]:
    answer = client.get(address)
    assert isinstance(answer, FileResponse)
    book = load_workbook(BytesIO(answer.getvalue()))
    return [tuple(row) for row in book.active.iter_rows(values_only=True)]


def test_the_sheet_holds_every_row_of_the_list_as_it_was_asked() -> None:
    client = as_a(PostKind.SECURITY_ADMIN)
    some_keys(60)
    a_key("快递对接")

    found = rows(client, "/office/keys/export/?q=程序&order=daily_quota")

    assert found[0][:3] == ("用在哪里", "尾号", "每天最多（次）")
    assert len(found) == 61
    assert found[1][2] == 1
    assert found[60][2] == 60


def test_a_name_that_looks_like_a_formula_is_a_name() -> None:
    client = as_a(PostKind.SECURITY_ADMIN)
    a_key("=1+1")

    answer = client.get("/office/keys/export/")
    book = load_workbook(BytesIO(answer.getvalue()))
    cell = book.active["A2"]

    assert (cell.data_type, cell.value) == ("s", "=1+1（示例·商务局）")


def test_the_address_of_a_sheet_that_was_guessed_opens_nothing(client: Client) -> None:
    a_key("快递对接")

    assert client.get("/office/keys/export/").status_code == 302
    assert as_a(PostKind.AUDIT_VIEWER).get("/office/keys/export/").status_code == 403
    assert as_a(PostKind.AUDIT_VIEWER).get("/office/no-such-list/export/").status_code == 404
