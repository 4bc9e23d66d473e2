"""What follows from a decision: figures, rules and targets, what everybody reads, and new versions."""

from pathlib import Path

import pytest
from django.test import Client

from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused
from xiangji.core.events import drain
from xiangji.core.values import Month, Period
from xiangji.programme import actions, measures, queries
from xiangji.programme.demo import reading_of
from xiangji.programme.tests.examples import (
    NOW,
    RUNNING,
    TENGZHOU,
    TODAY,
    YEARS,
    opened,
    plan_file,
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
    leader,
    proposed,
    question,
    questions_stand,
)
from xiangji.programme.web import board

QUESTIONS = 16


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
