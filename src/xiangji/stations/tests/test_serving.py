"""Which station serves which village, from day to day."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from xiangji.core.accounts.models import Organisation
from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import LONG_AGO, one
from xiangji.core.audit.models import Entry
from xiangji.core.events.models import Fact
from xiangji.stations import actions
from xiangji.stations.models import Served, Station
from xiangji.stations.queries import register
from xiangji.stations.rules.coverage import Link
from xiangji.stations.rules.register import StationRefused
from xiangji.stations.tests.cast import COUNTY, LAKE_TOWN, RIVER_TOWN
from xiangji.stations.tests.station_cast import NOW, SPRING, SUMMER, TODAY, a_point, a_station

pytestmark = pytest.mark.usefixtures("the_county")
WANGZHUANG, DONGGU = "370481104200", "370481104201"


def assigned(station: Station, village: str, since: object = SUMMER) -> Served:
    by = one(PostKind.COMMERCE_CLERK)
    return actions.assign_village(
        station=station,
        village=village,
        since=since,  # type: ignore[arg-type]
        by=by,
        happened_at=NOW,
    )


@pytest.mark.proves("STA-27")
def test_a_point_serves_its_own_village_and_a_neighbour_is_assigned_to_it() -> None:
    point, station = a_point("TZ-002", WANGZHUANG), a_station("TZ-001", place=LAKE_TOWN)

    assigned(point, DONGGU)
    assigned(station, DONGGU, SUMMER)

    assert register.links([point.pk]) == [
        Link(WANGZHUANG, point.pk, is_own=True, since=SPRING),
        Link(DONGGU, point.pk, is_own=False, since=SUMMER),
    ]
    assert [link.station for link in register.links_of_village(DONGGU)] == [point.pk, station.pk]
    assert register.served_now([point.pk, station.pk], SPRING) == {point.pk: 1}
    assert register.served_now([point.pk, station.pk], TODAY) == {point.pk: 2, station.pk: 1}
    assert Fact.objects.filter(name="stations.ServedVillagesChanged").count() == 3


def test_a_village_is_not_served_twice_by_one_station_on_one_day() -> None:
    station = a_station("TZ-001", place=LAKE_TOWN)
    assigned(station, DONGGU, SUMMER)
    entries = Entry.objects.count()

    for since in (SUMMER, SPRING, TODAY):
        with pytest.raises(StationRefused, match="同一天不能定两次"):
            assigned(station, DONGGU, since)
    assert Served.objects.count() == 1
    assert Entry.objects.count() == entries


def test_a_village_has_one_point_of_its_own_on_a_day() -> None:
    a_point("TZ-002", WANGZHUANG)
    second = a_point("TZ-003", WANGZHUANG, opened=None)

    with pytest.raises(StationRefused, match="同一天只能有一个本村的站点"):
        actions.open_station(station=second, day=SUMMER, by=one(PostKind.COMMERCE_HEAD), happened_at=NOW)

    assert not register.steps_of(second)
    assert Served.objects.count() == 1


def test_the_database_itself_keeps_one_own_point() -> None:
    first = a_point("TZ-002", WANGZHUANG)
    other = a_station("TZ-001", place=LAKE_TOWN)

    with pytest.raises(IntegrityError), transaction.atomic():
        Served.objects.create(station=other, village_id=WANGZHUANG, is_own=True, since=TODAY, at=NOW)
    assert Served.objects.get().station == first


def test_a_village_that_was_let_go_is_free_from_that_day_on() -> None:
    station, person = a_station("TZ-001", place=LAKE_TOWN), one(PostKind.COMMERCE_CLERK)
    row = assigned(station, DONGGU, SPRING)

    actions.end_assignment(
        station=station, served=row.pk, until=SUMMER, reason="改由邻村服务", by=person, happened_at=NOW
    )

    with pytest.raises(StationRefused, match="同一天不能定两次"):
        assigned(station, DONGGU, SUMMER - timedelta(days=1))
    assigned(station, DONGGU, SUMMER)
    assert [(link.since, link.until) for link in register.links([station.pk])] == [
        (SPRING, SUMMER),
        (SUMMER, None),
    ]


def test_an_end_lies_between_the_beginning_and_today() -> None:
    station, person = a_station("TZ-001", place=LAKE_TOWN), one(PostKind.COMMERCE_CLERK)
    row = assigned(station, DONGGU, SUMMER)

    for until in (SUMMER - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(StationRefused, match="没有结束"):
            actions.end_assignment(
                station=station, served=row.pk, until=until, reason="改", by=person, happened_at=NOW
            )
    row.refresh_from_db()
    assert row.until is None


@pytest.mark.parametrize(
    ("village", "said"),
    [
        ("370402001001", "不在滕州市"),
        (LAKE_TOWN, "不是村"),
        ("370481999999", "区划名单里没有这个村"),
    ],
)
def test_what_is_no_village_of_this_county_is_not_served(village: str, said: str) -> None:
    station = a_station("TZ-001", place=LAKE_TOWN)

    with pytest.raises(StationRefused) as refusal:
        assigned(station, village)

    assert said in refusal.value.sentence
    assert not Served.objects.exists()


def test_a_station_that_is_not_open_yet_and_a_day_to_come_are_refused() -> None:
    planned, station = (
        a_station("TZ-001", place=LAKE_TOWN, opened=None),
        a_station("TZ-002", place=RIVER_TOWN),
    )

    with pytest.raises(StationRefused, match="营业以后才能定"):
        assigned(planned, DONGGU)
    with pytest.raises(StationRefused, match="还没有到"):
        assigned(station, DONGGU, TODAY + timedelta(days=1))
    assert not Served.objects.exists()


def test_a_station_that_closes_sets_its_villages_free() -> None:
    point, person = a_point("TZ-002", WANGZHUANG), one(PostKind.COMMERCE_HEAD)

    actions.close_station(station=point, day=SUMMER, reason="店主搬走", by=person, happened_at=NOW)
    second = a_point("TZ-003", WANGZHUANG, opened=SUMMER)

    assert register.served_now([point.pk, second.pk], TODAY) == {second.pk: 1}
    assert Served.objects.get(station=point).end_reason == "站点关闭"


def test_a_point_that_reopens_serves_its_village_again() -> None:
    point, person = a_point("TZ-002", WANGZHUANG), one(PostKind.COMMERCE_HEAD)
    actions.close_station(station=point, day=SUMMER, reason="店主搬走", by=person, happened_at=NOW)

    actions.reopen_station(station=point, day=TODAY, reason="换了店主", by=person, happened_at=NOW)

    assert register.served_now([point.pk], TODAY) == {point.pk: 1}
    assert register.served_now([point.pk], SUMMER) == {}


def test_an_operator_assigns_villages_to_his_own_stations_only() -> None:
    own = Organisation.objects.create(
        name="示例公司", kind=Organisation.Kind.COMPANY, place_id=COUNTY.digits, opened_at=LONG_AGO
    )
    mine, theirs = a_station("TZ-001", place=LAKE_TOWN, operator=own), a_station("TZ-002", place=RIVER_TOWN)
    manager, finance = one(PostKind.CONTRACTOR, organisation=own), one(PostKind.FINANCE)

    actions.assign_village(station=mine, village=DONGGU, since=SUMMER, by=manager, happened_at=NOW)
    with pytest.raises(NotYours):
        actions.assign_village(station=theirs, village=DONGGU, since=SUMMER, by=manager, happened_at=NOW)
    with pytest.raises(NotPermitted):
        actions.assign_village(station=mine, village=WANGZHUANG, since=SUMMER, by=finance, happened_at=NOW)

    assert Served.objects.get().station == mine


def test_a_village_is_assigned_and_let_go_from_the_desk() -> None:
    station, client = a_station("TZ-001", place=LAKE_TOWN), Client()
    client.force_login(one(PostKind.COMMERCE_CLERK))
    address = f"/office/stations/{station.pk}/"

    typed = {"village": "东古民族村委会", "since": SUMMER.isoformat()}
    assert client.post(f"{address}assign/", typed).status_code == 302
    assert client.post(f"{address}assign/", typed).status_code == 422
    assert "指定服务" in client.get(address).content.decode()
    let_go = {"served": Served.objects.get().pk, "until": SUMMER.isoformat(), "reason": "弄错了村"}
    assert client.post(f"{address}let-go/", let_go).status_code == 302

    page = client.get(address).content.decode()
    assert "<s>东古民族村委会</s>" in page
    assert "弄错了村" in page
