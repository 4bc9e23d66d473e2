"""Checks of stations: what was found, and the pictures that prove it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.test import Client

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import one
from xiangji.core.evidence.actions import add_evidence, withdraw_evidence
from xiangji.core.evidence.models import Evidence
from xiangji.core.evidence.owners import NotForYouToAdd
from xiangji.core.values import PlaceCode
from xiangji.stations import actions
from xiangji.stations.demo.pictures import board
from xiangji.stations.models import Check
from xiangji.stations.queries import checks
from xiangji.stations.rules.checks import BOARD, Asked
from xiangji.stations.rules.register import StationRefused
from xiangji.stations.tests.cast import LAKE_TOWN, RIVER_TOWN
from xiangji.stations.tests.station_cast import ALL_MET, NOW, TODAY, a_check, a_point, a_station, clerk

pytestmark = pytest.mark.usefixtures("the_county")
WANGZHUANG, DONGGU = "370481104200", "370481104201"


def page(person: User, address: str) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def a_picture(check: Check, by: User, *, place: str = "", shade: int = 0) -> Evidence:
    return add_evidence(
        to=f"stations.Check:{check.pk}",
        file=ContentFile(board(shade), name="牌匾.png"),
        by=by,
        happened_at=NOW,
        place=PlaceCode(place) if place else None,
    )


@pytest.mark.proves("STA-25")
@pytest.mark.proves("STA-26")
def test_four_unities_and_the_board_are_checked_and_proven_by_a_picture() -> None:
    person, client = clerk(), Client()
    client.force_login(person)
    station = a_point("TZ-002", WANGZHUANG)
    typed = {"day": "2026-07-01", "management": "on", "image": "on", "logo": "on", "service": "on"}

    answer = client.post(f"/office/stations/{station.pk}/check/", typed | {"note": "牌匾上没有示范字样"})

    check = Check.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/office/station-checks/{check.pk}/")
    assert check.answers.lacking == (Asked.BOARD,)
    told = page(person, f"/office/station-checks/{check.pk}/")
    assert f"牌匾左上角有“{BOARD}”字样" in told
    assert "没有照片" in told
    a_picture(check, person)
    assert "有照片" in page(person, f"/office/station-checks/{check.pk}/")
    assert "差1项" in page(person, f"/office/stations/{station.pk}/")
    assert "TZ-002" in page(person, "/office/station-checks/?chip=lacking")
    assert "TZ-002" not in page(person, "/office/station-checks/?chip=no-picture")


def test_a_picture_of_another_place_and_one_that_was_withdrawn_prove_nothing() -> None:
    person = clerk()
    check = a_check(a_point("TZ-002", WANGZHUANG), person)

    a_picture(check, person, place=DONGGU)

    assert "照片不在这里拍的" in page(person, f"/office/station-checks/{check.pk}/")
    mine = a_picture(check, person, place=WANGZHUANG, shade=9)
    assert checks.rows().get().has_picture  # type: ignore[attr-defined]
    withdraw_evidence(evidence=mine.pk, reason="拍糊了", by=person, happened_at=NOW)
    assert not checks.rows().get().has_picture  # type: ignore[attr-defined]


def test_a_document_is_no_picture() -> None:
    person = clerk()
    check = a_check(a_point("TZ-002", WANGZHUANG), person)

    file = ContentFile(b"%PDF-1.7\n", name="检查表.pdf")
    add_evidence(to=f"stations.Check:{check.pk}", file=file, by=person, happened_at=NOW)

    assert not checks.rows().get().has_picture  # type: ignore[attr-defined]


@pytest.mark.parametrize("asked", list(Asked))
def test_what_is_lacking_is_said_in_words(asked: Asked) -> None:
    station, person = a_station("TZ-001", place=LAKE_TOWN), clerk()
    answers = replace(ALL_MET, **{asked.value: False})

    with pytest.raises(StationRefused) as refusal:
        a_check(station, person, answers, "  ")

    assert asked.word in refusal.value.sentence
    assert not Check.objects.exists()


def test_nobody_has_checked_tomorrow() -> None:
    station, person = a_station("TZ-001", place=LAKE_TOWN), clerk()

    with pytest.raises(StationRefused, match="还没有到"):
        actions.record_check(
            station=station,
            day=TODAY + timedelta(days=1),
            answers=ALL_MET,
            note="",
            by=person,
            happened_at=NOW,
        )
    assert not Check.objects.exists()


def test_the_database_itself_keeps_what_was_found() -> None:
    a_check(a_station("TZ-001", place=LAKE_TOWN), clerk())

    with pytest.raises(DatabaseError), transaction.atomic():
        Check.objects.update(board=False, note="改了")
    assert Check.objects.get().board


def test_a_town_clerk_checks_his_own_town_and_a_finance_officer_only_reads() -> None:
    here, there = a_station("TZ-001", place=LAKE_TOWN), a_station("TZ-002", place=RIVER_TOWN)
    town, finance = one(PostKind.TOWN_CLERK, place=PlaceCode(LAKE_TOWN)), one(PostKind.FINANCE)

    check = a_check(here, town)
    with pytest.raises(NotYours):
        a_check(there, town)
    with pytest.raises(NotPermitted):
        a_check(here, finance)

    assert Check.objects.get() == check
    page(finance, f"/office/station-checks/{check.pk}/")
    with pytest.raises(NotForYouToAdd):
        a_picture(check, finance)
    a_picture(check, town)
