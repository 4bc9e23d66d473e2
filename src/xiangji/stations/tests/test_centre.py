"""Zones of the centre, and who settles there and leaves."""

from datetime import timedelta

import pytest
from django.test import Client

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import one
from xiangji.core.audit.models import Entry
from xiangji.core.parties.models import Party
from xiangji.core.parties.tests.examples import CREDIT_CODE
from xiangji.stations import actions
from xiangji.stations.models import Resident, Station, Zone
from xiangji.stations.queries import centre
from xiangji.stations.rules.centre import ZoneKind
from xiangji.stations.rules.register import StationKind, StationRefused
from xiangji.stations.tests.cast import LAKE_TOWN
from xiangji.stations.tests.station_cast import NOW, SPRING, SUMMER, TODAY, a_station, clerk

pytestmark = pytest.mark.usefixtures("the_county")
FOUNDER_PHONE = "13806320041"


def the_centre(area: int | None = 1_600) -> Station:
    return a_station("TZ-C01", kind=StationKind.CENTRE, place="370481", area_m2=area)


def opened(station: Station, by: User, kind: ZoneKind = ZoneKind.LIVE, area: int | None = 300) -> Zone:
    return actions.open_zone(station=station, kind=kind, area_m2=area, since=SPRING, by=by, happened_at=NOW)


def settled(station: Station, by: User, **changes: object) -> Resident:
    typed: dict[str, object] = {
        "name": "示例果蔬专业合作社",
        "credit_code": CREDIT_CODE,
        "phone": "",
        "area_m2": 60,
        "support": "免一年房租",
        "has_priority": False,
        "since": SPRING,
    }
    return actions.settle_resident(station=station, **typed | changes, by=by, happened_at=NOW)  # type: ignore[arg-type]


def page(person: User, station: Station) -> str:
    client = Client()
    client.force_login(person)
    return client.get(f"/office/stations/{station.pk}/").content.decode()


@pytest.mark.proves("STA-03")
def test_the_centre_has_zones_with_their_area_and_one_of_a_kind() -> None:
    station, person = the_centre(), clerk()

    opened(station, person)
    opened(station, person, ZoneKind.TRAINING, 400)
    with pytest.raises(StationRefused, match="已经有网络直播中心"):
        opened(station, person)
    told = page(person, station)

    assert "网络直播中心" in told
    assert "400平方米" in told
    assert [zone.kind for zone in centre.zones_of(station)] == ["live", "training"]


def test_zones_together_are_not_larger_than_the_house() -> None:
    station, person = the_centre(500), clerk()
    opened(station, person)

    with pytest.raises(StationRefused, match="合起来501平方米，比登记的面积500平方米还大"):
        opened(station, person, ZoneKind.TRAINING, 201)
    opened(station, person, ZoneKind.TRAINING, 200)
    opened(station, person, ZoneKind.DATA, None)

    assert Zone.objects.count() == 3


def test_a_zone_that_ended_makes_room_and_says_why() -> None:
    station, person = the_centre(500), clerk()
    zone = opened(station, person, area=500)

    actions.end_zone(
        station=station, zone=zone.pk, until=SUMMER, reason="改成展厅", by=person, happened_at=NOW
    )

    opened(station, person, area=500)
    assert Zone.objects.get(pk=zone.pk).end_reason == "改成展厅"


@pytest.mark.proves("STA-10")
def test_enterprises_and_founders_settle_with_area_support_and_priority_and_leave() -> None:
    station, person = the_centre(), clerk()
    firm = settled(station, person)
    founder = settled(
        station, person, name="示例·孙小禾", credit_code="", phone=FOUNDER_PHONE, has_priority=True
    )

    told, masked = page(person, station), page(one(PostKind.INSPECTOR), station)
    actions.leave_station(
        station=station, resident=firm.pk, until=TODAY, reason="租期满", by=person, happened_at=NOW
    )

    assert "免一年房租" in told
    assert "优先入驻" in told
    assert "优先入驻" not in masked
    assert "孙小禾" not in masked
    assert FOUNDER_PHONE not in told + masked
    assert "租期满" in page(person, station)
    assert [one.pk for one in centre.residents_of(station)] == [founder.pk, firm.pk]


def test_the_same_enterprise_settles_once_at_a_time_and_is_registered_once() -> None:
    station, person = the_centre(), clerk()
    first = settled(station, person)

    with pytest.raises(StationRefused, match="这家已经入驻"):
        settled(station, person)
    actions.leave_station(
        station=station, resident=first.pk, until=SUMMER, reason="租期满", by=person, happened_at=NOW
    )
    settled(station, person, since=SUMMER)

    assert Party.objects.filter(credit_code=CREDIT_CODE).count() == 1
    assert Resident.objects.count() == 2


def test_what_is_wrong_settles_nobody() -> None:
    station, person = the_centre(100), clerk()
    entries = Entry.objects.count()

    for changes, said in (
        ({"area_m2": 101}, "比登记的面积100平方米还大"),
        ({"since": TODAY + timedelta(days=1)}, "不晚于2026-10-20"),
        ({"support": "长" * 201}, "得到的支持写了201个字"),
    ):
        with pytest.raises(StationRefused, match=said):
            settled(station, person, **changes)
    with pytest.raises(StationRefused, match="功能区和入驻只记在中心和园区"):
        settled(a_station("TZ-001", place=LAKE_TOWN), person)
    assert not Resident.objects.exists()
    assert not Party.objects.exists()
    assert Entry.objects.filter(did="stations.resident_settled").count() == 0
    assert Entry.objects.count() == entries + 2  # the town station was registered and opened


def test_a_stranger_opens_no_zone_and_settles_nobody() -> None:
    station = the_centre()

    with pytest.raises(NotPermitted):
        opened(station, one(PostKind.COMMERCE_HEAD))
    with pytest.raises(NotYours):
        settled(station, one(PostKind.CONTRACTOR))
    assert not Zone.objects.exists()
    assert not Resident.objects.exists()


def test_zones_and_residents_are_kept_from_the_desk() -> None:
    station, client = the_centre(), Client()
    client.force_login(clerk())
    address = f"/office/stations/{station.pk}/"

    zone = {"kind": "live", "area_m2": "300", "since": SPRING.isoformat()}
    who = {"name": "示例合作社", "credit_code": CREDIT_CODE, "since": SPRING.isoformat(), "support": ""}
    assert client.post(f"{address}open-zone/", zone).status_code == 302
    assert client.post(f"{address}settle/", who).status_code == 302
    left = {"resident": Resident.objects.get().pk, "until": SUMMER.isoformat(), "reason": "租期满"}
    assert client.post(f"{address}leave/", left).status_code == 302
    ended = {"zone": Zone.objects.get().pk, "until": SUMMER.isoformat(), "reason": "改展厅"}
    assert client.post(f"{address}end-zone/", ended).status_code == 302

    told = client.get(address).content.decode()
    assert "<s>示例合作社</s>" in told
    assert "还没有登记功能区" in told
