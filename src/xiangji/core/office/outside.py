"""The queue of what goes outside: what waits, what stopped and why, what came in. Bodies are masked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.db import transaction
from django.db.models import Q, QuerySet

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import permit
from xiangji.core.office.desk import (
    Action,
    ActionForm,
    Chip,
    Column,
    Desk,
    Empty,
    Filters,
    Mark,
    Named,
    Todo,
    desk,
)
from xiangji.core.office.history import thing_word
from xiangji.core.office.outbox import OUTBOX
from xiangji.core.outside import asking, remotes
from xiangji.core.outside.models import SENTENCE_LENGTH, Attempt, Direction, Exchange, State

KEEP = "office.keep_outside"
NOT_CONNECTED = "没有真实连接"


@transaction.atomic
def send_again(*, exchange: Exchange, by: User, happened_at: datetime) -> Exchange:
    permit(by, KEEP)
    return asking.send_again(exchange, by=by, happened_at=happened_at)


@transaction.atomic
def drop(*, exchange: Exchange, reason: str, by: User, happened_at: datetime) -> Exchange:
    permit(by, KEEP)
    return asking.drop(exchange, reason=reason, by=by, happened_at=happened_at)


class DropForm(ActionForm):
    reason = forms.CharField(label="为什么不送了", max_length=SENTENCE_LENGTH, help_text="例：会议取消了。")


class ExchangeFilter(Filters):
    remote = django_filters.ChoiceFilter(
        label="对方", empty_label="都看", choices=lambda: [(one.key, one.word) for one in remotes.remotes()]
    )
    direction = django_filters.ChoiceFilter(label="方向", empty_label="都看", choices=Direction.choices)
    since = django_filters.DateFilter(label="从哪天起", field_name="made_at", lookup_expr="date__gte")
    until = django_filters.DateFilter(label="到哪天止", field_name="made_at", lookup_expr="date__lte")

    class Meta:
        model = Exchange
        fields: list[str] = []


def _is_connected(row: Exchange) -> bool:
    found = remotes.find(row.remote)
    return found is not None and found.is_connected


def _what(row: Exchange) -> str:
    return remotes.name_of(row.remote, row.name)


def _about(row: Exchange) -> str:
    """The thing in words: 视频会议 2."""
    return thing_word(row.about.replace(":", " "))


def _state(row: Exchange) -> Mark:
    if row.state == State.WAITING and not _is_connected(row):
        return Mark("info", NOT_CONNECTED)
    if row.direction == Direction.IN:
        return Mark("ok", "收下了")
    kinds = {State.WAITING: "wait", State.DONE: "ok", State.PARKED: "bad", State.DROPPED: "info"}
    return Mark(kinds[State(row.state)], row.get_state_display())  # type: ignore[arg-type]


def _is_open(row: Exchange, _person: User) -> bool:
    return row.state in {State.WAITING, State.PARKED}


@desk
class OutsideDesk(Desk[Exchange]):
    key = "outside"
    title = "对外连接"
    menu = OUTBOX
    order = 60
    capability = "office.keep_outside"
    unit = "条"
    columns = (
        Column("什么事", lambda row: Named(_what(row), _about(row)), look="wide", order="name"),
        Column(
            "对方",
            lambda row: Named(remotes.word_of(row.remote), row.get_direction_display()),
            look="nowrap",
            order="remote",
        ),
        Column("什么时候", "made_at", look="nowrap", order="made_at"),
        Column("几次", "tries", look="num", order="tries"),
        Column("怎样了", _state, look="nowrap", order="state"),
    )
    export = (
        Column("编号", "pk"),
        Column("对方", lambda row: remotes.word_of(row.remote)),
        Column("方向", lambda row: row.get_direction_display()),
        Column("什么事", _what),
        Column("关于哪一件", _about),
        Column("哪一次", "key"),
        Column("什么时候要送的", "made_at"),
        Column("送过几次", "tries"),
        Column("怎样了", _state),
        Column("对方回的状态", "status"),
        Column("为什么没有成", "sentence"),
        Column("了结", "ended_at"),
    )
    chips = (
        Chip("parked", "停下等人", Q(state=State.PARKED)),
        Chip("waiting", "等着送", Q(state=State.WAITING)),
        Chip("done", "办好了", Q(state=State.DONE, direction=Direction.OUT)),
        Chip("in", "收进来的", Q(direction=Direction.IN)),
        Chip("dropped", "不送了", Q(state=State.DROPPED)),
    )
    todo = Todo(chip="parked", capability="office.keep_outside", sentence="对外没有送成，等您看。")
    filters = ExchangeFilter
    search = ("name", "about", "key")
    ordering = ("-pk",)
    detail = "office/_exchange.html"
    empty = Empty(
        new="还没有和外面打过交道。平台要问外面的服务器、外面送消息来，都一条一条记在这里；"
        "没有接上的，写着“没有真实连接”，里面的事照常办。",
        done="这一类没有。换一个签再看。",
    )
    actions = (
        Action(
            "again",
            "现在重送",
            capability="office.keep_outside",
            act=send_again,
            named="exchange",
            look="go",
            done="排上了，一分钟里送。",
            when=_is_open,
        ),
        Action(
            "drop",
            "不送了",
            capability="office.keep_outside",
            form=DropForm,
            act=drop,
            named="exchange",
            look="stop",
            done="不送了，理由记在历史里。",
            when=_is_open,
        ),
    )

    def for_person(self, person: User) -> QuerySet[Exchange]:  # noqa: ARG002 - the capability opens all of it
        return Exchange.objects.defer("body", "answer")

    def title_of(self, thing: Exchange) -> str:
        return f"{remotes.word_of(thing.remote)}：{_what(thing)}"

    def note_of(self, thing: Exchange) -> str:
        return thing.sentence or _about(thing)

    def mark_of(self, thing: Exchange) -> Mark:
        return _state(thing)

    def told(self, thing: Exchange, person: User) -> dict[str, Any]:  # noqa: ARG002
        found = remotes.find(thing.remote)
        return {
            "word": remotes.word_of(thing.remote),
            "what": _what(thing),
            "about": _about(thing),
            "where": found.where.shown if found is not None and found.is_connected else "",
            "attempts": list(Attempt.objects.filter(exchange=thing)),
        }
