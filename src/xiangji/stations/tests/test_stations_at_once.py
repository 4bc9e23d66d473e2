"""Two people at the same station at the same moment, with real transactions."""

import pytest
from django.conf import LazySettings
from django.db.models import Q

from xiangji.core.accounts.models import User
from xiangji.core.accounts.tests.test_at_once import at_once
from xiangji.stations import actions
from xiangji.stations.models import Choice, Duty, Member, Patrol, Served, Station
from xiangji.stations.queries import patrols, register
from xiangji.stations.rules.keepers import criteria
from xiangji.stations.rules.states import State
from xiangji.stations.tests.cast import LAKE_TOWN, a_county
from xiangji.stations.tests.duty_cast import a_member, on_duty
from xiangji.stations.tests.station_cast import (
    NOW,
    TODAY,
    a_point,
    a_station,
    an_application,
    clerk,
    fresh,
)

pytestmark = pytest.mark.django_db(transaction=True)
WANGZHUANG, DONGGU = "370481104200", "370481104201"


@pytest.fixture(autouse=True)
def county(settings: LazySettings) -> None:
    settings.TOTP = False
    a_county()


def again(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_a_station_that_closes_keeps_no_village_that_was_assigned_at_the_same_moment() -> None:
    person, station = clerk(), a_station("TZ-001", place=LAKE_TOWN)

    def close() -> None:
        actions.close_station(station=station, day=TODAY, reason="合并", by=again(person), happened_at=NOW)

    def assign() -> None:
        actions.assign_village(
            station=station, village=DONGGU, since=TODAY, by=again(person), happened_at=NOW
        )

    ended = at_once(close, assign)

    assert ended["done"] >= 1
    assert set(ended) <= {"done", "station_serves_nobody_now"}
    assert register.state(fresh(station)) is State.CLOSED
    assert not Served.objects.filter(Q(until=None), station=station).exists()


def test_two_that_choose_a_keeper_at_once_give_the_station_one_head() -> None:
    person = clerk()
    station = a_point("TZ-001", WANGZHUANG)
    forms = [an_application(WANGZHUANG, phone=f"1380000003{number}") for number in range(2)]
    for form in forms:
        marks = {one.value: 4 for one in criteria(form.station_kind)}
        actions.score_application(application=form, marks=marks, by=person, happened_at=NOW)

    def choose(number: int) -> None:
        actions.choose_keeper(
            application=forms[number],
            station=station.pk,
            reason="得分最高",
            by=again(person),
            happened_at=NOW,
        )

    ended = at_once(lambda: choose(0), lambda: choose(1), lambda: choose(0))

    assert ended["done"] == 1
    assert Member.objects.filter(station=station, until=None).count() == 1
    assert Choice.objects.count() == 1


def test_two_that_put_one_person_on_duty_at_once_put_her_there_once() -> None:
    person, station = clerk(), a_station("TZ-001", place=LAKE_TOWN)
    member = a_member(station, person)

    ended = at_once(*[lambda: on_duty(member, again(person))] * 3)

    assert ended == {"done": 1, "somebody_is_on_duty_already": 2}
    assert Duty.objects.count() == 1


def test_two_rounds_planned_at_once_send_nobody_twice_to_a_station() -> None:
    person = clerk()
    for number, village in enumerate((WANGZHUANG, DONGGU)):
        a_point(f"TZ-00{number}", village)

    def plan() -> None:
        actions.plan_round(town="", count=9, a_day=9, first=TODAY, by=again(person), happened_at=NOW)

    assert at_once(plan, plan) == {"done": 1, "no_station_waits_for_a_patrol": 1}
    assert Patrol.objects.filter(patrols.WAITS).count() == Station.objects.count() == 2
