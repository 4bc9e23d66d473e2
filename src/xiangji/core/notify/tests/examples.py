"""A kind of news for tests, and what stands under somebody's bell."""

from datetime import UTC, datetime

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting
from xiangji.core.notify import reading
from xiangji.core.notify.models import Message
from xiangji.core.notify.telling import Kind, tell

NOW = datetime(2026, 11, 22, 1, 40, tzinfo=UTC)
NEWS = Kind("tests.news", "示例消息")
ABOUT = "programme.Project:12"


def told(*people: User | Acting, key: str = "tests.Fact:1", about: str = ABOUT, title: str = "") -> None:
    tell(people, kind=NEWS, about=about, title=title or f"{key}有了结果。", key=key, happened_at=NOW)


def under_the_bell(person: User) -> list[str]:
    return [message.title for message in reading.unread(person).order_by("pk")]


def the_message_to(person: User) -> Message:
    return Message.objects.get(to=person)
