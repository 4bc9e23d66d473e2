"""A log-in as long as it lasts: 20 minutes idle, 12 hours in all, and in the network in which it began.

A field post's phone wanders between networks all day: there the change is noted and nothing ends. So it is
among the networks that the county declares its own. Why: docs/adr/0009.
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import posts_of
from xiangji.core.accounts.rules import networks
from xiangji.core.audit import note

IDLE = timedelta(minutes=20)
ABSOLUTE = timedelta(hours=12)
STAMPED_EVERY = timedelta(minutes=1)  # not each request is a write
KNOWN_COOKIE, KNOWN_FOR = "xj_known", timedelta(days=90)
MOST_KNOWN = 5
MOST_VISITED = 20  # networks that a session remembers, so that each is noted once
_SALT = "accounts.known_browser"

SENTENCES = {
    "idle": "您离开了20分钟，已经替您退出。请重新登录。",
    "absolute": "这次登录已满12小时，已经替您退出。请重新登录。",
    "network": "换了网络，为了防止别人冒用，已经替您退出。请重新登录；不是您自己换的，请告诉安全管理员。",
}

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class KeepSessions:
    """Ends a log-in that is over, stamps one that lives, and keeps its pages out of caches."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.user = SimpleLazyObject(partial(_person_of, request))  # type: ignore[assignment]
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session and "begun" in request.session:
            _keep(request, timezone.now())
        response = self.get_response(request)
        if request.session.accessed and "begun" in request.session:
            response.headers.setdefault("Cache-Control", "no-store")
        _remember_browser(request, response)
        return response


def network_of(request: HttpRequest) -> str:
    forwarded = request.headers.get("X-Forwarded-For", "")
    direct = request.META.get("REMOTE_ADDR", "")
    return networks.network_of(networks.client_of(direct, forwarded, settings.TRUSTED_PROXIES))


def begin(request: HttpRequest, person: User, *, now: datetime) -> None:
    """A new session key: what somebody knew of the session before is worth nothing now."""
    auth.login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    stamp = int(now.timestamp())
    request.session.update({"begun": stamp, "seen": stamp, "network": network_of(request)})
    request.session.pop("half", None)
    _know(request, person)


def end(request: HttpRequest) -> None:
    request.session.flush()
    request.user = AnonymousUser()


def why_over(begun: int, seen: int, network: str, *, now: datetime, here: str) -> str:
    """The reason for which a log-in is over; nothing while it lives."""
    if network != here:
        return "network"
    moment = now.timestamp()
    if moment - begun >= ABSOLUTE.total_seconds():
        return "absolute"
    return "idle" if moment - seen >= (IDLE + STAMPED_EVERY).total_seconds() else ""


def _keep(request: HttpRequest, now: datetime) -> None:
    session, here = request.session, network_of(request)
    if session["network"] != here and _may_wander(request, session["network"], here):
        _wander(request, here)
    reason = why_over(session["begun"], session["seen"], session["network"], now=now, here=here)
    if reason:
        _end_with_reason(request, reason, here)
    elif now.timestamp() - session["seen"] >= STAMPED_EVERY.total_seconds():
        session["seen"] = int(now.timestamp())


def _may_wander(request: HttpRequest, before: str, here: str) -> bool:
    """Within the county's own networks, or a person who holds posts of the field and no other."""
    if networks.are_within((before, here), settings.COUNTY_NETWORKS):
        return True
    posts = posts_of(request.user)
    return bool(posts) and not any(acting.kind.is_staff for acting in posts)


def _wander(request: HttpRequest, here: str) -> None:
    """Each network is noted when the session first comes from it."""
    session, person = request.session, auth.get_user(request)
    visited = session.get("visited", [session["network"]])
    if here not in visited and isinstance(person, User):
        with transaction.atomic():
            facts = {"network": here, "began_in": visited[0]}
            note(by=person, did="accounts.network_changed", what=person, happened_at=None, facts=facts)
        session["visited"] = [*visited[:1], *[*visited[1:], here][-MOST_VISITED:]]
    session["network"] = here


def _end_with_reason(request: HttpRequest, reason: str, here: str) -> None:
    person, began_in = auth.get_user(request), request.session["network"]
    if isinstance(person, User):
        facts = {"reason": reason, "network": here, "began_in": began_in}
        with transaction.atomic():
            note(by=person, did="accounts.session_ended", what=person, facts=facts)
    end(request)
    request.session["ended"] = reason


def _person_of(request: HttpRequest) -> User | AnonymousUser:
    """Posts are asked once in a request."""
    person = auth.get_user(request)
    if not isinstance(person, User):
        return AnonymousUser()
    person.kept_posts = {}
    return person


def known_browser(request: HttpRequest, person: User | None) -> str:
    """The mark of a browser from which the person logged in before; nothing for all others."""
    token, persons = _known(request)
    return token if person is not None and person.pk in persons else ""


def _know(request: HttpRequest, person: User) -> None:
    token, persons = _known(request)
    persons = [person.pk, *(pk for pk in persons if pk != person.pk)][:MOST_KNOWN]
    request.known_browser = (token or secrets.token_urlsafe(12), persons)  # type: ignore[attr-defined]


def _known(request: HttpRequest) -> tuple[str, list[int]]:
    try:
        token, persons = signing.loads(request.COOKIES.get(KNOWN_COOKIE, ""), salt=_SALT, max_age=KNOWN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return token, persons


def _remember_browser(request: HttpRequest, response: HttpResponseBase) -> None:
    known = getattr(request, "known_browser", None)
    if known is not None:
        response.set_cookie(
            KNOWN_COOKIE,
            signing.dumps(known, salt=_SALT),
            max_age=KNOWN_FOR,
            secure=bool(settings.SESSION_COOKIE_SECURE),
            httponly=True,
            samesite="Lax",
        )
