"""Meetings are called and called off; who came the server tells, or a hand writes (STA-49, INT-13)."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.core.outside.asking import answer_of, ask, receive
from xiangji.core.outside.models import Exchange
from xiangji.core.outside.remotes import Outgoing, Remote, remote
from xiangji.stations.actions.register import locked_station
from xiangji.stations.models import Attendance, Invitation, Meeting, Station
from xiangji.stations.queries import meetings as reading
from xiangji.stations.rules import jitsi, states
from xiangji.stations.rules import meetings as rules
from xiangji.stations.rules.meetings import MeetingKind, Way
from xiangji.stations.rules.register import StationRefused

ROOM_ASKED, EVENT = "stations.room_asked", "stations.room_told"
A_CALL = timedelta(minutes=5)
# A room that nobody has opened yet is not there.
NOBODY_YET = 404


def server() -> jitsi.Server:
    return jitsi.Server(
        urlsplit(settings.VIDEO_URL).hostname or "", settings.VIDEO_APP, settings.VIDEO_SECRET
    )


def _with_token(outgoing: Outgoing) -> Outgoing:
    """As the server's own list of a room asks for it; it stands in no table."""
    now = timezone.now()
    word = jitsi.token(server(), room="*", guest="office", shown="", since=now, until=now + A_CALL)
    return replace(outgoing, path=f"{outgoing.path}&token={word}")


VIDEO = remote(
    Remote(
        "video",
        "视频会议",
        address=lambda: settings.VIDEO_URL,
        dress=_with_token,
        names={ROOM_ASKED: "问会议室里有谁", EVENT: "说谁进了会议室"},
    )
)


@transaction.atomic
def call_meeting(
    *,
    centre: int,
    kind: MeetingKind,
    title: str,
    starts: datetime,
    ends: datetime,
    stations: Sequence[int],
    by: User,
    happened_at: datetime,
) -> Meeting:
    """All of the stations are asked, or the meeting is not called."""
    where = Station.objects.filter(pk=centre).first()
    if where is None:
        raise NotYours
    locked = locked_station(where, by, reading.CALL)
    kept, chosen = rules.check_title(title), sorted(set(stations))
    rules.check_times(starts, ends, now=happened_at)
    rules.check_guests(len(chosen))
    found = list(reading.stations_to_ask(locked).filter(pk__in=chosen).values_list("pk", flat=True))
    if len(found) != len(chosen):
        said = "没有定。选的站点里有的没有营业，或者不在本县（市、区），请重新选。"
        raise StationRefused("station_cannot_be_asked", said)

    row = Meeting.objects.create(
        centre=locked,
        kind=kind.value,
        title=kept,
        starts_at=starts,
        ends_at=ends,
        room=f"xiangji-{secrets.token_hex(10)}",
        by=by,
        at=happened_at,
    )
    Invitation.objects.bulk_create(Invitation(meeting=row, station_id=pk) for pk in chosen)
    facts: dict[str, JSON] = {"kind": kind.word, "stations": len(chosen)}
    note(by=by, did="stations.meeting_called", what=row, happened_at=happened_at, facts=facts)
    return row


@transaction.atomic
def call_off_meeting(*, meeting: Meeting, reason: str, by: User, happened_at: datetime) -> Meeting:
    locked = _locked(meeting, by)
    kept = states.check_reason(reason, undone="没有取消")
    _check_holds(locked)
    locked.called_off_at, locked.reason = happened_at, kept
    locked.save(update_fields=["called_off_at", "reason"])
    facts = {"reason": kept}
    note(by=by, did="stations.meeting_called_off", what=locked, happened_at=happened_at, facts=facts)
    return locked


@transaction.atomic
def record_attendance(
    *, meeting: Meeting, stations: Collection[int], by: User, happened_at: datetime
) -> list[Attendance]:
    """Somebody saw who was there; who is written down already stays as he was."""
    locked = _locked(meeting, by)
    _check_holds(locked)
    if happened_at < locked.starts_at - rules.EARLY:
        raise StationRefused("meeting_has_not_begun", "没有记。会还没开，开了再记谁到了。")
    made = _came(locked, stations, way=Way.HAND, by=by, happened_at=happened_at)
    if not made:
        said = "没有记。请勾请来的、还没有记到会的站点。"
        raise StationRefused("nobody_new_came", said)
    return made


def enter_meeting(*, meeting: Meeting, station: int | None, by: User, happened_at: datetime) -> str:
    """The link into the room, for a station that was asked, or for the centre; good for this meeting only."""
    _check_holds(meeting)
    if not settings.VIDEO_URL:
        said = "没有进。没有真实连接：还没有接视频会议的服务器，到会请由中心手工记。"
        raise StationRefused("no_video_server", said)
    if not rules.is_door_open(meeting.starts_at, meeting.ends_at, now=happened_at):
        said = "没有进。会议室开会前15分钟开门，散会后1小时关门。"
        raise StationRefused("room_is_closed", said)
    guest, shown = _guest(meeting, station, by)
    word = jitsi.token(
        server(),
        room=meeting.room,
        guest=guest,
        shown=shown,
        since=meeting.starts_at - rules.EARLY,
        until=meeting.ends_at + rules.LATE,
    )
    return f"{settings.VIDEO_URL}/{quote(meeting.room)}?jwt={word}"


@transaction.atomic
def ask_who_is_there(*, meeting: Meeting, by: User | None, happened_at: datetime) -> Exchange:  # noqa: ARG001
    """A question to the server, sent afterwards; once in five minutes."""
    slot = int(happened_at.timestamp() // A_CALL.total_seconds())
    return ask(
        VIDEO,
        name=ROOM_ASKED,
        key=f"meeting {meeting.pk} in {slot}",
        path=f"/room?room={quote(meeting.room)}&domain={quote(server().host)}",
        about=f"stations.Meeting:{meeting.pk}",
        also_fine=[NOBODY_YET],
    )


@transaction.atomic
def seen_in_room(*, exchange: int, about: str, by: User | None, happened_at: datetime) -> list[Attendance]:
    """What the server answered: who is in the room."""
    status, body = answer_of(exchange)
    found = Meeting.objects.select_for_update().filter(pk=int(about.rpartition(":")[2])).first()
    if found is None or status == NOBODY_YET:
        return []
    return _came(found, jitsi.present(body), way=Way.EVENT, by=by, happened_at=happened_at)


@transaction.atomic
def hear_event(
    *, path: str, body: bytes, headers: Mapping[str, str], by: User | None, happened_at: datetime
) -> list[Attendance]:
    """What the server tells by itself, taken once; an event of a strange room changes nothing."""
    told = receive(VIDEO, name=EVENT, path=path, body=body, headers=headers, secret=settings.VIDEO_SECRET)
    came = jitsi.joined(body.decode("utf-8", errors="replace")) if told else None
    if came is None:
        return []
    found = Meeting.objects.select_for_update().filter(room=came.room).first()
    if found is None:
        return []
    return _came(found, [came.station], way=Way.EVENT, by=by, happened_at=happened_at)


def _came(
    meeting: Meeting, stations: Collection[int], *, way: Way, by: User | None, happened_at: datetime
) -> list[Attendance]:
    waiting = [one for one in reading.guests_of(meeting) if one.attendance is None]
    new = [one.invitation for one in waiting if one.invitation.station_id in set(stations)]
    made = [Attendance(invitation=one, way=way.value, by=by, at=happened_at) for one in new]
    if made:
        Attendance.objects.bulk_create(made)
        facts: dict[str, JSON] = {"way": way.word, "stations": "、".join(one.station.code for one in new)}
        note(by=by, did="stations.meeting_attended", what=meeting, happened_at=happened_at, facts=facts)
    return made


def _guest(meeting: Meeting, station: int | None, by: User) -> tuple[str, str]:
    if station is None:
        permit(by, reading.CALL, place=meeting.centre.place_code, organisation=meeting.centre.operator)
        return "office", meeting.centre.name
    asked = reading.asked_of(by).filter(meeting=meeting, station=station).select_related("station").first()
    if asked is None:
        raise NotYours
    return jitsi.guest_of(station), asked.station.name


def _locked(meeting: Meeting, by: User) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("centre__place", "centre__operator")
    found = rows.filter(pk=meeting.pk).first()
    if found is None:
        raise NotYours
    permit(by, reading.CALL, place=found.centre.place_code, organisation=found.centre.operator)
    return found


def _check_holds(meeting: Meeting) -> None:
    if meeting.called_off_at is not None:
        said = f"没有做。这次会取消了，理由是：{meeting.reason}。"
        raise StationRefused("meeting_was_called_off", said)
