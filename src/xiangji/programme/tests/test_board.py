import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from xiangji.core.events import drain
from xiangji.core.places import load_regions
from xiangji.programme.queries import raised_since
from xiangji.programme.tests.examples import (
    DOCUMENTS,
    RUNNING,
    TODAY,
    YEARS,
    opened,
    plan_file,
    register,
    register_running,
)
from xiangji.programme.web import board
from xiangji.programme.web.board import Board
from xiangji.programme.web.naming import rule_link
from xiangji.programme.web.rule_cards import RuleCard


def shown(key: str, today: date = TODAY) -> Board:
    return board.of(opened(key), today)


def rule(board_: Board, key: str) -> RuleCard:
    return next(card for card in board_.rules if card.anchor == f"rule-{key}")


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def words(html: str) -> str:
    """The page as it is read: without tags and line breaks."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)))


@pytest.mark.proves("PRG-40", "PRG-42")
def test_the_shares_of_tengzhou_stand_with_sum_clause_and_hardness(counties: None) -> None:
    register_running()

    centre = rule(shown(RUNNING), "ratio-centre_cap")
    floor = rule(shown(RUNNING), "ratio-infrastructure_floor")

    assert (centre.sum, centre.limit_word) == ("200 ÷ 1,500 = 13.33 %", "上限")
    assert centre.limit == 15
    assert (centre.kind, centre.hardness, centre.lines) == ("ok", "原则上", (1,))
    assert (floor.sum, floor.limit_word) == ("（380 + 479）÷ 1,500 = 57.27 %", "下限")
    assert floor.limit == 50
    assert (floor.kind, floor.lines) == ("ok", (3, 4))
    assert "22.73 %" in centre.remark
    assert centre.quote == "用于公共服务中心列支比例原则上不超过15%"


@pytest.mark.proves("PRG-44")
def test_the_station_grants_of_tengzhou_are_used_up_to_the_last_cent(counties: None) -> None:
    register_running()

    caps = [card for card in shown(RUNNING).rules if card.anchor.startswith("rule-cap-")]

    assert [card.sum for card in caps] == ["镇级 21 × 1 + 村级 240 × 0.5 = 141"]
    assert [(card.kind, card.word) for card in caps] == [("warn", "用到顶")]


def test_the_limit_of_a_single_grant_is_found_at_the_cap_that_adds_it_up(counties: None) -> None:
    register_running()

    link = rule_link(opened(RUNNING).study.document, "subsidy.town_station_cap")

    assert link.name == "镇级单个站点补助上限"
    assert link.anchor in {card.anchor for card in shown(RUNNING).rules}


@pytest.mark.proves("PRG-40", "PRG-41", "PRG-43")
def test_the_shares_of_wangkui_are_hard_rules(counties: None) -> None:
    register("wangkui-2018")

    cards = shown("wangkui-2018").rules

    assert [card.sum for card in cards] == [
        "240 ÷ 2,000 = 12 %",
        "180 ÷ 2,000 = 9 %",
        "230 ÷ 2,000 = 11.5 %",
    ]
    assert {card.kind for card in cards} == {"ok"}
    assert {card.hardness for card in cards} == {"硬性"}


@pytest.mark.proves("PRG-43")
def test_the_printed_shares_of_haifeng_are_made_again(counties: None) -> None:
    register("haifeng-2018")

    shares = shown("haifeng-2018").shares

    assert [share.words for share in shares] == [
        "175 ÷ 500 = 35 %",
        "50 ÷ 500 = 10 %",
        "25 ÷ 500 = 5 %",
        "75 ÷ 500 = 15 %",
        "100 ÷ 500 = 20 %",
        "75 ÷ 500 = 15 %",
    ]
    assert {share.word for share in shares} == {"与原文一致"}


@pytest.mark.proves("PRG-36", "PRG-39")
def test_the_money_of_tengzhou_is_added_again_and_agrees(counties: None, client: Client) -> None:
    register_running()

    money = shown(RUNNING).money

    assert money is not None
    assert [cell.words for cell in money.totals] == ["1,500", "600", "2,100"]
    assert (money.conclusion.verdict, money.conclusion.words) == ("ok", "逐行逐列相加，与原文一致。")
    assert "200 + 100 = 300" in page(client, "/plan/")


@pytest.mark.proves("PRG-38", "PRG-39")
def test_a_line_without_a_printed_total_is_named(counties: None) -> None:
    register("wangkui-2018")

    money = shown("wangkui-2018").money

    assert money is not None
    assert "第7、8行原文没有写合计" in money.conclusion.words
    assert [check.words for check in money.sums if check.key == "line.1.tranches"] == ["210 + 30 = 240"]


@pytest.mark.parametrize("key", ["donggang-2020", "liaoning-2020"])
def test_a_document_without_amounts_says_so(counties: None, client: Client, key: str) -> None:
    register(key)

    said = words(page(client, f"/plan/{key}/"))

    assert "这份文件没有写金额。" in said
    assert "这份文件没有写资金比例。" in said


@pytest.mark.proves("PRG-13")
def test_the_running_plan_says_in_which_phase_and_month_today_lies(counties: None) -> None:
    register_running()

    phases = shown(RUNNING, date(2026, 9, 30)).phases

    assert [(phase.name, phase.state) for phase in phases] == [
        ("启动筹备", "done"),
        ("组织实施", "here"),
        ("绩效评价", "later"),
        ("总结提升", "later"),
    ]
    assert phases[1].words == "2025年11月—2026年12月，已到第11个月"
    assert phases[3].words == "2027年4月—商务部复核"


@pytest.mark.proves("PRG-13")
def test_each_phase_stands_with_its_tasks_in_the_words_of_the_plan(counties: None, client: Client) -> None:
    register_running()

    phases = shown(RUNNING).phases

    said = words(page(client, "/plan/"))
    assert all(phase.tasks for phase in phases)
    assert all(f"“{task}”" in said for phase in phases for task in phase.tasks)


@pytest.mark.proves("PRG-13")
def test_phases_keep_the_words_of_the_original(counties: None) -> None:
    register("haifeng-2018")

    phases = shown("haifeng-2018").phases

    assert [phase.words for phase in phases] == [
        "2018年4月—9月下旬",
        "2018年9月—2019年8月底",
        "2019年9月初—12月底",
    ]
    assert {phase.state for phase in phases} == {""}


def test_the_demo_says_by_how_many_years_it_was_moved_and_leads_to_the_original(
    counties: None, client: Client
) -> None:
    register_running()

    html = page(client, "/plan/")

    assert f"演示：本方案日期整体顺延 {YEARS} 年" in html
    assert "滕州市人民政府，原件2019年9月28日印发，原件没有文号。" in html
    assert 'href="/plan/tengzhou-2019/"' in html
    original = page(client, "/plan/tengzhou-2019/")
    assert "2019年9月28日印发" in original
    assert "2019年11月—2020年12月" in original
    assert "顺延" not in original


@pytest.mark.proves("PRG-13")
def test_a_board_says_where_phases_overlap_and_which_months_they_meet(counties: None, client: Client) -> None:
    register("haifeng-2018")
    register("tengzhou-2019")

    haifeng = words(page(client, "/plan/haifeng-2018/"))
    tengzhou = words(page(client, "/plan/tengzhou-2019/"))

    assert "第1阶段到2018年9月，第2阶段从2018年9月起。有重叠" in haifeng
    assert "到2020年12月，与第2阶段末一致。对得上" in tengzhou


@pytest.mark.proves("PRG-04")
def test_targets_stand_with_quote_plan_and_deadline_and_say_what_is_not_known_yet(
    counties: None, client: Client
) -> None:
    register_running()

    said = words(page(client, "/plan/"))

    assert "“面积不低于1500㎡”" in said
    assert "≥ 1,500㎡" in said
    assert "2026年12月" in said
    assert "还没有数" in said


@pytest.mark.proves("INS-07")
@pytest.mark.parametrize(
    ("key", "target", "says"),
    [
        ("tengzhou-2019", "rural_online_retail_growth", "指增速"),
        ("donggang-2020", "rural_online_retail", "没有写是增速还是水平"),
        ("liaoning-2020", "farm_online_retail", "没有写是增速还是水平"),
    ],
)
def test_a_growth_target_says_whether_it_means_the_rate_or_the_level(
    counties: None, key: str, target: str, says: str
) -> None:
    register(key)

    rows = {row.target.key: row for row in shown(key).targets}

    assert any(says in note for note in rows[target].notes)


@pytest.mark.proves("PRG-44")
def test_a_doubt_about_money_stands_on_the_board_with_both_readings(counties: None, client: Client) -> None:
    register_running()

    asked = shown(RUNNING).first_questions

    said = words(page(client, "/plan/"))
    assert asked
    for question in asked:
        assert len(question.readings) >= 2
        for reading in question.readings:
            assert reading.title in said
            assert reading.words in said
    cap = next(question for question in asked if "单站补助上限" in question.title)
    assert any("141" in reading.words and "261" not in reading.words for reading in cap.readings)
    assert any("261" in reading.words and "超120万元" in reading.words for reading in cap.readings)


@pytest.mark.parametrize("key", DOCUMENTS)
def test_every_question_of_a_document_has_two_readings_and_is_counted(
    counties: None, client: Client, key: str
) -> None:
    register(key)

    questions = shown(key).questions

    html = page(client, f"/plan/{key}/questions/")
    assert f"{len(questions)}处存疑" in html
    assert all(f'id="question-{question.key}"' in html for question in questions)
    assert all(len(question.readings) >= 2 for question in questions)
    more = len(questions) - 3
    assert f"还有{more}处存疑" in page(client, f"/plan/{key}/")


def test_a_question_says_since_when_it_waits(counties: None) -> None:
    register_running()
    drain()

    questions = shown(RUNNING).questions

    assert raised_since(RUNNING).keys() == {question.key for question in questions}
    assert {question.since for question in questions} == {"2026年9月30日提出，等人定。"}


def test_what_depends_on_the_number_of_villages_is_computed_from_the_list_of_divisions(
    counties: None,
) -> None:
    register_running()
    before = {
        sum_ for question in shown(RUNNING).questions for each in question.readings for sum_ in each.sums
    }

    load_regions(plan_file("x").parents[1] / "data" / "regions.csv", by=None)

    after = {
        sum_ for question in shown(RUNNING).questions for each in question.readings for sum_ in each.sums
    }
    assert any("算不出来" in sum_ for sum_ in before)
    assert before != after


@pytest.mark.parametrize("key", DOCUMENTS)
def test_every_link_inside_a_board_leads_somewhere(counties: None, client: Client, key: str) -> None:
    register(key)

    html = page(client, f"/plan/{key}/")

    for anchor in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{anchor}"' in html
    for address in set(re.findall(r'href="(/plan/[^"#]*)', html)):
        assert client.get(address).status_code == 200, address


def test_a_running_plan_of_another_county_is_not_shown_here(counties: None, client: Client) -> None:
    register("wangkui-2018")
    register("wangkui-2018", years=8)

    assert client.get("/plan/wangkui-2018-shifted/").status_code == 404
    assert "还没有正在执行的方案" in page(client, "/plan/")
    assert page(client, "/plan/wangkui-2018/")


def test_without_a_running_plan_the_page_says_what_will_stand_here(counties: None, client: Client) -> None:
    register("tengzhou-2019")

    said = words(page(client, "/plan/"))

    assert "滕州市还没有正在执行的方案" in said
    assert "已经登记的文件有1份" in said


@pytest.mark.parametrize("page_", ["", "questions/", "projects/", "projects.csv", "targets/county_centre/"])
def test_an_unknown_plan_is_not_found_in_words(counties: None, client: Client, page_: str) -> None:
    answer = client.get(f"/plan/atlantis-2019/{page_}")

    assert answer.status_code == 404
    assert "没有这一页，或者它不归您的岗位看。" in answer.content.decode()


def test_the_board_asks_the_database_at_most_ten_times(
    counties: None, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Of the second visit: what a plan says is read once in the life of a process."""
    register_running()
    client.get("/plan/")

    with django_assert_max_num_queries(10):
        client.get("/plan/")
