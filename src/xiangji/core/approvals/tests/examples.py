"""A paper of a contractor that the commerce bureau checks first and its head decides on."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from xiangji.core.accounts.models import Deputy, Organisation, Post, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import COUNTY, LONG_AGO, an_organisation, one
from xiangji.core.approvals import actions
from xiangji.core.approvals.models import Paper
from xiangji.core.approvals.rules.deciding import Stage
from xiangji.core.values import PlaceCode

NOW = datetime(2026, 9, 29, 2, 30, tzinfo=UTC)
# Two capabilities that stand in the table for other things: the engine asks only what the stage names.
FIRST = Stage("first", "初审", "programme.propose_reading")
LAST = Stage("last", "批准", "programme.decide_question")
STAGES = (FIRST, LAST)
ABOUT = "programme.Project:12"


@dataclass
class Cast:
    author: User
    clerk: User
    head: User


def a_cast() -> Cast:
    company = an_organisation("示例甲公司")
    return Cast(
        one(PostKind.CONTRACTOR, organisation=company),
        one(PostKind.COMMERCE_CLERK),
        one(PostKind.COMMERCE_HEAD),
    )


def a_paper(
    author: User,
    *,
    about: str = ABOUT,
    stages: tuple[Stage, ...] = STAGES,
    place: PlaceCode = COUNTY,
    organisation: Organisation | None = None,
) -> Paper:
    return actions.begin(
        kind="programme.project",
        about=about,
        title="示例·村级站点改造",
        stages=stages,
        place=place,
        organisation=organisation,
        by=author,
        happened_at=NOW,
    )


def a_submitted_paper(author: User, *, about: str = ABOUT, stages: tuple[Stage, ...] = STAGES) -> Paper:
    return actions.submit(paper_id=a_paper(author, about=about, stages=stages).pk, by=author, happened_at=NOW)


def a_deputy_of(post: Post, deputy: User) -> None:
    Deputy.objects.create(
        post=post, deputy=deputy, since=date(2026, 1, 1), until=date(2999, 1, 1), given_at=LONG_AGO
    )


def the_post_of(person: User) -> Post:
    return Post.objects.get(person=person)
