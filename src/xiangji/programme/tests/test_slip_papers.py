"""The approval slip as Word and as PDF: the same words as the page, and nothing of them is markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
import typst
from django.conf import LazySettings
from django.test import Client
from docx import Document
from pypdf import PdfReader

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post, an_organisation
from xiangji.core.audit.models import Entry
from xiangji.core.errors import Unavailable
from xiangji.core.office.tests.cast import inside
from xiangji.programme.actions.money import packing
from xiangji.programme.models import Payment
from xiangji.programme.rules.money.payment import Invoice
from xiangji.programme.tests.contracting_cast import manager
from xiangji.programme.tests.examples import register_running
from xiangji.programme.tests.payment_cast import (
    DAY,
    TODAY,
    approved,
    finance,
    money_stands,
    recorded,
    submitted,
    with_receipt,
)
from xiangji.programme.tests.project_cast import holidays
from xiangji.programme.web import paper_writing
from xiangji.programme.web.paper_writing import OfficialPaper, Table

NASTY = "#set text(red) [x] $1+1$ *粗* _斜_ `码` <b>&\"' \\ @甲 = 𠮷䶮 //不是注释"


@pytest.fixture
def payment(counties: None, settings: LazySettings) -> Payment:
    settings.TOTP = False
    holidays()
    register_running()
    found = with_receipt(approved(money_stands(), why="现场核对过（示例）。", purpose=NASTY))
    recorded(found)
    return found


def close(text: str) -> str:
    """Lines break anywhere, and a break takes its space along."""
    return "".join(text.split())


def words(content: bytes) -> Iterator[str]:
    made = Document(BytesIO(content))
    yield from (paragraph.text for paragraph in made.paragraphs)
    for table in made.tables:
        for row in table.rows:
            yield from (cell.text for cell in row.cells)


def taken(by: User, payment: Payment, ending: str) -> bytes:
    answer = inside(by).get(f"/office/print/payments/{payment.pk}/slip.{ending}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer.content


def digits(payment: Payment) -> str:
    page = inside(finance()).get(f"/office/print/payments/{payment.pk}/").content.decode()
    found = re.search(r"校验码 ([0-9A-F ]{14})", page)
    assert found
    return found[1]


def test_word_says_what_the_page_says(payment: Payment) -> None:
    page = inside(finance()).get(f"/office/print/payments/{payment.pk}/").content.decode()

    said = list(words(taken(finance(), payment, "docx")))

    whole = "\n".join(said)
    assert said[0] == "综合示范专项资金拨付审批单"
    assert NASTY in whole
    for word in (
        "30,000.00元（大写：叁万元整）",
        "示例支-001",
        "商务局初审",
        "财政审核",
        "审定",
        "现场核对过",
    ):
        assert word in whole
        assert word in page
    for approver in ("示例·周会计", "示例·陈组长"):
        assert any(approver in each for each in said)


def test_pdf_is_set_from_the_same_words_and_takes_none_of_them_for_markup(payment: Payment) -> None:
    if not any("CJK SC" in name or name in paper_writing.SERIFS for name in typst.Fonts().families()):
        pytest.skip("this machine has no Chinese font")

    pages = PdfReader(BytesIO(taken(finance(), payment, "pdf"))).pages

    said = close("".join(page.extract_text() for page in pages))
    assert close(NASTY) in said
    for word in words(taken(finance(), payment, "docx")):
        assert "校验码" in word or close(word) in said


def test_without_a_chinese_font_the_pdf_says_what_to_install() -> None:
    with pytest.raises(Unavailable) as answer:
        paper_writing._fonts({"DejaVu Sans"})

    assert "fonts-noto-cjk" in answer.value.sentence
    assert "Word" in answer.value.sentence


def test_one_kind_of_chinese_font_is_enough() -> None:
    assert paper_writing._fonts({"SimHei"}) == {"body": "SimHei", "head": "SimHei"}


def test_signs_that_word_cannot_carry_are_left_out() -> None:
    paper = OfficialPaper("题", "a\x00b\x0b", (Table("", (), (("甲", "\x1b乙"),), (1, 5)),), "尾")

    assert list(words(paper_writing.docx(paper))) == ["题", "a b ", "尾", "甲", " 乙"]


def test_another_voucher_gives_other_check_digits(counties: None, settings: LazySettings) -> None:
    settings.TOTP = False
    holidays()
    register_running()
    found = with_receipt(approved(money_stands(), why="现场核对过（示例）。"))
    again, before = digits(found), digits(found)

    recorded(found)

    assert again == before
    assert digits(found) != before


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_the_firm_takes_its_own_and_nobody_elses(client: Client, payment: Payment, ending: str) -> None:
    firm = an_organisation("示例·别家")
    elsewhere = a_post(PostKind.CONTRACTOR, a_person("示例·别家的人"), organisation=firm).person
    address = f"/office/print/payments/{payment.pk}/slip.{ending}"

    assert inside(manager(payment.project)).get(address).status_code == 200
    assert inside(elsewhere).get(address).status_code == 404
    assert client.get(address).status_code == 302


def test_whoever_takes_the_slip_as_a_file_is_written_down_with_its_check_digits(payment: Payment) -> None:
    printed = digits(payment)
    assert not Entry.objects.filter(did="programme.slip_taken").exists()

    taken(finance(), payment, "docx")

    noted = Entry.objects.get(did="programme.slip_taken")
    assert noted.what == f"programme.Payment {payment.pk}"
    assert printed in noted.text
    shown = inside(finance()).get(f"/office/payments/{payment.pk}/").content.decode()
    assert "取走了审批单" in shown
    assert f"校验码：{printed}" in shown


def test_a_stranger_takes_no_slip_and_nothing_is_noted(client: Client, payment: Payment) -> None:
    firm = an_organisation("示例·别家")
    elsewhere = a_post(PostKind.CONTRACTOR, a_person("示例·别家的人"), organisation=firm).person

    with pytest.raises(NotYours):
        packing.take_slip(payment=payment, form="Word", digest="0", by=elsewhere, happened_at=DAY)
    inside(elsewhere).get(f"/office/print/payments/{payment.pk}/slip.docx")

    assert not Entry.objects.filter(did="programme.slip_taken").exists()


def test_what_others_ask_for_later_changes_nothing_on_a_slip(payment: Payment) -> None:
    def shown() -> list[str]:
        page = inside(finance()).get(f"/office/payments/{payment.pk}/").content.decode()
        return re.findall(r'data-l="付[前后]可用">([0-9,.]+)', page)

    digits_before, shown_before = digits(payment), shown()

    submitted(payment.project, purpose="又一笔", invoices=(Invoice("", "2637009", TODAY, 500_000),))

    assert len(shown_before) == 2
    assert shown() == shown_before
    assert digits(payment) == digits_before
