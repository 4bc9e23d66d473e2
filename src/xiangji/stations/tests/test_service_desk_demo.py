"""The demo's service desk: a year of requests in all states, and nothing said of real people."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db.models import F

from xiangji.core.accounts import demo as accounts
from xiangji.core.audit.models import Entry
from xiangji.core.parties.models import Party
from xiangji.core.places import load_regions
from xiangji.stations.demo import build_network
from xiangji.stations.demo.service_desk import SIZES, build_service_desk
from xiangji.stations.models import Match, MatchResult, Offer, Rating, RequestStep, ServiceRequest
from xiangji.stations.queries import requests as reading
from xiangji.stations.rules.requests import CustomerKind, State

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


@pytest.fixture(params=["tengzhou", "donggang"])
def county(request: pytest.FixtureRequest, settings: LazySettings) -> str:
    settings.DEMO, settings.COUNTY = True, request.param
    load_regions(Path(settings.HOME) / "data" / "regions.csv", by=None)
    accounts.build(NOW)
    build_network(now=NOW)
    build_service_desk(now=NOW)
    return str(settings.COUNTY)


def test_a_year_of_requests_stands_in_all_states_and_is_not_built_twice(county: str) -> None:
    entries = Entry.objects.count()

    build_service_desk(now=NOW)

    assert Entry.objects.count() == entries
    assert ServiceRequest.objects.count() == SIZES[county] + 3
    for state in State:
        assert ServiceRequest.objects.filter(state=state.value).exists(), state
    assert set(ServiceRequest.objects.values_list("customer_kind", flat=True)) == set(CustomerKind)
    assert ServiceRequest.objects.filter(reading.late(NOW.date())).exists()
    first = ServiceRequest.objects.earliest("received_at").received_at
    assert 330 < (NOW - first).days < 366
    assert Rating.objects.count() > SIZES[county] // 4
    assert (Offer.objects.count(), Match.objects.count(), MatchResult.objects.count()) == (9, 4, 3)


def test_everything_told_is_marked_as_an_example(county: str) -> None:
    assert all(name.startswith("示例") for name in Party.objects.values_list("name", flat=True))
    for table, field in ((ServiceRequest, "wish"), (Offer, "words")):
        assert all("（示例）" in said for said in table.objects.values_list(field, flat=True)), field
    said = RequestStep.objects.exclude(text="").values_list("text", flat=True)
    assert all("（示例）" in each for each in said)
    assert not ServiceRequest.objects.filter(ended_at__lte=F("received_at")).exists()
