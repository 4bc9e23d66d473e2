"""Whoever may publish the use of funds is told of closed months that nobody published."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from xiangji.core.notify.models import Message
from xiangji.core.values import Month
from xiangji.programme.actions.money import closing, disclosing
from xiangji.programme.models import Book
from xiangji.programme.queries.money import ledger
from xiangji.programme.rules.money.statement import Span, month_of
from xiangji.programme.tasks import tell_of_fund_use
from xiangji.programme.tests.contracting_cast import bureau
from xiangji.programme.tests.examples import load_counties, register_running
from xiangji.programme.tests.payment_cast import DAY, TODAY, finance, money_stands
from xiangji.programme.tests.project_cast import holidays
from xiangji.programme.tests.test_fund_use import head

pytestmark = pytest.mark.django_db

LATER = DAY + timedelta(days=100)
MONTH = Month.of(TODAY)


@pytest.fixture(autouse=True)
def book(tmp_path: Path, settings: LazySettings) -> Book:
    settings.TOTP = False
    load_counties(tmp_path)
    holidays()
    register_running()
    money_stands()
    return ledger.books().get()


def close(month: Month) -> None:
    closing.close_month(book=ledger.books().get(), month=month, by=finance(), happened_at=LATER)


def publish(span: Span) -> None:
    disclosing.publish_fund_use(book=ledger.books().get(), span=span, by=head(), happened_at=LATER)


def waiting() -> list[Message]:
    return list(Message.objects.filter(kind="programme.fund_use_waits", settled_at=None))


@pytest.mark.proves("PRG-66")
def test_a_closed_month_that_nobody_published_is_told_once_and_not_to_whoever_closed_it() -> None:
    bureau()
    head()
    close(MONTH)

    tell_of_fund_use(at=LATER)
    tell_of_fund_use(at=LATER + timedelta(days=1))

    told = waiting()
    assert head() in [each.to for each in told]
    assert finance() not in [each.to for each in told]
    assert len({each.to_id for each in told}) == len(told)
    assert "有1个结了账的月份没有公布资金使用" in told[0].title


def test_nothing_is_told_while_no_month_is_closed() -> None:
    head()

    tell_of_fund_use(at=LATER)

    assert waiting() == []


def test_what_was_published_is_settled() -> None:
    head()
    close(MONTH)
    tell_of_fund_use(at=LATER)

    publish(month_of(MONTH))
    tell_of_fund_use(at=LATER)

    assert waiting() == []
    assert Message.objects.filter(kind="programme.fund_use_waits").exists()


def test_another_month_takes_the_place_of_the_message_before() -> None:
    head()
    close(MONTH)
    tell_of_fund_use(at=LATER)
    close(Month(MONTH.year, MONTH.month + 1))

    tell_of_fund_use(at=LATER)

    (message,) = [each for each in waiting() if each.to == head()]
    assert "有2个结了账的月份" in message.title
