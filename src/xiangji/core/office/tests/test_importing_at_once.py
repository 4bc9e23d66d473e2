"""A table that is confirmed and moved from several sides at the same moment, with real transactions."""

import pytest
from django.conf import LazySettings
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import an_organisation, one
from xiangji.core.accounts.tests.test_at_once import at_once
from xiangji.core.audit.models import Entry
from xiangji.core.office.tests.cast import inside
from xiangji.core.office.tests.test_importing import UNIT, a_row, staged
from xiangji.core.sheets import intakes, moving
from xiangji.core.sheets.imports import find
from xiangji.core.sheets.models import Entered

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_second_factor(settings: LazySettings) -> None:
    settings.TOTP = False


def test_two_clicks_and_two_workers_bring_every_row_in_once() -> None:
    boss = one(PostKind.CONTRACTOR, organisation=an_organisation(UNIT))
    intake = staged(inside(boss), *(a_row(number) for number in range(25)))
    roster = find("staff")
    assert roster is not None

    def click() -> None:
        person = User.objects.get(pk=boss.pk)
        now = timezone.now()
        intakes.confirm(one=roster, number=intake.pk, reason="", ticked=False, by=person, happened_at=now)
        moving.carry_on(intake.pk, batches=9)

    ended = at_once(click, click, click)

    assert ended == {"done": 3}
    moving.carry_on(intake.pk, batches=9)
    intake.refresh_from_db()
    assert (intake.state, intake.moved_count) == ("done", 25)
    assert User.objects.filter(username__startswith="driver-").count() == 25
    assert Entered.objects.count() == 25
    assert Entry.objects.filter(did="sheets.intake_confirmed").count() == 1
    assert Entry.objects.filter(did="sheets.intake_done").count() == 1
