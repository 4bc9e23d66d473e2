"""Several people at the desk at the same second: numbers without gaps, a step once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import LazySettings
from django.db import connection

from xiangji.core.accounts.models import User
from xiangji.core.errors import Refused
from xiangji.stations import actions
from xiangji.stations.models import RequestStep, ServiceRequest, Station
from xiangji.stations.rules.requests import State
from xiangji.stations.tests.cast import a_county
from xiangji.stations.tests.request_cast import a_centre, a_request, sent
from xiangji.stations.tests.station_cast import NOW, clerk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def centre(settings: LazySettings) -> Station:
    settings.TOTP = False
    a_county()
    return a_centre()


def taken_in(centre: Station, person: User, number: int) -> str:
    try:
        return a_request(centre, person, phone=f"1380000010{number}").number
    finally:
        connection.close()


def finished(request: ServiceRequest, person: User) -> bool:
    try:
        actions.finish_request(request=request, text="办了。", by=person, happened_at=NOW)
    except Refused:
        return False
    finally:
        connection.close()
    return True


def test_two_who_take_in_at_once_get_numbers_without_gaps(centre: Station) -> None:
    person = clerk()

    with ThreadPoolExecutor(max_workers=4) as pool:
        numbers = list(pool.map(lambda number: taken_in(centre, person, number), range(6)))

    assert sorted(numbers) == [f"FW2026-{number:04}" for number in range(1, 7)]


@pytest.mark.usefixtures("centre")
def test_two_who_finish_at_once_finish_it_once() -> None:
    person, asked = clerk(), sent()

    with ThreadPoolExecutor(max_workers=2) as pool:
        done = list(pool.map(lambda _: finished(asked, person), range(2)))

    assert sorted(done) == [False, True]
    assert RequestStep.objects.count() == 1
    assert ServiceRequest.objects.get().status is State.DONE
