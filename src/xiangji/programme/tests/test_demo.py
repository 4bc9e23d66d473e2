from datetime import date

import pytest
from django.conf import LazySettings
from django.utils import timezone

from xiangji.core.accounts import demo as accounts
from xiangji.core.accounts.tests.examples import some_places
from xiangji.core.audit.models import Entry
from xiangji.programme import demo
from xiangji.programme.models import Programme
from xiangji.programme.queries import projects
from xiangji.programme.rules.project import State
from xiangji.programme.tests.examples import DOCUMENTS, NOW, RUNNING, opened, plan_file
from xiangji.programme.tests.project_cast import holidays
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


@pytest.fixture
def example_projects(counties: None, settings: LazySettings) -> None:
    settings.DEMO = True
    some_places()
    holidays()
    now = timezone.now()
    accounts.build(now)
    file = plan_file("tengzhou-2019")
    demo.register_document(file, at=now)
    demo.register_running_copy(file, today=timezone.localdate(now), at=now)

    demo.build_projects(now=now)


def test_a_dozen_example_projects_stand_in_every_state(example_projects: None) -> None:
    found = [projects.state(each) for each in projects.rows()]

    assert len(found) == 13
    assert set(found) == set(State)


def test_a_demo_has_no_project_of_a_real_company(example_projects: None) -> None:
    assert all(each.contractor.name.startswith("示例") for each in projects.rows())


def test_building_the_projects_again_changes_nothing(example_projects: None) -> None:
    before = Entry.objects.count()

    demo.build_projects(now=timezone.now())

    assert Entry.objects.count() == before
