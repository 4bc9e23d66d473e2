"""资金总览: the office's board of one book, with what waits for whom, and nothing for strangers."""

import re
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.office.tests.cast import inside
from xiangji.core.values import Money
from xiangji.programme.models import Project
from xiangji.programme.queries.money import ledger, office_board
from xiangji.programme.queries.money.office_board import Overview
from xiangji.programme.rules.money.paper import Shown
from xiangji.programme.tests.contracting_cast import bureau
from xiangji.programme.tests.examples import register_running
from xiangji.programme.tests.payment_cast import (
    TODAY,
    YUAN,
    accepted,
    approved,
    finance,
    money_stands,
    recorded,
    submitted,
    with_receipt,
)
from xiangji.programme.tests.project_cast import holidays

pytestmark = pytest.mark.django_db
PAGE = "/office/money/"


@pytest.fixture
def project(counties: None, settings: LazySettings) -> Project:
    settings.TOTP = False
    holidays()
    register_running()
    return money_stands()


def seen(person: User, year: int | None = None) -> Overview:
    (book,) = office_board.books_for(person)
    return office_board.overview(book, person, TODAY, year)


def text(person: User, address: str = PAGE) -> str:
    answer = inside(person).get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", "", answer.content.decode())


def test_the_board_has_the_ledgers_own_sums_and_a_year_ends_where_the_whole_stands(project: Project) -> None:
    recorded(with_receipt(approved(project, why="现场核对过（示例）。")))

    found = seen(finance(), TODAY.year)

    assert found.whole.now == ledger.total(ledger.books().get())
    assert found.whole.year is not None
    assert found.whole.year.closing == found.whole.now
    assert found.whole.year.moved.paid == Money(30_000 * YUAN)
    for column in ("budget", "contract", "requested", "paid", "left"):
        whole = getattr(found.whole.now, column)
        assert Money.sum(getattr(row.now, column) for row in (*found.lines, found.unassigned)) == whole


def test_a_year_before_the_book_has_money_moved_nothing(project: Project) -> None:
    found = seen(finance(), TODAY.year - 3)

    assert found.whole.year is not None
    assert found.whole.year.moved.paid == found.whole.year.closing.budget == Money(0)


def test_what_waits_is_told_with_who_and_how_much(project: Project) -> None:
    submitted(project)

    (waits,) = seen(finance()).waits

    assert (waits.count, waits.amount, waits.chip) == (1, Money(30_000 * YUAN), "running")
    assert "商务局" in waits.who
    assert "1笔等商务局初审" in text(finance())


@pytest.mark.proves("PRG-56")
def test_an_accepted_project_may_be_paid_and_the_others_say_what_is_missing(project: Project) -> None:
    assert "还没有验收" in text(finance())

    accepted(project, shown=Shown(TODAY, TODAY))

    (book,) = office_board.books_for(bureau())
    (each,) = office_board.overview(book, bureau(), TODAY + timedelta(days=1), None).payable
    assert each.project == project
    assert (each.ready, each.missing) == (Money.from_wan(40), "")
    assert f"/office/project-ledger/{project.pk}/" in text(bureau())


def test_county_money_stands_by_year_beside_what_the_plan_promises(project: Project) -> None:
    told = text(finance())

    assert f"{TODAY.year}年</a>" in told
    assert "市财政三年内给予项目配套专项资金600万元以上支持" in told


def test_an_empty_county_is_told_what_to_do(counties: None, settings: LazySettings) -> None:
    settings.TOTP = False

    assert "还没有账套" in text(finance())


@pytest.mark.parametrize("query", ["?year=x", "?year=99999", "?book=7777", "?year=２０２６", "?year=0000"])
def test_an_address_that_was_typed_by_hand_shows_the_board(project: Project, query: str) -> None:
    assert "资金总览" in text(finance(), f"{PAGE}{query}")


@pytest.mark.parametrize("kind", [PostKind.CONTRACTOR, PostKind.TOWN_CLERK, PostKind.SYSTEM_ADMIN])
def test_who_does_not_read_the_ledger_is_refused(project: Project, kind: PostKind) -> None:
    stranger = a_post(kind, a_person("示例·别人")).person

    assert inside(stranger).get(PAGE).status_code == 403


def test_the_board_asks_as_often_for_one_payment_as_for_three(project: Project) -> None:
    def asked() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as found:
            client.get(PAGE)
        return len(found)

    client = inside(finance())
    submitted(project)
    one = asked()
    for number in (1, 2):
        submitted(project, purpose=f"镇级分拣线，另一笔{number}", invoices=())

    assert asked() == one <= 24
