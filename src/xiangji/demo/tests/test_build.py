from datetime import UTC, date, datetime

import pytest
from django.conf import LazySettings
from django.test import Client

from xiangji.core.events import health
from xiangji.core.notify.models import Message
from xiangji.core.notify.reading import UNDER_THE_BELL
from xiangji.core.places import counts
from xiangji.core.values import PlaceCode
from xiangji.demo.build import build, good_until
from xiangji.programme.models import Programme, Question

NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_the_demo_county_has_real_places_five_papers_and_one_running_plan(
    client: Client, settings: LazySettings
) -> None:
    settings.DEMO = True
    said: list[tuple[str, int, int]] = []

    build(lambda *step: said.append(step), now=NOW)

    assert counts(PlaceCode("370481")).villages == 1180
    assert Programme.objects.filter(version__standing="on_file").count() == 5
    running = Programme.objects.get(version__standing="in_force")
    assert (running.key, running.shifted_years) == ("tengzhou-2019-shifted", 6)
    assert Question.objects.filter(programme=running).exists()
    assert health().waiting == 0
    for person in ("commerce-clerk", "commerce-head", "contractor"):
        messages = Message.objects.filter(to__username=person)
        assert 0 < messages.filter(UNDER_THE_BELL).count() <= messages.count() < 60
    assert [done for _, done, _ in said] == list(range(len(said)))
    assert client.get("/plan/").status_code == 200


def test_a_demo_is_good_until_its_plan_would_be_moved_further() -> None:
    assert good_until(date(2026, 11, 25)) == date(2026, 12, 31)
