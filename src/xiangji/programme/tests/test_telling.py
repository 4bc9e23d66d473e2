"""Who is told of what happens to a question, an objection, a project."""

import pytest

from xiangji.core.accounts.models import Post, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, one
from xiangji.core.events import drain
from xiangji.core.notify.models import Message
from xiangji.core.notify.telling import quoted
from xiangji.core.notify.tests.examples import under_the_bell
from xiangji.programme import actions
from xiangji.programme.models import Objection, Project
from xiangji.programme.tests.examples import NOW, register_running
from xiangji.programme.tests.people import (
    ALL_MONEY,
    CAP,
    clerk,
    decided,
    head,
    leader,
    proposed,
    question,
    questions_stand,
    stands_in,
)
from xiangji.programme.tests.project_cast import OVER, a_clerk, objected, publicised

WAITS = "{}有人提了读法，等您定。"
OBJECTED = "“镇级分拣线”的公示收到异议，等您处理。"
STOPPED = "“镇级分拣线”的公示异议成立，停下了。"


def bell(person: User) -> list[str]:
    drain()
    return under_the_bell(person)


def latest(person: User) -> Message:
    return Message.objects.filter(to=person).latest("pk")


@pytest.fixture
def questions(counties: None) -> None:
    questions_stand()


@pytest.mark.usefixtures("questions")
def test_a_proposed_reading_rings_at_whoever_decides_and_not_at_who_proposed_it() -> None:
    proposer, decider, stranger = clerk(), leader(), one(PostKind.FINANCE)
    proposed(proposer)

    assert bell(decider) == [WAITS.format(quoted(question().title))]
    assert bell(proposer) == bell(stranger) == []
    assert latest(decider).body.startswith("示例·张经办（")
    assert latest(decider).about == f"programme.Question:{question().pk}"


@pytest.mark.usefixtures("questions")
def test_a_deputy_of_the_decider_is_told_unless_it_is_the_proposer() -> None:
    proposer, decider, deputy = clerk(), leader(), a_person("示例·代理")
    for person in (proposer, deputy):
        stands_in(person, Post.objects.get(person=decider))
    proposed(proposer)

    assert len(bell(deputy)) == 1
    assert bell(proposer) == []


@pytest.mark.usefixtures("questions")
def test_a_second_proposal_takes_the_place_of_the_first_under_the_bell() -> None:
    decider = leader()
    proposed(clerk())
    drain()
    proposed(one(PostKind.COMMERCE_CLERK), CAP, ALL_MONEY)

    assert len(bell(decider)) == 1
    assert f"提的是“{ALL_MONEY}”" in latest(decider).body


@pytest.mark.usefixtures("questions")
def test_a_decision_rings_at_the_proposer_and_leaves_the_bells_of_those_who_could_decide() -> None:
    proposer, decider, other = clerk(), leader(), head()
    proposed(proposer)
    drain()
    decided(decider, reading=ALL_MONEY, reason="照原文。")

    assert bell(proposer) == [f"{quoted(question().title)}的读法定了：{ALL_MONEY}。"]
    assert latest(proposer).body.endswith("定的。理由：照原文。")
    assert bell(decider) == bell(other) == []


@pytest.mark.usefixtures("questions")
def test_a_proposal_that_was_decided_before_anybody_heard_rings_at_no_decider() -> None:
    decider = leader()
    proposed(clerk())
    decided(decider)

    assert bell(decider) == []


@pytest.fixture
def shown(counties: None) -> Project:
    """Publicised, and everybody has heard of it."""
    register_running()
    project = publicised()
    drain()
    return project


def manager() -> User:
    return User.objects.get(name="示例·刘经理")


def handled(project: Project, objection: Objection, finding: str) -> None:
    actions.answer_objection(
        thing=project,
        objection=objection.pk,
        finding=finding,
        reply="询价三家。",
        by=User.objects.get(name="示例·李局长"),
        happened_at=NOW,
    )


def test_an_objection_rings_at_whoever_handles_it_without_its_words(shown: Project) -> None:
    objected(shown, "张三家的设备太贵。")

    assert bell(a_clerk()) == [OBJECTED]
    assert OBJECTED in bell(User.objects.get(name="示例·李局长"))
    assert OBJECTED not in bell(manager())
    assert not Message.objects.filter(body__contains="张三").exists()


def test_two_objections_to_one_project_are_two_messages_and_one_answer_settles_one(shown: Project) -> None:
    first, _second = objected(shown), objected(shown, "位置不对。")
    drain()

    handled(shown, first, "not_upheld")

    assert bell(a_clerk()) == [OBJECTED]
    assert Message.objects.filter(to=a_clerk(), kind="programme.objection_waits").count() == 2


def test_an_objection_that_is_right_rings_at_the_author_and_at_who_publicised_it(shown: Project) -> None:
    handled(shown, objected(shown), "upheld")

    assert STOPPED in bell(manager())
    assert bell(a_clerk()) == [STOPPED]
    assert STOPPED not in bell(User.objects.get(name="示例·李局长"))


def test_an_objection_that_is_not_right_rings_nowhere(shown: Project) -> None:
    handled(shown, objected(shown), "not_upheld")

    assert STOPPED not in bell(manager())
    assert bell(a_clerk()) == []


def test_a_project_in_force_rings_at_its_author(shown: Project) -> None:
    actions.put_in_force(thing=shown, by=None, happened_at=OVER)

    assert "“镇级分拣线”生效了。" in bell(manager())
    assert latest(manager()).about == shown.about
