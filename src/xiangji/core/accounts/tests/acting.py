"""How posts are given here, and what a refusal must leave as it was."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from xiangji.core.accounts import actions
from xiangji.core.accounts.models import Deputy, Organisation, Post, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import (
    COUNTY,
    a_person,
    an_organisation,
)
from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused
from xiangji.core.values import PlaceCode


def give(
    by: User | None,
    kind: PostKind,
    *,
    person: User | None = None,
    organisation: Organisation | None = None,
    place: PlaceCode = COUNTY,
) -> Post:
    return actions.give_post(
        person=person or a_person(),
        kind=kind,
        organisation=organisation or an_organisation(),
        place=place,
        since=timezone.localdate(),
        until=None,
        by=by,
        happened_at=timezone.now(),
    )


def take_on(by: User, kind: PostKind, organisation: Organisation, place: PlaceCode) -> actions.Newcomer:
    return actions.take_on_staff(
        username="newcomer",
        name="示例·新人",
        kind=kind,
        organisation=organisation,
        place=place,
        since=timezone.localdate(),
        until=None,
        by=by,
        happened_at=timezone.now(),
    )


def refuses(act: Callable[[], object], code: str) -> str:
    """The sentence; and nothing was changed."""
    before = (Post.objects.count(), User.objects.count(), Deputy.objects.count(), Entry.objects.count())
    with pytest.raises(Refused) as refusal:
        act()
    assert refusal.value.code == code
    assert before == (
        Post.objects.count(),
        User.objects.count(),
        Deputy.objects.count(),
        Entry.objects.count(),
    )
    return refusal.value.sentence


def last_entry() -> Entry:
    return Entry.objects.order_by("-pk")[0]
