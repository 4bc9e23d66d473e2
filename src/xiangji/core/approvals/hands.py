"""Whose hands a paper may go through: posts with the capability in scope, and never the same person twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from xiangji.core.accounts.capabilities import TABLE, scope_of
from xiangji.core.accounts.models import Deputy, Post, User
from xiangji.core.accounts.permitting import Acting, posts_of, same_person
from xiangji.core.accounts.rules.scopes import Asked, covers
from xiangji.core.approvals.models import Paper, Step
from xiangji.core.approvals.rules.deciding import Conflict, Did, Stage
from xiangji.core.places.county import current_county


def able(user: User, paper: Paper, stage: Stage) -> list[Acting]:
    """The posts in which this person could take the stage, if the paper were a stranger's."""
    return [acting for acting in posts_of(user) if _reaches(acting.post, paper, stage)]


def authors_post(user: User, paper: Paper) -> Acting | None:
    """The post in which this person stands in for the author: deputy, or the same post in the same office."""
    post = paper.author_post
    if post is None:
        return None
    for acting in posts_of(user):
        if acting.post.pk == post.pk:
            return acting
        if acting.kind is post.post_kind and acting.post.organisation_id == post.organisation_id:
            return acting
    return None


def conflict_of(acting: Acting, paper: Paper, steps: Iterable[Step]) -> Conflict | None:
    """`steps` are those of the paper; what was done before the paper came back does not count."""
    author = Acting(paper.author_post, paper.author) if paper.author_post else paper.author
    if same_person(acting, author):
        return Conflict()
    titles = {stage.key: stage.title for stage in paper.standing.stages}
    for step in steps:
        counts = step.round == paper.round and step.did in (Did.SUBMITTED, Did.APPROVED)
        if counts and same_person(acting, step.hand or step.by):
            return Conflict(titles.get(step.stage, ""))
    return None


def everyone_able(paper: Paper, stage: Stage) -> list[Acting]:
    """Everybody who could take the stage today, in own posts and as deputies. Two queries."""
    return everyone_with(stage.capability, Asked(paper.organisation_id, paper.place_code))


def everyone_with(capability: str, asked: Asked) -> list[Acting]:
    """Everybody who may today what is asked, in own posts and as deputies. Two queries."""
    now = timezone.now()
    today = timezone.localdate(now)
    kinds = [kind.value for kind in TABLE if scope_of(kind, capability) is not None]
    posts = {
        post.pk: post
        for post in Post.objects.filter(
            Q(until=None) | Q(until__gte=today),
            kind__in=kinds,
            since__lte=today,
            ended_at=None,
            person__is_active=True,
        ).select_related("organisation", "person")
        if post.counts(today, now) and _is_of_county(post) and _may(post, capability, asked)
    }
    own = [Acting(post, post.person) for post in posts.values()]
    return own + [Acting(posts[each.post_id], each.deputy) for each in _deputies_of(posts, today)]


def everyone_for_the_author(paper: Paper) -> list[User]:
    """With whom a paper lies that came back: who wrote it, who holds that post, and today's deputies."""
    post = paper.author_post
    if post is None:
        return [paper.author]
    deputies = [each.deputy for each in _deputies_of([post.pk], timezone.localdate())]
    return list({person.pk: person for person in (paper.author, post.person, *deputies)}.values())


def _deputies_of(posts: Iterable[int], today: date) -> QuerySet[Deputy]:
    return Deputy.objects.filter(
        post__in=list(posts), since__lte=today, until__gte=today, ended_at=None, deputy__is_active=True
    ).select_related("deputy")


def _is_of_county(post: Post) -> bool:
    county = current_county().code
    return county.contains(post.place_code) or post.place_code.contains(county)


def _reaches(post: Post, paper: Paper, stage: Stage) -> bool:
    return _may(post, stage.capability, Asked(paper.organisation_id, paper.place_code))


def _may(post: Post, capability: str, asked: Asked) -> bool:
    scope = scope_of(post.post_kind, capability)
    return scope is not None and covers(scope, post.held, asked)
