"""Whom to tell."""

from __future__ import annotations

from collections.abc import Iterable

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.permitting import Acting, same_person
from xiangji.core.accounts.rules.scopes import Asked
from xiangji.core.approvals.hands import everyone_with
from xiangji.core.values import PlaceCode


def who_may(
    capability: str, *, place: PlaceCode, organisation: Organisation | None = None
) -> tuple[Acting, ...]:
    """Everybody who may today, in own posts and as deputies: the answer of `may`, the other way round."""
    return tuple(everyone_with(capability, Asked(organisation.pk if organisation else None, place)))


def others(people: Iterable[Acting], than: User | Acting) -> list[Acting]:
    """Without the person who did it, seen through posts and deputies: it is for others to judge."""
    return [acting for acting in people if not same_person(acting, than)]
