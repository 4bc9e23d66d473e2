"""The outbox: which messages went to whom, when, read or not. What they say is for their readers alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from xiangji.core.accounts.models import User
from xiangji.core.notify.models import Message
from xiangji.core.notify.reading import UNDER_THE_BELL
from xiangji.core.notify.telling import kinds, word_of
from xiangji.core.office.desk import Chip, Column, Desk, Empty, Filters, Mark, Menu, desk

OUTBOX = Menu("发件箱", icon="talk", order=85)


class MessageFilter(Filters):
    kind = django_filters.ChoiceFilter(
        label="种类", empty_label="都看", choices=lambda: [(kind.name, kind.word) for kind in kinds()]
    )
    since = django_filters.DateFilter(label="从哪天起", field_name="made_at", lookup_expr="date__gte")
    until = django_filters.DateFilter(label="到哪天止", field_name="made_at", lookup_expr="date__lte")

    class Meta:
        model = Message
        fields: list[str] = []


def _state(message: Message) -> Mark:
    if message.read_at:
        return Mark("ok", "看了")
    return Mark("info", "没看，了结了") if message.settled_at else Mark("wait", "还没看")


def _ended_at(message: Message) -> datetime | None:
    return message.read_at or message.settled_at


@desk
class OutboxDesk(Desk[Message]):
    """Read by whoever keeps the machine running; it changes nothing and shows no title and no body."""

    key = "outbox"
    title = "发件箱"
    menu = OUTBOX
    capability = "office.read_outbox"
    unit = "条"
    columns = (
        Column("种类", lambda row: word_of(row.kind), look="wide", order="kind"),
        Column("给谁", "to.name", look="nowrap", order="to__name"),
        Column("发出", "made_at", look="nowrap", order="made_at"),
        Column("怎样了", _state, look="nowrap"),
    )
    export = (
        Column("编号", "pk"),
        Column("种类", lambda row: word_of(row.kind)),
        Column("名称", "kind"),
        Column("给谁", "to.name"),
        Column("发出", "made_at"),
        Column("怎样了", _state),
        Column("看了或者了结", _ended_at),
    )
    chips = (
        Chip("unread", "还没看", UNDER_THE_BELL),
        Chip("read", "看了", Q(read_at__isnull=False)),
        Chip("settled", "没看，了结了", Q(read_at=None, settled_at__isnull=False)),
    )
    filters = MessageFilter
    search = ("to__name",)
    ordering = ("-pk",)
    detail = "office/_sent.html"
    empty = Empty(
        new="还没有发过消息。有公文等人办、有了结果，平台就告诉那个人，这里记下发给谁、什么时候、看了没有。",
        done="这一类没有。换一个签再看。",
    )

    def for_person(self, person: User) -> QuerySet[Message]:  # noqa: ARG002 - the capability opens all of it
        return Message.objects.select_related("to")

    def title_of(self, thing: Message) -> str:
        return f"给{thing.to.name}：{word_of(thing.kind)}"

    def mark_of(self, thing: Message) -> Mark:
        return _state(thing)

    def told(self, thing: Message, person: User) -> dict[str, Any]:  # noqa: ARG002
        return {"word": word_of(thing.kind)}
