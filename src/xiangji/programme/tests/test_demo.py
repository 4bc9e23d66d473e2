from datetime import date

import pytest

from xiangji.programme import demo
from xiangji.programme.models import Programme
from xiangji.programme.tests.examples import DOCUMENTS, NOW, RUNNING, opened, plan_file
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
