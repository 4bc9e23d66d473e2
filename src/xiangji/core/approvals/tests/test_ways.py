"""Whatever people try, in whatever order: no paper is approved past a stage, an author or a person."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from xiangji.core.accounts.models import Deputy, Post, User
from xiangji.core.accounts.permitting import Acting, same_person
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import LONG_AGO, a_person, a_post
from xiangji.core.approvals import actions, queries
from xiangji.core.approvals.models import Paper, Step
from xiangji.core.approvals.tests.examples import NOW, a_paper
from xiangji.core.errors import Refused

pytestmark = pytest.mark.django_db
PEOPLE = 4
KINDS = (PostKind.COMMERCE_CLERK, PostKind.COMMERCE_HEAD, PostKind.CONTRACTOR)
ACTS: tuple[Callable[..., Paper], ...] = (
    actions.submit,
    actions.approve,
    actions.approve,
    actions.approve,
    actions.return_for_correction,
    actions.withdraw,
)
person = st.integers(0, PEOPLE - 1)
posts = st.lists(st.tuples(person, st.sampled_from(KINDS)), min_size=2, max_size=6)
deputies = st.lists(st.tuples(st.integers(0, 5), person), max_size=3)
tries = st.lists(st.tuples(st.sampled_from(ACTS), person), max_size=12)


class Undone(Exception):
    """Ends an example: its rows go."""


@given(posts, deputies, person, tries)
@settings(max_examples=25, deadline=None)
def test_no_way_leads_past_a_stage_or_a_person(
    held: list[tuple[int, PostKind]],
    stand_ins: list[tuple[int, int]],
    author: int,
    attempts: list[tuple[Callable[..., Paper], int]],
) -> None:
    with suppress(Undone), transaction.atomic():
        people = _people(held, stand_ins)
        paper = a_paper(people[author])
        actions.submit(paper_id=paper.pk, by=people[author], happened_at=NOW)

        for act, who in attempts:
            _what_waits_can_be_taken(people, paper)
            with suppress(Refused), transaction.atomic():
                act(paper_id=paper.pk, by=people[who], happened_at=NOW, reason="试试")

        paper.refresh_from_db()
        _is_sound(paper)
        raise Undone


def _people(held: list[tuple[int, PostKind]], stand_ins: list[tuple[int, int]]) -> list[User]:
    people = [a_person(f"示例·{number}") for number in range(PEOPLE)]
    given_posts: list[Post] = [a_post(kind, people[who]) for who, kind in held]
    for number, who in stand_ins:
        post = given_posts[number % len(given_posts)]
        if post.person_id != people[who].pk:
            Deputy.objects.create(
                post=post,
                deputy=people[who],
                since=date(2026, 1, 1),
                until=date(2999, 1, 1),
                given_at=LONG_AGO,
            )
    return people


def _what_waits_can_be_taken(people: list[User], paper: Paper) -> None:
    """The to-do, the names on the page and the actions say the same."""
    paper.refresh_from_db()
    if paper.stage is None:
        return
    named = queries.who_can(paper)
    for each in people:
        waits = queries.waiting_for(each).filter(pk=paper.pk).exists()
        assert waits == (each.name in named) == _may_approve(each, paper)


def _may_approve(user: User, paper: Paper) -> bool:
    try:
        with transaction.atomic():
            actions.approve(paper_id=paper.pk, by=user, happened_at=NOW)
            raise Undone
    except Refused:
        return False
    except Undone:
        return True


def _is_sound(paper: Paper) -> None:
    steps = [step for step in queries.steps_of(paper) if step.round == paper.round]
    if paper.state == "approved":
        keys = [stage.key for stage in paper.standing.stages]
        assert [step.stage for step in steps if step.did == "approved"] == keys
        assert [step.did for step in steps] == ["submitted"] + ["approved"] * len(keys)
    author = Acting(paper.author_post, paper.author) if paper.author_post else paper.author
    taken = [step for step in steps if step.did == "approved"]
    hands: list[User | Acting] = [author, *(_hand(step) for step in taken)]
    for number, one in enumerate(hands):
        assert not any(same_person(one, other) for other in hands[number + 1 :])


def _hand(step: Step) -> User | Acting:
    return step.hand or step.by
