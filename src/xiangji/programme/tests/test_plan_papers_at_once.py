"""Plan papers that are moved at the same moment, with real transactions."""

from pathlib import Path

import pytest

from xiangji.core.accounts.tests.test_at_once import at_once
from xiangji.core.events.models import Fact
from xiangji.programme import actions
from xiangji.programme.models import Filing, Publicity
from xiangji.programme.rules.plan_paper import State
from xiangji.programme.tests.examples import load_counties, register_running
from xiangji.programme.tests.plan_paper_cast import (
    OVER,
    again,
    drafted,
    filed,
    on_the_site,
    passed,
    publicise,
    state,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def plan(tmp_path: Path) -> None:
    load_counties(tmp_path)
    register_running()


def test_a_filing_and_the_end_of_the_days_at_once_bring_a_plan_into_force_once() -> None:
    paper = passed(drafted())
    shown = publicise(paper)
    on_the_site(shown)

    ended = at_once(
        lambda: filed(again(paper)),
        lambda: actions.conclude(publicity=shown, by=None, happened_at=OVER),
    )

    assert ended == {"done": 2}
    assert state(paper) is State.IN_FORCE
    assert Fact.objects.filter(name="programme.PlanPaperInForce").count() == 1


def test_a_plan_that_is_publicised_and_filed_twice_at_once_is_so_once() -> None:
    paper = passed(drafted())

    shown = at_once(lambda: publicise(paper), lambda: publicise(paper))
    assert shown == {"done": 1, "plan_paper_out_of_turn": 1}
    assert Publicity.objects.count() == 1

    filings = at_once(*[lambda: filed(again(paper), whom="prefecture")] * 2)
    assert filings == {"done": 1, "filing_is_recorded": 1}
    assert Filing.objects.count() == 1
