"""Who may not propose or decide, and that a refusal changes nothing."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import LogInNeeded, NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.audit.models import Entry
from xiangji.core.events import drain
from xiangji.core.events.models import Fact
from xiangji.programme.models import Decision, Proposal
from xiangji.programme.rules.deciding import NotDecided
from xiangji.programme.tests.examples import (
    load_counties,
    register,
)
from xiangji.programme.tests.people import (
    ALL_MONEY,
    ONLY_CENTRAL,
    clerk,
    decided,
    head,
    leader,
    post_of,
    proposed,
    question,
    questions_stand,
    stands_in,
)


def rows() -> tuple[int, int, int, int]:
    return (
        Proposal.objects.count(),
        Decision.objects.count(),
        Entry.objects.count(),
        Fact.objects.count(),
    )


def refused(code: str, person: User, **more: object) -> NotDecided:
    """The refusal, and that it changed nothing."""
    before = rows()
    with pytest.raises(NotDecided) as refusal:
        decided(person, **more)  # type: ignore[arg-type]
    assert refusal.value.code == code
    assert rows() == before
    return refusal.value


def test_nobody_decides_what_nobody_proposed(counties: None) -> None:
    questions_stand()

    refusal = refused("nobody_proposed", leader())

    assert refusal.sentence == "没有定。还没有人提出读法。先由经办写明理由提出，再由另一个人定。"
    assert question().is_open


def test_nobody_decides_her_own_proposal_through_a_second_post(counties: None) -> None:
    questions_stand()
    person = clerk()
    a_post(PostKind.COMMERCE_HEAD, person)
    proposed(person)

    refused("own_proposal", person)
    refused("own_proposal", person, reading=ALL_MONEY)

    assert question().is_open


def test_nobody_decides_her_own_proposal_as_a_deputy(counties: None) -> None:
    questions_stand()
    person = clerk()
    stands_in(person, post_of(PostKind.COMMERCE_HEAD, "示例·李局长"))
    proposed(person)

    refused("own_proposal", person)

    assert question().is_open


def test_the_holder_of_a_post_does_not_decide_what_her_deputy_proposed_in_it(counties: None) -> None:
    questions_stand()
    holder = post_of(PostKind.COMMERCE_CLERK, "示例·张经办")
    a_post(PostKind.COMMERCE_HEAD, holder.person)
    deputy = a_person("示例·代理人")
    stands_in(deputy, holder)
    proposed(deputy)

    refused("own_proposal", holder.person)

    assert question().is_open


def test_a_deputy_decides_for_the_leader_and_the_paper_says_so(counties: None) -> None:
    questions_stand()
    proposed(clerk())
    deputy = a_person("示例·代理人")
    stands_in(deputy, post_of(PostKind.LEADING_GROUP, "示例·陈组长"))

    decision = decided(deputy)

    assert decision.post_title == "示例·商务局 领导小组（代理）"
    assert decision.by == deputy


def test_what_is_decided_is_not_decided_again_unless_it_is_superseded(counties: None) -> None:
    questions_stand()
    person = clerk()
    proposed(person)
    first = decided(leader("示例·先定的"))
    proposed(person, reading=ALL_MONEY)

    refusal = refused("already_decided", head(), reading=ALL_MONEY)

    assert (
        "示例·先定的（示例·商务局 领导小组）在2026年10月1日 09:00已经定为“只管中央资金”" in refusal.sentence
    )
    assert question().decision == first


def test_who_changes_a_decision_must_have_seen_the_latest(counties: None) -> None:
    questions_stand()
    person, chief = clerk(), leader("示例·先定的")
    proposed(person)
    first = decided(chief)
    proposed(person, reading=ALL_MONEY)
    second = decided(chief, reading=ALL_MONEY, supersedes=first.pk)
    proposed(person)

    refusal = refused("already_decided", head(), supersedes=first.pk)

    assert refusal.sentence.startswith("没有改定。示例·先定的")
    assert question().decision == second


@pytest.mark.django_db(transaction=True)
def test_of_two_deciders_in_the_same_second_one_wins_and_the_other_is_told_who(tmp_path: Path) -> None:
    load_counties(tmp_path)
    questions_stand()
    proposed(clerk())
    people, both = (leader("示例·甲组长"), leader("示例·乙组长")), Barrier(2)

    def decide(person: User) -> str:
        both.wait(timeout=20)
        try:
            return decided(person).by.name
        except NotDecided as refusal:
            return refusal.sentence
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(decide, people))

    decision = Decision.objects.select_related("by").get()
    winner = decision.by.name
    loser = next(each for each in said if each != winner)
    assert said.count(winner) == 1
    assert loser.startswith(f"没有定。{winner}（示例·商务局 领导小组）在2026年10月1日 09:00已经定为")


@pytest.mark.parametrize(
    "kind",
    [kind for kind in PostKind if kind not in {PostKind.LEADING_GROUP, PostKind.COMMERCE_HEAD}],
)
def test_no_other_post_decides(counties: None, kind: PostKind) -> None:
    questions_stand()
    proposed(clerk())
    person = post_of(kind, "示例·别人").person
    before = rows()

    with pytest.raises(NotPermitted):
        decided(person)

    assert rows() == before
    assert question().is_open


@pytest.mark.parametrize("kind", [kind for kind in PostKind if kind is not PostKind.COMMERCE_CLERK])
def test_no_other_post_proposes(counties: None, kind: PostKind) -> None:
    questions_stand()
    person = post_of(kind, "示例·别人").person
    before = rows()

    with pytest.raises(NotPermitted):
        proposed(person)

    assert rows() == before


def test_a_stranger_is_asked_to_log_in(counties: None) -> None:
    questions_stand()
    before = rows()

    with pytest.raises(LogInNeeded):
        proposed(AnonymousUser())  # type: ignore[arg-type]

    assert rows() == before


def test_a_question_of_another_county_is_not_there(counties: None) -> None:
    questions_stand()
    register("wangkui-2018")
    register("wangkui-2018", years=8)
    drain()
    person = clerk()
    before = rows()

    with pytest.raises(NotYours):
        proposed(person, "line_seven_total", "任一种", programme="wangkui-2018-shifted")

    assert rows() == before


def test_a_question_of_a_paper_on_file_is_decided_where_the_plan_runs(counties: None) -> None:
    questions_stand()
    person = clerk()
    before = rows()

    with pytest.raises(NotDecided, match="这是存档的原件，照原样留着"):
        proposed(person, programme="tengzhou-2019")

    assert rows() == before


@pytest.mark.parametrize(
    ("reading", "reason", "code"),
    [("都不算", "理由。", "reading_not_listed"), (ONLY_CENTRAL, " ", "reason_is_missing")],
)
def test_a_bad_decision_changes_nothing(counties: None, reading: str, reason: str, code: str) -> None:
    questions_stand()
    proposed(clerk())

    refused(code, leader(), reading=reading, reason=reason)

    assert question().is_open
