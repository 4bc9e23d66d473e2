"""Asking whether a person may. The answer comes from the table of capabilities and the posts held today.

Nothing a person holds is remembered between requests: who loses a post loses it at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from xiangji.core.accounts import capabilities
from xiangji.core.accounts.models import Deputy, Organisation, Post, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.rules.scopes import Asked, Scope, county_of, covers
from xiangji.core.errors import Refused
from xiangji.core.places.county import current_county
from xiangji.core.values import PlaceCode

Someone = User | AnonymousUser


class LogInNeeded(Refused):
    status = 401

    def __init__(self) -> None:
        super().__init__("log_in_needed", "还没有打开。请先登录，再来一次。")


class NotPermitted(Refused):
    """The person's posts do not carry the capability."""

    status = 403

    def __init__(self, capability: str) -> None:
        word = capabilities.WORDS[capability]
        super().__init__(
            "not_permitted", f"没有做。这要有“{word}”的权限，您现在的岗位没有；哪个岗位有，看权限表。"
        )


class NotYours(Refused):
    """Out of scope: said in the same words as what does not exist, which is also raised as this."""

    status = 404

    def __init__(self) -> None:
        super().__init__("not_found", "没有这一页，或者它不归您的岗位看。")


@dataclass(frozen=True, slots=True)
class Acting:
    """A person acting in a post: her own, or one for which she is deputy."""

    post: Post
    person: User

    @property
    def kind(self) -> PostKind:
        return self.post.post_kind

    @property
    def is_deputy(self) -> bool:
        return self.post.person_id != self.person.pk

    @property
    def title(self) -> str:
        return f"{self.kind.label}（代理）" if self.is_deputy else self.kind.label

    @property
    def place(self) -> PlaceCode:
        return self.post.place_code


@dataclass(frozen=True, slots=True)
class Reach:
    """Which rows of a list are in a person's scope. Reaching nothing is an answer, too."""

    places: tuple[PlaceCode, ...]
    organisations: tuple[int, ...]

    def q(self, *, place: str = "", organisation: str = "") -> Q:
        """The names are the columns of the row: `place="place_id", organisation="organisation_id"`."""
        found = Q(pk__in=())
        if place:
            for code in self.places:
                start, end = code.range
                found |= Q(**{f"{place}__gte": start, f"{place}__lt": end})
        if organisation and self.organisations:
            found |= Q(**{f"{organisation}__in": self.organisations})
        return found


def posts_of(user: Someone, on: date | None = None) -> tuple[Acting, ...]:
    """The posts in which a person may act on a day: own ones first, then those of whom she is deputy."""
    if not isinstance(user, User) or not user.is_active:
        return ()
    now = timezone.now()
    day = on or timezone.localdate(now)
    kept = user.kept_posts
    if kept is not None and day in kept:
        return kept[day]
    found = _posts_of(user, day, now)
    if kept is not None:
        kept[day] = found
    return found


def _posts_of(user: User, on: date, now: datetime) -> tuple[Acting, ...]:
    """One query."""
    deputised = Deputy.objects.filter(deputy=user, since__lte=on, until__gte=on, ended_at=None)
    held = (
        Post.objects.filter(Q(person=user) | Q(pk__in=deputised.values("post"), person__is_active=True))
        .filter(Q(until=None) | Q(until__gte=on), since__lte=on, ended_at=None)
        .select_related("organisation", "person")
    )
    county = current_county().code
    acting = [
        Acting(post, user)
        for post in held
        if post.counts(on, now) and (county.contains(post.place_code) or post.place_code.contains(county))
    ]
    return tuple(sorted(acting, key=lambda one: (one.is_deputy, one.post.pk)))


def may(
    user: Someone,
    capability: str,
    *,
    place: PlaceCode | None = None,
    organisation: Organisation | None = None,
) -> bool:
    """Without a place or an organisation: whether she may anywhere at all, as menus and lists ask."""
    return _first(user, capability, _asked(place, organisation)) is not None


def permit(
    user: Someone,
    capability: str,
    *,
    place: PlaceCode | None = None,
    organisation: Organisation | None = None,
) -> Acting:
    """The post in which she may. Raises LogInNeeded, NotPermitted (403) or NotYours (404)."""
    if not isinstance(user, User):
        raise LogInNeeded
    acting = _first(user, capability, _asked(place, organisation))
    if acting is not None:
        return acting
    raise NotYours if _first(user, capability, Asked()) else NotPermitted(capability)


def reach(user: Someone, capability: str) -> Reach:
    """How far the capability reaches over all her posts, for the rows of a list."""
    places: list[PlaceCode] = []
    organisations: list[int] = []
    for acting in posts_of(user):
        scope = capabilities.scope_of(acting.kind, capability)
        if scope is Scope.OWN_ORGANISATION:
            organisations.append(acting.post.organisation_id)
        elif scope is not None:
            place = acting.place if scope is Scope.OWN_PLACE else county_of(acting.place)
            places += [place] if place else []
    return Reach(tuple(dict.fromkeys(places)), tuple(dict.fromkeys(organisations)))


def same_person(one: User | Acting, other: User | Acting) -> bool:
    """Separation of duties: through two posts of one person, and from both sides of a deputy.

    What a deputy does in a post is also its holder's doing: neither may check the other's paper.
    """
    return bool(_persons(one) & _persons(other))


def _persons(one: User | Acting) -> set[int]:
    return {one.person.pk, one.post.person_id} if isinstance(one, Acting) else {one.pk}


def _first(user: Someone, capability: str, asked: Asked) -> Acting | None:
    for acting in posts_of(user):
        scope = capabilities.scope_of(acting.kind, capability)
        if scope is not None and covers(scope, acting.post.held, asked):
            return acting
    capabilities.scope_of(
        PostKind.KEEPER, capability
    )  # a wrong name is a bug for somebody without posts, too
    return None


def _asked(place: PlaceCode | None, organisation: Organisation | None) -> Asked:
    if organisation is None:
        return Asked(place=place)
    return Asked(organisation.pk, place or organisation.place_code)
