"""What stands in a station, what was found of it, and who works there."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import LONG_AGO, one
from xiangji.core.audit.models import Entry
from xiangji.core.office.tests.cast import inside
from xiangji.core.office.tests.test_importing import a_file
from xiangji.core.sheets.models import Intake
from xiangji.core.values import Money
from xiangji.stations import actions
from xiangji.stations.models import Equipment, EquipmentMove, Inspection, Member, Station
from xiangji.stations.queries import equipment as reading
from xiangji.stations.queries import register
from xiangji.stations.rules.equipment import EquipmentKind, Finding, Role, Thing
from xiangji.stations.rules.register import StationRefused
from xiangji.stations.rules.states import State
from xiangji.stations.tests.cast import COUNTY, LAKE_TOWN, RIVER_TOWN
from xiangji.stations.tests.station_cast import NOW, SPRING, SUMMER, TODAY, a_station, a_thing, clerk, fresh

pytestmark = pytest.mark.usefixtures("the_county")
PHONE = "13806320021"


def found(thing: Equipment, finding: Finding, day: date = SUMMER, note: str = "") -> Inspection:
    by = one(PostKind.COMMERCE_CLERK)
    return actions.inspect_equipment(
        equipment=thing, day=day, finding=finding, note=note, by=by, happened_at=NOW
    )


@pytest.mark.proves("STA-46")
def test_equipment_stands_in_a_station_with_serial_cost_and_what_was_found() -> None:
    station, client = a_station("TZ-001", place=LAKE_TOWN), inside(clerk())
    typed = {"kind": "computer", "serial": "sn-1", "bought_on": "2026-03-05", "cost": "4200.50"}

    assert client.post(f"/office/stations/{station.pk}/record/", typed).status_code == 302
    thing = Equipment.objects.get()
    inspected = {"day": SUMMER.isoformat(), "finding": "broken", "note": "屏幕不亮"}
    assert client.post(f"/office/equipment/{thing.pk}/inspect/", inspected).status_code == 302

    assert (thing.serial, thing.cost) == ("SN-1", Money(420_050))
    assert "坏了" in client.get(f"/office/stations/{station.pk}/").content.decode()
    assert "SN-1" in client.get("/office/equipment/?chip=to-mend").content.decode()
    assert "屏幕不亮" in client.get(f"/office/equipment/{thing.pk}/").content.decode()


def test_a_serial_means_one_thing_of_a_kind() -> None:
    person, station = clerk(), a_station("TZ-001", place=LAKE_TOWN)
    a_thing(station, person, serial="SN-1")

    with pytest.raises(StationRefused, match="序列号SN-1的电脑已经登记在“示例服务点”"):
        a_thing(station, person, serial=" sn-1 ")
    a_thing(station, person, EquipmentKind.SCREEN, "SN-1")
    a_thing(station, person)
    a_thing(station, person)
    assert Equipment.objects.count() == 4


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        (Thing(EquipmentKind.LOCKER, "长" * 61), "序列号写了61个字"),
        (Thing(EquipmentKind.LOCKER, bought_on=TODAY + timedelta(days=1)), "购买日期2026-10-21还没有到"),
        (Thing(EquipmentKind.LOCKER, cost=Money(-1)), "不小于零的金额"),
    ],
)
def test_what_cannot_be_of_equipment_is_refused(thing: Thing, said: str) -> None:
    station = a_station("TZ-001", place=LAKE_TOWN)

    with pytest.raises(StationRefused) as refusal:
        actions.record_equipment(station=station, thing=thing, by=clerk(), happened_at=NOW)

    assert said in refusal.value.sentence
    assert not Equipment.objects.exists()


def test_a_station_with_equipment_does_not_close_and_names_it() -> None:
    person, station = clerk(), a_station("TZ-001", place=LAKE_TOWN)
    thing = a_thing(station, person, serial="SN-1")
    a_thing(station, person, EquipmentKind.LOCKER)

    with pytest.raises(StationRefused) as refusal:
        actions.close_station(station=station, day=TODAY, reason="搬走", by=person, happened_at=NOW)

    assert "还有设备：电脑 SN-1、物流柜，请先调走或者报废" in refusal.value.sentence
    assert register.state(fresh(station)) is State.OPEN
    for each in reading.standing_in(station):
        actions.retire_equipment(equipment=each, day=TODAY, reason="用坏了", by=person, happened_at=NOW)
    actions.close_station(station=station, day=TODAY, reason="搬走", by=person, happened_at=NOW)
    assert Equipment.objects.get(pk=thing.pk).retired_on == TODAY


def test_equipment_moves_with_its_reason_and_the_way_stays() -> None:
    person, station = clerk(), a_station("TZ-001", place=LAKE_TOWN)
    there, thing = a_station("TZ-002", place=RIVER_TOWN), a_thing(station, person)

    def moved(reached: Station, reason: str = "那边缺一台") -> EquipmentMove:
        return actions.move_equipment(
            equipment=reading.rows().get(pk=thing.pk),
            reached=reached.pk,
            day=SUMMER,
            reason=reason,
            by=person,
            happened_at=NOW,
        )

    moved(there)
    for target, reason in ((there, "再来"), (station, " ")):
        with pytest.raises(StationRefused, match="没有调"):
            moved(target, reason)

    assert [row.pk for row in reading.standing_in(there)] == [thing.pk]
    assert not reading.standing_in(station)
    assert [(row.left.code, row.reached.code) for row in reading.moves_of(thing)] == [("TZ-001", "TZ-002")]


def test_what_is_broken_says_how_and_a_day_lies_between_the_purchase_and_today() -> None:
    thing = a_thing(a_station("TZ-001", place=LAKE_TOWN), clerk())

    with pytest.raises(StationRefused, match="请写一句怎么回事"):
        found(thing, Finding.BROKEN)
    for day in (SPRING - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(StationRefused, match="不早于2026-03-02、不晚于2026-10-20"):
            found(thing, Finding.GOOD, day)
    assert not Inspection.objects.exists()


def test_the_last_inspection_says_how_a_thing_is_and_the_database_keeps_all() -> None:
    thing = a_thing(a_station("TZ-001", place=LAKE_TOWN), clerk())
    found(thing, Finding.MISSING, SUMMER, "没找到")
    found(thing, Finding.GOOD, TODAY)
    found(thing, Finding.BROKEN, SPRING, "补记：开不了机")

    assert reading.rows().get().last_finding == Finding.GOOD.value  # type: ignore[attr-defined]
    assert not reading.rows().filter(reading.TO_MEND).exists()
    assert not reading.rows().filter(reading.not_seen_since(TODAY)).exists()
    assert reading.rows().filter(reading.not_seen_since(TODAY + timedelta(days=181))).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Inspection.objects.update(finding="good")


def test_what_was_retired_is_not_touched_any_more() -> None:
    person, station = clerk(), a_station("TZ-001", place=LAKE_TOWN)
    thing = a_thing(station, person)
    actions.retire_equipment(equipment=thing, day=TODAY, reason="用坏了", by=person, happened_at=NOW)

    with pytest.raises(StationRefused, match="已经报废了"):
        found(thing, Finding.GOOD, TODAY)
    assert not Inspection.objects.exists()


def test_a_stranger_does_nothing_with_equipment_or_people() -> None:
    own = Organisation.objects.create(
        name="示例公司", kind=Organisation.Kind.COMPANY, place_id=COUNTY.digits, opened_at=LONG_AGO
    )
    station = a_station("TZ-001", place=LAKE_TOWN)
    thing = a_thing(station, clerk())
    stranger, finance = one(PostKind.CONTRACTOR, organisation=own), one(PostKind.FINANCE)
    entries = Entry.objects.count()

    for person, refusal in ((stranger, NotYours), (finance, NotPermitted)):
        with pytest.raises(refusal):
            a_thing(station, person)
        with pytest.raises(refusal):
            actions.inspect_equipment(
                equipment=thing, day=TODAY, finding=Finding.GOOD, note="", by=person, happened_at=NOW
            )
        with pytest.raises(refusal):
            actions.retire_equipment(equipment=thing, day=TODAY, reason="x", by=person, happened_at=NOW)
        with pytest.raises(refusal):
            named(station, person)
    assert Entry.objects.count() == entries
    assert not Member.objects.exists()


def named(station: Station, by: User, role: Role = Role.HEAD, name: str = "示例·周大山") -> Member:
    return actions.name_person(
        station=station,
        role=role,
        name=name,
        phone=PHONE,
        duty="会直播",
        since=SPRING,
        by=by,
        happened_at=NOW,
    )


@pytest.mark.proves("STA-50")
def test_people_of_a_station_are_kept_by_role_and_their_numbers_are_masked() -> None:
    person, station = clerk(), a_station("TZ-001", place=LAKE_TOWN)
    named(station, person)
    for number, role in enumerate((Role.TALENT, Role.LEADER, Role.MAKER, Role.OPERATOR)):
        named(station, person, role, f"示例·人{number}")

    page = inside(person).get(f"/office/stations/{station.pk}/").content.decode()
    masked = inside(one(PostKind.INSPECTOR)).get(f"/office/stations/{station.pk}/").content.decode()

    for word in ("站长", "电商达人", "致富带头人", "乡村创客", "操作员"):
        assert word in page
    assert "示例·周大山" in page
    assert "示例·周大山" not in masked
    assert PHONE not in page + masked
    assert "138****0021" in page


def test_a_station_has_one_head_at_a_time() -> None:
    person, station = clerk(), a_station("TZ-001", place=LAKE_TOWN)
    first = named(station, person)

    with pytest.raises(StationRefused, match="已经有站长"):
        named(station, person, name="示例·吴二河")
    actions.end_person(
        station=station, member=first.pk, until=SUMMER, reason="外出务工", by=person, happened_at=NOW
    )
    second = named(station, person, name="示例·吴二河")

    assert [row.pk for row in reading.people_of(station)] == [second.pk, first.pk]
    page = inside(person).get(f"/office/stations/{station.pk}/").content.decode()
    assert "<s>示例·周大山</s>" in page
    assert "外出务工" in page


def test_equipment_comes_in_as_a_table_and_a_serial_that_stands_is_named() -> None:
    person = clerk()
    a_thing(a_station("TZ-001", place=LAKE_TOWN), person, serial="SN-1")
    client = inside(person)
    head = ["站点编码", "设备类别", "序列号", "价格（元）", "发生日期", "文号或凭据"]

    def sent(*serials: str) -> Intake:
        rows = [["TZ-001", "电脑", serial, 4200.5, "2026-03-05", "示例发票"] for serial in serials]
        answer = client.post("/office/import/equipment/", {"file": a_file(*rows, head=head)})
        assert answer.status_code == 302
        return Intake.objects.latest("pk")

    def page(intake: Intake) -> str:
        return client.get(f"/office/import/equipment/{intake.pk}/").content.decode()

    assert "还没有登记过的序列号" in page(sent("sn-1"))
    assert "第2行已经有了" in page(sent("SN-2", "SN-2"))
    good = sent("SN-2", "")
    assert good.state == "waiting", page(good)
    assert client.post(f"/office/import/equipment/{good.pk}/confirm/").status_code == 302
    kept = Equipment.objects.get(serial="SN-2")
    assert (kept.cost_fen, str(kept.bought_on)) == (420_050, "2026-03-05")
    assert Equipment.objects.count() == 3
