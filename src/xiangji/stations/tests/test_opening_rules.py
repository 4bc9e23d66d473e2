from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.stations.rules.hours import Span, Today, read
from xiangji.stations.rules.nearest import Advice, Link, Near, Why, advise
from xiangji.stations.rules.opening import opening
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.states import State

TUESDAY = Today(date(2026, 10, 20), is_working=True, is_holiday=False)
SUNDAY = Today(date(2026, 10, 25), is_working=False, is_holiday=False)
MORNING, EVENING = time(9), time(20)
ALL_DAY, FORENOON, AFTERNOON = Span(time(8), time(18)), Span(time(8), time(12)), Span(time(14), time(18))


@pytest.mark.parametrize(
    ("written", "tuesday", "sunday"),
    [
        ("8:00到18:00", (ALL_DAY,), (ALL_DAY,)),
        ("每天８：００～１８：００", (ALL_DAY,), (ALL_DAY,)),
        ("早上8点到下午6点", (ALL_DAY,), (ALL_DAY,)),
        ("周一至周五8:00-12:00，14:00-18:00", (FORENOON, AFTERNOON), ()),
        ("工作日8:00到18:00，周末8:00到12:00", (ALL_DAY,), (FORENOON,)),
        ("8:00到18:00，周日休息", (ALL_DAY,), ()),
        ("下午2点到6点", (AFTERNOON,), (AFTERNOON,)),
    ],
)
def test_hours_are_read_as_they_are_written(
    written: str, tuesday: tuple[Span, ...], sunday: tuple[Span, ...]
) -> None:
    known = read(written)

    assert known is not None
    assert known.on(TUESDAY) == tuesday
    assert known.on(SUNDAY) == sunday


@pytest.mark.parametrize(
    "written", ["", "赶集的日子8点到12点", "18:00到8:00", "25:00到26:00", "周日", "有人就开"]
)
def test_hours_that_are_not_wholly_understood_are_not_claimed(written: str) -> None:
    assert read(written) is None


@given(st.text(alphabet="周一二日到至-:：0123456789点半每天休息，。下午 ", max_size=30))
def test_whatever_is_written_on_a_door_is_answered_with_a_sentence(written: str) -> None:
    assert opening(State.OPEN, written, TUESDAY, MORNING).sentence.endswith("。")


@pytest.mark.parametrize(
    ("state", "written", "today", "now", "said"),
    [
        (State.OPEN, "8:00到18:00", TUESDAY, MORNING, (True, "今天8:00到18:00开门，现在开着。")),
        (State.OPEN, "8:00到18:00", TUESDAY, EVENING, (False, "今天8:00到18:00开门，现在已经关门。")),
        (State.OPEN, "8:00到18:00", TUESDAY, time(18), (False, "今天8:00到18:00开门，现在已经关门。")),
        (State.OPEN, "8:00到18:00", TUESDAY, time(7), (False, "今天8:00到18:00开门，8:00再去。")),
        (State.OPEN, "周一到周五8:00到18:00", SUNDAY, MORNING, (False, "今天星期日，不开门。")),
        (State.OPEN, "有人就开", TUESDAY, MORNING, (None, "门口写的是“有人就开”，去以前先打电话问一声。")),
        (State.OPEN, "", TUESDAY, MORNING, (None, "营业时间还没有登记，去以前先打电话问一声。")),
        (State.SUSPENDED, "8:00到18:00", TUESDAY, MORNING, (False, "这个站点停业了，什么时候恢复还没有定。")),
        (State.CLOSED, "8:00到18:00", TUESDAY, MORNING, (False, "这个站点已经关闭。")),
        (State.PLANNED, "8:00到18:00", TUESDAY, MORNING, (False, "这个站点还没有开业。")),
    ],
)
def test_a_door_is_called_open_only_when_it_is_known_to_be(
    state: State, written: str, today: Today, now: time, said: tuple[bool | None, str]
) -> None:
    told = opening(state, written, today, now)

    assert (told.is_open, told.sentence) == said


def test_on_a_holiday_nobody_is_promised_an_open_door() -> None:
    said = opening(State.OPEN, "8:00到18:00", TUESDAY, MORNING, holiday="国庆节")

    assert said.is_open is None
    assert said.sentence.endswith("今天国庆节，去以前先打电话问一声。")


TOWN, POINT, CENTRE = (
    Near(1, StationKind.TOWN_STATION, State.OPEN),
    Near(2, StationKind.VILLAGE_POINT, State.OPEN),
    Near(3, StationKind.CENTRE, State.OPEN),
)


@pytest.mark.parametrize(
    ("links", "near", "advice"),
    [
        ([Link(9, True, State.OPEN), Link(1, False, State.OPEN)], [TOWN], Advice(Why.OWN, (9, 1))),
        ([Link(2, False, State.OPEN)], [TOWN, POINT], Advice(Why.ASSIGNED, (2,))),
        ([Link(9, True, State.SUSPENDED)], [TOWN, POINT, CENTRE], Advice(Why.TOWN, (1,))),
        ([], [POINT, CENTRE], Advice(Why.NEIGHBOUR, (2,))),
        ([], [CENTRE], Advice(Why.CENTRE, (3,))),
        ([], [Near(1, StationKind.TOWN_STATION, State.CLOSED)], Advice(Why.NOBODY, ())),
    ],
)
def test_a_village_is_sent_to_its_own_point_then_its_assigned_one_then_the_town_then_a_neighbour(
    links: list[Link], near: list[Near], advice: Advice
) -> None:
    assert advise(links, near) == advice
