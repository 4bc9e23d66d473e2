"""Heads of stations: anybody applies, some score, one chooses."""

from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import one
from xiangji.core.audit.models import Entry
from xiangji.core.values import PlaceCode
from xiangji.stations import actions
from xiangji.stations.models import Application, Choice, Member, Score, Station
from xiangji.stations.queries import keepers
from xiangji.stations.rules.keepers import (
    APPLICATIONS_A_DAY,
    HIGHEST,
    LOWEST,
    TooManyApplications,
    criteria,
    score,
)
from xiangji.stations.rules.register import StationKind, StationRefused
from xiangji.stations.tests.cast import LAKE_TOWN, RIVER_TOWN
from xiangji.stations.tests.station_cast import NOW, a_point, a_station, an_application, clerk

pytestmark = pytest.mark.usefixtures("the_county")
WANGZHUANG, DONGGU = "370481104200", "370481104201"
GOOD = {"basis": 5, "will": 4, "quick": 4, "cooperating": 5}
TOWN_GOOD = {"commerce": 5, "business": 4, "daring": 3, "organising": 4, "cooperating": 5}
PHONE = "13800000031"


def scored(application: Application, by: User, marks: dict[str, int] = GOOD) -> Score:
    return actions.score_application(application=application, marks=marks, by=by, happened_at=NOW)


def chosen(application: Application, station: Station, by: User, reason: str = "分最高") -> Choice:
    return actions.choose_keeper(
        application=keepers.rows().get(pk=application.pk),
        station=station.pk,
        reason=reason,
        by=by,
        happened_at=NOW,
    )


def test_an_application_keeps_name_and_phone_out_of_the_table_and_the_audit() -> None:
    application = an_application(WANGZHUANG)

    assert application.party.name == "示例·沈金穗"
    entry = Entry.objects.get(did="stations.keeper_applied")
    assert PHONE not in entry.text
    assert "沈金穗" not in entry.text
    assert "192.0.2.0" not in application.lane


@pytest.mark.parametrize(
    ("place", "kind", "phone", "said"),
    [
        ("370402001001", StationKind.VILLAGE_POINT, PHONE, "请从滕州市的镇村里选"),
        (LAKE_TOWN, StationKind.VILLAGE_POINT, PHONE, "村级服务点应当设在村一级"),
        (WANGZHUANG, StationKind.CENTRE, PHONE, "请从滕州市的镇村里选"),
        (WANGZHUANG, StationKind.VILLAGE_POINT, " ", "请写电话"),
    ],
)
def test_what_cannot_be_applied_for_is_refused_and_nothing_is_kept(
    place: str, kind: StationKind, phone: str, said: str
) -> None:
    with pytest.raises(StationRefused) as refusal:
        an_application(place, kind=kind, phone=phone)

    assert said in refusal.value.sentence
    assert not Application.objects.exists()
    assert not Entry.objects.exists()


def test_the_same_phone_waits_once_for_a_place_and_a_network_has_its_measure() -> None:
    an_application(WANGZHUANG)
    with pytest.raises(StationRefused, match="已经收到，请等结果"):
        an_application(WANGZHUANG)
    for number in range(1, APPLICATIONS_A_DAY):
        an_application(DONGGU, phone=f"1380000004{number}")

    with pytest.raises(TooManyApplications):
        an_application(DONGGU, phone="13800000055")
    assert Application.objects.count() == APPLICATIONS_A_DAY


@pytest.mark.proves("STA-24")
def test_a_village_head_is_scored_by_the_plan_s_criteria_and_chosen() -> None:
    person, point = clerk(), a_point("TZ-002", WANGZHUANG)
    application, client = an_application(WANGZHUANG), Client()
    client.force_login(person)
    address = f"/office/keeper-applications/{application.pk}/"

    assert client.post(f"{address}score/", GOOD).status_code == 302
    scored(application, one(PostKind.COMMERCE_HEAD), GOOD | {"quick": 2})
    told = client.get(address).content.decode()
    choice = {"station": point.pk, "reason": "分最高"}
    assert client.post(f"{address}choose/", choice).status_code == 302

    for word in ("具备电商基础", "创业意识", "思维灵活", "配合程度高"):
        assert word in told
    assert "85分，满分100" in told
    assert PHONE not in told
    head = Member.objects.get(station=point)
    assert (head.role, head.party) == ("head", application.party)
    assert "示例·沈金穗" in client.get(f"/office/stations/{point.pk}/").content.decode()
    assert "选上了" in client.get("/office/keeper-applications/?chip=chosen").content.decode()


@pytest.mark.proves("STA-21")
def test_a_town_head_is_scored_by_five_criteria() -> None:
    application = an_application(LAKE_TOWN, kind=StationKind.TOWN_STATION)
    station, person = a_station("TZ-001", place=LAKE_TOWN), clerk()

    with pytest.raises(StationRefused, match="会电商、懂经商、敢于创新创业、具备组织管理能力、配合程度高"):
        scored(application, person, GOOD)
    scored(application, person, TOWN_GOOD)
    chosen(application, station, person)

    assert keepers.total(keepers.scores_of([application.pk])[application.pk]) == 84
    assert Member.objects.get().station == station


def test_marks_are_whole_and_given_once() -> None:
    application, person = an_application(WANGZHUANG), clerk()

    for mark in (0, 6):
        with pytest.raises(StationRefused, match="应当是1到5分"):
            scored(application, person, GOOD | {"will": mark})
    scored(application, person)
    with pytest.raises(StationRefused, match="已经打过分"):
        scored(application, person, GOOD | {"will": 1})
    with pytest.raises(DatabaseError), transaction.atomic():
        Score.objects.update(marks=GOOD | {"will": 1})
    assert Score.objects.get().marks == GOOD


def test_nobody_is_chosen_without_scores_or_for_a_station_that_has_a_head() -> None:
    person, point, other = clerk(), a_point("TZ-002", WANGZHUANG), a_point("TZ-003", DONGGU)
    first, second = an_application(WANGZHUANG), an_application(WANGZHUANG, phone="13800000032")

    with pytest.raises(StationRefused, match="还没有人打分"):
        chosen(first, point, person)
    scored(first, person)
    scored(second, person)
    with pytest.raises(StationRefused, match="请选那里还没有站长的站点"):
        chosen(first, other, person)
    chosen(first, point, person)
    with pytest.raises(StationRefused, match="请选那里还没有站长的站点"):
        chosen(second, point, person)
    with pytest.raises(StationRefused, match="已经有结果了"):
        chosen(first, point, person)

    assert Choice.objects.count() == Member.objects.count() == 1


def test_an_application_that_is_declined_says_why_and_may_come_again() -> None:
    application, person = an_application(WANGZHUANG), clerk()

    with pytest.raises(StationRefused, match="请写明理由"):
        actions.decline_application(application=application, reason=" ", by=person, happened_at=NOW)
    actions.decline_application(application=application, reason="住得太远", by=person, happened_at=NOW)

    assert keepers.rows().filter(keepers.DECLINED).get() == application
    an_application(WANGZHUANG)
    assert Application.objects.count() == 2


def test_a_town_clerk_scores_in_his_own_town_and_chooses_nobody() -> None:
    here, there = an_application(WANGZHUANG), an_application("370481114200", phone="13800000032")
    town, finance = one(PostKind.TOWN_CLERK, place=PlaceCode(LAKE_TOWN)), one(PostKind.FINANCE)
    point = a_point("TZ-002", WANGZHUANG)

    scored(here, town)
    with pytest.raises(NotYours):
        scored(there, town)
    with pytest.raises(NotPermitted):
        chosen(here, point, town)
    with pytest.raises(NotPermitted):
        scored(here, finance)
    client = Client()
    client.force_login(town)
    told = client.get(f"/office/keeper-applications/{here.pk}/").content.decode()
    assert "沈金穗" not in told
    assert client.get(f"/office/keeper-applications/{there.pk}/").status_code == 404
    assert not Member.objects.exists()
    assert RIVER_TOWN not in told


@given(
    st.sampled_from([StationKind.TOWN_STATION, StationKind.VILLAGE_POINT]).flatmap(
        lambda kind: st.lists(
            st.fixed_dictionaries({each.value: st.integers(LOWEST, HIGHEST) for each in criteria(kind)}),
            max_size=5,
        )
    )
)
def test_a_score_lies_between_all_ones_and_all_fives(every: list[dict[str, int]]) -> None:
    found = score(every)

    assert (found is None) is (not every)
    assert found is None or Fraction(100 * LOWEST, HIGHEST) <= found <= 100
