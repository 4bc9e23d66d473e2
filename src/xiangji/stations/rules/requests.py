"""A request at the service desk (服务申请): who asks, how it is handled, and when it is due.

A step is never changed; the state is what the last step makes of it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import StrEnum

from xiangji.stations.rules.register import StationRefused
from xiangji.stations.rules.services import Audience, Service

WISH_LENGTH, RESULT_LENGTH, NAME_LENGTH = 500, 500, 60
DUE_WORKING_DAYS = 5  # ours: no plan says how long a request may take
LATEST_DUE_DAYS = 366
ASKED_A_DAY, WRONG_A_DAY = 5, 20
BEST = 5
NUMBER_LENGTH = 20
NUMBER = re.compile(r"FW-?(\d{4})-?(\d{4,8})", re.ASCII | re.IGNORECASE)
TAIL = re.compile(r"\d{4}", re.ASCII)


class CustomerKind(StrEnum):
    """Who comes to the centre (STA-06), the stations that it guides included (STA-11)."""

    PRODUCER = "producer"
    COOPERATIVE = "cooperative"
    COMMERCE = "commerce"
    FOUNDER = "founder"
    GOVERNMENT = "government"
    CIRCULATION = "circulation"
    OTHER = "other"
    STATION = "station"

    @property
    def word(self) -> str:
        return _KINDS[self]


_KINDS = {
    CustomerKind.PRODUCER: "生产型企业",
    CustomerKind.COOPERATIVE: "合作社",
    CustomerKind.COMMERCE: "电商企业",
    CustomerKind.FOUNDER: "有意从事电商的创业者",
    CustomerKind.GOVERNMENT: "政府部门",
    CustomerKind.CIRCULATION: "流通企业",
    CustomerKind.OTHER: "村民和其他",
    CustomerKind.STATION: "站点",
}
CALLERS = tuple(kind for kind in CustomerKind if kind is not CustomerKind.STATION)


class Way(StrEnum):
    """How the request came."""

    DESK = "desk"
    PHONE = "phone"
    FORM = "form"
    VISIT = "visit"

    @property
    def word(self) -> str:
        return {"desk": "到中心", "phone": "打电话", "form": "网上", "visit": "下站点"}[self]


class State(StrEnum):
    WAITING = "waiting"
    IN_HAND = "in_hand"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def word(self) -> str:
        return _STATES[self]

    @property
    def is_open(self) -> bool:
        return self in OPEN


_STATES = {
    State.WAITING: "等人接",
    State.IN_HAND: "在办",
    State.DONE: "办好了",
    State.REFUSED: "办不了",
    State.WITHDRAWN: "不办了",
}
OPEN = frozenset({State.WAITING, State.IN_HAND})


class Step(StrEnum):
    TAKEN = "taken"
    NOTED = "noted"
    POSTPONED = "postponed"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"

    @property
    def word(self) -> str:
        return _STEPS[self][0]

    @property
    def leads_to(self) -> State:
        return _STEPS[self][1]


_STEPS = {
    Step.TAKEN: ("接办", State.IN_HAND),
    Step.NOTED: ("进展", State.IN_HAND),
    Step.POSTPONED: ("改期", State.IN_HAND),
    Step.DONE: ("办好", State.DONE),
    Step.REFUSED: ("办不了", State.REFUSED),
    Step.WITHDRAWN: ("不办了", State.WITHDRAWN),
    Step.REOPENED: ("再办", State.IN_HAND),
}
_ENDING = frozenset({Step.DONE, Step.REFUSED, Step.WITHDRAWN})
_AFTER = {
    State.WAITING: frozenset({Step.TAKEN, *_ENDING}),
    State.IN_HAND: frozenset({Step.NOTED, Step.POSTPONED, *_ENDING}),
    State.DONE: frozenset({Step.REOPENED}),
    State.REFUSED: frozenset({Step.REOPENED}),
    State.WITHDRAWN: frozenset({Step.REOPENED}),
}


class TooManyRequests(StationRefused):
    status = 429

    def __init__(self) -> None:
        said = "没有收下。今天从这个网络来的申请太多了，请明天再来，或者打中心的电话。"
        super().__init__("too_many_requests", said)


class TooManyLookUps(StationRefused):
    status = 429

    def __init__(self) -> None:
        said = "没有查。今天从这个网络查错的次数太多了，请明天再来，或者打中心的电话问。"
        super().__init__("too_many_look_ups", said)


def steps_after(state: State) -> frozenset[Step]:
    return _AFTER[state]


def check_step(number: str, state: State, step: Step) -> State:
    """The state that the step leads to."""
    if step not in steps_after(state):
        said = f"没有记。{number}现在是“{state.word}”，不能再记“{step.word}”。"
        raise StationRefused("request_step_does_not_follow", said)
    return step.leads_to


def check_wish(wish: str) -> str:
    return check_words(wish, "想办什么", WISH_LENGTH, undone="没有收下")


def check_words(text: str, what: str, longest: int = RESULT_LENGTH, *, undone: str = "没有记") -> str:
    kept = text.strip()
    if not 1 <= len(kept) <= longest or "\x00" in kept:
        said = f"{undone}。请写{what}，1到{longest}个字；现在写了{len(kept)}个字。"
        raise StationRefused("request_words_missing", said)
    return kept


def check_service(service: Service, kind: CustomerKind) -> None:
    """What is for stations is given to a station, and nothing else is."""
    if (service.audience is Audience.STATION) != (kind is CustomerKind.STATION):
        whom = "站点" if service.audience is Audience.STATION else "来办事的人和单位"
        raise StationRefused("service_for_others", f"没有收下。“{service.word}”是给{whom}的，请另选一项。")


def check_due(due: date, received: date, *, undone: str = "没有收下") -> date:
    if not 0 <= (due - received).days <= LATEST_DUE_DAYS:
        said = f"{undone}。办结的日子写的是{due}，应当不早于{received}，也不晚于一年以后。"
        raise StationRefused("request_due_out_of_range", said)
    return due


def number_of(year: int, serial: int) -> str:
    return f"FW{year}-{serial:04}"


def read_number(typed: str) -> str:
    """As people copy it: full width, small letters, with or without dashes. Empty: it is no number."""
    found = NUMBER.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", typed)))
    return number_of(int(found[1]), int(found[2])) if found else ""


def read_tail(typed: str) -> str:
    """The last four digits of a phone. Empty: they are not."""
    kept = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed))
    return kept if TAIL.fullmatch(kept) else ""


def check_score(score: int) -> int:
    if not 1 <= score <= BEST:
        said = f"没有记。满意度打的是{score}，应当是1到{BEST}分。"
        raise StationRefused("rating_out_of_range", said)
    return score
