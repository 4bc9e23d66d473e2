"""Activities, products told to the centre, and services of the smart village."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import LONG_AGO, one
from xiangji.core.parties.models import Party
from xiangji.stations import actions
from xiangji.stations.models import Activity, Product, SmartService
from xiangji.stations.queries import fieldwork
from xiangji.stations.rules.fieldwork import ActivityKind, Held
from xiangji.stations.rules.register import StationRefused
from xiangji.stations.tests.cast import COUNTY, LAKE_TOWN
from xiangji.stations.tests.life_cast import LATER, a_product, an_activity, grown
from xiangji.stations.tests.station_cast import a_point, a_station, clerk

pytestmark = pytest.mark.usefixtures("the_county")
WANGZHUANG, DONGGU, SEPTEMBER = "370481104200", "370481104201", date(2026, 9, 1)


def stranger() -> User:
    firm = Organisation.objects.create(
        name="示例·别家", kind=Organisation.Kind.COMPANY, place_id=COUNTY.digits, opened_at=LONG_AGO
    )
    return one(PostKind.CONTRACTOR, organisation=firm)


def page(person: User, address: str) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.proves("STA-22")
@pytest.mark.proves("STA-42")
def test_a_station_records_what_it_told_and_taught_and_where_it_is_read_again() -> None:
    person, client = clerk(), Client()
    client.force_login(person)
    station = a_station("TZ-001", place=LAKE_TOWN)
    typed = {"day": "2026-09-12", "kind": "publicity", "title": "集上宣传代买代卖", "people": 60}

    answer = client.post(f"/office/stations/{station.pk}/hold-activity/", typed)
    an_activity(station, person)

    held = Activity.objects.get(kind="publicity")
    assert (answer.status_code, answer["Location"]) == (302, f"/office/station-activities/{held.pk}/")
    told = page(person, f"/office/stations/{station.pk}/")
    assert "集上宣传代买代卖" in told
    assert "教老人用手机缴费" in told
    taught = page(person, "/office/station-activities/?kind=teaching")
    assert "教老人用手机缴费" in taught
    assert "集上宣传代买代卖" not in taught


@pytest.mark.parametrize(
    ("day", "people", "title", "said"),
    [
        (date(2026, 10, 21), 5, "示例活动", "还没有到"),
        (SEPTEMBER, 0, "示例活动", "参加人数"),
        (SEPTEMBER, 5, "  ", "还没有写活动名称"),
        (SEPTEMBER, 5, "长" * 61, "最多60个字"),
    ],
)
def test_an_activity_that_cannot_be_is_refused_and_nothing_is_kept(
    day: date, people: int, title: str, said: str
) -> None:
    station, person = a_station("TZ-001", place=LAKE_TOWN), clerk()

    with pytest.raises(StationRefused) as refusal:
        actions.record_activity(
            station=station, held=Held(ActivityKind.NEWS, day, title, people), by=person, happened_at=LATER
        )

    assert said in refusal.value.sentence
    assert not Activity.objects.exists()


def test_the_database_itself_keeps_an_activity() -> None:
    an_activity(a_station("TZ-001", place=LAKE_TOWN), clerk())

    with pytest.raises(DatabaseError), transaction.atomic():
        Activity.objects.update(people=1_000)
    assert Activity.objects.get().people == 25


@pytest.mark.proves("STA-43")
@pytest.mark.proves("STA-44")
def test_a_product_reaches_the_centre_which_answers_and_everybody_reads_it_on_the_page_of_the_town() -> None:
    person = clerk()
    station = a_point("TZ-002", WANGZHUANG, phone="0000-2000002")
    product = a_product(station, WANGZHUANG, person)
    public = Client()

    assert "示例大枣" in page(person, "/office/local-products/?chip=waits")
    assert "示例大枣" not in public.get(f"/stations/{LAKE_TOWN}/").content.decode()
    client = Client()
    client.force_login(person)
    client.post(f"/office/local-products/{product.pk}/answer/", {"answer": "收进网货样品", "is_public": "on"})

    told = public.get(f"/stations/{LAKE_TOWN}/").content.decode()
    assert "示例大枣" in told
    assert "一村一品" in told
    assert "9月到11月" in told
    assert "示例·枣农" not in told
    assert "13800000051" not in told
    assert "示例大枣" not in page(person, "/office/local-products/?chip=waits")
    assert "收进网货样品" in page(person, f"/office/local-products/{product.pk}/?chip=all")


def test_a_village_has_one_product_of_its_own_and_each_product_once() -> None:
    person, station = clerk(), a_point("TZ-002", WANGZHUANG)
    a_product(station, WANGZHUANG, person)

    with pytest.raises(StationRefused, match="一村一品已经是“示例大枣”"):
        a_product(station, WANGZHUANG, person, grower="", phone="", name="示例咸鸭蛋")
    with pytest.raises(StationRefused, match="已经报过"):
        a_product(station, WANGZHUANG, person, grower="", phone="", is_one_village=False)
    a_product(station, DONGGU, person, grower="", phone="", name="示例咸鸭蛋")

    assert Product.objects.count() == 2


@pytest.mark.parametrize("place", [LAKE_TOWN, "370402001001", "999999999999"])
def test_a_product_comes_from_a_village_of_this_county(place: str) -> None:
    station, person = a_point("TZ-002", WANGZHUANG), clerk()

    with pytest.raises(StationRefused, match="请写产地的村"):
        a_product(station, place, person)

    assert not Product.objects.exists()
    assert not Party.objects.exists()


def test_a_product_that_is_no_more_is_public_no_more_and_makes_room() -> None:
    person = clerk()
    station = a_point("TZ-002", WANGZHUANG, phone="0000-2000002")
    product = a_product(station, WANGZHUANG, person)
    actions.answer_product(product=product, is_public=True, answer="上架了", by=person, happened_at=LATER)

    ended = actions.end_product(
        product=product, until=product.collected_on, reason="改种了", by=person, happened_at=LATER
    )

    assert ended.until == product.collected_on
    assert not Client().get(f"/stations/{LAKE_TOWN}/").content.decode().count("示例大枣")
    with pytest.raises(StationRefused, match="已经没有了"):
        actions.answer_product(product=ended, is_public=True, answer="再上", by=person, happened_at=LATER)
    a_product(station, WANGZHUANG, person, grower="", phone="", name="示例咸鸭蛋")


def test_without_anybody_to_call_a_product_is_not_public() -> None:
    person = clerk()
    product = a_product(a_point("TZ-002", WANGZHUANG), WANGZHUANG, person, grower="", phone="")

    with pytest.raises(StationRefused, match="不知道找谁"):
        actions.answer_product(product=product, is_public=True, answer="上架", by=person, happened_at=LATER)

    assert not Product.objects.get().is_public


def test_name_and_phone_of_a_grower_are_masked_for_who_only_reads() -> None:
    product = a_product(a_point("TZ-002", WANGZHUANG), WANGZHUANG, clerk())
    address = f"/office/local-products/{product.pk}/?chip=all"

    seen, masked = page(clerk(), address), page(one(PostKind.FINANCE), address)

    assert "示例·枣农" in seen
    assert "示例·枣农" not in masked
    assert "13800000051" not in seen + masked


@pytest.mark.parametrize(
    ("first", "last", "season", "inside", "outside"),
    [
        (9, 11, "9月到11月", 10, 12),
        (11, 2, "11月到次年2月", 1, 6),
        (6, 6, "6月", 6, 7),
        (1, 12, "全年", 5, None),
    ],
)
def test_a_season_may_pass_the_turn_of_the_year(
    first: int, last: int, season: str, inside: int, outside: int | None
) -> None:
    a_product(a_point("TZ-002", WANGZHUANG), WANGZHUANG, clerk(), first_month=first, last_month=last)

    assert grown(first_month=first, last_month=last).season == season
    assert Product.objects.filter(fieldwork.grown_in(inside)).exists()
    assert outside is None or not Product.objects.filter(fieldwork.grown_in(outside)).exists()


def test_a_stranger_tells_nothing_and_only_the_office_answers() -> None:
    station = a_point("TZ-002", WANGZHUANG)
    product = a_product(station, WANGZHUANG, clerk())
    other = stranger()

    with pytest.raises(NotYours):
        an_activity(station, other)
    with pytest.raises(NotYours):
        a_product(station, DONGGU, other)
    with pytest.raises(NotPermitted):
        actions.answer_product(product=product, is_public=True, answer="上", by=other, happened_at=LATER)

    assert not Activity.objects.exists()
    assert Product.objects.get().answered_on is None
    assert not fieldwork.products_for(other).exists()


@pytest.mark.proves("STA-44")
def test_a_service_of_the_smart_village_runs_on_a_station_until_it_ends() -> None:
    person, station = clerk(), a_station("TZ-001", place=LAKE_TOWN)

    def start() -> SmartService:
        return actions.start_smart_service(
            station=station, name="村务公开", since=SEPTEMBER, by=person, happened_at=LATER
        )

    row = start()
    with pytest.raises(StationRefused, match="已经在用"):
        start()
    assert "村务公开" in page(person, f"/office/stations/{station.pk}/")
    actions.end_smart_service(
        station=station, service=row.pk, until=SEPTEMBER, reason="换新系统", by=person, happened_at=LATER
    )
    with pytest.raises(NotYours):
        actions.end_smart_service(
            station=station, service=row.pk, until=SEPTEMBER, reason="再停", by=person, happened_at=LATER
        )

    assert (
        "村务公开"
        not in page(person, f"/office/stations/{station.pk}/")
        .split("历史")[0]
        .split("十二个月")[1]
        .split("最近一次检查")[0]
    )
    assert start().pk != row.pk
