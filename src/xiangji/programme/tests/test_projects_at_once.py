"""Projects that are moved at the same moment, with real transactions."""

from pathlib import Path

import pytest

from xiangji.core.accounts.tests.test_at_once import at_once
from xiangji.core.values import Money
from xiangji.programme import actions
from xiangji.programme.models import Objection, Publicity
from xiangji.programme.queries import projects
from xiangji.programme.rules.publicity import OBJECTIONS_A_DAY
from xiangji.programme.tests.examples import NOW, load_counties, register_running
from xiangji.programme.tests.project_cast import (
    LINE,
    NOTHING,
    a_clerk,
    approved,
    clerk,
    contractor,
    drafted,
    objected,
    publicise,
    publicised,
)

pytestmark = pytest.mark.django_db(transaction=True)
LATECOMERS = 3


@pytest.fixture(autouse=True)
def plan(tmp_path: Path) -> None:
    load_counties(tmp_path)
    register_running()


def test_of_two_projects_that_want_the_same_money_at_once_one_gets_it() -> None:
    manager = contractor()
    wanted = [
        drafted(manager, name=name, central=Money.from_wan(200), county=NOTHING)
        for name in ("镇级分拣线", "冷链车两台")
    ]

    def submit(number: int) -> object:
        return actions.submit_project(project=wanted[number], by=manager, happened_at=NOW)

    ended = at_once(lambda: submit(0), lambda: submit(1))

    assert ended == {"done": 1, "budget_line_exceeded": 1}
    assert len(projects.holding(wanted[0].programme, LINE)) == 1


def test_a_project_that_two_clerks_publicise_at_once_is_publicised_once() -> None:
    project = approved()
    first, second = a_clerk(), clerk("示例·孙经办")

    ended = at_once(lambda: publicise(project, first), lambda: publicise(project, second))

    assert ended == {"done": 1, "publicity_out_of_turn": 1}
    assert Publicity.objects.count() == 1


def test_of_many_objections_at_once_no_more_are_taken_than_a_network_may_file() -> None:
    project = publicised()

    ended = at_once(*[lambda: objected(project)] * (OBJECTIONS_A_DAY + LATECOMERS))

    assert ended == {"done": OBJECTIONS_A_DAY, "too_many_objections": LATECOMERS}
    assert Objection.objects.count() == OBJECTIONS_A_DAY
