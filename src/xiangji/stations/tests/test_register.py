"""The register: what enters it, what happens to a station, and what its steps make of it."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as rate
from hypothesis import strategies as st

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import LONG_AGO, one
from xiangji.core.audit.models import Entry
from xiangji.core.events.models import Fact
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.evidence.owners import NotForYouToAdd
from xiangji.core.office.tests.cast import inside
from xiangji.core.values import PlaceCode
from xiangji.stations import actions
from xiangji.stations.models import Station, StationState
from xiangji.stations.queries import register
from xiangji.stations.rules.register import Build, Host, StationKind, StationRefused, code_of
from xiangji.stations.rules.states import Past, State, Step, check_step, state_on, steps_after
from xiangji.stations.tests.cast import COUNTY, LAKE_TOWN, RIVER_TOWN
from xiangji.stations.tests.station_cast import (
    NOW,
    SPRING,
    SUMMER,
    TODAY,
    a_point,
    a_station,
    clerk,
    described,
    fresh,
)

pytestmark = pytest.mark.usefixtures("the_county")
WANGZHUANG = "370481104200"


def firm(name: str = "示例乡集运营有限公司") -> Organisation:
    kind = Organisation.Kind.COMPANY
    return Organisation.objects.create(name=name, kind=kind, place_id=COUNTY.digits, opened_at=LONG_AGO)


def entered(by: User, **changes: object) -> Station:
    typed: dict[str, object] = {
        "code": "tz-００１",
        "kind": StationKind.VILLAGE_POINT,
        "place": WANGZHUANG,
        "operator": None,
        "description": described(),
    }
    return actions.register_station(**typed | changes, by=by, happened_at=NOW)  # type: ignore[arg-type]


@pytest.mark.proves("STA-31")
def test_a_clerk_enters_a_station_with_its_host_and_how_it_was_built() -> None:
    station = entered(clerk(), description=described(host=Host.FARM_STORE, build=Build.INTEGRATED))

    kept = fresh(station)
    assert (kept.code, kept.name, kept.place_id) == ("TZ-001", "示例服务点", WANGZHUANG)
    assert (kept.get_host_display(), kept.get_build_display()) == ("“万村千乡”农家店", "整合")
    assert register.state(kept) is State.PLANNED
    hosted = "/office/stations/?chip=all&host="
    assert "TZ-001" in inside(clerk()).get(f"{hosted}farm_store").content.decode()
    assert "TZ-001" not in inside(clerk()).get(f"{hosted}post").content.decode()
    assert "“万村千乡”农家店" in Client().get("/stations/at/TZ-001/").content.decode()
    assert Entry.objects.filter(did="stations.registered", what=f"stations.Station {kept.pk}").count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "站一"}, "站点编码“站一”应当是2到20个大写字母、数字或短横"),
        ({"place": "370402001001"}, "“邻县社区居民委员会”不在滕州市"),
        ({"place": LAKE_TOWN}, "村级服务点应当设在村一级，“滨湖镇”不是"),
        ({"place": "370481999999"}, "区划名单里没有这个地方"),
        ({"description": described(name="  ")}, "还没有写站点名称"),
        ({"description": described(area_m2=0)}, "面积（平方米）写的是0"),
        ({"description": described(hours="早\n晚")}, "营业时间写了3个字，应当是一行"),
    ],
)
def test_what_cannot_be_a_station_is_refused_and_nothing_is_entered(
    changes: dict[str, object], said: str
) -> None:
    with pytest.raises(StationRefused) as refusal:
        entered(clerk(), **changes)

    assert said in refusal.value.sentence
    assert not Station.objects.exists()
    assert not Entry.objects.exists()


def test_a_code_belongs_to_one_station() -> None:
    a_station("TZ-001", place=LAKE_TOWN)

    with pytest.raises(StationRefused, match="编码TZ-001已经是另一个站点的"):
        entered(clerk())
    assert Station.objects.count() == 1


def test_an_operator_enters_his_own_stations_and_no_others() -> None:
    own, other = firm(), firm("示例二号运营有限公司")
    manager = one(PostKind.CONTRACTOR, organisation=own)
    mine, theirs = entered(manager, operator=own.pk), a_station("TZ-002", place=LAKE_TOWN, operator=other)

    for stranger in (other.pk, None):
        with pytest.raises(NotYours):
            entered(manager, code="TZ-003", operator=stranger)
    with pytest.raises(NotYours):
        actions.change_station(
            station=mine, operator=other.pk, description=described(name="换了"), by=manager, happened_at=NOW
        )
    with pytest.raises(NotPermitted):
        actions.open_station(station=mine, day=TODAY, by=manager, happened_at=NOW)
    seen = inside(manager).get("/office/stations/?chip=all").content.decode()
    assert "TZ-001" in seen
    assert "TZ-002" not in seen
    assert inside(manager).get(f"/office/stations/{theirs.pk}/").status_code == 404
    assert fresh(mine).operator == own
    assert Station.objects.count() == 2


def test_a_town_clerk_sees_the_stations_of_his_town_and_changes_none() -> None:
    here, there = a_station("TZ-001", place=LAKE_TOWN), a_station("TZ-002", place=RIVER_TOWN)
    person = one(PostKind.TOWN_CLERK, place=PlaceCode(LAKE_TOWN))
    client = inside(person)

    assert client.get(f"/office/stations/{here.pk}/").status_code == 200
    assert client.get(f"/office/stations/{there.pk}/").status_code == 404
    answer = client.post(f"/office/stations/{here.pk}/close/", {"day": TODAY.isoformat(), "reason": "x"})
    assert answer.status_code == 403
    assert register.state(fresh(here)) is State.OPEN


def test_a_correction_keeps_what_stood_before_and_the_same_again_is_refused() -> None:
    station, person = a_station("TZ-001", place=LAKE_TOWN), clerk()
    new = described(hours="每天8:00到18:00", broadband_mbps=100, has_fibre=True)

    actions.change_station(station=station, operator=None, description=new, by=person, happened_at=NOW)

    entry = Entry.objects.get(did="stations.changed")
    assert '"hours":" → 每天8:00到18:00"' in entry.text.replace('": "', '":"')
    with pytest.raises(StationRefused, match="写的和原来一样"):
        actions.change_station(station=station, operator=None, description=new, by=person, happened_at=NOW)
    assert Entry.objects.filter(did="stations.changed").count() == 1


def test_a_station_lives_and_each_step_stays() -> None:
    station, person = a_station("TZ-001", place=LAKE_TOWN, opened=None), clerk()

    actions.open_station(station=station, day=SPRING, by=person, happened_at=NOW)
    actions.suspend_station(station=station, day=SUMMER, reason="装修", by=person, happened_at=NOW)
    actions.reopen_station(station=station, day=SUMMER, reason="装好了", by=person, happened_at=NOW)
    actions.close_station(station=station, day=TODAY, reason="店主搬走", by=person, happened_at=NOW)

    assert [row.step for row in register.steps_of(station)] == ["opened", "suspended", "reopened", "closed"]
    assert register.state(fresh(station)) is State.CLOSED
    assert register.open_on(SPRING - timedelta(days=1)) == frozenset()
    assert register.open_on(SPRING) == register.open_on(SUMMER) == {station.pk}
    assert register.open_on(TODAY) == frozenset()
    assert Fact.objects.filter(name="stations.StationStateChanged").count() == 4


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_itself_keeps_the_steps(change: str) -> None:
    a_station("TZ-001", place=LAKE_TOWN)
    rows = StationState.objects.all()

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(day=TODAY) if change == "update" else rows.delete()
    assert StationState.objects.get().day == SPRING


@pytest.mark.parametrize(
    ("step", "day", "said"),
    [
        (Step.OPENED, TODAY, "现在营业，不能再记“开业”"),
        (Step.REOPENED, TODAY, "现在营业，不能再记“恢复营业”"),
        (Step.CLOSED, TODAY + timedelta(days=1), "还没有到"),
        (Step.SUSPENDED, SPRING - timedelta(days=1), "早于2026-03-02的开业"),
    ],
)
def test_a_step_that_cannot_follow_is_refused(step: Step, day: date, said: str) -> None:
    with pytest.raises(StationRefused) as refusal:
        check_step("示例服务点", Past(Step.OPENED, SPRING), step, day, today=TODAY)

    assert said in refusal.value.sentence


@pytest.mark.parametrize("reason", ["", "  ", "两\n行", "长" * 201])
def test_a_closing_says_why(reason: str) -> None:
    station = a_station("TZ-001", place=LAKE_TOWN)

    with pytest.raises(StationRefused, match="请写明理由"):
        actions.close_station(station=station, day=TODAY, reason=reason, by=clerk(), happened_at=NOW)
    assert register.state(fresh(station)) is State.OPEN


@given(st.lists(st.tuples(st.sampled_from(list(Step)), st.integers(0, 400)), max_size=12))
def test_the_state_is_what_the_steps_make_of_it(tries: list[tuple[Step, int]]) -> None:
    past: list[Past] = []
    for step, days in tries:
        day = SPRING + timedelta(days=days)
        last = past[-1] if past else None
        before = state_on(past, date.max)
        try:
            check_step("站", last, step, day, today=TODAY)
        except StationRefused:
            continue
        past.append(Past(step, day))
        assert step in steps_after(before)
        assert state_on(past, date.max) is not before
    assert state_on(past, SPRING - timedelta(days=1)) is State.PLANNED
    assert [one.day for one in past] == sorted(one.day for one in past)


@rate(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_whatever_is_typed_as_a_code_is_kept_plain_or_refused_in_a_sentence(typed: str) -> None:
    try:
        kept = code_of(typed)
    except StationRefused as refusal:
        kept, said = "", refusal.sentence
    else:
        said = ""

    assert said.endswith("。") if not kept else (code_of(kept) == kept and kept.isascii())


def test_a_clerk_enters_opens_and_closes_a_station_from_the_desk() -> None:
    client = inside(clerk())
    typed = {"code": "TZ-009", "kind": "village_point", "place": "望庄村委会", "name": "望庄示例点"}
    typed |= {"host": "post", "build": "new", "operator": "", "phone": "0632-0000000"}

    assert client.post("/office/stations/do/register/", typed).status_code == 302
    station = Station.objects.get()
    assert client.post(f"/office/stations/{station.pk}/open/", {"day": "2026-03-02"}).status_code == 302

    page = client.get(f"/office/stations/{station.pk}/").content.decode()
    assert "2026年3月2日开业" in page
    assert "本村的站点" in page
    assert "登记了站点" in page
    assert "stations.registered" not in page


def test_a_code_that_is_taken_comes_back_with_what_was_typed() -> None:
    a_station("TZ-009", place=LAKE_TOWN)
    typed = {"code": "TZ-009", "kind": "town_station", "place": "界河镇", "name": "界河示例站"}

    answer = inside(clerk()).post("/office/stations/do/register/", typed | {"host": "post", "build": "new"})

    assert answer.status_code == 422
    assert "编码TZ-009已经是另一个站点的" in answer.content.decode()
    assert "界河示例站" in answer.content.decode()
    assert Station.objects.count() == 1


def test_the_list_is_narrowed_by_state_town_and_kind() -> None:
    a_station("TZ-001", place=LAKE_TOWN)
    a_point("TZ-002", WANGZHUANG, opened=None)
    a_station("TZ-003", place=RIVER_TOWN)
    client = inside(clerk())

    def codes(question: str) -> list[str]:
        page = client.get(f"/office/stations/?{question}").content.decode()
        return [code for code in ("TZ-001", "TZ-002", "TZ-003") if code in page]

    assert codes("chip=open") == ["TZ-001", "TZ-003"]
    assert codes("chip=planned") == ["TZ-002"]
    assert codes(f"chip=all&town={LAKE_TOWN}") == ["TZ-001", "TZ-002"]
    assert codes("chip=all&kind=village_point") == ["TZ-002"]
    assert codes("chip=all&q=界河") == ["TZ-003"]


def test_pictures_of_a_station_are_attached_by_who_keeps_it() -> None:
    station = a_station("TZ-001", place=LAKE_TOWN)
    target = f"stations.Station:{station.pk}"

    def add(by: User) -> None:
        file = ContentFile(b"%PDF-1.7\n" + by.username.encode(), name="牌匾.pdf")
        add_evidence(to=target, file=file, by=by, happened_at=NOW)

    add(clerk())
    with pytest.raises(NotForYouToAdd):
        add(one(PostKind.FINANCE))
    with pytest.raises(NotYours):
        add(one(PostKind.CONTRACTOR, organisation=firm()))
