"""Meetings of a centre with its stations (STA-49): what can be called, and when one can go in."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from xiangji.stations.rules.register import StationRefused

TITLE_LENGTH, ROOM_LENGTH = 60, 40
LONGEST, MOST_STATIONS = timedelta(hours=12), 500
# Doors open a little before; whoever talks on is not thrown out.
EARLY, LATE = timedelta(minutes=15), timedelta(hours=1)


class MeetingKind(StrEnum):
    MEETING = "meeting"
    TRAINING = "training"

    @property
    def word(self) -> str:
        return {"meeting": "会议", "training": "远程培训"}[self]


class Way(StrEnum):
    """How we know that a station was there."""

    EVENT = "event"
    HAND = "hand"

    @property
    def word(self) -> str:
        return {"event": "服务器记的", "hand": "人记的"}[self]


def check_title(text: str) -> str:
    kept = text.strip()
    if not kept or len(kept) > TITLE_LENGTH or not kept.isprintable():
        said = f"没有定。请用一行写会议的题目，最多{TITLE_LENGTH}个字。"
        raise StationRefused("meeting_without_title", said)
    return kept


def check_times(starts: datetime, ends: datetime, *, now: datetime) -> None:
    if not starts < ends <= starts + LONGEST:
        said = "没有定。散会要晚于开会，一次最长12小时，请改时间。"
        raise StationRefused("meeting_ends_before_it_starts", said)
    if ends <= now:
        raise StationRefused("meeting_is_over", "没有定。写的时间已经过去了，请改时间。")


def check_guests(count: int) -> None:
    if not 1 <= count <= MOST_STATIONS:
        said = f"没有定。请选要参加的站点，最少1个，最多{MOST_STATIONS}个，现在选了{count}个。"
        raise StationRefused("meeting_without_stations", said)


def is_door_open(starts: datetime, ends: datetime, *, now: datetime) -> bool:
    return starts - EARLY <= now <= ends + LATE
