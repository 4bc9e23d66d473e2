"""The desk of video meetings and remote training (视频会议, STA-49): called and entered here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.office.cells import day_word
from xiangji.core.office.desk import Action, Chip, Column, Desk, Empty, Filters, Mark, Named, desk
from xiangji.stations import actions
from xiangji.stations.models import Meeting
from xiangji.stations.office.meeting_forms import CallForm, CallOffForm, CameForm
from xiangji.stations.office.menu import STATIONS
from xiangji.stations.queries import meetings as reading
from xiangji.stations.rules.meetings import EARLY, MeetingKind


class MeetingFilter(Filters):
    kind = django_filters.ChoiceFilter(
        label="会议还是培训", empty_label="都看", choices=[(each.value, each.word) for each in MeetingKind]
    )
    since = django_filters.DateFilter(label="从哪天起", field_name="starts_at", lookup_expr="date__gte")
    until = django_filters.DateFilter(label="到哪天止", field_name="starts_at", lookup_expr="date__lte")

    class Meta:
        model = Meeting
        fields: list[str] = []


def _state(row: Meeting) -> Mark:
    now = timezone.now()
    if row.called_off_at is not None:
        return Mark("info", "取消了")
    if row.ends_at < now:
        return Mark("ok", "开完了")
    return Mark("wait", "还没开") if now < row.starts_at else Mark("warn", "正在开")


def _span(row: Meeting) -> str:
    """9:00到10:00, with the second day where there is one."""
    starts, ends = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
    until = f"{ends:%-H:%M}" if starts.date() == ends.date() else f"{ends:%-m月%-d日} {ends:%-H:%M}"
    return f"{starts:%-H:%M}到{until}"


def _when(row: Meeting) -> Named:
    starts = timezone.localtime(row.starts_at).date()
    return Named(day_word(starts, timezone.localdate()), _span(row))


def _calls(thing: Meeting, person: User) -> bool:
    centre = thing.centre
    return may(person, reading.CALL, place=centre.place_code, organisation=centre.operator)


def _can_be_called_off(thing: Meeting, person: User) -> bool:
    return thing.called_off_at is None and thing.ends_at > timezone.now() and _calls(thing, person)


def _lacks_somebody(thing: Any, person: User) -> bool:  # noqa: ANN401 - a row of `reading.rows()`
    begun = thing.called_off_at is None and thing.starts_at - EARLY <= timezone.now()
    return begun and thing.came < thing.asked and _calls(thing, person)


def _at(shape: str) -> Any:  # noqa: ANN401 - a Q by person
    """What lies before, around or after now."""

    def where(_person: User) -> Q:
        now = timezone.now()
        spans = {
            "soon": Q(starts_at__gt=now),
            "now": Q(starts_at__lte=now, ends_at__gte=now),
            "over": Q(ends_at__lt=now),
        }
        return reading.HOLDS & spans[shape]

    return where


@desk
class MeetingDesk(Desk[Meeting]):
    key = "meetings"
    title = "视频会议"
    menu = STATIONS
    order = 16
    capability = "stations.read_register"
    unit = "次"
    columns = (
        Column("题目", lambda row: Named(row.title, row.get_kind_display()), look="wide", order="title"),
        Column("开会", _when, look="nowrap", order="starts_at"),
        Column("到会", lambda row: f"{row.came}/{row.asked}", look="num"),
        Column("怎样了", _state, look="nowrap"),
    )
    export = (
        Column("题目", "title"),
        Column("会议还是培训", "get_kind_display"),
        Column("中心", "centre.name"),
        Column("开会", "starts_at"),
        Column("散会", "ends_at"),
        Column("请了几个站点", "asked"),
        Column("到了几个", "came"),
        Column("怎样了", _state),
        Column("为什么取消", "reason"),
    )
    chips = (
        Chip("now", "正在开", _at("now")),
        Chip("soon", "还没开", _at("soon")),
        Chip("over", "开完了", _at("over")),
        Chip("called-off", "取消了", Q(called_off_at__isnull=False)),
    )
    filters = MeetingFilter
    search = ("title",)
    ordering = ("-starts_at", "-pk")
    detail = "stations/office/_meeting.html"
    empty = Empty(
        new="还没有开过视频会议。中心点“定一次会”，选镇或者站点，写时间；"
        "请到的站点由承办企业和镇里的人在这里替它进会议室。村里的站长自己看，要等站长的工作台。",
        done="这一类没有。换一个签再看。",
    )
    actions = (
        Action(
            "call",
            "定一次会",
            capability="stations.handle_requests",
            form=CallForm,
            act=actions.call_meeting,
            look="go",
            done="定好了。承办企业和镇里在视频会议里看得到，请他们告诉站长。",
            of_list=True,
        ),
        Action(
            "came",
            "手工记到会",
            capability="stations.handle_requests",
            form=CameForm,
            act=actions.record_attendance,
            named="meeting",
            done=lambda made: f"记下了，{len(made)}个站点。",
            when=_lacks_somebody,
        ),
        Action(
            "call-off",
            "取消",
            capability="stations.handle_requests",
            form=CallOffForm,
            act=actions.call_off_meeting,
            named="meeting",
            look="stop",
            done="取消了，理由大家看得到。",
            when=_can_be_called_off,
        ),
    )

    def for_person(self, person: User) -> QuerySet[Meeting]:
        return reading.for_person(person)

    def title_of(self, thing: Meeting) -> str:
        return thing.title

    def note_of(self, thing: Meeting) -> str:
        return MeetingKind(thing.kind).word

    def mark_of(self, thing: Meeting) -> Mark:
        return _state(thing)

    def told(self, thing: Meeting, person: User) -> Mapping[str, object]:
        mine = set(reading.asked_of(person).filter(meeting=thing).values_list("station_id", flat=True))
        return {
            "guests": reading.guests_of(thing),
            "mine": mine,
            "calls": _calls(thing, person),
            "is_connected": reading.is_connected(),
            "span": _span(thing),
            "is_open_yet": thing.starts_at - EARLY <= timezone.now(),
        }
