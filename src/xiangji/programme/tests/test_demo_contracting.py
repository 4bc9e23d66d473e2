"""The demo's contractors: in all stages, of example companies only, and with something to do."""

import pytest
from django.conf import LazySettings
from django.utils import timezone
from stdnum.cn import uscc

from xiangji.core.accounts import demo as accounts
from xiangji.core.accounts.tests.examples import some_places
from xiangji.core.audit.models import Entry
from xiangji.programme import demo
from xiangji.programme.demo.contracting import EXAMPLES, build_contracting, example_code
from xiangji.programme.demo.projects import build_projects
from xiangji.programme.models import Bid, Contractor
from xiangji.programme.queries import selections, works
from xiangji.programme.rules.selecting import Stage
from xiangji.programme.rules.starting import Key
from xiangji.programme.tests.examples import plan_file
from xiangji.programme.tests.project_cast import holidays


@pytest.fixture
def example_contractors(counties: None, settings: LazySettings) -> None:
    settings.DEMO = True
    some_places()
    holidays()
    now = timezone.now()
    accounts.build(now)
    file = plan_file("tengzhou-2019")
    demo.register_document(file, at=now)
    demo.register_running_copy(file, today=timezone.localdate(now), at=now)
    build_projects(now=now)

    build_contracting(now=now)


def test_selections_stand_where_they_shall(example_contractors: None) -> None:
    found = [selections.stage(each) for each in selections.rows().order_by("pk")]

    assert found == [example.stage for example in EXAMPLES]
    assert {Stage.CHOSEN, Stage.AWARD_OBJECTED, Stage.AWARD_STOPPED, Stage.FAILED} <= set(found)


def test_one_project_works_with_a_check_due_and_one_waits_without_an_agreement(
    example_contractors: None,
) -> None:
    today = timezone.localdate()
    first, second = (works.work_of(each) for each in works.works().order_by("pk")[:2])

    assert first.start is not None
    assert first.checks_due(today) == (1,)
    assert all(each.is_met for each in first.conditions)
    assert second.start is None
    assert {each.key for each in second.conditions if not each.is_met} == {
        Key.CONSTRUCTION,
        Key.OPERATION,
        Key.INFORMATION,
    }


def test_nobody_real_bids(example_contractors: None) -> None:
    assert all(name.startswith("示例") for name in Bid.objects.values_list("name", flat=True))
    assert Contractor.objects.count() == 2


def test_an_example_code_can_be_typed_in_and_belongs_to_nobody(example_contractors: None) -> None:
    for number in range(1, 40):
        code = example_code("91", number)
        inside = sum(
            int(letter, 36) * weight
            for letter, weight in zip(code[8:16], (3, 7, 9, 10, 5, 8, 4, 2), strict=True)
        )
        assert uscc.is_valid(code)
        assert code[16] != "0123456789X0"[11 - inside % 11]


def test_building_the_contractors_again_changes_nothing(example_contractors: None) -> None:
    before = Entry.objects.count()

    build_contracting(now=timezone.now())

    assert Entry.objects.count() == before
