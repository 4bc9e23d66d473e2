"""Money that was not used as it should be is recorded, answered, and closed on paper by a third person."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotPermitted
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.errors import Refused
from xiangji.core.values import Money
from xiangji.programme.actions.money import disclosing
from xiangji.programme.models import Book, MisuseRecord
from xiangji.programme.queries.money import ledger, misuse
from xiangji.programme.rules.money.misuse import Misuse, Outcome
from xiangji.programme.tests.disclosing_cast import NOTICED, noticed, with_file
from xiangji.programme.tests.examples import NOW, register_running
from xiangji.programme.tests.ledger_cast import a_book, finance

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plan(counties: None, settings: LazySettings) -> None:
    settings.TOTP = False
    register_running()


@pytest.fixture
def book() -> Book:
    return a_book()


def someone(kind: PostKind, name: str = "示例·钱局长") -> User:
    found = User.objects.filter(name=name).first()
    return found or a_post(kind, a_person(name)).person


def chief() -> User:
    return someone(PostKind.LEADING_GROUP, "示例·陈组长")


def answered(record: MisuseRecord, by: User | None = None) -> MisuseRecord:
    return disclosing.answer_misuse(
        record=record, answer="已经追回，凭证在附件。", by=by or finance(), happened_at=NOW
    )


def close(
    record: MisuseRecord, *, by: User | None = None, outcome: Outcome = Outcome.CONFIRMED
) -> MisuseRecord:
    return disclosing.close_misuse(
        record=record,
        outcome=outcome,
        finding="追回12300元，责任人已处理。",
        by=by or chief(),
        happened_at=NOW,
    )


@pytest.mark.proves("PRG-53")
def test_misused_money_is_recorded_answered_and_closed_and_the_board_counts_it(book: Book) -> None:
    record = with_file(noticed(book, by=someone(PostKind.COMMERCE_HEAD)), finance())
    assert misuse.standing(book) == misuse.Standing(1, Money(12_300_00), 0, Money(0))

    answered(record)
    close(record)

    assert misuse.standing(book) == misuse.Standing(0, Money(0), 1, Money(12_300_00))
    kept = misuse.rows().get(pk=record.pk)
    assert (kept.kind, kept.outcome, kept.closed_by) == ("diverted", "confirmed", chief())
    assert kept.finding == "追回12300元，责任人已处理。"


@pytest.mark.proves("PRG-51")
def test_money_used_in_another_direction_than_the_plan_s_is_one_of_the_kinds(book: Book) -> None:
    wrong = replace(NOTICED, kind=Misuse.DIRECTION)

    record = disclosing.record_misuse(book=book, project=None, noticed=wrong, by=finance(), happened_at=NOW)

    assert record.kind_word == "超出规定的使用方向"
    reader = Client()
    reader.force_login(someone(PostKind.AUDIT_VIEWER))
    assert "超出规定的使用方向" in reader.get("/office/misuse/").content.decode()


def test_what_came_out_untrue_counts_no_longer(book: Book) -> None:
    record = with_file(noticed(book, by=someone(PostKind.COMMERCE_HEAD)), finance())
    answered(record)

    close(record, outcome=Outcome.CLEARED)

    assert misuse.standing(book) == misuse.Standing(0, Money(0), 0, Money(0))


@pytest.mark.parametrize("lacks", ["answer", "file"])
def test_nothing_is_closed_without_answer_and_evidence(book: Book, lacks: str) -> None:
    record = noticed(book, by=someone(PostKind.COMMERCE_HEAD))
    if lacks == "answer":
        with_file(record, finance())
    else:
        answered(record)

    with pytest.raises(Refused, match="没有了结"):
        close(record)

    assert misuse.rows().get().outcome == ""


@pytest.mark.parametrize("hand", ["noticed", "answered"])
def test_whoever_noticed_or_answered_does_not_close(book: Book, hand: str) -> None:
    one, other = chief(), finance()
    a_post(PostKind.FINANCE, one)
    record = with_file(noticed(book, by=one if hand == "noticed" else other), other)
    answered(record, by=one if hand == "answered" else other)

    with pytest.raises(Refused, match="不能自己了结"):
        close(record, by=one)

    assert misuse.rows().get().outcome == ""


def test_what_is_closed_is_neither_answered_nor_closed_again(book: Book) -> None:
    record = with_file(noticed(book, by=someone(PostKind.COMMERCE_HEAD)), finance())
    answered(record)
    close(record)

    with pytest.raises(Refused, match="已经了结"):
        answered(record)
    with pytest.raises(Refused, match="已经了结"):
        close(record, outcome=Outcome.CLEARED)

    assert misuse.rows().get().outcome == "confirmed"


def test_an_answer_is_given_once(book: Book) -> None:
    record = noticed(book, by=someone(PostKind.COMMERCE_HEAD))
    answered(record)

    with pytest.raises(Refused, match="已经有人说明"):
        answered(record)


@pytest.mark.parametrize(
    "changes",
    [
        {"words": "  "},
        {"words": "长" * 501},
        {"words": "坏\x00字"},
        {"document_number": ""},
        {"amount": Money(0)},
        {"amount": Money(-1)},
        {"noticed_on": NOTICED.noticed_on + timedelta(days=1)},
    ],
)
def test_a_record_that_says_too_little_is_refused(book: Book, changes: dict[str, object]) -> None:
    wrong = replace(NOTICED, **changes)  # type: ignore[arg-type]

    with pytest.raises(Refused, match="没有记"):
        disclosing.record_misuse(book=book, project=None, noticed=wrong, by=finance(), happened_at=NOW)

    assert not MisuseRecord.objects.exists()


@pytest.mark.parametrize("kind", [PostKind.AUDIT_VIEWER, PostKind.INSPECTOR, PostKind.CONTRACTOR])
def test_a_stranger_records_answers_and_closes_nothing(book: Book, kind: PostKind) -> None:
    stranger = someone(kind, "示例·别人")
    record = with_file(noticed(book, by=someone(PostKind.COMMERCE_HEAD)), finance())

    with pytest.raises(NotPermitted):
        noticed(book, by=stranger)
    with pytest.raises(NotPermitted):
        answered(record, by=stranger)
    answered(record)
    with pytest.raises(NotPermitted):
        close(record, by=stranger)

    assert MisuseRecord.objects.count() == 1
    assert misuse.rows().get().outcome == ""


def test_a_contractor_does_not_see_the_records(book: Book) -> None:
    noticed(book, by=someone(PostKind.COMMERCE_HEAD))
    firm = Client()
    firm.force_login(someone(PostKind.CONTRACTOR, "示例·别人"))

    assert firm.get("/office/misuse/").status_code == 403


def test_the_desk_records_what_was_typed(book: Book) -> None:
    reader = Client()
    reader.force_login(someone(PostKind.COMMERCE_HEAD))
    typed = {
        "book": book.pk,
        "kind": "idle",
        "words": "到账一年没有用。",
        "amount": "1.23",
        "noticed_on": NOTICED.noticed_on.isoformat(),
        "document_number": "示例对账单",
    }

    answer = reader.post("/office/misuse/do/record/", typed)

    assert answer.status_code == 302
    kept = MisuseRecord.objects.get()
    assert (kept.kind, kept.fen, kept.project) == ("idle", 123, None)
    assert ledger.books().get().pk == kept.book_id
