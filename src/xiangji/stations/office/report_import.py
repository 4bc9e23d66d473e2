"""The monthly reports of many stations brought in as one table, looked at before they are taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.sheets import Field, Row
from xiangji.core.sheets.imports import HAPPENED, Doubt, Import, Judged, Wrong, register
from xiangji.core.values import Money, Month
from xiangji.stations import actions
from xiangji.stations.models import MonthlyReport, Station
from xiangji.stations.office.importing import KEEP, station_field
from xiangji.stations.queries import reports as reading
from xiangji.stations.rules import reports as rules
from xiangji.stations.rules import states
from xiangji.stations.rules.months import read
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.reports import Asked, Books, Filled, Line, Service

CORRECTED = "用 Excel 表更正"
BOOKS = ("goods_in", "goods_out", "purchased_kg", "purchased")


def _fields(by: User) -> Sequence[Field]:
    return (
        station_field(by),
        Field("month", "月份", required=True, check=_month, example="2026-10", hint="写年和月。"),
        Field("days_open", "营业天数", required=True, kind="whole", check=_not_negative),
        Field("residents", "服务人数", required=True, kind="whole", check=_not_negative),
        *(field for service in Service for field in _of_service(service)),
        Field("cost", "运行成本（元）", kind="money", check=_not_negative, hint="不知道就空着。"),
        Field("goods_in", "货物收进（件）", kind="whole", check=_not_negative, hint="镇级站必填。"),
        Field("goods_out", "货物发出（件）", kind="whole", check=_not_negative, hint="镇级站必填。"),
        Field("purchased_kg", "收购农产品（公斤）", kind="whole", check=_not_negative),
        Field("purchased", "收购付款（元）", kind="money", check=_not_negative),
    )


def _of_service(service: Service) -> tuple[Field, ...]:
    key, word = service.value, service.word
    return (
        Field(f"{key}_number", f"{word}次数", kind="whole", check=_not_negative),
        Field(f"{key}_income", f"{word}收入（元）", kind="money", check=_not_negative),
        Field(f"{key}_money", f"{word}经手金额（元）", kind="money", check=_not_negative),
    )


def _month(text: str) -> str:
    try:
        read(text)
    except ValueError:
        return "年和月，例如 2026-10"
    return ""


def _not_negative(figure: int) -> str:
    return "" if 0 <= figure <= rules.MOST_FEN else "不小于零的数"


def _filled(values: Mapping[str, Any]) -> Filled:
    lines = {
        service: Line(
            values.get(f"{service.value}_number") or 0,
            Money(values.get(f"{service.value}_income") or 0),
            Money(values.get(f"{service.value}_money") or 0),
        )
        for service in Service
    }
    cost = values.get("cost")
    return rules.tidy(
        Filled(
            days_open=values["days_open"],
            residents=values["residents"],
            lines=lines,
            cost=None if cost is None else Money(cost),
            books=_books(values),
        )
    )


def _books(values: Mapping[str, Any]) -> Books | None:
    if all(values.get(key) is None for key in BOOKS):
        return None
    return Books(
        values.get("goods_in") or 0,
        values.get("goods_out") or 0,
        values.get("purchased_kg") or 0,
        Money(values.get("purchased") or 0),
    )


def _judge(rows: Sequence[Row], _by: User) -> Judged:
    """Three questions for the whole table."""
    keys = {row.values["station"] for row in rows}
    stations = {one.pk: one for one in Station.objects.filter(pk__in=keys)}
    months = [read(row.values["month"]) for row in rows]
    known = (
        {(one.station_id, one.of_month): one for one in reading.between(keys, min(months), max(months))}
        if rows
        else {}
    )
    pasts = reading.pasts(keys)
    return Judged(
        tuple(_wrong(rows, stations, pasts)),
        tuple(_doubts(rows, known)),
    )


def _wrong(
    rows: Sequence[Row], stations: Mapping[int, Station], pasts: Mapping[int, tuple[states.Past, ...]]
) -> Iterator[Wrong]:
    seen: dict[tuple[int, str], int] = {}
    for row in rows:
        station, month = stations[row.values["station"]], read(row.values["month"])
        first = seen.setdefault((station.pk, str(month)), row.number)
        if first != row.number:
            yield Wrong(row.number, "month", f"这个站点只出现一次的月份，第{first}行已经有了")
        days = states.open_days(pasts.get(station.pk, ()), month.first_day, month.last_day)
        day = row.values[HAPPENED]
        asked = Asked(StationKind(station.kind), month, days, min(day, timezone.localdate()))
        for fault in rules.faults(_filled(row.values), asked):
            yield Wrong(row.number, fault.key, fault.expected.removeprefix("是"))


def _doubts(rows: Sequence[Row], known: Mapping[tuple[int, Month], MonthlyReport]) -> Iterator[Doubt]:
    for row in rows:
        old = known.get((row.values["station"], read(row.values["month"])))
        if old is not None:
            there = f"这个月已经有第{old.version}版月报（业务{old.number}次）"
            yield Doubt(row.number, f"{there}，导入就是更正成第{old.version + 1}版。")


def _take(*, station: int, month: str, by: User, happened_at: datetime, **values: Any) -> MonthlyReport:  # noqa: ANN401 - the columns of the table
    found = Station.objects.get(pk=station)
    of = read(month)
    old = reading.of_month(found, of)
    if old is None:
        return actions.report_month(
            station=found, month=of, filled=_filled(values), by=by, happened_at=happened_at
        )
    return actions.correct_month(
        report=old, filled=_filled(values), reason=CORRECTED, by=by, happened_at=happened_at
    )


register(
    Import(
        key="station-reports",
        title="站点月报",
        desk="station-reports",
        capabilities=(KEEP,),
        own_fields=_fields,
        judge=_judge,
        take=_take,
        unit="份",
        document_hint="纸质月报的名称或编号。",
        hints=(
            "一行一个站点的一个月；发生日期写填表的日子，不早于那个月的最后一天。",
            "没有业务的站点也报，营业天数和服务人数写数，业务空着。",
        ),
        after="接着看“站点怎么活”，哪些站点要帮扶。",
    )
)
