"""Logging in and out.

A try is counted before the password is looked at, so that a thousand tries at the same moment are a thousand.
Tries are counted in a lane: a name and a network, or a name and a browser from which that person came in
before. Wrong tries from elsewhere, even from the desk beside, make nobody wait.
"""

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NoReturn

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from xiangji.core.accounts import passwords, second_factor, sessions
from xiangji.core.accounts.models import User, WrongTries
from xiangji.core.accounts.permitting import posts_of
from xiangji.core.accounts.rules import names, slowdown
from xiangji.core.accounts.rules import passwords as password_rules
from xiangji.core.audit import JSON, note
from xiangji.core.errors import Refused

CODE_LASTS = timedelta(minutes=5)


class Step(StrEnum):
    INSIDE = "inside"
    CODE = "code"


class First(StrEnum):
    """What a person must do before anything else."""

    NOTHING = "nothing"
    PASSWORD = "password"  # noqa: S105 - the name of a step
    SECOND_FACTOR = "second_factor"


def log_in(request: HttpRequest, *, username: str, password: str, happened_at: datetime) -> Step:
    """A wrong name and a wrong password are refused in the same words, after the same work."""
    name = names.plain(username)
    person = _person_named(name)
    tries = _count_try(request, name, person, happened_at)
    if not passwords.fits(person, password) or person is None or not _may_come_in(person):
        _say_wrong(request, tries, person, happened_at)
    _undo_try(tries)
    if person.password_until is not None and person.password_until <= happened_at:
        raise Refused("one_time_password_over", "没有登录。这个一次性口令过期了，请给您口令的人再重设一次。")
    if second_factor.is_asked_of(person):
        _ask_for_code(request, person, happened_at)
        return Step.CODE
    return _enter(request, person, tries, happened_at, with_code=False)


def give_code(request: HttpRequest, *, code: str, happened_at: datetime) -> Step:
    """The second step. A wrong code counts as a wrong try; a right one was good once."""
    person = _half_inside(request, happened_at)
    tries = _count_try(request, person.username, person, happened_at)
    if not second_factor.opens(person, code, happened_at):
        _say_wrong(request, tries, person, happened_at)
    return _enter(request, person, tries, happened_at, with_code=True)


@transaction.atomic
def log_out(request: HttpRequest, *, happened_at: datetime) -> None:
    if isinstance(request.user, User):
        note(by=request.user, did="accounts.logged_out", what=request.user, happened_at=happened_at)
    sessions.end(request)


def what_first(request: HttpRequest, *, now: datetime) -> First:
    person = request.user
    if not isinstance(person, User):
        return First.NOTHING
    is_staff = any(acting.kind.is_staff for acting in posts_of(person))
    is_old = password_rules.is_old(person.password_changed_at, now, is_staff=is_staff)
    if person.password_until is not None or is_old:
        return First.PASSWORD
    return First.SECOND_FACTOR if second_factor.is_missing(person) else First.NOTHING


def why_ended(request: HttpRequest) -> str:
    """Why the log-in before this one ended, said once."""
    return sessions.SENTENCES.get(request.session.pop("ended", ""), "")


def _person_named(name: str) -> User | None:
    return User.objects.filter(username=name).first() if names.can_be_kept(name) else None


def _may_come_in(person: User) -> bool:
    return person.is_active and (settings.DEMO or not person.is_example)


@transaction.atomic
def _count_try(request: HttpRequest, name: str, person: User | None, now: datetime) -> WrongTries:
    """Count it, or refuse because the lane still waits; then nothing is counted."""
    lane = sessions.known_browser(request, person) or sessions.network_of(request)
    digest = hashlib.sha256(name.encode(errors="replace")).hexdigest()
    tries, _ = WrongTries.objects.select_for_update().get_or_create(
        name_digest=digest, lane=lane, defaults={"last_at": now}
    )
    left = slowdown.seconds_left(tries.count, tries.last_at, now)
    if left:
        raise Refused(
            "log_in_waits", f"没有登录。连着错了{tries.count}次，请过{_in_words(left)}再试，现在试也不算。"
        )
    tries.count = slowdown.counted(tries.count, tries.last_at, now) + 1
    tries.last_at = now
    tries.save(update_fields=["count", "last_at"])
    return tries


def _undo_try(tries: WrongTries) -> None:
    """The password was right. What was wrong before stays counted until the person is inside."""
    WrongTries.objects.filter(pk=tries.pk, count__gt=0).update(count=F("count") - 1)


def _say_wrong(request: HttpRequest, tries: WrongTries, person: User | None, now: datetime) -> NoReturn:
    """Noted by the person, never by what was typed: it may be a password in the wrong field."""
    wait = int(slowdown.wait_after(tries.count).total_seconds())
    facts: dict[str, JSON] = {
        "network": sessions.network_of(request),
        "wrong": tries.count,
        "wait_seconds": wait,
    }
    did = "accounts.log_in_slowed" if wait else "accounts.log_in_refused"
    with transaction.atomic():
        note(by=None, did=did, what=person or "accounts.log_in", happened_at=now, facts=facts)
    then = f"请过{_in_words(wait)}再试" if wait else "请再试一次"
    raise Refused(
        "log_in_wrong",
        f"没有登录。登录名、口令或者动态口令不对，{then}；忘了口令，请本单位管人员的人重设。",
    )


def _ask_for_code(request: HttpRequest, person: User, now: datetime) -> None:
    request.session["half"] = {
        "person": person.pk,
        "until": int((now + CODE_LASTS).timestamp()),
        "network": sessions.network_of(request),
        "password": person.get_session_auth_hash(),
    }


def _half_inside(request: HttpRequest, now: datetime) -> User:
    """Whose password was right a moment ago, in this browser and this network, and still is."""
    half = request.session.get("half")
    if half and half["until"] > now.timestamp() and half["network"] == sessions.network_of(request):
        person = User.objects.filter(pk=half["person"]).first()
        if person and _may_come_in(person) and person.get_session_auth_hash() == half["password"]:
            return person
    request.session.pop("half", None)
    raise Refused("log_in_anew", "没有登录。填动态口令的时间过了，请从登录名和口令重新开始。")


@transaction.atomic
def _enter(request: HttpRequest, person: User, tries: WrongTries, now: datetime, *, with_code: bool) -> Step:
    WrongTries.objects.filter(pk=tries.pk).delete()
    sessions.begin(request, person, now=now)
    facts: dict[str, JSON] = {"network": sessions.network_of(request), "second_factor": with_code}
    note(by=person, did="accounts.logged_in", what=person, happened_at=now, facts=facts)
    return Step.INSIDE


def _in_words(seconds: int) -> str:
    return f"{seconds}秒" if seconds < 120 else f"{-(-seconds // 60)}分钟"
