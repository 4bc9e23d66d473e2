"""Things that happen at the same moment, with real transactions."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.conf import LazySettings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from xiangji.core.accounts import actions, keys, signing_in
from xiangji.core.accounts.models import KeyUse, Post, User, WrongTries
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import COUNTY, Browser, a_person, an_organisation
from xiangji.core.errors import Refused

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8


def at_once(*acts: Callable[[], object]) -> Counter[str]:
    """How each of them ended: `done`, or the code of the refusal."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait()
            act()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(run, acts))


def a_log_in(password: str, now: datetime) -> Callable[[], object]:
    def view(request: HttpRequest) -> object:
        return signing_in.log_in(request, username="zhang", password=password, happened_at=now)

    return lambda: Browser().ask(view)


def test_of_many_guesses_at_once_five_are_looked_at(settings: LazySettings) -> None:
    settings.TOTP = False
    a_person(username="zhang")
    now = timezone.now()

    ended = at_once(*(a_log_in(f"guess {number}", now) for number in range(MANY)))

    assert ended == {"log_in_wrong": 5, "log_in_waits": 3}
    assert WrongTries.objects.get().count == 5


def test_the_last_use_of_a_key_is_used_once() -> None:
    now, organisation = timezone.now(), an_organisation("示例甲公司")
    made = actions.make_key(
        organisation=organisation,
        name="对账程序",
        place=COUNTY,
        daily_quota=3,
        by=None,
        happened_at=timezone.now(),
    )

    ended = at_once(*([lambda: keys.caller_of(made.key, now=now)] * MANY))

    assert ended == {"done": 3, "key_quota_used_up": 5}
    assert KeyUse.objects.get().count == 3


def test_two_posts_that_must_be_apart_are_not_given_at_once() -> None:
    person, organisation, now = a_person(), an_organisation(), timezone.now()

    def give(kind: PostKind) -> Callable[[], object]:
        return lambda: actions.give_post(
            person=User.objects.get(pk=person.pk),
            kind=kind,
            organisation=organisation,
            place=COUNTY,
            since=timezone.localdate(),
            until=None,
            by=None,
            happened_at=now,
        )

    ended = at_once(give(PostKind.SYSTEM_ADMIN), give(PostKind.FINANCE))

    assert ended == {"done": 1, "posts_must_be_apart": 1}
    assert Post.objects.count() == 1
