"""Patrols: a round is planned, a station is looked at, what was found is followed until it is mended."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction

from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import one
from xiangji.core.audit.models import Entry
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.office.tests.cast import inside
from xiangji.core.values import PlaceCode
from xiangji.stations import actions
from xiangji.stations.demo.pictures import board
from xiangji.stations.models import FollowUp, Patrol, PatrolFinding
from xiangji.stations.queries import patrols as reading
from xiangji.stations.rules.patrols import Item, Seen, round_of
from xiangji.stations.rules.register import StationRefused
from xiangji.stations.tests.cast import LAKE_TOWN, RIVER_TOWN
from xiangji.stations.tests.duty_cast import a_patrol
from xiangji.stations.tests.station_cast import (
    NOW,
    SPRING,
    SUMMER,
    TODAY,
    a_check,
    a_point,
    a_station,
    clerk,
    closed,
)

pytestmark = pytest.mark.usefixtures("the_county")
WANGZHUANG, DONGGU = "370481104200", "370481104201"
WEEK = timedelta(days=7)


def test_a_patrol_says_what_is_wrong_until_when_and_is_followed_until_it_is_mended() -> None:
    person, station = clerk(), a_point("TZ-002", WANGZHUANG)
    client = inside(person)
    typed = {"day": "2026-07-01", "board": "牌匾掉了一角", "safety": "插线板裸着", "due": "2026-07-08"}

    answer = client.post(f"/office/stations/{station.pk}/patrol/", typed)

    patrol = reading.rows().get()
    assert (answer.status_code, answer["Location"]) == (302, f"/office/patrols/{patrol.pk}/")
    told = client.get(f"/office/patrols/{patrol.pk}/").content.decode()
    assert "牌匾、标识在，没有破损：牌匾掉了一角" in told
    assert "没有照片" in told
    assert "按照要求设置统一牌匾" in told
    assert "2项没改好" in client.get(f"/office/stations/{station.pk}/").content.decode()
    assert "TZ-002" in client.get("/office/patrols/?chip=overdue").content.decode()
    mended = {"finding": PatrolFinding.objects.get(item="board").pk, "is_mended": "yes", "words": "换了新的"}
    left = {"finding": PatrolFinding.objects.get(item="safety").pk, "is_mended": "no", "words": "还裸着"}
    client.post(f"/office/patrols/{patrol.pk}/follow-up/", mended | {"day": "2026-07-09"})
    again = left | {"day": "2026-07-09", "due": "2026-07-20"}
    client.post(f"/office/patrols/{patrol.pk}/follow-up/", again)
    now = reading.rows().get()
    assert (now.open_findings, now.next_due) == (1, date(2026, 7, 20))  # type: ignore[attr-defined]
    client.post(f"/office/patrols/{patrol.pk}/follow-up/", left | {"is_mended": "yes", "day": "2026-07-21"})
    assert "都改好了" in client.get(f"/office/patrols/{patrol.pk}/").content.decode()
    assert "TZ-002" not in client.get("/office/patrols/?chip=not-mended").content.decode()


def test_a_finding_that_comes_again_is_counted() -> None:
    person, station = clerk(), a_point("TZ-002", WANGZHUANG)
    a_patrol(station, person, {Item.BOARD: "歪了", Item.OPEN: "没开门"}, day=SPRING)
    a_patrol(station, person, {Item.BOARD: "又歪了"}, day=SUMMER)
    other = a_patrol(a_point("TZ-003", DONGGU), person, {Item.BOARD: "歪了"})

    last = Patrol.objects.get(station=station, day=SUMMER)

    assert [one.times for one in reading.findings_of(last)] == [2]
    assert [one.times for one in reading.findings_of(other)] == [1]
    assert "第2次发现" in inside(person).get(f"/office/patrols/{last.pk}/").content.decode()


def test_a_picture_is_added_to_a_patrol() -> None:
    person = clerk()
    patrol = a_patrol(a_point("TZ-002", WANGZHUANG), person)

    file = ContentFile(board(1), name="门面.png")
    add_evidence(to=f"stations.Patrol:{patrol.pk}", file=file, by=person, happened_at=NOW)

    assert reading.rows().get().has_picture  # type: ignore[attr-defined]
    assert "没有问题" in inside(person).get(f"/office/patrols/{patrol.pk}/").content.decode()


def test_a_round_takes_those_first_whom_nobody_has_seen_for_longest_and_only_open_ones() -> None:
    person = clerk()
    never, long_ago = a_point("TZ-001", WANGZHUANG), a_point("TZ-002", DONGGU)
    lately, shut = a_station("TZ-T1", place=LAKE_TOWN), a_station("TZ-T2", place=RIVER_TOWN)
    a_station("TZ-T3", place=RIVER_TOWN, opened=None)
    closed(shut)
    a_check(long_ago, person)
    a_patrol(lately, person, day=TODAY)
    friday = date(2026, 10, 23)

    made = actions.plan_round(town="", count=3, a_day=2, first=friday, by=person, happened_at=NOW)

    assert [(row.station_id, row.planned_for) for row in made] == [
        (never.pk, friday),
        (long_ago.pk, friday),
        (lately.pk, date(2026, 10, 26)),
    ]
    with pytest.raises(StationRefused, match="都已经排了巡查"):
        actions.plan_round(town="", count=3, a_day=2, first=friday, by=person, happened_at=NOW)
    assert Patrol.objects.filter(reading.WAITS).count() == 3


def test_what_was_planned_is_made_or_called_off_with_a_reason() -> None:
    person, station = clerk(), a_point("TZ-001", WANGZHUANG)
    (planned,) = actions.plan_round(town=LAKE_TOWN, count=9, a_day=9, first=TODAY, by=person, happened_at=NOW)

    a_patrol(station, person)

    planned.refresh_from_db()
    assert (planned.day, Patrol.objects.count()) == (SUMMER, 1)
    with pytest.raises(StationRefused, match="没有取消。这次巡查2026-07-01已经去过了"):
        actions.call_off_patrol(patrol=planned, reason="下雨", by=person, happened_at=NOW)
    (again,) = actions.plan_round(town="", count=1, a_day=1, first=TODAY, by=person, happened_at=NOW)
    actions.call_off_patrol(patrol=again, reason="下雨", by=person, happened_at=NOW)
    with pytest.raises(StationRefused, match="已经取消了"):
        actions.make_patrol(
            patrol=again, day=TODAY, findings={}, due=None, note="", by=person, happened_at=NOW
        )


def test_a_round_is_drawn_up_in_the_order_of_the_days() -> None:
    seen = [Seen(1, "A", TODAY), Seen(2, "B", None), Seen(3, "C", SPRING)]

    assert round_of(seen, count=2, a_day=1, days=[TODAY, TODAY + WEEK]) == [(2, TODAY), (3, TODAY + WEEK)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day": TODAY + WEEK}, "还没有到"),
        ({"due": None}, "改好的期限没有写"),
        ({"due": SPRING}, "应当在2026-07-01到"),
        ({"findings": {Item.BOARD: "歪" * 201}}, "写了201个字"),
    ],
)
def test_what_cannot_be_of_a_patrol_is_refused_and_nothing_is_kept(
    changes: dict[str, object], said: str
) -> None:
    station, person = a_point("TZ-001", WANGZHUANG), clerk()
    given = {"day": SUMMER, "findings": {Item.BOARD: "歪了"}, "due": SUMMER + WEEK, "note": ""}

    with pytest.raises(StationRefused) as refusal:
        actions.record_patrol(station=station, **(given | changes), by=person, happened_at=NOW)  # type: ignore[arg-type]

    assert said in refusal.value.sentence
    assert not Patrol.objects.exists()
    assert not PatrolFinding.objects.exists()


def test_a_finding_is_mended_once_and_looked_at_in_order() -> None:
    person = clerk()
    patrol = a_patrol(a_point("TZ-001", WANGZHUANG), person, {Item.BOARD: "歪了"})
    finding = PatrolFinding.objects.get()

    def look(day: date, words: str = "换了") -> FollowUp:
        return actions.follow_up(
            patrol=patrol,
            finding=finding.pk,
            is_mended=True,
            day=day,
            due=None,
            words=words,
            by=person,
            happened_at=NOW,
        )

    for day, words in ((SPRING, "换了"), (TODAY + WEEK, "换了"), (TODAY, " ")):
        with pytest.raises(StationRefused, match="没有记"):
            look(day, words)
    look(TODAY)
    with pytest.raises(StationRefused, match="2026-10-20已经改好了"):
        look(TODAY)
    assert FollowUp.objects.count() == 1


def test_the_database_itself_keeps_findings() -> None:
    a_patrol(a_point("TZ-001", WANGZHUANG), clerk(), {Item.BOARD: "歪了"})

    with pytest.raises(DatabaseError), transaction.atomic():
        PatrolFinding.objects.update(words="没事")
    assert PatrolFinding.objects.get().words == "歪了"


def test_a_town_clerk_patrols_his_own_town_and_a_finance_officer_only_reads() -> None:
    here, there = a_station("TZ-001", place=LAKE_TOWN), a_station("TZ-002", place=RIVER_TOWN)
    town, finance = one(PostKind.TOWN_CLERK, place=PlaceCode(LAKE_TOWN)), one(PostKind.FINANCE)
    entries = Entry.objects.count()

    for person, station, why in ((town, there, NotYours), (finance, here, NotPermitted)):
        with pytest.raises(why):
            a_patrol(station, person)

    assert (Patrol.objects.count(), Entry.objects.count()) == (0, entries)
    a_patrol(here, town)
    with pytest.raises(NotPermitted):
        actions.plan_round(town="", count=1, a_day=1, first=TODAY, by=finance, happened_at=NOW)
    actions.plan_round(town="", count=9, a_day=1, first=TODAY, by=town, happened_at=NOW)
    assert list(Patrol.objects.filter(reading.WAITS).values_list("station", flat=True)) == [here.pk]
