"""Rosters and broadband of villages, brought in as tables (STA-47, STA-48)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours, reach
from xiangji.core.places.county import current_county
from xiangji.core.places.models import Place
from xiangji.core.sheets import Field, Row
from xiangji.core.sheets.imports import Import, Judged, Wrong, register
from xiangji.core.values import Level
from xiangji.stations import actions
from xiangji.stations.models import Broadband, Duty, Member, Station
from xiangji.stations.office.importing import station_field
from xiangji.stations.rules.broadband import NOTE_LENGTH, Line, Tariff, Whose
from xiangji.stations.rules.duty import Part
from xiangji.stations.rules.register import FASTEST

KEEP, KEEP_BROADBAND = "stations.keep_register", "stations.keep_broadband"
YES = {"是": True, "否": False}


def _duty_fields(by: User) -> Sequence[Field]:
    return (
        station_field(by),
        Field("day", "哪天值班", kind="date", required=True, hint="可以是以后的日子。"),
        Field("part", "时段", required=True, choices={part.word: part.value for part in Part}),
        Field("who", "谁值班", required=True, says="已经登记在这个站点的人的姓名", hint="姓名写全。"),
    )


def _judge_duties(rows: Sequence[Row], _by: User) -> Judged:
    """The name belongs to one person of the station; a person stands in one place in a part of a day."""
    known = _people({row.values["station"] for row in rows})
    seen: dict[tuple[int, date, str], int] = {}
    wrong = []
    for row in rows:
        found = known.get((row.values["station"], row.values["who"].strip()), [])
        if len(found) != 1:
            said = "登记在这个站点、现在还在的人的姓名" if not found else "姓名不重的人，这个站点有同名的"
            wrong.append(Wrong(row.number, "who", said))
            continue
        first = seen.setdefault((found[0], row.values["day"], row.values["part"]), row.number)
        if first != row.number:
            wrong.append(Wrong(row.number, "who", f"同一天同一时段只排一次的人，第{first}行已经排了"))
    return Judged(tuple(wrong))


def _people(stations: set[int]) -> dict[tuple[int, str], list[int]]:
    there = Q(until=None) | Q(until__gt=timezone.localdate())
    members = Member.objects.filter(there, station__in=stations)
    found: dict[tuple[int, str], list[int]] = {}
    for station, name, pk in members.values_list("station", "party__name", "pk"):
        found.setdefault((station, name), []).append(pk)
    return found


def _take_duty(*, station: int, day: date, part: str, who: str, by: User, happened_at: datetime) -> Duty:
    found = _people({station}).get((station, who.strip()), [])
    if len(found) != 1:
        raise NotYours
    return actions.put_on_duty(
        station=Station.objects.get(pk=station),
        member=found[0],
        days=[day],
        parts=[Part(part)],
        by=by,
        happened_at=happened_at,
    )[0]


def _broadband_fields(by: User) -> Sequence[Field]:
    return (
        Field(
            "place",
            "村",
            required=True,
            choices=_villages(by),
            says=f"{current_county().name}的村的全名；重名的写区划代码",
        ),
        Field("mbps", "宽带（Mbps）", kind="whole", required=True, check=_speed, hint="没有宽带写0。"),
        Field("has_fibre", "光纤到村", required=True, choices=YES),
        Field("tariff", "资费", choices={each.word: each.value for each in Tariff}),
        Field("note", "说明", check=_note),
    )


def _villages(by: User) -> dict[str, str]:
    """Name or code → code, of the villages that this person answers for."""
    start, end = current_county().code.range
    mine = reach(by, KEEP_BROADBAND).q(place="code")
    rows = Place.objects.filter(
        mine, code__gte=start, code__lt=end, level=Level.VILLAGE.value, valid_to=None
    ).values_list("code", "name")
    found = list(rows)
    names = [name for _, name in found]
    return {name: code for code, name in found if names.count(name) == 1} | {code: code for code, _ in found}


def _speed(figure: int) -> str:
    return "" if 0 <= figure <= FASTEST else f"0到{FASTEST:,}之间的整数"


def _note(text: str) -> str:
    return "" if len(text) <= NOTE_LENGTH and text.isprintable() else f"一行、最多{NOTE_LENGTH}个字"


def _judge_broadband(rows: Sequence[Row], _by: User) -> Judged:
    return Judged(
        tuple(
            Wrong(row.number, "note", "资费有优惠的，写是什么优惠、谁给的")
            for row in rows
            if row.values.get("tariff")
            and Tariff(row.values["tariff"]).is_preferential
            and not row.values.get("note")
        )
    )


def _take_broadband(
    *,
    place: str,
    mbps: int,
    has_fibre: bool,
    by: User,
    happened_at: datetime,
    tariff: str | None = None,
    note: str | None = None,
) -> Broadband:
    line = Line(Whose.VILLAGE, "", mbps, has_fibre, Tariff(tariff or Tariff.UNKNOWN), note or "")
    return actions.record_broadband(
        place=place, line=line, day=timezone.localdate(happened_at), by=by, happened_at=happened_at
    )


register(
    Import(
        key="duties",
        title="值班",
        desk="duties",
        capabilities=(KEEP,),
        own_fields=_duty_fields,
        judge=_judge_duties,
        take=_take_duty,
        unit="次",
        document_hint="值班表的名称。",
        hints=("发生日期写值班表定下来的日子；值班的日子写在“哪天值班”里。",),
    )
)
register(
    Import(
        key="broadband",
        title="宽带",
        desk="broadband",
        capabilities=(KEEP_BROADBAND,),
        own_fields=_broadband_fields,
        judge=_judge_broadband,
        take=_take_broadband,
        unit="条",
        document_hint="运营商的清单、测速记录等的名称或文号。",
        hints=("发生日期写是哪天的情况。",),
    )
)
