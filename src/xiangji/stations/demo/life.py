"""A year of the demo's stations: most live, some fade, a few report late; all of it an example."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.demo import person_in
from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.audit import JSON, note
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.values import Money, Month
from xiangji.stations import actions
from xiangji.stations.demo.pictures import board
from xiangji.stations.models import MonthlyReport, Station
from xiangji.stations.queries import reports as reading
from xiangji.stations.rules import reports as rules
from xiangji.stations.rules import states
from xiangji.stations.rules.fieldwork import ActivityKind, Grown, Held, Unit
from xiangji.stations.rules.months import IN_A_YEAR, ending_with, last_whole
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.reports import Asked, Books, Filled, Line, Service
from xiangji.stations.rules.states import State

KINDS = (StationKind.TOWN_STATION.value, StationKind.VILLAGE_POINT.value)
DOCUMENT = "示例站点月报表"
# How often in a month a usual point does each, what it earns for one in 分, and what passes its hands.
USUAL = (
    (Service.PARCEL, 60, 100, 0),
    (Service.TRADE, 14, 600, 9_000),
    (Service.PAYMENT, 22, 100, 5_500),
    (Service.FINANCE, 6, 200, 30_000),
    (Service.TICKET, 3, 500, 8_000),
    (Service.INFORMATION, 5, 0, 0),
    (Service.GOVERNMENT, 4, 0, 0),
    (Service.INPUTS, 2, 2_000, 20_000),
)
SEASON = (90, 70, 85, 95, 100, 105, 95, 90, 110, 115, 130, 105)
ACTIVITIES = (
    (ActivityKind.TEACHING, "教老人用手机缴费（示例）"),
    (ActivityKind.PUBLICITY, "集上宣传代买代卖（示例）"),
    (ActivityKind.NEWS, "讲网上卖货的新消息（示例）"),
)
PRODUCTS = (
    ("示例马铃薯", 4, 6, 300, Unit.TON),
    ("示例莲藕", 9, 12, 120, Unit.TON),
    ("示例咸鸭蛋", 1, 12, 80_000, Unit.PIECE),
    ("示例大枣", 9, 11, 40_000, Unit.KILOGRAM),
    ("示例花生", 9, 10, 60, Unit.TON),
)
SMART = ("示例村务公开", "示例远程问诊", "示例农技问答")


@transaction.atomic
def build_life(*, now: datetime) -> None:
    """Reports of whole months, activities, products and smart services; again changes nothing."""
    found = list(Station.objects.filter(kind__in=KINDS).select_related("place").order_by("code"))
    if MonthlyReport.objects.exists() or not found:
        return
    by, clerk = person_in(PostKind.CONTRACTOR), person_in(PostKind.COMMERCE_CLERK)
    today = timezone.localdate(now)
    months = ending_with(last_whole(today), IN_A_YEAR)
    pasts = reading.pasts()
    rows = [
        row
        for number, station in enumerate(found)
        for row in _year(number, station, pasts.get(station.pk, ()), months, by)
    ]
    MonthlyReport.objects.bulk_create(rows, batch_size=500)
    for month in months:
        count = sum(row.month == month.first_day for row in rows)
        if count:
            facts: dict[str, JSON] = {"month": str(month), "reports": count}
            note(by=by, did="stations.months_reported", what="站点月报", happened_at=_at(month), facts=facts)
    _correct(by, months[-1], now)
    open_now = [one for one in found if states.state_on(pasts.get(one.pk, ()), today) is State.OPEN]
    _tell(open_now, today, by, clerk)


def _correct(by: User, month: Month, now: datetime) -> None:
    """A few corrected ones, and some with their paper as a picture."""
    newest = reading.newest().filter(month=month.first_day, number__gt=20).select_related("station")
    for number, report in enumerate(newest.order_by("pk")[:12]):
        if number % 4 == 0:
            filled = replace(report.filled, residents=report.residents - 3)
            why = "有三个人记了两次（示例）"
            report = actions.correct_month(report=report, filled=filled, reason=why, by=by, happened_at=now)
        file = ContentFile(board(number + 500), name=f"示例月报{report.station.code}.png")
        add_evidence(to=f"stations.MonthlyReport:{report.pk}", file=file, by=by, happened_at=now)


def _at(month: Month) -> datetime:
    day = month.last_day + timedelta(days=3)
    return timezone.make_aware(datetime.combine(day, time(9, 30)))


def _year(
    number: int, station: Station, past: tuple[states.Past, ...], months: tuple[Month, ...], by: User
) -> Iterator[MonthlyReport]:
    for place, month in enumerate(months):
        days = states.open_days(past, month.first_day, month.last_day)
        left = len(months) - place
        if not days or (number % 37 == 11 and left <= 2):
            continue
        filled = _filled(number, station.station_kind, month, days, left)
        asked = Asked(station.station_kind, month, days, month.last_day)
        row = MonthlyReport(station=station, month=month.first_day, version=1, by=by, at=_at(month))
        row.write(rules.check(filled, asked))
        yield row


def _filled(number: int, kind: StationKind, month: Month, days: int, left: int) -> Filled:
    is_town = kind is StationKind.TOWN_STATION
    lines = _lines(number, month, days, left, times=3 if is_town else 1)
    business = sum(line.number for line in lines.values())
    return Filled(
        days_open=max(1, days - number % 4),
        residents=min(business, business * 6 // 10 + 1) if business else 0,
        lines=lines,
        cost=Money.from_yuan((480 if is_town else 100) + 9 * (number % 10)) if number % 8 else None,
        books=_books(number, month) if is_town else None,
        document=DOCUMENT,
    )


def _lines(number: int, month: Month, days: int, left: int, *, times: int) -> dict[Service, Line]:
    """Every 29th fades months ago, every 53rd long ago; every 17th has one trade only."""
    faded = 7 if number % 53 == 20 else 4 if number % 29 == 9 else 0
    if left <= faded and times == 1:
        return {}
    kinds = USUAL[:1] if number % 17 == 3 and times == 1 else USUAL[: 4 + number % 5]
    lines = {}
    for place, (service, often, earned, passed) in enumerate(kinds):
        wave = 70 + (number * 31 + place * 17 + month.month * 7) % 61
        count = often * times * wave * SEASON[month.month - 1] * days // (100 * 100 * 30)
        lines[service] = Line(count, Money(earned * count), Money(passed * count))
    return lines


def _books(number: int, month: Month) -> Books:
    taken = 200 + number * 13 % 90 + 5 * month.month
    bought = 500 + 40 * (number % 12) if month.month in {5, 6, 9, 10, 11} else 0
    return Books(taken, taken - number % 25, bought, Money.from_yuan(3 * bought))


def _tell(open_now: list[Station], today: date, by: User, clerk: User) -> None:
    """A few of each, by the same actions that a real county uses."""
    now = timezone.make_aware(datetime.combine(today, time(8, 10)))
    for number, station in enumerate(open_now[::6]):
        kind, title = ACTIVITIES[number % len(ACTIVITIES)]
        held = Held(kind, today - timedelta(days=3 + number % 35), title, 12 + number % 40)
        actions.record_activity(station=station, held=held, by=by, happened_at=now)
        if number % 4 == 0:
            since = today - timedelta(days=30)
            actions.start_smart_service(
                station=station, name=SMART[number % len(SMART)], since=since, by=by, happened_at=now
            )
    points = [one for one in open_now if one.station_kind is StationKind.VILLAGE_POINT]
    for number, station in enumerate(points[:: max(1, len(points) // 16)]):
        _grow(number, station, now, by, clerk)


def _grow(number: int, station: Station, now: datetime, by: User, clerk: User) -> None:
    name, first, last, quantity, unit = PRODUCTS[number % len(PRODUCTS)]
    product = actions.tell_product(
        station=station,
        village=station.place_id,
        grown=Grown(name, first, last, quantity, unit, "示例品种", is_one_village=number % 2 == 0),
        grower="",
        phone="",
        by=by,
        happened_at=now - timedelta(days=20),
    )
    if number % 3:
        actions.answer_product(
            product=product,
            is_public=number % 3 == 1,
            answer="收进网货样品（示例）",
            by=clerk,
            happened_at=now,
        )
