"""Whether one can go there now: the state of a station and its hours, said of today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from xiangji.stations.rules import hours
from xiangji.stations.rules.hours import Span, Today
from xiangji.stations.rules.states import State

WEEKDAYS = "一二三四五六日"
CALL_FIRST = "去以前先打电话问一声。"


@dataclass(frozen=True, slots=True)
class Opening:
    """`is_open` is None where it cannot be known."""

    is_open: bool | None
    mark: str
    word: str
    sentence: str


def opening(state: State, written: str, today: Today, now: time, *, holiday: str = "") -> Opening:
    """`holiday` is the name of a holiday that falls on today."""
    if state is not State.OPEN:
        return _not_in_use(state)
    if not written:
        return Opening(None, "info", "营业时间没有登记", f"营业时间还没有登记，{CALL_FIRST}")
    known = hours.read(written)
    if known is None:
        return Opening(None, "info", "营业时间看门口", f"门口写的是“{written}”，{CALL_FIRST}")
    said = _said(known.on(today), today, now)
    if holiday and said.is_open is not False:
        return Opening(None, "info", f"今天{holiday}", f"{said.sentence}今天{holiday}，{CALL_FIRST}")
    return said


def _not_in_use(state: State) -> Opening:
    sentence = {
        State.PLANNED: "这个站点还没有开业。",
        State.SUSPENDED: "这个站点停业了，什么时候恢复还没有定。",
        State.CLOSED: "这个站点已经关闭。",
    }[state]
    return Opening(False, "warn" if state is State.SUSPENDED else "wait", state.word, sentence)


def _said(spans: Sequence[Span], today: Today, now: time) -> Opening:
    if not spans:
        weekday = WEEKDAYS[today.day.weekday()]
        return Opening(False, "warn", "今天不开门", f"今天星期{weekday}，不开门。")
    whole = "、".join(str(span) for span in spans)
    if any(span.start <= now < span.end for span in spans):
        return Opening(True, "ok", "现在开着", f"今天{whole}开门，现在开着。")
    later = next((span for span in spans if now < span.start), None)
    if later is None:
        return Opening(False, "wait", "今天关门了", f"今天{whole}开门，现在已经关门。")
    at = f"{later.start.hour}:{later.start.minute:02}"
    return Opening(False, "wait", f"{at}开门", f"今天{whole}开门，{at}再去。")
