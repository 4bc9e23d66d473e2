from datetime import date

import pytest

from xiangji.core.measures import Measure, find
from xiangji.core.values import Period, PlaceCode
from xiangji.programme.tests.examples import TENGZHOU, TODAY, WANGKUI, register, register_running

THIS_MONTH = Period(date(2026, 9, 1), TODAY)
SHANDONG = PlaceCode("37")
CODES = (
    "programme.planned_fen",
    "programme.planned_central_fen",
    "programme.planned_provincial_fen",
    "programme.planned_county_fen",
    "programme.planned_enterprise_fen",
    "programme.questions_open",
)
WAN = 1_000_000


def measure(code: str) -> Measure:
    found = find(code)
    assert found is not None
    return found


@pytest.mark.parametrize("code", CODES)
def test_the_rows_of_a_figure_bring_what_the_figure_says(counties: None, code: str) -> None:
    register_running()

    reading = measure(code)(TENGZHOU, THIS_MONTH)

    rows = list(measure(code).rows_of(TENGZHOU, THIS_MONTH, None))
    assert sum(row.num for row in rows) == reading.num
    assert bool(rows) == (not reading.no_data)


@pytest.mark.proves("PRG-36")
@pytest.mark.parametrize(
    ("source", "wan"), [("planned_fen", 2100), ("planned_central_fen", 1500), ("planned_county_fen", 600)]
)
def test_the_planned_money_is_read_by_source(counties: None, source: str, wan: int) -> None:
    register_running()

    assert measure(f"programme.{source}")(TENGZHOU, THIS_MONTH).num == wan * WAN
    assert measure(f"programme.{source}")(SHANDONG, THIS_MONTH).num == wan * WAN


def test_a_source_that_the_plan_does_not_name_has_no_figure(counties: None) -> None:
    register_running()

    reading = measure("programme.planned_provincial_fen")(TENGZHOU, THIS_MONTH)

    assert reading.no_data == "正在执行的方案里没有省级这一项。"


def test_documents_on_file_plan_nothing_here(counties: None) -> None:
    register("tengzhou-2019")

    reading = measure("programme.planned_fen")(TENGZHOU, THIS_MONTH)

    assert reading.no_data == "这里没有正在执行而且写明金额的方案。"


def test_a_plan_counts_in_its_own_county_and_from_its_first_day(counties: None) -> None:
    register_running()
    before = Period.of_day(date(2025, 6, 30))

    assert measure("programme.planned_fen")(WANGKUI, THIS_MONTH).no_data
    assert measure("programme.planned_fen")(TENGZHOU, before).no_data
