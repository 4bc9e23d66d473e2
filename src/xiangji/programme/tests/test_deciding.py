import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.test import Client

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import LogInNeeded, NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused
from xiangji.core.events import drain
from xiangji.core.events.models import Fact
from xiangji.core.values import Month, Period
from xiangji.programme import actions, measures, queries
from xiangji.programme.demo import reading_of
from xiangji.programme.models import Decision, Proposal, Question
from xiangji.programme.rules.deciding import NotDecided
from xiangji.programme.tests.examples import (
    NOW,
    RUNNING,
    TENGZHOU,
    TODAY,
    YEARS,
    load_counties,
    opened,
    plan_file,
    register,
)
from xiangji.programme.tests.people import (
    ALL_MONEY,
    CAP,
    HALF_OF_ALL,
    ONLY_CENTRAL,
    POOR,
    SCOPE,
    WHOLE_SYSTEM,
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
from xiangji.programme.web import board

QUESTIONS = 16


def rows() -> tuple[int, int, int, int]:
    return (
        Proposal.objects.count(),
        Decision.objects.count(),
        Entry.objects.count(),
        Fact.objects.count(),
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


def test_the_count_of_open_questions_goes_down(counties: None) -> None:
    questions_stand()
    proposed(clerk())
    september, october = Period.of_month(Month(2026, 9)), Period.of_month(Month(2026, 10))
    assert measures.questions_open(TENGZHOU, october).num == QUESTIONS

    decided(leader())

    assert measures.questions_open(TENGZHOU, october).num == QUESTIONS - 1
    assert measures.questions_open(TENGZHOU, september).num == QUESTIONS


def test_rules_and_targets_of_the_board_follow_the_decision(counties: None) -> None:
    questions_stand()
    person, chief = clerk(), leader()
    for key, reading in ((SCOPE, WHOLE_SYSTEM), (POOR, HALF_OF_ALL)):
        proposed(person, key, reading)
        decided(chief, key, reading)

    shown = board.of(opened(RUNNING), TODAY)

    cap = next(rule for rule in shown.rules if rule.anchor == "rule-ratio-centre_cap")
    poor = next(row for row in shown.targets if row.target.key == "service_coverage_poor_villages")
    villages = next(row for row in shown.targets if row.target.key == "service_coverage_villages")
    assert (cap.sum, cap.word) == ("（200 + 141）÷ 1,500 = 22.73 %", "超出")
    assert [(doubt.key, doubt.reading) for doubt in cap.doubts] == [
        (SCOPE, WHOLE_SYSTEM),
        ("soft_limits", ""),
    ]
    assert poor.judged.outcome == "no_data"
    assert [doubt.reading for doubt in poor.settled] == [HALF_OF_ALL]
    assert villages.judged.outcome == "asks"


def test_the_printed_document_and_its_board_on_file_stay_as_they_are(counties: None) -> None:
    questions_stand()
    proposed(clerk(), SCOPE, WHOLE_SYSTEM)
    decided(leader(), SCOPE, WHOLE_SYSTEM)

    on_file = board.of(opened("tengzhou-2019"), TODAY)

    assert len(on_file.open_questions) == QUESTIONS
    assert next(rule for rule in on_file.rules if "centre_cap" in rule.anchor).word == "未超"


def test_everybody_reads_who_decided_when_and_why(client: Client, counties: None) -> None:
    questions_stand()
    person, chief = clerk(), leader()
    proposed(person)
    first = decided(chief)
    proposed(person, reading=ALL_MONEY)
    decided(chief, reading=ALL_MONEY, supersedes=first.pk, days=9, reason="省里答复管全部资金。")

    plan = client.get(f"/plan/{RUNNING}/").content.decode()
    whole = client.get(f"/plan/{RUNNING}/questions/").content.decode()

    for page in (plan, whole):
        assert "示例·商务局 领导小组 示例·陈组长" in page
        assert "2026年10月9日" in page
        assert "省里答复管全部资金。" in page
        assert "没有用这个读法" in page
    assert f"存疑 {QUESTIONS - 1}" in plan
    assert "261" in plan[plan.index('id="decided"') :]
    assert f"{QUESTIONS - 1}处存疑，1处已定" in whole
    assert "不再算数" in whole
    assert "领导小组办公室第3次例会定。" in whole


def test_machines_read_the_decisions(client: Client, counties: None) -> None:
    questions_stand()
    proposed(clerk())
    decided(leader())

    told = client.get(f"/api/v1/plans/{RUNNING}").json()

    assert told["decisions"] == [
        {
            "question": CAP,
            "reading": ONLY_CENTRAL,
            "reason": "领导小组办公室第3次例会定。",
            "paper": "",
            "by": "示例·陈组长",
            "post": "示例·商务局 领导小组",
            "at": "2026-10-01T01:00:00Z",
            "version": 1,
            "stands": True,
        }
    ]
    by_key = {each["key"]: each["decided"] for each in told["questions"]}
    assert (by_key[CAP], by_key[SCOPE]) == (ONLY_CENTRAL, "")


def again(folder: Path, old: str, new: str) -> None:
    """The running plan with a changed reading file: the next version."""
    reading = reading_of(plan_file("tengzhou-2019"))
    assert reading is not None
    text = reading.read_text(encoding="utf-8")
    assert old in text
    file = folder / "tengzhou-2019.reading.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    actions.register_plan(
        plan_file=plan_file("tengzhou-2019"),
        reading_file=file,
        by=None,
        happened_at=NOW,
        successor_years=YEARS,
    )
    drain()


def test_a_new_version_that_keeps_the_reading_keeps_the_decision(counties: None, tmp_path: Path) -> None:
    questions_stand()
    proposed(clerk())
    decision = decided(leader())

    again(tmp_path, "中央资金用到顶，市配套另算。", "中央资金正好用到顶，市配套另算。")

    assert opened(RUNNING).version_number == 2
    assert question().decision == decision
    assert opened(RUNNING).study.readings == {CAP: ONLY_CENTRAL}


def test_a_new_version_without_the_decided_reading_asks_again(counties: None, tmp_path: Path) -> None:
    questions_stand()
    person, chief = clerk(), leader()
    proposed(person)
    old = decided(chief)

    again(tmp_path, 'title = "只管中央资金"', 'title = "管中央资金一笔"')

    assert question().is_open
    assert opened(RUNNING).study.answers == ()
    assert Entry.objects.filter(did="programme.question_reopened").count() == 1
    assert [(each.reading, each.stands) for each in queries.decisions_of(RUNNING)] == [(ONLY_CENTRAL, False)]

    proposed(person, reading="管中央资金一笔")
    new = decided(chief, reading="管中央资金一笔")
    assert new.supersedes == old
    assert question().decision == new


def test_a_question_that_a_new_version_drops_can_be_read_and_not_decided(
    counties: None, tmp_path: Path
) -> None:
    questions_stand()
    person = clerk()
    proposed(person)

    again(tmp_path, CAP, "station_cap_means")

    stands = question()
    assert (stands.is_asked, stands.proposal, stands.is_open) == (False, None, False)
    with pytest.raises(Refused, match="方案的现行版本里没有这一处了"):
        proposed(person)


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
