"""The desk of the centre as people use it: counter, paper, figures, catalogue."""

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.accounts.permitting import NotPermitted
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import an_organisation, one
from xiangji.core.places.models import Place
from xiangji.core.policy.files import read_plan
from xiangji.core.values import PlaceCode
from xiangji.stations import actions
from xiangji.stations.models import AddedService, Rating, ServiceRequest, Station
from xiangji.stations.queries import requests as reading
from xiangji.stations.rules.desk_figures import Ticket, figures
from xiangji.stations.rules.register import StationKind, StationRefused
from xiangji.stations.rules.requests import CustomerKind, State, check_wish, read_number, read_tail
from xiangji.stations.rules.services import SERVICES, Audience, named_for, others, service_of
from xiangji.stations.tests.cast import LAKE_TOWN, a_place
from xiangji.stations.tests.request_cast import (
    FOSTERING,
    INCUBATION,
    PHONE,
    a_centre,
    a_request,
    again,
    fresh,
    guided,
)
from xiangji.stations.tests.station_cast import NOW, SUMMER, TODAY, a_station, clerk

TENGZHOU, DONGGANG, WANGKUI, HAIFENG = (PlaceCode(code) for code in ("370481", "210681", "231221", "441521"))
DESK = "/office/service-requests/"
PLANS = Path(settings.HOME) / "plans"


def inside(kind: PostKind) -> Client:
    client = Client()
    client.force_login(one(kind))
    return client


def a_centre_of(county: PlaceCode) -> Station:
    for digits in (county.digits[:2], county.digits[:4], county.digits):
        if not Place.objects.filter(code=digits).exists():
            a_place(digits, f"示例{digits}")
    return a_station("SL-C01", kind=StationKind.CENTRE, place=county.digits, name="示例公共服务中心")


def words(county: PlaceCode, audience: Audience = Audience.CUSTOMER) -> list[str]:
    return [each.word for each in named_for(county) if each.audience is audience]


@pytest.mark.usefixtures("the_county")
@pytest.mark.proves("STA-05")
def test_a_ticket_is_taken_in_at_the_counter_and_ends_with_its_result() -> None:
    a_centre()
    client, typed = (
        inside(PostKind.COMMERCE_CLERK),
        {
            "service": INCUBATION,
            "customer_kind": "cooperative",
            "name": "示例·山货合作社",
            "phone": PHONE,
            "wish": "想给土豆做包装。",
            "way": "desk",
        },
    )

    form = client.get(f"{DESK}do/take-in/").content.decode()
    made = client.post(f"{DESK}do/take-in/", typed)
    row = ServiceRequest.objects.get()
    client.post(f"{DESK}{row.pk}/finish/", {"text": "出了三个样子，选了第二个。"})
    paper = client.get(f"{DESK}{row.pk}/?chip=all").content.decode()
    listed = client.get(f"{DESK}?chip=done").content.decode()

    assert "哪个中心" not in form
    assert made.headers["Location"] == f"{DESK}{row.pk}/"
    assert again(row).status is State.DONE
    for told in ("出了三个样子，选了第二个。", "培训孵化", "合作社", "想给土豆做包装。"):
        assert told in paper
    assert PHONE not in paper
    assert row.number in listed


@pytest.mark.proves("STA-05")
def test_donggang_offers_the_sixteen_services_of_its_plan() -> None:
    plan = read_plan(PLANS / "donggang-2020.toml")

    named = next(each for each in plan["list"] if each["key"] == "centre_services")
    assert words(DONGGANG) == named["items"]
    assert len(words(DONGGANG)) == 16
    assert named_for(DONGGANG)[0].source.quote == named["quote"]


@pytest.mark.proves("STA-07")
def test_wangkui_offers_the_four_kinds_of_its_plan() -> None:
    assert words(WANGKUI) == ["技术支持", "信息服务", "管理咨询", "其他增值业务"]


@pytest.mark.proves("STA-08")
def test_haifeng_offers_incubation_and_what_runs_along_the_chain() -> None:
    plan = read_plan(PLANS / "haifeng-2018.toml")

    named = next(each for each in plan["list"] if each["key"] == "incubation_services")
    assert words(HAIFENG)[:6] == named["items"]
    assert words(HAIFENG)[6:] == ["品牌培育", "商品规划", "营销策划"]


@pytest.mark.proves("STA-09")
def test_tengzhou_offers_the_functions_of_its_table_and_of_its_text() -> None:
    plan = read_plan(PLANS / "tengzhou-2019.toml")

    named = next(each for each in plan["list"] if each["key"] == "centre_functions")
    assert words(TENGZHOU)[:9] == named["items"]
    assert words(TENGZHOU)[9:] == ["人员培训", "孵化支撑", "营销策划", "网货研发", "金融服务"]


@pytest.mark.usefixtures("the_county")
@pytest.mark.parametrize(
    "key",
    [
        pytest.param("wangkui.consulting", marks=pytest.mark.proves("STA-07")),
        pytest.param("haifeng.operation", marks=pytest.mark.proves("STA-08")),
        pytest.param("haifeng-chain.goods", marks=pytest.mark.proves("STA-08")),
        pytest.param("tengzhou.credit", marks=pytest.mark.proves("STA-09")),
    ],
)
def test_what_a_plan_names_is_asked_for_at_its_own_centre_and_done(key: str, settings: LazySettings) -> None:
    service = service_of(key)
    settings.COUNTY = {"231221": "wangkui", "441521": "haifeng"}.get(service.source.area.digits, "tengzhou")
    centre = a_centre_of(service.source.area)
    person = one(PostKind.COMMERCE_CLERK, place=service.source.area)

    row = a_request(centre, person, service=key)
    actions.finish_request(request=row, text="办了，给了方案。", by=person, happened_at=NOW)
    client = Client()
    client.force_login(person)
    listed = client.get(f"{DESK}?chip=done&service={key}").content.decode()

    assert again(row).status is State.DONE
    assert row.number in listed
    assert service.word in listed


@pytest.mark.proves("STA-14")
def test_what_is_coordinated_across_stations_stands_in_the_catalogue_with_its_clause() -> None:
    common = [each for each in SERVICES if each.source.key == "donggang-common"]

    assert [each.word for each in common] == ["品牌标准", "品质控制", "快递物流", "培训"]
    assert {each.audience for each in common} == {Audience.STATION}
    assert {"品控", "品牌", "物流", "培训", "金融", "创意", "营销"} <= set(words(DONGGANG, Audience.STATION))


@pytest.mark.proves("STA-15")
def test_what_firms_are_helped_with_stands_in_the_catalogue_with_its_clause() -> None:
    assert words(DONGGANG, Audience.FIRM) == [
        "电子商务对接",
        "金融保险对接",
        "移动支付对接",
        "就业引导对接",
    ]
    assert words(WANGKUI, Audience.FIRM) == ["传统企业信息化改造"]
    assert words(TENGZHOU, Audience.FIRM) == ["传统流通企业培育帮扶"]
    assert words(HAIFENG, Audience.FIRM) == ["转型电商服务企业"]


@pytest.mark.parametrize("county", [TENGZHOU, DONGGANG, WANGKUI, HAIFENG])
def test_a_service_is_named_for_a_county_or_can_be_added(county: PlaceCode) -> None:
    assert set(named_for(county)) | set(others(county)) == set(SERVICES)
    assert not set(named_for(county)) & set(others(county))
    assert len({each.key for each in SERVICES}) == len(SERVICES)


@pytest.mark.usefixtures("the_county")
@pytest.mark.proves("STA-15")
def test_a_firm_is_helped_at_the_desk_with_what_another_plan_names_once_it_is_added() -> None:
    centre, client = a_centre(), inside(PostKind.COMMERCE_CLERK)
    paper = f"/office/stations/{centre.pk}/"
    typed = {"service": "liaoning-firms.payment", "since": SUMMER, "reason": "商户来问收款码"}

    with pytest.raises(StationRefused, match="不提供“移动支付对接”"):
        a_request(centre, clerk(), service="liaoning-firms.payment")
    assert client.post(f"{paper}add-service/", typed).status_code == 302
    row = a_request(centre, clerk(), service="liaoning-firms.payment", customer_kind=CustomerKind.CIRCULATION)
    told = client.get(paper).content.decode()
    listed = client.get(f"{DESK}?chip=all&service=liaoning-firms.payment").content.decode()
    filtered = client.get(f"{DESK}?chip=all&service={FOSTERING}").content.decode()

    assert "自己加的" in told
    assert "移动支付" in told
    assert row.number in listed
    assert row.number not in filtered


@pytest.mark.usefixtures("the_county")
def test_a_service_is_added_once_and_only_what_was_added_is_dropped() -> None:
    centre, person = a_centre(), clerk()
    told: dict[str, Any] = {"since": SUMMER, "reason": "有人问", "by": person, "happened_at": NOW}

    with pytest.raises(StationRefused, match="已经提供“培训孵化”"):
        actions.add_service(station=centre, service=INCUBATION, **told)
    row = actions.add_service(station=centre, service="donggang.art", **told)
    with pytest.raises(StationRefused, match="已经提供“美工策划”"):
        actions.add_service(station=centre, service="donggang.art", **told)
    with pytest.raises(StationRefused, match="服务目录只有公共服务中心有"):
        actions.add_service(station=a_station("TZ-001", place=LAKE_TOWN), service="donggang.drill", **told)
    with pytest.raises(NotPermitted):
        actions.add_service(
            station=centre, service="donggang.drill", **told | {"by": one(PostKind.COMMERCE_HEAD)}
        )
    actions.drop_service(
        station=centre, added=row.pk, until=TODAY, reason="没人来", by=person, happened_at=NOW
    )

    assert AddedService.objects.get().end_reason == "没人来"
    assert reading.added_to([centre.pk]) == []


@pytest.mark.usefixtures("the_county")
@pytest.mark.proves("STA-06")
def test_customers_are_told_apart_by_their_kind_on_the_list_and_in_the_figures() -> None:
    centre, person = a_centre(), clerk()
    a_request(centre, person, customer_kind=CustomerKind.PRODUCER, name="示例食品厂", phone="13800000071")
    a_request(centre, person, customer_kind=CustomerKind.GOVERNMENT, name="示例镇政府", phone="13800000072")
    client = inside(PostKind.COMMERCE_CLERK)

    makers = client.get(f"{DESK}?chip=all&customer_kind=producer").content.decode()
    paper = client.get(f"/office/stations/{centre.pk}/").content.decode()

    assert makers.count("生产型企业</small>") == 1
    assert "政府部门</small>" not in makers
    assert "<td>生产型企业</td>" in paper
    assert "<td>政府部门</td>" in paper


@pytest.mark.usefixtures("the_county")
@pytest.mark.proves("STA-13")
def test_the_operator_s_performance_counts_its_tickets_and_its_stations() -> None:
    firm, person = an_organisation("示例·乡集公司"), clerk()
    centre = a_centre(operator=firm)
    station = a_station("TZ-001", place=LAKE_TOWN, operator=firm)
    a_station("TZ-002", place="370481114", operator=firm)
    a_station("TZ-003", place="370481400", operator=an_organisation("示例·别家"))
    done = a_request(centre, person, result="办了。", happened_at=datetime.now(tz=UTC))
    actions.rate_request(request=done, score=4, words="", by=person, happened_at=NOW)
    guided(centre, station, person, happened_at=datetime.now(tz=UTC))

    told = inside(PostKind.COMMERCE_CLERK).get(f"/office/stations/{centre.pk}/").content.decode()
    other = inside(PostKind.COMMERCE_CLERK).get(f"/office/stations/{station.pk}/").content.decode()

    assert "示例·乡集公司运营的镇、村站点2个（营业2）" in told
    assert "一年里指导过1个，没有指导过的1个" in told
    assert "办好2件" in told
    assert "4分，满分5" in told
    assert "一年的成绩" not in other


@pytest.mark.usefixtures("the_county")
@pytest.mark.proves("STA-14")
def test_a_station_gets_what_is_coordinated_for_all_as_a_ticket_of_its_own() -> None:
    centre, station = a_centre(), a_station("TZ-001", place=LAKE_TOWN)
    actions.add_service(
        station=centre,
        service="donggang-common.quality",
        since=SUMMER,
        reason="统一品控",
        by=clerk(),
        happened_at=NOW,
    )
    client = inside(PostKind.COMMERCE_CLERK)
    typed = {
        "station": "tz-001",
        "service": "donggang-common.quality",
        "wish": "讲分级，发了标准。",
        "result": "站里会分了。",
        "way": "visit",
    }

    made = client.post(f"{DESK}do/guide/", typed)
    unknown = client.post(f"{DESK}do/guide/", typed | {"station": "没有的站"})
    listed = client.get(f"{DESK}?chip=done&customer_kind=station").content.decode()

    assert made.status_code == 302
    assert "没有找到，请写牌子上的编码" in unknown.content.decode()
    row = ServiceRequest.objects.get()
    assert (row.station, row.service_word, row.status) == (station, "品质控制", State.DONE)
    assert "品质控制" in listed
    assert station.name in listed
    assert fresh(station) == station


@pytest.mark.usefixtures("the_county")
def test_a_name_is_masked_for_who_only_reads_and_never_on_the_list() -> None:
    row = a_request(a_centre(), clerk())

    reader, handler = inside(PostKind.AUDIT_VIEWER), inside(PostKind.COMMERCE_CLERK)

    assert "王新苗" not in reader.get(f"{DESK}{row.pk}/?chip=all").content.decode()
    assert "王新苗" in handler.get(f"{DESK}{row.pk}/?chip=all").content.decode()
    assert "王新苗" not in handler.get(f"{DESK}?chip=all").content.decode()
    assert inside(PostKind.FINANCE).get(DESK).status_code == 403


@pytest.mark.usefixtures("the_county")
def test_a_request_that_is_overdue_is_on_the_list_of_the_late() -> None:
    row = a_request(a_centre(), clerk(), happened_at=datetime(2026, 1, 5, 2, 0, tzinfo=UTC))

    told = inside(PostKind.COMMERCE_CLERK).get(f"{DESK}?chip=late").content.decode()

    assert row.number in told
    assert "过期没办" in told


@pytest.mark.usefixtures("the_county")
def test_a_rating_is_given_once_by_who_handles_it() -> None:
    person = clerk()
    row = a_request(a_centre(), person, result="办了。")

    with pytest.raises(NotPermitted):
        actions.rate_request(request=row, score=5, words="", by=one(PostKind.AUDIT_VIEWER), happened_at=NOW)
    for score in (0, 6):
        with pytest.raises(StationRefused, match="应当是1到5分"):
            actions.rate_request(request=row, score=score, words="", by=person, happened_at=NOW)
    actions.rate_request(request=row, score=5, words="好", by=person, happened_at=NOW)
    with pytest.raises(StationRefused, match="已经评过了"):
        actions.rate_request(request=row, score=1, words="", by=person, happened_at=NOW)

    assert Rating.objects.get().score == 5


@given(
    st.lists(
        st.builds(
            Ticket,
            service=st.sampled_from([each.key for each in SERVICES]),
            kind=st.sampled_from(CustomerKind),
            state=st.sampled_from(State),
            received=st.dates(date(2020, 1, 1), date(2020, 1, 31)),
            due=st.dates(date(2020, 2, 1), date(2020, 2, 28)),
            ended=st.none() | st.dates(date(2020, 2, 1), date(2020, 3, 28)),
            score=st.none() | st.integers(1, 5),
        ),
        max_size=12,
    )
)
def test_figures_add_up_however_they_are_cut(tickets: list[Ticket]) -> None:
    found = figures(tickets, today=TODAY)

    assert found.asked == len(tickets) == found.open + found.done + found.refused + found.withdrawn
    for lines in (found.by_service, found.by_kind):
        assert sum(line.asked for line in lines) == found.asked
        assert sum(line.done for line in lines) == found.done
    assert found.late <= found.open
    assert found.on_time <= found.done
    assert found.score is None or 1 <= found.score <= 5


def test_the_median_is_in_whole_days_from_receipt_to_end() -> None:
    def done(days: int) -> Ticket:
        return Ticket(
            INCUBATION,
            CustomerKind.FOUNDER,
            State.DONE,
            date(2026, 3, 1),
            date(2026, 3, 5),
            date(2026, 3, 1 + days),
        )

    found = figures([done(0), done(3), done(6), done(9)], today=TODAY)

    assert found.median_days == Fraction(9, 2)
    assert (found.on_time, found.on_time_percent) == (2, Fraction(50))


@given(st.text(max_size=600))
def test_any_wish_is_kept_whole_or_refused_in_a_sentence(wish: str) -> None:
    said = ""
    try:
        kept = check_wish(wish)
    except StationRefused as refusal:
        said, kept = refusal.sentence, ""

    assert kept == wish.strip() if kept else said.startswith("没有收下。请写想办什么")


@given(st.text(max_size=30))
def test_any_typed_number_is_a_number_or_nothing(typed: str) -> None:
    number = read_number(typed)

    assert number == "" or read_number(number) == number
    assert read_tail(typed) == "" or len(read_tail(typed)) == 4


@pytest.mark.parametrize("typed", ["FW2026-0001", "fw20260001", " ＦＷ２０２６－０００１ ", "FW-2026-0001"])
def test_a_number_is_read_as_people_copy_it(typed: str) -> None:
    assert read_number(typed) == "FW2026-0001"
