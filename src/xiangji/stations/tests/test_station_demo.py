"""The demo's stations: as many as the plan wants, in all states, and nothing said of a real village."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db.models import Q
from django.utils import timezone

from xiangji.core.accounts import demo as accounts
from xiangji.core.audit.models import Entry
from xiangji.core.parties.models import Party
from xiangji.core.places import load_regions
from xiangji.core.values import Month, PlaceCode
from xiangji.stations.demo import (
    build_duty,
    build_inside,
    build_keepers,
    build_life,
    build_meetings,
    build_network,
)
from xiangji.stations.models import (
    Activity,
    Member,
    MonthlyReport,
    Product,
    Served,
    Station,
    StationState,
    Upkeep,
)
from xiangji.stations.queries import (
    centre,
    checks,
    duty,
    equipment,
    fieldwork,
    keepers,
    life,
    patrols,
    register,
    reports,
    upkeep,
)
from xiangji.stations.rules.life import Advice, Verdict
from xiangji.stations.rules.months import last_whole
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.states import State

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


@pytest.fixture
def built(request: pytest.FixtureRequest, settings: LazySettings) -> None:
    settings.DEMO, settings.COUNTY = True, getattr(request, "param", "tengzhou")
    load_regions(Path(settings.HOME) / "data" / "regions.csv", by=None)
    accounts.build(NOW)
    build_network(now=NOW)
    build_inside(now=NOW)
    build_keepers(now=NOW)
    build_life(now=NOW)
    build_duty(now=NOW)
    build_meetings(now=NOW)


@pytest.mark.parametrize(
    ("built", "town_stations", "points"),
    [("tengzhou", 21, 240), ("wangkui", 15, 109), ("donggang", 6, 124), ("haifeng", 16, 48)],
    indirect=["built"],
)
def test_each_county_has_the_stations_that_its_plan_wants(
    built: None, town_stations: int, points: int
) -> None:
    def count(kind: StationKind) -> int:
        return Station.objects.filter(kind=kind.value).count()

    assert (count(StationKind.TOWN_STATION), count(StationKind.VILLAGE_POINT)) == (town_stations, points)
    assert (count(StationKind.CENTRE), count(StationKind.PARK)) == (1, 1)


def test_stations_are_in_all_states_and_serve_more_villages_than_they_stand_in(built: None) -> None:
    for state in State:
        assert register.rows().filter(register.in_state(state)).exists()
    assert register.rows().filter(register.in_state(State.OPEN)).count() > 230
    today = timezone.localdate(NOW)
    now = [link for link in register.links() if link.holds_on(today)]
    assert len({link.village for link in now}) > 700
    assert sum(link.is_own for link in now) > 220


def test_what_is_told_of_a_station_is_an_example(built: None) -> None:
    assert all(name.startswith("示例") for name in Station.objects.values_list("name", flat=True))
    reasons = StationState.objects.exclude(reason="").values_list("reason", flat=True)
    assert all(reason.endswith("（示例）") for reason in reasons)
    assert set(Station.objects.values_list("phone", flat=True).distinct()) >= {"0000-0000000"}
    assert all(phone.startswith("0000-") for phone in Station.objects.values_list("phone", flat=True))


def test_building_the_stations_again_changes_nothing(built: None) -> None:
    before = Entry.objects.count(), Served.objects.count(), MonthlyReport.objects.count()

    build_network(now=NOW)
    build_inside(now=NOW)
    build_keepers(now=NOW)
    build_life(now=NOW)
    build_duty(now=NOW)

    assert (Entry.objects.count(), Served.objects.count(), MonthlyReport.objects.count()) == before


def test_stations_have_equipment_heads_and_checks_with_and_without_pictures(built: None) -> None:
    assert equipment.rows().filter(equipment.TO_MEND).exists()
    assert equipment.rows().filter(Q(last_finding=None)).exists()
    assert Member.objects.filter(role="head").count() > 70
    assert all(name.startswith("示例·") for name in Party.objects.values_list("name", flat=True))
    assert checks.rows().filter(Q(has_picture=True)).count() > 25
    assert checks.rows().filter(Q(has_picture=False)).exists()
    assert checks.rows().exclude(checks.ALL_MET).exists()


def test_the_centre_has_zones_within_its_area_and_residents_who_came_and_left(built: None) -> None:
    station = Station.objects.get(kind=StationKind.CENTRE.value)

    assert sum(zone.area_m2 or 0 for zone in centre.zones_of(station)) <= (station.area_m2 or 0)
    assert [one.until is None for one in centre.residents_of(station)] == [True, True, False]


def test_applications_wait_are_chosen_and_declined(built: None) -> None:
    assert keepers.rows().filter(keepers.WAITS).count() == 3
    assert keepers.rows().filter(keepers.CHOSEN).count() == 1
    assert keepers.rows().filter(keepers.DECLINED).count() == 1
    assert keepers.scores_of([keepers.rows().filter(keepers.WAITS).earliest("pk").pk])


def test_most_stations_live_some_fade_and_each_kind_of_advice_is_seen(built: None) -> None:
    seen = life.lived(Q(), last_whole(timezone.localdate(NOW)))

    verdicts = dict(seen.verdicts)
    assert verdicts[Verdict.ALIVE] > 200
    assert all(verdicts[one] for one in (Verdict.QUIET, Verdict.SUSPENDED))
    assert {one.suggestion.advice for one in seen.advised if one.suggestion} >= {
        Advice.SUSPEND,
        Advice.HELP,
        Advice.REMIND,
    }
    reaches, known = seen.supporting
    assert 0 < reaches < known
    assert len(seen.by_service) == 8
    assert reports.rows().filter(reports.CORRECTED).count() == 3


def test_activities_and_products_of_the_demo_are_examples_and_some_wait(built: None) -> None:
    assert all(title.endswith("（示例）") for title in Activity.objects.values_list("title", flat=True))
    assert all(name.startswith("示例") for name in Product.objects.values_list("name", flat=True))
    assert fieldwork.products().filter(fieldwork.WAITS).exists()
    assert fieldwork.products().filter(fieldwork.PUBLIC).exists()


def test_rosters_have_gaps_patrols_have_findings_and_some_villages_lack_broadband(built: None) -> None:
    today = timezone.localdate(NOW)
    heads = [row.station_id for row in Member.objects.filter(role="head", until=None)]
    stations = list(register.rows().filter(register.in_state(State.OPEN), pk__in=heads)[:30])

    rosters = duty.rosters(stations, Month.of(today), whole=True)

    assert any(each.gaps for each in rosters)
    assert any(each.has_any and not each.gaps for each in rosters)
    rows = patrols.rows()
    for where in (patrols.WAITS, patrols.NOT_MENDED, patrols.overdue(today), Q(next_due=None, found__gt=0)):
        assert rows.filter(where).exists(), where
    found = upkeep.broadbands(PlaceCode("370481"), today)
    assert min(found.counts) > 20
    assert Upkeep.objects.exclude(station=None).exists()
