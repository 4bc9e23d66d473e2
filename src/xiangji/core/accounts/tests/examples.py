"""A small cast: a county with two towns, another county, and whoever is asked for."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import ClassVar, TypeVar

from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from xiangji.core.accounts.models import Organisation, Post, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.sessions import KeepSessions
from xiangji.core.places.models import Place
from xiangji.core.values import PlaceCode

PROVINCE, CITY, COUNTY = PlaceCode("37"), PlaceCode("3704"), PlaceCode("370481")
TOWN, OTHER_TOWN, VILLAGE = PlaceCode("370481001"), PlaceCode("370481101"), PlaceCode("370481001001")
OTHER_COUNTY = PlaceCode("371102")
PASSWORD = "Lotus-2026-莲"
HOME, ELSEWHERE = "192.0.2.10", "198.51.100.7"
LONG_AGO = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
FIRST_DAY = LONG_AGO.date()
_PLACES = [
    ("37", "示例省", "province", None),
    ("3704", "示例地级市", "city", "37"),
    ("3711", "示例二地级市", "city", "37"),
    ("370481", "示例市", "county", "3704"),
    ("371102", "示例二区", "county", "3711"),
    ("370481001", "示例一街道", "town", "370481"),
    ("370481101", "示例二镇", "town", "370481"),
    ("370481001001", "示例一社区居委会", "village", "370481001"),
]
Answer = TypeVar("Answer")


def some_places() -> None:
    for code, name, level, parent in _PLACES:
        Place.objects.get_or_create(
            code=code, defaults={"name": name, "level": level, "kind": level, "parent_id": parent}
        )


def a_person(name: str = "示例·张三", *, username: str = "", password: str = PASSWORD) -> User:
    count = User.objects.count()
    return User.objects.create(
        username=username or f"person-{count}",
        name=name,
        password=make_password(password),
        password_changed_at=timezone.now(),
    )


def an_organisation(name: str = "示例·商务局", place: PlaceCode = COUNTY) -> Organisation:
    some_places()
    found, _ = Organisation.objects.get_or_create(
        name=name, place_id=place.digits, defaults={"kind": Organisation.Kind.OFFICE, "opened_at": LONG_AGO}
    )
    return found


def a_post(
    kind: PostKind,
    person: User | None = None,
    *,
    organisation: Organisation | None = None,
    place: PlaceCode = COUNTY,
    since: date = FIRST_DAY,
    until: date | None = None,
    ended_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> Post:
    """As a row, past all rules: what may be given is tested elsewhere."""
    return Post.objects.create(
        person=person or a_person(),
        kind=kind,
        organisation=organisation or an_organisation(),
        place_id=place.digits,
        since=since,
        until=until,
        given_at=LONG_AGO,
        ended_at=ended_at,
        end_reason="调离" if ended_at else "",
        expires_at=expires_at,
    )


def one(kind: PostKind, *, place: PlaceCode = COUNTY, organisation: Organisation | None = None) -> User:
    """A person with just one post."""
    return a_post(kind, a_person(f"示例·{kind.label}"), place=place, organisation=organisation).person


class CountingHasher(MD5PasswordHasher):
    """Remembers how often it worked."""

    worked: ClassVar[list[str]] = []

    def encode(self, password: str, salt: str) -> str:
        self.worked.append(password)
        return super().encode(password, salt)


class Browser:
    """Keeps its cookies, sits in a network, and passes through the middlewares that keep sessions."""

    def __init__(self, address: str = HOME) -> None:
        self.address = address
        self.cookies: dict[str, str] = {}
        self.answer = HttpResponse()

    def ask(self, view: Callable[[HttpRequest], Answer]) -> Answer:
        """What the view gives, even when it refuses; the cookies are taken over."""
        given: list[Answer] = []

        def page(request: HttpRequest) -> HttpResponse:
            try:
                given.append(view(request))
            except Exception as refusal:  # noqa: BLE001 - raised again below, after the answer went out
                refused.append(refusal)
            return HttpResponse()

        refused: list[Exception] = []
        request = RequestFactory().get("/", REMOTE_ADDR=self.address)
        request.COOKIES.update(self.cookies)
        chain = SessionMiddleware(AuthenticationMiddleware(KeepSessions(page)))
        answer = chain(request)
        assert isinstance(answer, HttpResponse)
        self.answer = answer
        for name, morsel in answer.cookies.items():
            self.cookies[name] = morsel.value
            if not morsel.value:
                del self.cookies[name]
        if refused:
            raise refused[0]
        return given[0]

    @property
    def session_cookie(self) -> str:
        return self.cookies.get(settings.SESSION_COOKIE_NAME, "")

    def steal_from(self, other: "Browser") -> None:
        self.cookies = dict(other.cookies)
