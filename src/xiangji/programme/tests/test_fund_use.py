"""How money was used is published once a month is closed, by another hand, and is never changed."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotPermitted
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.audit.models import Entry
from xiangji.core.chain.guards import lifted
from xiangji.core.errors import Refused
from xiangji.core.office.tests.cast import a_party
from xiangji.core.values import Money, Month
from xiangji.programme.actions.money import booking, closing, disclosing, registering
from xiangji.programme.models import Book, FundStatement, LedgerEntry, Project
from xiangji.programme.queries.money import ledger, statements_of_use
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.booking import Booked
from xiangji.programme.rules.money.ledger import Document
from xiangji.programme.rules.money.statement import Span, month_of, quarter_of, spans
from xiangji.programme.tests.contract_cast import ROOM, a_fund
from xiangji.programme.tests.contracting_cast import bureau
from xiangji.programme.tests.examples import load_counties, register_running
from xiangji.programme.tests.payment_cast import (
    DAY,
    TODAY,
    YUAN,
    approved,
    finance,
    money_stands,
    recorded,
    with_receipt,
)
from xiangji.programme.tests.project_cast import LINE, holidays

pytestmark = pytest.mark.django_db

LATER = DAY + timedelta(days=100)
PAID_IN = month_of(Month.of(TODAY))


@pytest.fixture(autouse=True)
def plan(tmp_path: Path, settings: LazySettings) -> None:
    settings.TOTP = False
    load_counties(tmp_path)
    holidays()
    register_running()


def head() -> User:
    found = User.objects.filter(name="示例·钱局长").first()
    return found or a_post(PostKind.COMMERCE_HEAD, a_person("示例·钱局长")).person


def the_book() -> Book:
    return ledger.books().get()


def paid() -> Project:
    project = money_stands()
    recorded(with_receipt(approved(project, why="核对过，可以付。")))
    return project


def close(month: Month) -> None:
    closing.close_month(book=the_book(), month=month, by=finance(), happened_at=LATER)


def publish(span: Span = PAID_IN, *, by: User | None = None, text: str = "") -> FundStatement:
    return disclosing.publish_fund_use(
        book=the_book(), span=span, note_text=text, by=by or head(), happened_at=LATER
    )


@pytest.mark.proves("PRG-66")
def test_a_closed_month_is_published_with_its_figures_and_everybody_reads_it(client: Client) -> None:
    paid()
    close(PAID_IN.last)

    statement = publish(text="这一期付了第一笔。")

    row = next(one for one in statement.figures.lines if one.key == LINE)
    assert (row.paid_within, row.paid) == (Money(30_000 * YUAN), Money(30_000 * YUAN))
    assert statement.figures.total.paid_within == Money(30_000 * YUAN)
    assert statement.figures.total.received == Money.from_wan(200)
    assert statement.entries == LedgerEntry.objects.count()
    assert statements_of_use.differs(statement) == ()
    page = client.get(f"/open/money/{statement.pk}/").content.decode()
    assert "30,000" in page
    assert "这一期付了第一笔。" in page
    assert statement.by.name not in page
    assert PAID_IN.word in client.get("/open/money/").content.decode()


def test_whoever_reads_counts_the_digest_of_the_published_text_again(client: Client) -> None:
    paid()
    close(PAID_IN.last)
    statement = publish()

    text = client.get(f"/open/money/{statement.pk}.json").content

    assert hashlib.sha256(text).hexdigest() == statement.sha256
    assert json.loads(text)["entries"] == statement.entries


def test_enterprises_money_is_never_added_to_public_money() -> None:
    paid()
    close(PAID_IN.last)

    figures = publish().figures

    assert Source.ENTERPRISE not in {row.key for row in figures.sources}
    assert figures.total.budget == Money.sum(row.budget for row in figures.lines)


@pytest.mark.parametrize("by_whom", ["nobody_closed", "closed_before"])
def test_an_open_month_is_not_published(by_whom: str) -> None:
    paid()
    if by_whom == "closed_before":
        before = Month(PAID_IN.first.year, PAID_IN.first.month - 1)
        close(before)
    marks = Entry.objects.count()

    with pytest.raises(Refused) as refusal:
        publish()

    assert "还没有结账" in refusal.value.sentence
    assert not FundStatement.objects.exists()
    assert Entry.objects.count() == marks


def test_whoever_closed_the_month_does_not_publish_it() -> None:
    paid()
    close(PAID_IN.last)
    a_post(PostKind.COMMERCE_HEAD, finance())

    with pytest.raises(Refused, match="另一个人"):
        publish(by=finance())

    assert not FundStatement.objects.exists()


def test_a_period_is_published_once() -> None:
    paid()
    close(PAID_IN.last)
    publish()

    with pytest.raises(Refused, match="已经公布过"):
        publish()

    assert FundStatement.objects.count() == 1


@pytest.mark.parametrize("kind", [PostKind.FINANCE, PostKind.AUDIT_VIEWER, PostKind.CONTRACTOR])
def test_a_stranger_publishes_nothing(kind: PostKind) -> None:
    paid()
    close(PAID_IN.last)

    with pytest.raises(NotPermitted):
        publish(by=a_post(kind, a_person("示例·别人")).person)

    assert not FundStatement.objects.exists()


def test_what_is_booked_later_stands_in_the_next_statement_and_the_first_still_agrees() -> None:
    paid()
    close(PAID_IN.last)
    first = publish()
    following = Month.of(PAID_IN.last.last_day + timedelta(days=1))
    paper = Document("示例指-2", following.first_day, "指标文")
    more = Booked(Source.CENTRAL, LINE, Money.from_wan(7), following.first_day, "又到了一笔", paper)
    booking.record_transfer(book=the_book(), booked=more, by=finance(), happened_at=LATER)
    close(following)

    second = publish(month_of(following))

    assert second.figures.total.paid_within == Money(0)
    assert second.figures.total.paid == first.figures.total.paid
    assert second.figures.total.received == first.figures.total.received + Money.from_wan(7)
    assert json.loads(second.text)["before"] == first.sha256
    assert statements_of_use.differs(statements_of_use.rows().get(pk=first.pk)) == ()


def test_a_statement_is_neither_changed_nor_removed() -> None:
    paid()
    close(PAID_IN.last)
    publish()

    with pytest.raises(DatabaseError), transaction.atomic():
        FundStatement.objects.update(note="别的")
    with pytest.raises(DatabaseError), transaction.atomic():
        FundStatement.objects.all().delete()


def test_who_changes_an_entry_behind_the_platform_is_named_on_the_paper_of_the_statement() -> None:
    paid()
    close(PAID_IN.last)
    statement = publish()
    with lifted():
        LedgerEntry.objects.filter(kind="spend").update(sha256="0" * 64)

    found = statements_of_use.differs(statements_of_use.rows().get(pk=statement.pk))

    assert found == ("下面的凭证",)
    reader = Client()
    reader.force_login(head())
    assert "与账不一致" in reader.get(f"/office/fund-use/{statement.pk}/").content.decode()


@pytest.mark.parametrize("text", ["长" * 501, "坏\x00字"])
def test_a_note_that_nobody_could_keep_is_refused(text: str) -> None:
    paid()
    close(PAID_IN.last)

    with pytest.raises(Refused, match="没有公布"):
        publish(text=text)

    assert not FundStatement.objects.exists()


def test_the_desk_offers_what_is_closed_and_publishes_it() -> None:
    paid()
    close(PAID_IN.last)
    reader, book = Client(), the_book()
    reader.force_login(head())

    answer = reader.post(
        "/office/fund-use/do/publish/", {"period": f"{book.pk}|{PAID_IN.key}", "note_text": ""}
    )

    assert answer.status_code == 302
    assert FundStatement.objects.get().span == PAID_IN


def test_the_desk_takes_no_period_that_is_not_closed() -> None:
    paid()
    reader, book = Client(), the_book()
    reader.force_login(head())

    answer = reader.post("/office/fund-use/do/publish/", {"period": f"{book.pk}|{PAID_IN.key}"})

    assert answer.status_code == 422
    assert not FundStatement.objects.exists()


def test_months_and_quarters_are_offered_when_their_last_month_is_closed() -> None:
    found = [span.word for span in spans(Month(2026, 2), Month(2026, 4))]

    assert found == ["2026年4月", "2026年3月", "2026年第1季度", "2026年2月"]


@given(st.integers(2000, 2100), st.integers(1, 12))
def test_a_span_is_read_as_it_was_written(year: int, month: int) -> None:
    for span in (month_of(Month(year, month)), quarter_of(Month(year, month))):
        assert Span.parse(span.key) == span


@given(st.text(max_size=20))
def test_what_is_no_span_is_said_to_be_none(text: str) -> None:
    try:
        span = Span.parse(text)
    except ValueError:
        return
    assert span.key == text


def test_nobody_reads_a_statement_that_is_not_there(client: Client) -> None:
    assert client.get("/open/money/999/").status_code == 404
    assert client.get("/open/money/999.json").status_code == 404


def test_the_bureau_s_clerk_finds_no_button_to_publish() -> None:
    paid()
    reader = Client()
    reader.force_login(bureau())

    assert reader.post("/office/fund-use/do/publish/", {}).status_code == 403


@pytest.mark.proves("PRG-65")
@pytest.mark.proves("PRG-61")
def test_other_funds_and_support_stand_beside_the_money_without_a_name_and_in_no_sum(client: Client) -> None:
    project = paid()
    a_fund()
    party = a_party()
    registering.record_support(
        programme=project.programme, party=party, support=ROOM, by=bureau(), happened_at=DAY
    )
    close(PAID_IN.last)

    statement = publish()

    assert [(each.word, each.rows, each.amount) for each in statement.figures.beside] == [
        ("上级商贸流通专项", 1, Money.from_wan(50)),
        ("入驻扶持：租金减免", 1, Money.from_wan("1.2")),
    ]
    assert statement.figures.total.received == Money.from_wan(200)
    page = client.get(f"/open/money/{statement.pk}/").content.decode()
    assert "上级商贸流通专项" in page
    assert "入驻扶持：租金减免" in page
    assert party.name not in page


def test_a_fund_that_no_longer_counts_stands_in_no_statement() -> None:
    paid()
    registering.end_fund(fund=a_fund(), reason="收回了。", by=bureau(), happened_at=DAY)
    close(PAID_IN.last)

    assert publish().figures.beside == ()
