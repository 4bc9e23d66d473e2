"""The table of checks that was made by hand over the five documents, line by line.

The numbers in front are those of the table. What is not a sum, share, cap, tranche or phase is not here.
"""

from fractions import Fraction

import pytest

from xiangji.core.values import Money
from xiangji.programme.rules.figures import figure_checks
from xiangji.programme.rules.phases import due_checks, phase_checks
from xiangji.programme.rules.questions import asked
from xiangji.programme.rules.ratios import ratio_checks, share_checks
from xiangji.programme.rules.stations import cap_checks
from xiangji.programme.rules.sums import sum_checks
from xiangji.programme.tests.bodies import document_of

WANGKUI, HAIFENG, TENGZHOU, DONGGANG = "wangkui-2018", "haifeng-2018", "tengzhou-2019", "donggang-2020"

SUMS = [
    (1, WANGKUI, "line.1.sources", "240 + 50", 290, 290),
    (2, WANGKUI, "line.1.tranches", "210 + 30", 240, 240),
    (3, WANGKUI, "line.2.sources", "248 + 50", 298, 298),
    (4, WANGKUI, "line.2.tranches", "198 + 50", 248, 248),
    (5, WANGKUI, "line.3.sources", "372 + 180", 552, 552),
    (6, WANGKUI, "line.3.tranches", "242 + 130", 372, 372),
    (7, WANGKUI, "line.4.sources", "630", 630, 630),
    (8, WANGKUI, "line.4.tranches", "430 + 200", 630, 630),
    (9, WANGKUI, "line.5.sources", "180 + 30", 210, 210),
    (10, WANGKUI, "line.5.tranches", "160 + 20", 180, 180),
    (11, WANGKUI, "line.6.sources", "100 + 30", 130, 130),
    (12, WANGKUI, "line.6.tranches", "50 + 50", 100, 100),
    (13, WANGKUI, "line.7.sources", "230 + 20", 250, None),
    (14, WANGKUI, "line.7.tranches", "180 + 50", 230, 230),
    (15, WANGKUI, "line.8.sources", "30", 30, None),
    (16, WANGKUI, "column.central", "240 + 248 + 372 + 630 + 180 + 100 + 230", 2000, 2000),
    (17, WANGKUI, "column.enterprise", "50 + 50 + 180 + 30 + 20", 330, 330),
    (18, WANGKUI, "column.county", "30 + 30", 60, 60),
    (19, WANGKUI, "grand.sources", "2,000 + 60 + 330", 2390, 2390),
    (20, WANGKUI, "grand.lines", "290 + 298 + 552 + 630 + 210 + 130 + 250 + 30", 2390, 2390),
    (22, WANGKUI, "column.tranches", "1,470 + 530", 2000, 2000),
    (32, HAIFENG, "column.provincial", "175 + 50 + 25 + 75 + 100 + 75", 500, 500),
    (33, HAIFENG, "shares", "35 % + 10 % + 5 % + 15 % + 20 % + 15 %", 1, 1),
    (40, HAIFENG, "projects", "5 + 1 + 1 + 1 + 1 + 1", 10, 10),
    (45, TENGZHOU, "line.1.sources", "200 + 100", 300, 300),
    (46, TENGZHOU, "line.2.sources", "141 + 120", 261, 261),
    (47, TENGZHOU, "line.3.sources", "380 + 160", 540, 540),
    (48, TENGZHOU, "line.4.sources", "479 + 120", 599, 599),
    (49, TENGZHOU, "line.5.sources", "200", 200, 200),
    (50, TENGZHOU, "line.6.sources", "100", 100, 100),
    (51, TENGZHOU, "line.7.sources", "100", 100, 100),
    (52, TENGZHOU, "grand.lines", "300 + 261 + 540 + 599 + 200 + 100 + 100", 2100, 2100),
    (53, TENGZHOU, "column.central", "200 + 141 + 380 + 479 + 200 + 100", 1500, 1500),
    (54, TENGZHOU, "column.county", "100 + 120 + 160 + 120 + 100", 600, 600),
    (55, TENGZHOU, "grand.sources", "1,500 + 600", 2100, 2100),
]


@pytest.mark.proves("PRG-36", "PRG-38", "PRG-39")
@pytest.mark.parametrize(("number", "plan", "key", "terms", "computed", "stated"), SUMS)
def test_every_addition_of_the_table_comes_out(
    number: int, plan: str, key: str, terms: str, computed: int, stated: int | None
) -> None:
    check = next(check for check in sum_checks(document_of(plan)) if check.key == key)

    assert check.sum == terms
    assert check.computed == computed
    assert check.stated == stated
    assert check.outcome == ("unstated" if stated is None else "agrees")


RATIOS = [
    (23, WANGKUI, "ratio.centre_cap", "240 ÷ 2,000 = 12 %", "<= 15", "未超", "block"),
    (24, WANGKUI, "ratio.training_cap", "180 ÷ 2,000 = 9 %", "<= 15", "未超", "block"),
    (25, WANGKUI, "ratio.poverty_data_share", "230 ÷ 2,000 = 11.5 %", "= 11.5", "与原文一致", "block"),
    (56, TENGZHOU, "ratio.centre_cap", "200 ÷ 1,500 = 13.33 %", "<= 15", "未超", "warn"),
    (58, TENGZHOU, "ratio.infrastructure_floor", "（380 + 479）÷ 1,500 = 57.27 %", ">= 50", "已达到", "warn"),
]


@pytest.mark.proves("PRG-40", "PRG-41", "PRG-42", "PRG-43")
@pytest.mark.parametrize(("number", "plan", "key", "words", "limit", "word", "hardness"), RATIOS)
def test_every_ratio_of_the_table_comes_out(
    number: int, plan: str, key: str, words: str, limit: str, word: str, hardness: str
) -> None:
    check = next(check for check in ratio_checks(document_of(plan)) if check.key == key)

    assert (check.words, f"{check.comparator} {check.limit}") == (words, limit)
    assert (check.word, check.verdict, check.hardness) == (word, "ok", hardness)


SHARES = [
    (34, "upstream", "175 ÷ 500 = 35 %"),
    (35, "park", "50 ÷ 500 = 10 %"),
    (36, "service_centre", "25 ÷ 500 = 5 %"),
    (37, "brand", "75 ÷ 500 = 15 %"),
    (38, "stations", "100 ÷ 500 = 20 %"),
    (39, "training", "75 ÷ 500 = 15 %"),
]


@pytest.mark.proves("PRG-43")
@pytest.mark.parametrize(("number", "line", "words"), SHARES)
def test_every_stated_share_of_the_table_comes_out(number: int, line: str, words: str) -> None:
    check = next(check for check in share_checks(document_of(HAIFENG)) if check.key == f"share.{line}")

    assert (check.words, check.verdict, check.word) == (words, "ok", "与原文一致")


FIGURES = [
    (26, WANGKUI, "stations_add_up", "15 + 109 = 124，一致"),
    (27, WANGKUI, "central_per_station", "248 ÷ 124 = 2万元"),
    (27, WANGKUI, "money_per_station", "298 ÷ 124 = 2.4万元"),
    (43, HAIFENG, "advance", "40 % × 500 = 200万元"),
    (60, TENGZHOU, "money_per_station", "261 ÷（21 + 240）= 1万元"),
    (61, TENGZHOU, "county_match", "600 = 600，已达到"),
    (64, DONGGANG, "stations_add_up", "6 + 124 = 130个"),
    (65, DONGGANG, "town_relays", "6 = 6，一致"),
    (65, DONGGANG, "village_relays", "124 = 124，一致"),
    (86, WANGKUI, "training_per_person_time", "10,000 × 180 ÷ 4,000 = 450元"),
    (87, HAIFENG, "training_per_person_time", "10,000 × 75 ÷ 5,000 = 150元"),
    (88, TENGZHOU, "training_per_person_time", "10,000 × 200 ÷ 5,000 = 400元"),
]


@pytest.mark.parametrize(("number", "plan", "key", "words"), FIGURES)
def test_every_figure_of_the_table_comes_out(number: int, plan: str, key: str, words: str) -> None:
    figures = {figure.key: figure.words for figure in figure_checks(document_of(plan))}

    assert figures[key] == words


READ_TWICE = [
    (21, WANGKUI, "line_seven_total", 1, "2,390 − 20 = 2,370，与 2,390 差20万元", "bad"),
    (57, TENGZHOU, "centre_cap_scope", 1, "（200 + 141）÷ 1,500 = 22.73 % > 15 %，超7.73个百分点", "bad"),
    (59, TENGZHOU, "station_cap_scope", 0, "141 = 21 × 1 + 240 × 0.5 = 141，正好到顶", "warn"),
    (60, TENGZHOU, "station_cap_scope", 1, "261 > 21 × 1 + 240 × 0.5 = 141，超120万元", "bad"),
]


@pytest.mark.parametrize(("number", "plan", "key", "reading", "sum_words", "verdict"), READ_TWICE)
def test_every_other_reading_of_the_table_comes_out(
    number: int, plan: str, key: str, reading: int, sum_words: str, verdict: str
) -> None:
    question = next(question for question in asked(document_of(plan)) if question.key == key)

    assert question.readings[reading].sums == (sum_words,)
    assert question.readings[reading].verdict == verdict


@pytest.mark.proves("PRG-44")
def test_the_caps_per_station_use_the_central_money_to_the_last_cent() -> None:
    (check,) = cap_checks(document_of(TENGZHOU))

    assert check.words == "镇级 21 × 1 + 村级 240 × 0.5 = 141"
    assert (check.most, check.planned) == (Money.from_wan(141), Money.from_wan(141))
    assert check.outcome == "at_limit"
    assert (check.word, check.verdict) == ("用到顶", "warn")
    assert check.remark == "预算是 141万元，正好用完，再添一处就超。"
    assert (check.clause, check.quote) == ("五(三)1", "对镇、村单个站点补助分别不超过1万元、0.5万元")


PHASES = [
    (73, DONGGANG, 1, "follows"),
    (74, DONGGANG, 2, "follows"),
    (75, DONGGANG, 3, "follows"),
    (76, DONGGANG, 4, "follows"),
    (77, HAIFENG, 1, "overlaps"),
    (78, HAIFENG, 2, "follows"),
    (79, TENGZHOU, 1, "follows"),
    (80, TENGZHOU, 2, "follows"),
    (81, TENGZHOU, 3, "follows"),
    (82, WANGKUI, 1, "follows"),
    (83, WANGKUI, 2, "follows"),
    (84, WANGKUI, 3, "follows"),
]


@pytest.mark.proves("PRG-13")
@pytest.mark.parametrize(("number", "plan", "before", "order"), PHASES)
def test_every_pair_of_phases_of_the_table_comes_out(number: int, plan: str, before: int, order: str) -> None:
    check = next(check for check in phase_checks(document_of(plan)) if check.before == before)

    assert check.order == order


def test_lines_are_due_when_a_phase_ends() -> None:
    checks = due_checks(document_of(TENGZHOU))

    assert [check.words for check in checks] == [
        "第1、2、3、4、5、6行到2020年12月，与第2阶段末一致",
        "第7行到2021年3月，与第3阶段末一致",
    ]


@pytest.mark.parametrize("plan", [DONGGANG, "liaoning-2020"])
def test_a_document_without_amounts_has_nothing_to_add(plan: str) -> None:
    document = document_of(plan)

    assert (sum_checks(document), ratio_checks(document), share_checks(document)) == ((), (), ())
    assert cap_checks(document) == ()


def test_tranches_are_shared_three_to_one() -> None:
    check = next(check for check in sum_checks(document_of(WANGKUI)) if check.key == "column.tranches")

    assert [term.value for term in check.terms] == [Fraction(1470), Fraction(530)]
    assert check.remark == "原文没有写两期各自的合计；前期占 73.5 %，后期占 26.5 %。"
