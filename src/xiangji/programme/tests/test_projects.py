import csv
from io import BytesIO, StringIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from xiangji.programme.tests.contracting_cast import FIRM, chosen
from xiangji.programme.tests.examples import RUNNING, TODAY, opened, register, register_running
from xiangji.programme.web import project_list


@pytest.mark.proves("PRG-29")
def test_the_list_counts_ten_projects_in_haifeng_five_of_them_without_an_amount(counties: None) -> None:
    register("haifeng-2018")

    projects = project_list.of(opened("haifeng-2018"), TODAY)

    assert projects.count == 10
    assert projects.conclusion == (
        "共10个项目，计划500万元：省级500万元。其中5个没有单独写金额。原文写的也是10个项目。"
    )
    first = projects.lines[0]
    assert (first.numbers, len(first.named)) == ("1—5", 5)
    assert first.notes == ("这5个项目只有一个总数，原文没有分列。",)


@pytest.mark.proves("PRG-29", "PRG-36")
def test_the_list_of_tengzhou_adds_up_to_the_plan(counties: None) -> None:
    register_running()

    projects = project_list.of(opened(RUNNING), TODAY)

    assert [line.numbers for line in projects.lines] == ["1", "2", "3", "4", "5", "6", "7"]
    assert [column.name for column in projects.columns] == ["中央财政", "市配套", "合计"]
    assert [cell.words for cell in projects.totals] == ["1,500", "600", "2,100"]
    assert projects.lines[6].due == "2027年3月"


@pytest.mark.proves("PRG-29", "PRG-38")
def test_the_list_of_wangkui_has_both_tranches_and_says_which_totals_are_ours(counties: None) -> None:
    register("wangkui-2018")

    projects = project_list.of(opened("wangkui-2018"), TODAY)

    assert [column.name for column in projects.columns] == [
        "中央财政",
        "县配套",
        "企业自筹",
        "前期",
        "后期",
        "合计",
    ]
    assert [cell.words for cell in projects.totals] == ["2,000", "60", "330", "1,470", "530", "2,390"]
    poverty_data = projects.lines[6]
    assert poverty_data.cells[-1].words == "250"
    assert "原文没有写这一行的合计，这里是各来源之和。" in poverty_data.notes


def test_a_plan_without_amounts_says_so(counties: None, client: Client) -> None:
    register("donggang-2020")

    page = client.get("/plan/donggang-2020/projects/").content.decode()

    assert "这份文件没有写项目和金额。" in page
    assert "projects.csv" not in page


@pytest.mark.proves("PRG-29")
def test_the_sheet_can_be_opened_and_added_up(counties: None, client: Client) -> None:
    register("wangkui-2018")

    answer = client.get("/plan/wangkui-2018/projects.csv")

    text = answer.content.decode("utf-8-sig")
    sheet = list(csv.DictReader(StringIO(text)))
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert sum(int(row["合计（万元）"]) for row in sheet if row["合计（万元）"]) == 2390
    assert sheet[7]["中央财政（万元）"] == ""


@pytest.mark.proves("PRG-29")
def test_the_printed_list_has_its_total_and_its_count(counties: None, client: Client) -> None:
    register("haifeng-2018")

    page = client.get("/plan/haifeng-2018/projects/").content.decode()

    assert "合计10个项目" in page
    assert "(5) 网货供应链" in page


@pytest.mark.proves("PRG-06")
def test_the_budget_sheet_says_of_each_project_how_its_contractor_is_chosen_and_what_it_is_for(
    counties: None,
) -> None:
    register_running()

    line = project_list.of(opened(RUNNING), TODAY).lines[2]

    assert (line.numbers, line.name) == ("3", "市、镇、村三级物流配送体系")
    assert (line.direction, line.chosen, line.due) == ("农村流通基础设施", ("公开招标",), "2026年12月")
    assert "冷链仓库" in line.content
    assert line.goal == "市级配送中心到村级网点48小时内送到。"
    assert [cell.words for cell in line.cells] == ["380", "160", "540"]


@pytest.mark.proves("PRG-06")
def test_the_budget_sheet_names_who_was_chosen_on_page_and_in_excel(counties: None, client: Client) -> None:
    register_running()
    chosen()
    said = f"公开招标选定{FIRM}"

    page = client.get(f"/plan/{RUNNING}/projects/").content.decode()
    answer = client.get(f"/plan/{RUNNING}/projects.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()

    head = next(row for row in rows if row[0] == "序号")
    third = next(row for row in rows if str(row[0]).strip("0.") == "3")
    words = ["支持方向", "项目承办企业", "项目建设内容", "时间节点", "建设目标及效果", "资金总额占比"]
    assert head[:8] == ["序号", "项目名称", *words]
    assert said in page
    assert third[3] == said
    assert third[8:11] == [380, 160, 540]


@pytest.mark.proves("PRG-06")
def test_the_sheet_of_haifeng_has_shares_and_how_two_lines_are_contracted(counties: None) -> None:
    register("haifeng-2018")

    lines = project_list.of(opened("haifeng-2018"), TODAY).lines

    assert [line.share for line in lines] == ["35 %", "10 %", "5 %", "15 %", "20 %", "15 %"]
    assert [line.chosen for line in lines if line.chosen] == [("自主采购或招标确定",)] * 2
