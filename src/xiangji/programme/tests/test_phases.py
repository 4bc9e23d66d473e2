from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.programme.rules.document import PlanDocument
from xiangji.programme.rules.phases import covers, last_day, phase_checks, phases_on
from xiangji.programme.tests.bodies import body_of, document_of


def states(plan: str, day: date) -> list[str]:
    return [phase.state for phase in phases_on(document_of(plan), day)]


@pytest.mark.proves("PRG-13")
def test_a_day_lies_in_its_phase_and_the_months_are_counted() -> None:
    phases = phases_on(document_of("tengzhou-2019"), date(2020, 9, 30))

    assert [(phase.short_name, phase.state) for phase in phases] == [
        ("启动筹备", "done"),
        ("组织实施", "here"),
        ("绩效评价", "later"),
        ("总结提升", "later"),
    ]
    assert [phase.words for phase in phases] == [
        "2019年7月—10月",
        "2019年11月—2020年12月，已到第11个月",
        "2021年1月—3月",
        "2021年4月—商务部复核",
    ]
    assert (phases[1].months, phases[3].months) == (14, None)
    assert phases[1].quote == "（2019年11月—2020年12月）"
    assert "组织项目验收" in phases[1].tasks


@pytest.mark.proves("PRG-13")
def test_words_finer_than_a_month_are_kept() -> None:
    spans = [phase.span for phase in phases_on(document_of("haifeng-2018"), date(2018, 1, 1))]

    assert spans == ["2018年4月—9月下旬", "2018年9月—2019年8月底", "2019年9月初—12月底"]


@pytest.mark.proves("PRG-13")
def test_an_open_end_stays_open_until_the_event_is_registered() -> None:
    assert states("tengzhou-2019", date(2021, 4, 1)) == ["done", "done", "done", "here"]
    assert states("tengzhou-2019", date(2031, 1, 1)) == ["done", "done", "done", "here"]


def test_the_edges_of_a_phase_belong_to_it() -> None:
    assert states("wangkui-2018", date(2018, 8, 31)) == ["later", "later", "later", "later"]
    assert states("wangkui-2018", date(2018, 9, 1)) == ["here", "later", "later", "later"]
    assert states("wangkui-2018", date(2020, 12, 31)) == ["done", "done", "done", "here"]
    assert states("wangkui-2018", date(2021, 1, 1)) == ["done", "done", "done", "done"]


def test_phases_that_overlap_run_side_by_side() -> None:
    assert states("haifeng-2018", date(2018, 9, 15)) == ["here", "here", "later"]

    (overlap, follows) = phase_checks(document_of("haifeng-2018"))

    assert (overlap.word, overlap.verdict) == ("有重叠", "info")
    assert overlap.words == "第1阶段到2018年9月，第2阶段从2018年9月起"
    assert (follows.word, follows.verdict) == ("前后相接", "ok")


@pytest.mark.parametrize(
    ("precision", "day"),
    [
        ("", 31),
        ("底", 31),
        ("下旬", 31),
        ("中旬", 20),
        ("上旬", 10),
        ("初", 1),
        ("底（文中写 2019年底）", 31),
    ],
)
def test_a_word_within_the_month_sets_the_last_day(precision: str, day: int) -> None:
    body = body_of("tengzhou-2019")
    body["plan"]["phase"][0]["end_precision"] = precision

    assert last_day(PlanDocument.of(body).phases[0]) == date(2019, 10, day)


@pytest.mark.parametrize(("precision", "day"), [("", 1), ("初", 1), ("中旬", 11), ("下旬", 21), ("底", 31)])
def test_a_word_within_the_month_sets_the_first_day(precision: str, day: int) -> None:
    body = body_of("tengzhou-2019")
    body["plan"]["phase"][0]["start_precision"] = precision
    phase = PlanDocument.of(body).phases[0]

    first = date(2019, 7, day)

    assert covers(phase, first)
    assert not covers(phase, first - timedelta(days=1))


def test_a_gap_and_a_phase_after_an_open_end_are_said() -> None:
    body = body_of("tengzhou-2019")
    body["plan"]["phase"][0]["end"] = "2019-09"
    del body["plan"]["phase"][1]["end"]

    checks = phase_checks(PlanDocument.of(body))

    assert [check.word for check in checks] == ["有空档", "没有止期", "前后相接"]


@given(
    st.sampled_from(["donggang-2020", "tengzhou-2019", "wangkui-2018"]),
    st.dates(date(2018, 9, 1), date(2022, 12, 31)),
)
def test_phases_cover_every_day_once_from_the_first_to_the_last(plan: str, day: date) -> None:
    phases = document_of(plan).phases
    ends = [last_day(phase) for phase in phases]
    last = None if None in ends else max(end for end in ends if end)

    within = phases[0].start.first_day <= day and (last is None or day <= last)

    assert states(plan, day).count("here") == (1 if within else 0)


def test_a_notice_without_phases_has_none() -> None:
    assert phases_on(document_of("liaoning-2020"), date(2020, 10, 1)) == ()
