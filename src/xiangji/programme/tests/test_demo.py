from datetime import date

import pytest
from django.utils import timezone

from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.events import drain
from xiangji.programme import demo
from xiangji.programme.demo.answers import STEPS
from xiangji.programme.models import Decision, Programme, Proposal, Question
from xiangji.programme.rules.document import PlanDocument
from xiangji.programme.tests.bodies import document_of
from xiangji.programme.tests.examples import DOCUMENTS, NOW, RUNNING, TODAY, opened, plan_file
from xiangji.programme.tests.people import CAP
from xiangji.programme.web import board


def test_the_plans_of_a_folder_are_its_documents_and_not_our_readings() -> None:
    files = demo.plan_files(plan_file("tengzhou-2019").parent)

    assert tuple(file.stem for file in files) == DOCUMENTS


@pytest.mark.parametrize(("today", "years"), [(date(2026, 12, 31), 6), (date(2027, 1, 1), 7)])
def test_today_lies_in_the_longest_phase_of_the_running_copy(counties: None, today: date, years: int) -> None:
    file = plan_file("tengzhou-2019")
    demo.register_document(file, at=NOW)

    demo.register_running_copy(file, today=today, at=NOW)

    assert Programme.objects.get(key=RUNNING).shifted_years == years
    here = [phase.name for phase in board.phases_of(opened(RUNNING), today) if phase.state == "here"]
    assert here == ["组织实施"]


def test_a_running_copy_says_how_long_its_shift_holds() -> None:
    file = plan_file("tengzhou-2019")

    assert demo.running_copy_lasts_until(file, today=date(2026, 11, 25)) == date(2026, 12, 31)


def titles(document: PlanDocument) -> dict[str, set[str]]:
    return {each.key: {reading.title for reading in each.readings} for each in document.questions}


@pytest.mark.parametrize("key", [key for key in DOCUMENTS if key != "liaoning-2020"])
def test_each_countys_example_people_decided_two_or_three_questions_and_one_proposal_waits(key: str) -> None:
    readings = titles(document_of(key))
    steps = STEPS[key]

    assert all({step.proposed, step.decided or step.proposed} <= readings[step.question] for step in steps)
    assert len({step.question for step in steps if step.decided}) in (2, 3)
    assert sum(not step.decided for step in steps) == 1
    assert [step.days_ago for step in steps] == sorted((step.days_ago for step in steps), reverse=True)


def example_people() -> None:
    for kind in (PostKind.COMMERCE_CLERK, PostKind.COMMERCE_HEAD, PostKind.LEADING_GROUP):
        person = a_person(f"示例·{kind.label}", username=kind.value.replace("_", "-"))
        person.is_example = True
        person.save()
        a_post(kind, person)


def history() -> list[tuple[str, str, str, str]]:
    rows = Decision.objects.select_related("question", "by")
    return [
        (row.question.key, row.reading, row.by.name, f"{timezone.localtime(row.at):%Y-%m-%d}") for row in rows
    ]


def test_the_history_is_the_same_for_the_same_day_and_is_told_once(counties: None) -> None:
    file = plan_file("tengzhou-2019")
    demo.register_document(file, at=NOW)
    demo.register_running_copy(file, today=TODAY, at=NOW)
    drain()
    example_people()

    demo.answer_questions(today=TODAY)
    demo.answer_questions(today=TODAY)
    drain()

    assert history() == [
        ("inspection_rhythm", "考核每月，进度检查另定", "示例·领导小组", "2026-05-04"),
        (CAP, "只管中央资金", "示例·领导小组", "2026-06-26"),
        ("inspection_rhythm", "都按每月一次", "示例·领导小组", "2026-08-19"),
        ("centre_cap_scope", "只算中心，第1行", "示例·商务局负责人", "2026-09-02"),
    ]
    assert Proposal.objects.count() == len(STEPS["tengzhou-2019"])
    waiting = Question.objects.exclude(proposal=None).get()
    assert (waiting.key, waiting.decision) == ("coverage_of_villages", None)
    assert all(row.at > waiting.raised_at for row in Decision.objects.all())
    assert len(opened(RUNNING).study.answers) == 3


def test_a_county_without_a_running_plan_has_no_history(counties: None) -> None:
    demo.register_document(plan_file("tengzhou-2019"), at=NOW)
    drain()

    demo.answer_questions(today=TODAY)

    assert not Proposal.objects.exists()
