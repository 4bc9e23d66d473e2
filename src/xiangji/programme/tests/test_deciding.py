"""A reading is proposed by one person and decided by another; what was said stays."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.audit.models import Entry
from xiangji.core.events.models import Fact
from xiangji.programme import queries
from xiangji.programme.models import Decision, Proposal, Question
from xiangji.programme.tests.examples import (
    NOW,
    RUNNING,
    opened,
)
from xiangji.programme.tests.people import (
    ALL_MONEY,
    CAP,
    ONLY_CENTRAL,
    clerk,
    decided,
    leader,
    post_of,
    proposed,
    question,
    questions_stand,
)


def test_a_clerk_proposes_and_the_question_waits_for_another_person(counties: None) -> None:
    questions_stand()
    person = clerk()

    proposal = proposed(person)

    stands = question()
    assert stands.proposal == proposal
    assert stands.is_open
    assert (proposal.reading, proposal.by, proposal.at) == (ONLY_CENTRAL, person, NOW)
    assert proposal.post_title == "示例·商务局 商务局经办"
    assert Entry.objects.latest("pk").did == "programme.reading_proposed"
    assert Fact.objects.latest("pk").name == "programme.ReadingProposed"
    assert opened(RUNNING).study.answers == ()


@pytest.mark.parametrize("kind", [PostKind.LEADING_GROUP, PostKind.COMMERCE_HEAD])
def test_another_person_accepts_the_proposal(counties: None, kind: PostKind) -> None:
    questions_stand()
    proposal = proposed(clerk())
    person = post_of(kind, "示例·定的人").person

    decision = decided(person)

    stands = question()
    assert (stands.decision, stands.proposal) == (decision, None)
    assert (decision.proposal, decision.supersedes, decision.by) == (proposal, None, person)
    assert Entry.objects.latest("pk").did == "programme.question_decided"
    assert Fact.objects.latest("pk").name == "programme.QuestionDecided"


def test_whoever_decides_may_take_another_reading(counties: None) -> None:
    questions_stand()
    proposed(clerk(), reading=ONLY_CENTRAL)

    decision = decided(leader(), reading=ALL_MONEY)

    assert decision.reading == ALL_MONEY
    assert decision.proposal.reading == ONLY_CENTRAL


def test_the_event_carries_what_lower_apps_need(counties: None) -> None:
    questions_stand()
    proposed(clerk())

    decided(leader())

    told = json.loads(Fact.objects.latest("pk").body)
    text = json.dumps(told, ensure_ascii=False)
    for said in ("cap.stations", "subsidy.town_station_cap", "370481", ONLY_CENTRAL, "示例·陈组长", CAP):
        assert said in text


def test_a_later_decision_supersedes_and_the_old_one_stays_to_be_read(counties: None) -> None:
    questions_stand()
    person, chief = clerk(), leader()
    proposed(person)
    first = decided(chief)
    proposed(person, reading=ALL_MONEY)

    second = decided(chief, reading=ALL_MONEY, supersedes=first.pk, days=9, reason="省里答复管全部资金。")

    first.refresh_from_db()
    assert second.supersedes == first
    assert (first.reading, first.reason) == (ONLY_CENTRAL, "领导小组办公室第3次例会定。")
    assert [(each.reading, each.stands) for each in queries.decisions_of(RUNNING)] == [
        (ALL_MONEY, True),
        (ONLY_CENTRAL, False),
    ]
    assert opened(RUNNING).study.readings == {CAP: ALL_MONEY}


@pytest.mark.parametrize("table", ["programme_proposal", "programme_decision"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET reason = '改了'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_was_said(counties: None, table: str, statement: str) -> None:
    questions_stand()
    proposed(clerk())
    decided(leader())

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))

    assert Decision.objects.get().reason == "领导小组办公室第3次例会定。"
    assert Proposal.objects.get().reason == "站点数乘上限正好等于中央资金一栏。"


def test_only_one_first_decision_fits_into_the_table(counties: None) -> None:
    questions_stand()
    proposed(clerk())
    first = decided(leader())

    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.create(
            question=first.question,
            version=first.version,
            reading=first.reading,
            reason="再来一次。",
            by=first.by,
            post=first.post,
            post_title=first.post_title,
            at=NOW,
            proposal=first.proposal,
        )

    assert Decision.objects.count() == 1
    assert Question.objects.get(pk=first.question_id).decision == first
