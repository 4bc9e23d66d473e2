"""Meetings of a centre with its stations (STA-49): what can be called, and when one can go in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from xiangji.core.errors.files import shown
from xiangji.stations.rules.register import StationRefused

TITLE_LENGTH, ROOM_LENGTH, LIST_LENGTH = 60, 40, 20_000
LONGEST, MOST_STATIONS = timedelta(hours=12), 500
# Doors open a little before; whoever talks on is not thrown out.
EARLY, LATE = timedelta(minutes=15), timedelta(hours=1)
# Between stations that somebody typed, after NFKC.
BETWEEN, NAMED_IN_A_REFUSAL = re.compile(r"[,;、\r\n]+"), 5


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
        said = f"没有定。请选镇或者写站点，最少1个站点，最多{MOST_STATIONS}个，现在是{count}个。"
        raise StationRefused("meeting_without_stations", said)


def is_door_open(starts: datetime, ends: datetime, *, now: datetime) -> bool:
    return starts - EARLY <= now <= ends + LATE


@dataclass(frozen=True, slots=True)
class Askable:
    """An open station as somebody may type it."""

    key: int
    code: str
    name: str
    place: str


def stations_in(places: Collection[str], open_ones: Collection[Askable]) -> set[int]:
    """All that stand in one of the places or below it."""
    return {one.key for one in open_ones if one.place.startswith(tuple(places))}


def stations_typed(text: str, open_ones: Collection[Askable]) -> set[int]:
    """By code or whole name; each one is found, or nothing is called."""
    keys: dict[str, set[int]] = {}
    for one in open_ones:
        for word in (one.code, one.name):
            keys.setdefault(_plain(word), set()).add(one.key)
    words = _words(text, keys)
    unknown = [word for word in words if word not in keys]
    if unknown:
        said = f"没有定。没有找到{_quoted(unknown)}。请照站点名册写编号或者全名；没有营业的站点请不了。"
        raise StationRefused("station_typed_is_unknown", said)
    unclear = [word for word in words if len(keys[word]) > 1]
    if unclear:
        said = f"没有定。叫{_quoted(unclear)}的站点不止一个，请写编号。"
        raise StationRefused("station_typed_is_unclear", said)
    return {key for word in words for key in keys[word]}


def _words(text: str, known: Collection[str]) -> list[str]:
    """Names may hold spaces; where the whole piece is no name, spaces part it too."""
    pieces = [_plain(piece) for piece in BETWEEN.split(unicodedata.normalize("NFKC", text))]
    found = [word for piece in pieces for word in ([piece] if piece in known else piece.split())]
    return list(dict.fromkeys(found))


def _plain(word: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", word).upper().split())


def _quoted(words: Collection[str]) -> str:
    first = "、".join(f"“{shown(word)}”" for word in list(words)[:NAMED_IN_A_REFUSAL])
    return first if len(words) <= NAMED_IN_A_REFUSAL else f"{first}等{len(words)}个"
