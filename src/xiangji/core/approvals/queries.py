"""Reads: what waits for a person, who can take a stage, how a paper came to where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from xiangji.core.accounts.capabilities import TABLE
from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting, Someone, posts_of
from xiangji.core.accounts.rules.scopes import Scope, county_of
from xiangji.core.approvals.hands import conflict_of, everyone_able
from xiangji.core.approvals.models import Paper, Step
from xiangji.core.approvals.rules.deciding import Did, State, can_take


def steps_of(paper: Paper) -> list[Step]:
    """From the first to the last, over all rounds. One query."""
    rows = Step.objects.filter(paper=paper).select_related("by", "post__person", "post__organisation")
    return list(rows.order_by("number"))


def hands_free(paper: Paper, steps: Sequence[Step] | None = None) -> list[Acting]:
    """Who could take the stage that waits, deputies too; empty when none waits or nobody could."""
    stage = paper.stage
    if stage is None:
        return []
    taken = steps_of(paper) if steps is None else steps
    return [acting for acting in everyone_able(paper, stage) if conflict_of(acting, paper, taken) is None]


def who_can(paper: Paper, steps: Sequence[Step] | None = None) -> tuple[str, ...]:
    """Their names."""
    return tuple(dict.fromkeys(acting.person.name for acting in hands_free(paper, steps)))


def who_can_words(paper: Paper, steps: Sequence[Step] | None = None) -> str:
    """A sentence, also for a stage that nobody can take; nothing when no stage waits."""
    return can_take(paper.stage, who_can(paper, steps)) if paper.stage else ""


def waiting_for(user: Someone) -> QuerySet[Paper]:
    """Papers whose stage this person may take now, and her own that came back.

    One query for the posts, which a request keeps, and one for the papers. It says exactly what the actions
    would permit: a stage that the separation of persons keeps from her does not wait for her.
    """
    posts = posts_of(user)
    found = Q(pk__in=())
    for acting in posts:
        found |= _to_take(acting)
    if isinstance(user, User):
        own = Q(author=user.pk) | Q(author_post__in=[acting.post.pk for acting in posts])
        found |= Q(state=State.RETURNED.value) & own
    return Paper.objects.filter(found).select_related("author", "author_post", "organisation", "place")


def _to_take(acting: Acting) -> Q:
    """What hands.able and hands.conflict_of say about one paper, for all of them at once."""
    persons = [acting.person.pk, acting.post.person_id]
    of_them = Step.objects.filter(
        Q(by__in=persons) | Q(post__person__in=persons),
        paper=OuterRef("pk"),
        round=OuterRef("round"),
        did__in=[Did.SUBMITTED.value, Did.APPROVED.value],
    )
    is_own = Q(author__in=persons) | Q(author_post__person__in=persons)
    return _in_reach(acting) & ~is_own & ~Q(Exists(of_them))


def _in_reach(acting: Acting) -> Q:
    """One clause for each scope: a post has dozens of capabilities and three scopes at most."""
    by_scope: dict[Scope, list[str]] = {}
    for capability, scope in TABLE[acting.kind].items():
        by_scope.setdefault(scope, []).append(capability)
    found = Q(pk__in=())
    for scope, names in by_scope.items():
        found |= Q(waits_for__in=names) & _where(acting, scope)
    return found


def _where(acting: Acting, scope: Scope) -> Q:
    if scope is Scope.OWN_ORGANISATION:
        return Q(organisation=acting.post.organisation_id)
    place = acting.place if scope is Scope.OWN_PLACE else county_of(acting.place)
    if place is None:
        return Q(pk__in=())
    start, end = place.range
    return Q(place_id__gte=start, place_id__lt=end)
