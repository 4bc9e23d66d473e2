"""The way in when no administrator can log in: one hour as system administrator, written down first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts import passwords
from xiangji.core.accounts.actions import give_post
from xiangji.core.accounts.models import Organisation, Post, SecondFactor, User
from xiangji.core.accounts.permitting import posts_of
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.rules.names import plain
from xiangji.core.accounts.rules.reasons import fault_of_reason
from xiangji.core.audit import note
from xiangji.core.errors import Refused
from xiangji.core.places.county import current_county

LASTS = timedelta(hours=1)
ORGANISATION = "应急"


@dataclass(frozen=True, slots=True)
class Opened:
    person: User
    password: str
    until: datetime


def break_glass(*, who: str, reason: str, happened_at: datetime) -> Opened:
    """The entry is committed before anything is given: it stands even when the giving is refused."""
    fault = fault_of_reason(reason)
    person = User.objects.filter(username=plain(who), is_active=True, is_example=False).first()
    if fault or person is None:
        raise Refused(
            "glass_not_broken",
            f"应急没有打开。{fault or f'没有登录名是“{plain(who)}”的在用账号，请写一个已有的。'}",
        )
    with transaction.atomic():
        note(
            by=None,
            did="accounts.glass_broken",
            what=person,
            happened_at=happened_at,
            facts={"reason": reason},
        )
    return _give(person, happened_at)


@transaction.atomic
def _give(person: User, now: datetime) -> Opened:
    """The second factor goes: a lost phone is one of the reasons for which one comes here.

    Who administers already, and may hold no second post of that kind, comes in by her own post.
    """
    until = now + LASTS
    if not any(acting.kind.is_administrator for acting in posts_of(person)):
        _give_an_hour(person, now, until)
    SecondFactor.objects.filter(person=person).delete()
    given = passwords.one_time()
    passwords.give_one_time(person, given, now=now, until=until)
    return Opened(person, given.password, until)


def _give_an_hour(person: User, now: datetime, until: datetime) -> None:
    county, today = current_county().code, timezone.localdate(now)
    organisation, _ = Organisation.objects.get_or_create(
        place_id=county.digits,
        name=ORGANISATION,
        defaults={"kind": Organisation.Kind.OFFICE, "opened_at": now},
    )
    _end_earlier(person, now)
    give_post(
        person=person,
        kind=PostKind.SYSTEM_ADMIN,
        organisation=organisation,
        place=county,
        since=today,
        until=timezone.localdate(until),
        expires_at=until,
        by=None,
        happened_at=now,
    )


def _end_earlier(person: User, now: datetime) -> None:
    """Who mistyped the password comes again within the hour."""
    earlier = Post.objects.filter(person=person, expires_at__isnull=False, ended_at=None)
    earlier.update(ended_at=now, end_reason="又开了一次应急")
