"""Who proposes and who decides, with the rest of programme's cast."""

from datetime import date, timedelta

from xiangji.core.accounts.models import Deputy, Post, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import LONG_AGO, a_person, a_post
from xiangji.core.events import drain
from xiangji.programme import actions
from xiangji.programme.models import Decision, Proposal, Question
from xiangji.programme.tests.examples import NOW, RUNNING, register_running

CAP, ONLY_CENTRAL, ALL_MONEY = "station_cap_scope", "只管中央资金", "管中央和市配套"
SCOPE, ONLY_CENTRE, WHOLE_SYSTEM = "centre_cap_scope", "只算中心，第1行", "算整个支持方向，第1、2行"
POOR, HALF_OF_ALL = "poor_villages_base", "全部贫困村的一半"


def questions_stand() -> None:
    """滕州's running plan with its questions raised."""
    register_running()
    drain()


def question(key: str = CAP, *, programme: str = RUNNING) -> Question:
    return Question.objects.select_related("programme__version").get(programme__key=programme, key=key)


def post_of(kind: PostKind, name: str, **more: object) -> Post:
    return a_post(kind, a_person(name), **more)  # type: ignore[arg-type]


def clerk() -> User:
    return post_of(PostKind.COMMERCE_CLERK, "示例·张经办").person


def leader(name: str = "示例·陈组长") -> User:
    return post_of(PostKind.LEADING_GROUP, name).person


def head() -> User:
    return post_of(PostKind.COMMERCE_HEAD, "示例·李局长").person


def stands_in(person: User, post: Post) -> None:
    Deputy.objects.create(
        post=post, deputy=person, since=LONG_AGO.date(), until=date(9999, 12, 31), given_at=LONG_AGO
    )


def proposed(by: User, key: str = CAP, reading: str = ONLY_CENTRAL, *, programme: str = RUNNING) -> Proposal:
    return actions.propose_reading(
        question=question(key, programme=programme),
        reading=reading,
        reason="站点数乘上限正好等于中央资金一栏。",
        by=by,
        happened_at=NOW,
    )


def decided(
    by: User,
    key: str = CAP,
    reading: str = ONLY_CENTRAL,
    *,
    supersedes: int | None = None,
    days: int = 1,
    reason: str = "领导小组办公室第3次例会定。",
    paper: str = "",
) -> Decision:
    return actions.decide_question(
        question=question(key),
        reading=reading,
        reason=reason,
        by=by,
        happened_at=NOW + timedelta(days=days),
        supersedes=supersedes,
        paper=paper,
    )
