"""The figures above a leader's to-do: what they say, where they lead, and who sees them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import COUNTY, a_person, a_post
from xiangji.core.measures import Reading, find
from xiangji.core.office.figures import words
from xiangji.core.office.tests.cast import inside
from xiangji.core.values import Money, Period
from xiangji.programme.rules.publicity import Outcome
from xiangji.programme.tests.examples import load_counties
from xiangji.programme.tests.people import questions_stand
from xiangji.programme.tests.project_cast import contractor, drafted, holidays, publicised, submitted

pytestmark = pytest.mark.django_db
CODES = (
    "programme.planned_fen",
    "programme.use_rate",
    "programme.projects_in_review",
    "programme.projects_objected",
    "programme.questions_open",
)


@pytest.fixture
def county(tmp_path: Path) -> None:
    load_counties(tmp_path)
    questions_stand()
    holidays()


def a_leader(kind: PostKind = PostKind.LEADING_GROUP) -> Client:
    return inside(a_post(kind, a_person("示例·陈组长")).person)


def figures(client: Client) -> dict[str, str]:
    return {one.word: f"{one.number} {one.unit}".strip() for one in client.get("/office/").context["figures"]}


def test_a_leader_sees_five_figures_above_what_waits(county: None) -> None:
    submitted(contractor())

    assert figures(a_leader()) == {
        "计划资金": "2,100 万元",
        "专项资金拨付": "—",
        "在审项目": "1 个",
        "异议没答复": "0 个",
        "存疑": "16 处",
    }


def test_the_money_names_its_sources_and_publicity_how_many_run(county: None) -> None:
    publicised()

    notes = {one.word: one.note for one in a_leader().get("/office/").context["figures"]}

    assert notes["计划资金"] == "中央 1,500，配套 600"
    assert notes["异议没答复"] == "正在公示 1"
    assert notes["专项资金拨付"] == "这里还没有建账的方案。"


def test_a_clerk_sees_no_figures(county: None) -> None:
    assert figures(inside(a_post(PostKind.COMMERCE_CLERK, a_person()).person)) == {}


def test_before_a_plan_is_in_force_the_page_says_why_there_is_no_figure() -> None:
    client = a_leader()

    assert figures(client)["计划资金"] == "—"
    assert "这里没有正在执行而且写明金额的方案。" in client.get("/office/").content.decode()
    assert "一笔也没有" in client.get("/office/figures/programme.planned_fen/").content.decode()


@pytest.mark.parametrize("code", CODES)
def test_every_figure_opens_its_rows_and_they_bring_what_it_says(county: None, code: str) -> None:
    project = publicised()
    publicity = project.publicity
    assert publicity is not None
    publicity.end(Outcome.CLEAR, timezone.now())
    measure, today = find(code), Period.of_day(timezone.localdate())
    assert measure is not None
    client = a_leader(PostKind.COMMERCE_HEAD)

    page = client.get(f"/office/figures/{code}/")

    reading = measure(COUNTY, today)
    assert sum(row.num for row in measure.rows_of(COUNTY, today, None)) == reading.num
    assert page.context["count"] == len(list(measure.rows_of(COUNTY, today, None)))
    for row in page.context["rows"]:
        assert client.get(row.href.partition("#")[0]).status_code == 200


def test_rows_name_a_project_to_those_in_whose_scope_it_lies_only(county: None) -> None:
    manager = contractor()
    submitted(manager, name="镇级分拣线")
    drafted(manager, name="还没有报的项目")
    measure, today = find("programme.projects_in_review"), Period.of_day(timezone.localdate())
    assert measure is not None

    [to_everybody] = measure.rows_of(COUNTY, today, None)
    [to_her] = measure.rows_of(COUNTY, today, a_post(PostKind.COMMERCE_HEAD, a_person()).person)

    assert (to_everybody.title, to_everybody.href) == ("一个项目，不归您看", "")
    assert to_her.title.endswith("镇级分拣线")


def test_how_far_projects_were_on_a_day_that_is_over_is_not_known(county: None) -> None:
    submitted(contractor())
    yesterday = Period.of_day(datetime(2026, 1, 1, tzinfo=UTC).date())
    for code in ("programme.projects_in_review", "programme.in_force_share"):
        measure = find(code)
        assert measure is not None

        assert measure(COUNTY, yesterday).no_data
        assert list(measure.rows_of(COUNTY, yesterday, None)) == []


@pytest.mark.parametrize(
    ("reading", "unit", "shown"),
    [
        (Reading(Money.from_wan(2100).fen), "万元", ("2,100", "万元")),
        (Reading(1, 3), "%", ("33.33", "%")),
        (Reading(0, no_data="没有数。"), "个", ("—", "")),
    ],
)
def test_a_figure_is_written_with_its_unit(reading: Reading, unit: str, shown: tuple[str, str]) -> None:
    assert words(reading, unit) == shown
