"""Who is on duty: put on the roster, called off, gaps and double bookings, on the screen and as a table."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import one
from xiangji.core.audit.models import Entry
from xiangji.core.office.tests.cast import inside
from xiangji.core.office.tests.test_importing import a_file
from xiangji.core.sheets.models import Intake
from xiangji.core.values import Month
from xiangji.stations import actions
from xiangji.stations.models import Duty, Member
from xiangji.stations.queries import duty as reading
from xiangji.stations.rules.duty import Part, days_of, named
from xiangji.stations.rules.equipment import Role
from xiangji.stations.rules.register import StationRefused
from xiangji.stations.tests.cast import LAKE_TOWN, RIVER_TOWN
from xiangji.stations.tests.duty_cast import a_member, on_duty
from xiangji.stations.tests.station_cast import NOW, SPRING, TODAY, a_station, clerk, fresh

pytestmark = pytest.mark.usefixtures("the_county")
DAY = timedelta(days=1)
OCTOBER = Month(2026, 10)


def test_a_stretch_of_days_is_put_on_the_roster_by_weekday_and_part() -> None:
    person, station = clerk(), a_station("TZ-001", place=LAKE_TOWN)
    member, today = a_member(station, person), timezone.localdate()
    client = inside(person)
    typed = {
        "member": member.pk,
        "first": today.isoformat(),
        "last": (today + 13 * DAY).isoformat(),
        "weekdays": ["0", "2"],
        "parts": ["morning", "evening"],
    }

    assert client.post(f"/office/stations/{station.pk}/put-on-duty/", typed).status_code == 302

    assert Duty.objects.count() == 2 * 2 * 2
    assert {row.day.weekday() for row in Duty.objects.all()} == {0, 2}
    told = client.get("/office/duties/?chip=all").content.decode()
    assert "示例·周站长" in told
    assert "晚上" in told


@pytest.mark.proves("STA-48")
def test_the_sheet_of_a_month_shows_who_is_there_and_the_days_without_anybody() -> None:
    person, station = clerk(), a_station("TZ-001", place=LAKE_TOWN, name="滨湖服务站")
    member = a_member(station, person)
    open_days = days_of(OCTOBER)
    on_duty(member, person, *open_days[:20])
    actions.suspend_station(station=station, day=TODAY, reason="装修", by=person, happened_at=NOW)

    (roster,) = reading.rosters([fresh(station)], OCTOBER, whole=True)

    assert roster.gaps == ()
    actions.reopen_station(station=station, day=TODAY, reason="装好了", by=person, happened_at=NOW)
    (roster,) = reading.rosters([fresh(station)], OCTOBER, whole=True)
    assert len(roster.gaps) == 11
    client = inside(person)
    told = client.get("/office/duty-sheet/?month=2026-10").content.decode()
    assert "滨湖服务站" in told
    assert told.count("<b>缺</b>") == 11
    answer = client.get("/office/duty-sheet/list.xlsx?month=2026-10")
    sheet = load_workbook(BytesIO(b"".join(answer))).active
    assert sheet is not None
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert (rows[-1][0], rows[-1][2], rows[-1][32], rows[-1][33]) == (
        "TZ-001",
        "上午 示例·周站长",
        "没有人",
        11,
    )


def test_a_month_that_cannot_be_read_is_this_one_and_an_unknown_town_is_all() -> None:
    a_station("TZ-001", place=LAKE_TOWN, name="滨湖服务站")
    client = inside(clerk())

    for query in ("month=2026-13", "month=x", "town=1", "page=99", "month=0001-01", "month=9999-12"):
        assert client.get(f"/office/duty-sheet/?{query}").status_code == 200, query


def test_nobody_stands_in_two_places_at_once_also_where_two_stations_entered_the_same_person() -> None:
    person = clerk()
    here, there = a_station("TZ-001", place=LAKE_TOWN), a_station("TZ-002", place=RIVER_TOWN)
    mine, same = a_member(here, person), a_member(there, person)
    other = a_member(there, person, name="示例·吴操作", phone="13800000022", role=Role.OPERATOR)
    on_duty(mine, person, TODAY)

    for member in (mine, same):
        with pytest.raises(StationRefused, match="2026-10-20上午已经在“示例服务点”值班"):
            on_duty(member, person, TODAY + DAY, TODAY)

    assert Duty.objects.count() == 1
    on_duty(other, person, TODAY)
    on_duty(same, person, TODAY, part=Part.EVENING)
    assert Duty.objects.count() == 3


def test_a_duty_is_called_off_with_a_reason_once_and_the_part_is_free_again() -> None:
    person, station = clerk(), a_station("TZ-001", place=LAKE_TOWN)
    member = a_member(station, person)
    (duty,) = on_duty(member, person)

    with pytest.raises(StationRefused, match="没有撤下。请写明理由"):
        actions.call_off_duty(duty=duty, reason=" ", by=person, happened_at=NOW)
    actions.call_off_duty(duty=duty, reason="请假", by=person, happened_at=NOW)
    with pytest.raises(StationRefused, match="已经撤下了，理由是：请假"):
        actions.call_off_duty(duty=duty, reason="再来", by=person, happened_at=NOW)

    on_duty(member, person)
    assert "请假" in inside(person).get(f"/office/duties/{duty.pk}/").content.decode()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([], "没有选到日子"),
        ([TODAY + 200 * DAY], "应当在"),
        ([SPRING - DAY], "还没开业"),
        ([TODAY + number * DAY for number in range(94)], "一次排了94天"),
    ],
)
def test_days_that_cannot_be_are_refused_and_nothing_is_written(days: list[object], said: str) -> None:
    person, station = clerk(), a_station("TZ-001", place=LAKE_TOWN)
    member = a_member(station, person)

    with pytest.raises(StationRefused) as refusal:
        actions.put_on_duty(
            station=station,
            member=member.pk,
            days=days,  # type: ignore[arg-type]
            parts=[Part.MORNING],
            by=person,
            happened_at=NOW,
        )

    assert said in refusal.value.sentence
    assert not Duty.objects.exists()


def test_who_has_left_is_not_on_duty_and_a_duty_of_a_station_that_stopped_waits_to_be_called_off() -> None:
    person, station = clerk(), a_station("TZ-001", place=LAKE_TOWN)
    member = a_member(station, person)
    on_duty(member, person, TODAY + DAY)
    actions.end_person(
        station=station, member=member.pk, until=TODAY, reason="搬走", by=person, happened_at=NOW
    )

    with pytest.raises(StationRefused, match="2026-10-20以前在这个站点"):
        on_duty(Member.objects.select_related("station").get(), person, TODAY)
    actions.suspend_station(station=station, day=TODAY, reason="没有人", by=person, happened_at=NOW)

    assert reading.rows().filter(reading.NOT_OPEN).count() == 1
    assert "站点没营业" in inside(person).get("/office/duties/?chip=not-open").content.decode()


def test_an_operator_keeps_his_own_roster_and_a_stranger_changes_nothing() -> None:
    person, station = clerk(), a_station("TZ-001", place=LAKE_TOWN)
    member = a_member(station, person)
    entries = Entry.objects.count()

    for stranger, why in ((one(PostKind.CONTRACTOR), NotYours), (one(PostKind.FINANCE), NotPermitted)):
        with pytest.raises(why):
            on_duty(member, stranger)

    assert (Duty.objects.count(), Entry.objects.count()) == (0, entries)
    on_duty(member, person)
    told = inside(one(PostKind.AUDIT_VIEWER)).get("/office/duties/?chip=all").content.decode()
    assert "TZ-001" in told
    assert "周站长" not in told


def test_a_roster_comes_in_as_a_table_and_a_stranger_in_it_stops_it_all() -> None:
    person, station = clerk(), a_station("TZ-001", place=LAKE_TOWN)
    a_member(station, person)
    client, today = inside(person), timezone.localdate()
    heads = ["站点编码", "哪天值班", "时段", "谁值班", "发生日期", "文号或凭据"]
    good = ["TZ-001", today + DAY, "上午", "示例·周站长", today, "十月值班表"]
    bad = ["TZ-001", today + DAY, "下午", "示例·不认识", today, "十月值班表"]

    client.post("/office/import/duties/", {"file": a_file(good, bad, head=heads)})
    faulty = Intake.objects.latest("pk")
    told = client.get(f"/office/import/duties/{faulty.pk}/").content.decode()
    client.post("/office/import/duties/", {"file": a_file(good, head=heads)})
    intake = Intake.objects.latest("pk")
    client.post(f"/office/import/duties/{intake.pk}/confirm/")

    assert "登记在这个站点、现在还在的人的姓名" in told
    assert [(row.day, row.part) for row in Duty.objects.all()] == [(today + DAY, "morning")]


def test_days_are_named_shortly() -> None:
    days = days_of(OCTOBER)

    assert named(days[:3]) == "1日、2日、3日"
    assert named(days) == "1日、2日、3日、4日、5日、6日、7日、8日等31天"
