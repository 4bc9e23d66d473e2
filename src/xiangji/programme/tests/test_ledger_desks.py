"""The desks of the book and its entries as people see them: finance, audit, and who has no business there."""

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from xiangji.core.accounts.models import Post
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.office.tests.cast import inside, put_away
from xiangji.core.values import Money
from xiangji.programme.models import LedgerEntry
from xiangji.programme.queries.money import ledger
from xiangji.programme.rules.budget import Source
from xiangji.programme.tests import payment_cast
from xiangji.programme.tests.examples import register_running
from xiangji.programme.tests.ledger_cast import CENTRE, a_book, finance, transfer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counties")]

TRANSFER = {
    "source": "central",
    "line": CENTRE,
    "amount": "1100000.50",
    "booked_on": "2026-03-02",
    "summary": "前期资金到账",
    "document_kind": "指标文",
    "document_number": "财建〔2026〕12号",
    "document_on": "2026-02-27",
}


@pytest.fixture(autouse=True)
def no_second_factor(settings: LazySettings) -> None:
    settings.TOTP = False


@pytest.fixture
def officer() -> Client:
    return inside(finance())


def test_the_finance_officer_opens_the_book_and_reads_line_by_line_what_the_plan_grants(
    officer: Client,
) -> None:
    book = a_book()

    page = officer.get(f"/office/books/{book.pk}/").content.decode()

    assert "21,000,000.00" in page
    assert "按预算行" in page
    assert "还没有结过账" in page


@pytest.mark.proves("PRG-52")
def test_the_book_names_who_keeps_it_today_and_says_when_nobody_does(officer: Client) -> None:
    book = a_book()
    address = f"/office/books/{book.pk}/"

    assert "示例·王会计（示例·商务局 财政局审核）" in officer.get(address).content.decode()
    reader = inside(a_post(PostKind.AUDIT_VIEWER, a_person("示例·审计")).person)
    Post.objects.filter(kind=PostKind.FINANCE.value).update(ended_at=timezone.now(), end_reason="调走了。")

    assert "现在没有人。" in reader.get(address).content.decode()


def test_an_entry_leads_to_the_payment_it_was_booked_for_and_to_its_project() -> None:
    register_running()
    project = payment_cast.money_stands()
    payment = payment_cast.submitted(project)
    entry = LedgerEntry.objects.get(about=payment.about)

    page = inside(finance()).get(f"/office/ledger/{entry.pk}/").content.decode()

    assert f'href="/office/payments/{payment.pk}/"' in page
    assert f'href="/office/projects/{project.pk}/"' in page


def test_what_came_is_typed_in_and_found_among_the_entries(officer: Client) -> None:
    book = a_book()

    answer = officer.post(f"/office/books/{book.pk}/transfer/", TRANSFER)

    assert answer.status_code == 302
    entry = LedgerEntry.objects.get(kind="transfer")
    assert (entry.word, entry.document_number) == ("记-2026-0001", "财建〔2026〕12号")
    assert ledger.on_hand(book, Source.CENTRAL) == Money.from_yuan("1100000.50")
    page = officer.get(f"/office/ledger/{entry.pk}/").content.decode()
    assert "专账结余" in page
    assert "1,100,000.50" in page
    assert "记了一张凭证" in page


def test_a_refusal_stands_on_the_page_and_nothing_is_booked(officer: Client) -> None:
    book = a_book()
    before = LedgerEntry.objects.count()

    answer = officer.post(f"/office/books/{book.pk}/give-back/", TRANSFER)

    assert answer.status_code == 422
    assert "专账结余只有0.00元" in answer.content.decode()
    assert LedgerEntry.objects.count() == before


def test_entries_are_filtered_by_month_kind_source_and_line(officer: Client) -> None:
    book = a_book()
    transfer(book, 10, line=CENTRE)
    transfer(book, 20, source=Source.COUNTY, summary="配套到账")

    def count(query: str) -> int:
        page = officer.get(f"/office/ledger/?{query}").content.decode()
        return sum(page.count(f"记-{year}-") for year in (2025, 2026))

    whole = count("chip=all")
    assert whole > 0
    assert 0 < count("chip=all&kind=transfer") < whole
    assert 0 < count("chip=all&source=county&kind=transfer") < count("chip=all&kind=transfer")
    assert 0 < count(f"chip=all&line={CENTRE}&kind=transfer") < count("chip=all&kind=transfer")
    assert 0 < count("chip=all&month=2025-11") < whole
    assert count("chip=all&month=2024-01") == 0
    assert "看不懂" in officer.get("/office/ledger/?month=13").content.decode()


def test_a_wrong_entry_is_reversed_on_its_paper_and_shows_by_which(officer: Client) -> None:
    entry = transfer(a_book(), 10)

    answer = officer.post(f"/office/ledger/{entry.pk}/reverse/", {"reason": "金额抄错"})

    assert answer.status_code == 302
    back = LedgerEntry.objects.get(reverses=entry)
    page = officer.get(f"/office/ledger/{entry.pk}/").content.decode()
    assert back.word in page
    assert "已冲销" in page


def test_a_month_is_closed_from_the_book(officer: Client) -> None:
    book = a_book()

    answer = officer.post(f"/office/books/{book.pk}/close/", {"month": "2026-03"})

    assert answer.status_code == 302
    assert ledger.books().get().closed_through == "2026-03"
    assert "结账到2026年3月" in officer.get(f"/office/books/{book.pk}/").content.decode()


def test_the_entries_go_out_as_a_sheet(officer: Client) -> None:
    transfer(a_book(), 10)

    answer = officer.get("/office/ledger/export/")

    assert answer.status_code == 200
    assert "spreadsheet" in answer.headers["Content-Type"]
    put_away(answer)


@pytest.mark.parametrize("kind", [PostKind.AUDIT_VIEWER, PostKind.COMMERCE_CLERK, PostKind.INSPECTOR])
def test_who_only_reads_finds_the_book_and_books_nothing(kind: PostKind) -> None:
    book = a_book()
    reader = inside(a_post(kind, a_person("示例·看账的人")).person)
    before = LedgerEntry.objects.count()

    assert reader.get(f"/office/books/{book.pk}/").status_code == 200
    assert reader.get("/office/ledger/").status_code == 200
    assert reader.post(f"/office/books/{book.pk}/transfer/", TRANSFER).status_code == 403
    assert LedgerEntry.objects.count() == before


@pytest.mark.parametrize("kind", [PostKind.CONTRACTOR, PostKind.SYSTEM_ADMIN, PostKind.TOWN_CLERK])
def test_who_has_no_business_with_the_money_opens_neither_desk(kind: PostKind) -> None:
    book = a_book()
    stranger = inside(a_post(kind, a_person("示例·路人")).person)

    assert stranger.get("/office/books/").status_code == 403
    assert stranger.get(f"/office/books/{book.pk}/").status_code == 403
    assert stranger.get("/office/ledger/").status_code == 403
