"""Who may change whose account and posts."""

from collections.abc import Iterable

from xiangji.core.accounts.capabilities import OWN_STAFF, scope_of
from xiangji.core.accounts.models import Organisation, Post, User
from xiangji.core.accounts.permitting import (
    Acting,
    NotPermitted,
    NotYours,
    may,
    permit,
    posts_of,
    same_person,
)
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.rules.scopes import Asked, covers
from xiangji.core.errors import Refused
from xiangji.core.values import PlaceCode

STAFF = "accounts.manage_staff"


def permit_post(by: User | None, kind: PostKind, organisation: Organisation, place: PlaceCode) -> None:
    """The security administrator gives and takes every post; an operator those of his own staff.

    `by=None` is the platform itself: the demo, and the command for emergencies.
    """
    if by is None:
        return
    if may(by, "accounts.give_post"):
        permit(by, "accounts.give_post", organisation=organisation, place=place)
        return
    operators = [acting for acting in posts_of(by) if kind in OWN_STAFF.get(acting.kind, ())]
    if not operators:
        raise NotPermitted("accounts.give_post")
    if not any(_reaches(acting, organisation, place) for acting in operators):
        raise NotYours


def permit_person(by: User | None, person: User, capability: str) -> None:
    """An administrator changes every account; an operator those of people who are his staff and no more."""
    if by is None or may(by, capability):
        return
    permit(by, STAFF)
    posts = [acting.post for acting in posts_of(person) if not acting.is_deputy]
    if not posts or not all(_is_own_staff(by, post) for post in posts):
        raise NotYours


def refuse_self(by: User | None, person: User) -> None:
    if by is not None and same_person(by, person):
        raise Refused("not_for_oneself", "没有做。自己的账号和岗位要由别人来管，请找另一位管理员。")


def _is_own_staff(by: User, post: Post) -> bool:
    return any(
        post.post_kind in OWN_STAFF.get(acting.kind, ())
        and _reaches(acting, post.organisation, post.place_code)
        for acting in posts_of(by)
    )


def _reaches(acting: Acting, organisation: Organisation, place: PlaceCode) -> bool:
    """Both the organisation and the place for which the post answers."""
    scope = scope_of(acting.kind, STAFF)
    if scope is None:
        return False
    asked: Iterable[Asked] = (Asked(organisation.pk, organisation.place_code), Asked(organisation.pk, place))
    within_place = acting.place.contains(place)
    return within_place and all(covers(scope, acting.post.held, one) for one in asked)
