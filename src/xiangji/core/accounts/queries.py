"""Reads for the pages of people, posts and capabilities."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from xiangji.core.accounts import capabilities
from xiangji.core.accounts.capabilities import COMING, TABLE, WORDS
from xiangji.core.accounts.models import Deputy, KeyUse, Organisation, OrganisationKey, Post, User
from xiangji.core.accounts.permitting import Someone, may, reach
from xiangji.core.accounts.rules.kinds import PostKind


@dataclass(frozen=True, slots=True)
class Line:
    """A capability, and for each kind of post the words for how far it reaches, or nothing."""

    name: str
    word: str
    is_coming: bool
    cells: tuple[str, ...]


def kinds() -> tuple[PostKind, ...]:
    """The columns of the table of capabilities."""
    return tuple(TABLE)


def table() -> tuple[Line, ...]:
    return tuple(
        Line(name, word, name in COMING, tuple(_cell(kind, name) for kind in TABLE))
        for name, word in WORDS.items()
    )


def posts_in_reach(user: Someone) -> QuerySet[Post]:
    """Posts that the reader may see, ended ones included; never nothing said, only nothing found."""
    scope = reach(user, "accounts.read_staff").q(place="place_id", organisation="organisation_id")
    return Post.objects.filter(scope).select_related(
        "person", "organisation", "place", "given_by", "ended_by"
    )


def people_in_reach(user: Someone) -> QuerySet[User]:
    """People with a post in reach; who opens accounts or gives posts also sees those without any."""
    seen = Q(pk__in=posts_in_reach(user).values("person"))
    if may(user, "accounts.create_account") or may(user, "accounts.give_post"):
        # Nobody's post lies outside: no post at all, or all in reach. This way round most rows ask no more.
        scope = reach(user, "accounts.read_staff").q(place="place_id", organisation="organisation_id")
        seen = ~Q(pk__in=Post.objects.exclude(scope).values("person")) | seen
    return User.objects.filter(seen).order_by("name", "pk")


def organisations_in_reach(user: Someone) -> QuerySet[Organisation]:
    scope = reach(user, "accounts.read_staff").q(place="place_id", organisation="pk")
    return Organisation.objects.filter(scope).select_related("place")


def deputies_of(post: Post, on: date) -> QuerySet[Deputy]:
    """Today's and coming ones."""
    return Deputy.objects.filter(post=post, until__gte=on, ended_at=None).select_related("deputy")


def keys_in_reach(user: Someone) -> QuerySet[OrganisationKey]:
    scope = reach(user, "accounts.manage_keys").q(place="place_id", organisation="organisation_id")
    return OrganisationKey.objects.filter(scope).select_related("organisation", "place", "made_by")


@dataclass(frozen=True, slots=True)
class Used:
    today: int
    last_at: datetime | None


def uses_of(keys: Iterable[int], *, on: date) -> dict[int, Used]:
    """How often each was used on a day, and when last on any; a key that was never used is left out."""
    found: dict[int, Used] = {}
    for use in KeyUse.objects.filter(key__in=list(keys)).order_by("day"):
        found[use.key_id] = Used(use.count if use.day == on else 0, use.last_at)
    return found


def _cell(kind: PostKind, name: str) -> str:
    scope = capabilities.scope_of(kind, name)
    return scope.label if scope else ""
