import pytest
from django.conf import LazySettings
from django.utils import timezone

from xiangji.core.accounts import demo as accounts
from xiangji.core.accounts.tests.examples import some_places
from xiangji.core.audit.models import Entry
from xiangji.programme import demo
from xiangji.programme.demo.projects import build_projects
from xiangji.programme.queries import projects
from xiangji.programme.rules.project import State
from xiangji.programme.tests.examples import plan_file
from xiangji.programme.tests.project_cast import holidays


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

    build_projects(now=now)


def test_a_dozen_example_projects_stand_in_every_state(example_projects: None) -> None:
    found = [projects.state(each) for each in projects.rows()]

    assert len(found) == 13
    assert set(found) == set(State)


def test_a_demo_has_no_project_of_a_real_company(example_projects: None) -> None:
    assert all(each.contractor.name.startswith("示例") for each in projects.rows())


def test_building_the_projects_again_changes_nothing(example_projects: None) -> None:
    before = Entry.objects.count()

    build_projects(now=timezone.now())

    assert Entry.objects.count() == before
