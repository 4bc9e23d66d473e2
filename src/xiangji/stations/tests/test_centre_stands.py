"""The centre and the park as others see them: their own face, figures, lists, and who works there."""

import pytest
from django.test import Client
from django.utils import timezone

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import LONG_AGO, one
from xiangji.core.measures import find
from xiangji.core.office.tests.cast import inside
from xiangji.core.parties.tests.examples import CREDIT_CODE
from xiangji.core.values import Period
from xiangji.stations import actions
from xiangji.stations.models import Station, Zone
from xiangji.stations.rules.broadband import Line, Tariff, Whose
from xiangji.stations.rules.centre import ZoneKind
from xiangji.stations.rules.equipment import EquipmentKind, Role, Thing
from xiangji.stations.rules.register import StationKind
from xiangji.stations.tests.cast import COUNTY, LAKE_TOWN
from xiangji.stations.tests.request_cast import a_centre
from xiangji.stations.tests.station_cast import NOW, SPRING, SUMMER, a_station, clerk

pytestmark = pytest.mark.usefixtures("the_county")
PARK = "示例滨湖电商园区"


def seen(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def face(station: Station) -> str:
    return seen(Client(), f"/stations/at/{station.code}/")


def zone(station: Station, kind: ZoneKind, area: int) -> Zone:
    return actions.open_zone(
        station=station, kind=kind, area_m2=area, since=SPRING, by=clerk(), happened_at=NOW
    )


def on_the_team(centre: Station, name: str, skill: str, by: User) -> None:
    actions.name_person(
        station=centre,
        role=Role.OPERATOR,
        name=name,
        phone="13800000021",
        duty=skill,
        since=SPRING,
        by=by,
        happened_at=NOW,
    )


@pytest.mark.proves("STA-01")
def test_the_centre_is_entered_once_and_everybody_reads_where_how_large_open_and_whose_it_is() -> None:
    client = inside(clerk())
    firm = Organisation.objects.create(
        name="示例乡集运营有限公司",
        kind=Organisation.Kind.COMPANY,
        place_id=COUNTY.digits,
        opened_at=LONG_AGO,
    )
    typed = {"code": "TZ-C01", "kind": "centre", "place": "滕州市", "name": "示例滕州电商公共服务中心"}
    typed |= {"host": "other", "build": "upgrade", "operator": str(firm.pk), "area_m2": "1620"}

    answer = client.post("/office/stations/do/register/", typed | {"address": "示例路1号"})
    assert answer.status_code == 302, answer.content.decode()
    centre = Station.objects.get()
    planned = face(centre)
    client.post(f"/office/stations/{centre.pk}/open/", {"day": SPRING.isoformat()})
    told = face(centre)

    assert "还没有开业" in planned
    assert "还没有开业" not in told
    for words in ("滕州市，示例路1号", "县级公共服务中心，编码 TZ-C01", "1,620平方米", firm.name):
        assert words in told
    for code, number in (("stations.centres_open", 1), ("stations.centre_area", 1620)):
        figure = find(code)
        assert figure is not None
        assert figure(COUNTY, Period.of_day(timezone.localdate())).num == number


@pytest.mark.proves("STA-03")
def test_everybody_reads_the_zones_of_the_centre_with_their_area_until_they_end() -> None:
    centre = a_centre()
    zone(centre, ZoneKind.LIVE, 120)
    incubation = zone(centre, ZoneKind.INCUBATION, 160)

    before = face(centre)
    actions.end_zone(
        station=centre, zone=incubation.pk, until=SUMMER, reason="改成展厅", by=clerk(), happened_at=NOW
    )
    after = face(centre)

    assert "2个功能区" in before
    for words in ("网络直播中心", "120平方米", "创客孵化区", "160平方米"):
        assert words in before
    assert "1个功能区" in after
    assert "网络直播中心" in after
    assert "创客孵化区" not in after
    assert "功能区" not in face(a_station("TZ-001", place=LAKE_TOWN))


@pytest.mark.proves("STA-12")
def test_the_team_of_the_centre_is_read_with_its_skills_and_its_facilities_stand_among_the_equipment() -> (
    None
):
    person, centre = clerk(), a_centre()
    on_the_team(centre, "示例·周美工", "美工、产品摄影", person)
    on_the_team(centre, "示例·吴主播", "直播带货", person)
    thing = Thing(EquipmentKind.FURNITURE, "BG-12", SPRING)
    actions.record_equipment(station=centre, thing=thing, by=person, happened_at=NOW)

    paper = f"/office/stations/{centre.pk}/"
    told, masked = seen(inside(person), paper), seen(inside(one(PostKind.INSPECTOR)), paper)
    listed = seen(inside(one(PostKind.INSPECTOR)), "/office/equipment/?q=BG-12")

    for skill in ("美工、产品摄影", "直播带货"):
        assert skill in told
        assert skill in masked
    assert "示例·周美工" in told
    assert "示例·周美工" not in masked
    assert "办公桌椅" in listed
    assert centre.name in listed
    assert "周美工" not in face(centre)


@pytest.mark.proves("STA-16")
def test_a_park_is_a_place_of_its_own_with_tenants_functions_tariff_and_budget_line() -> None:
    person = clerk()
    park = a_station(
        "TZ-Y01", kind=StationKind.PARK, place=LAKE_TOWN, name=PARK, budget_line="电商园区建设（示例）"
    )
    zone(park, ZoneKind.MAKERS, 300)
    actions.settle_resident(
        station=park,
        name="示例果蔬专业合作社",
        credit_code=CREDIT_CODE,
        phone="",
        area_m2=60,
        support="免一年房租",
        has_priority=False,
        since=SPRING,
        by=person,
        happened_at=NOW,
    )
    line = Line(Whose.PARK, PARK, 500, True, Tariff.REDUCED, "示例电信给的，半价")
    actions.record_broadband(place=LAKE_TOWN, line=line, day=SUMMER, by=person, happened_at=NOW)

    reader = inside(one(PostKind.INSPECTOR))
    paper = seen(reader, f"/office/stations/{park.pk}/")
    parks = seen(reader, "/office/stations/?chip=all&kind=park")
    public = face(park)

    for words in ("电商园区建设（示例）", "创客中心", "免一年房租", "有优惠：示例电信给的，半价"):
        assert words in paper
    assert "TZ-Y01" in parks
    assert "TZ-Y01" not in seen(reader, "/office/stations/?chip=all&kind=centre")
    assert "电商园区，编码 TZ-Y01" in public
    assert "创客中心" in public
    assert "示例果蔬" not in public
    assert "电子商务园区、产业园</dt><dd>1家有优惠，共1家" in seen(Client(), "/stations/coverage/")
