import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as rate
from hypothesis import strategies as st

from xiangji.stations.tests.cast import LAKE_TOWN, a_county

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_county(db: None) -> None:
    a_county()


def test_the_list_holds_towns_and_villages_of_this_county() -> None:
    places = Client().get("/api/v1/places").json()

    assert len(places) == 8
    assert places[0] == {
        "code": "370481104",
        "name": "滨湖镇",
        "level": "town",
        "kind": "town",
        "kind_name": "镇",
        "parent": "370481",
    }


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("level=town", 3),
        ("level=village", 5),
        (f"within={LAKE_TOWN}", 4),
        (f"within={LAKE_TOWN}&level=village", 3),
    ],
)
def test_the_list_is_narrowed_by_place_and_level(question: str, count: int) -> None:
    assert len(Client().get(f"/api/v1/places?{question}").json()) == count


def test_one_place_is_found_by_its_code() -> None:
    place = Client().get("/api/v1/places/370481104200").json()

    assert (place["name"], place["kind_name"], place["parent"]) == ("望庄村委会", "行政村", "370481104")


@pytest.mark.parametrize("path", ["places/370402001", "places/370481999", "places?within=370402"])
def test_another_county_and_nothing_at_all_are_one_answer(path: str) -> None:
    answer = Client().get(f"/api/v1/{path}")

    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_place")
    assert "或者它不在滕州市。" in answer.json()["sentence"]


@pytest.mark.parametrize("path", ["places/37048", "places/abc", "places?within=3704811"])
def test_what_is_not_a_code_is_said_to_be_none(path: str) -> None:
    answer = Client().get(f"/api/v1/{path}")

    assert (answer.status_code, answer.json()["code"]) == (422, "not_a_place_code")
    assert "应当是6、9或12位数字" in answer.json()["sentence"]


def test_a_level_that_does_not_exist_is_refused_with_its_field() -> None:
    answer = Client().get("/api/v1/places?level=moon")

    assert answer.status_code == 422
    assert "level" in answer.json()["sentence"]


@rate(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30))
def test_whatever_is_asked_is_answered_in_a_sentence(typed: str) -> None:
    answer = Client().get("/api/v1/places", {"within": typed})

    assert answer.status_code in {200, 404, 422}
    assert answer.status_code == 200 or answer.json()["sentence"].endswith("。")
