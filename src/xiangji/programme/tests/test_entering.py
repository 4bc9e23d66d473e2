"""Projects that were approved before the platform, from the table to the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.tests.examples import an_organisation
from xiangji.core.audit.models import Entry
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.office.tests.cast import inside
from xiangji.core.office.tests.test_importing import a_file
from xiangji.core.sheets.models import Intake
from xiangji.core.values import Money
from xiangji.programme.actions.entering import enter_project
from xiangji.programme.models import Project
from xiangji.programme.office.importing import _fields
from xiangji.programme.queries import projects
from xiangji.programme.rules.project import Draft, ProjectRefused, State
from xiangji.programme.tests.examples import RUNNING, register_running
from xiangji.programme.tests.project_cast import LINE, WHOLE, clerk, company, contractor, drafted, head

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counties", "plan")]
THEN = datetime(2020, 3, 14, 16, tzinfo=UTC)  # midnight of the 15th in Beijing
HEAD = [
    *("预算行", "承办单位", "项目名称", "责任主体", "工作目标", "建设内容", "时间节点", "验收考核标准"),
    *("中央财政（元）", "省级（元）", "县（市）配套（元）", "企业自筹（元）", "发生日期", "文号或凭据"),
]


@pytest.fixture
def plan(counties: None) -> None:
    register_running()
    company()


@pytest.fixture(autouse=True)
def no_second_factor(settings: LazySettings) -> None:
    settings.TOTP = False


def entered(by: User, firm: Organisation | None = None, draft: Draft = WHOLE) -> Project:
    return enter_project(
        programme=RUNNING,
        budget_line=LINE,
        contractor=firm or company(),
        draft=draft,
        by=by,
        happened_at=THEN,
    )


def a_row(by: User, **changed: Any) -> list[Any]:  # noqa: ANN401 - a cell may hold anything
    (line,) = (word for word, value in (_fields(by)[0].choices or {}).items() if value == f"{RUNNING}|{LINE}")
    row = {
        "line": line,
        "firm": company().name,
        "name": "镇级分拣线",
        "body": "示例乡集运营有限公司",
        "goal": "镇里当天分拣完",
        "content": "21条分拣线",
        "due": "2020-12",
        "standard": "每条每小时600件",
        "central": 300_000.0,
        "provincial": None,
        "county": "100,000.00",
        "enterprise": None,
        "on": "2020-03-15",
        "document": "示商发〔2020〕3号",
    }
    return list((row | changed).values())


def staged(client: Client, *rows: list[Any]) -> Intake:
    answer = client.post("/office/import/projects/", {"file": a_file(*rows, head=HEAD)})
    assert answer.status_code == 302, answer.content.decode()
    return Intake.objects.latest("pk")


def test_a_project_from_before_is_in_force_since_its_true_day_and_says_so() -> None:
    project = projects.rows().get(pk=entered(clerk()).pk)

    assert projects.state(project) is State.IN_FORCE
    assert str(project.in_force_before) == "2020-03-15"
    assert projects.rows().filter(projects.WHERE[State.IN_FORCE]).get() == project
    assert (project.paper, project.publicity) == (None, None)
    assert "2020-03-14T16:00:00" in Entry.objects.get(did="programme.project_entered").text


def test_it_holds_money_of_its_line_like_every_other() -> None:
    entered(clerk())

    assert [project.name for project in projects.holding(Project.objects.get().programme, LINE)] == [
        WHOLE.name
    ]


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (replace(WHOLE, goal=" "), "project_not_complete"),
        (replace(WHOLE, central=Money(0), county=Money(0)), "project_costs_nothing"),
        (replace(WHOLE, central=Money(-1)), "project_amount_negative"),
    ],
)
def test_one_that_lacks_something_is_not_entered(draft: Draft, code: str) -> None:
    by = clerk()

    with pytest.raises(ProjectRefused) as refusal:
        entered(by, draft=draft)

    assert refusal.value.code == code
    assert not Project.objects.exists()


def test_neither_a_contractor_nor_an_office_is_entered_as_its_own_or_builds_it() -> None:
    with pytest.raises((NotPermitted, NotYours)):
        entered(contractor())
    with pytest.raises(ProjectRefused) as refusal:
        entered(clerk(), an_organisation("示例·商务局"))

    assert refusal.value.code == "contractor_is_no_company"
    assert not Project.objects.exists()
    assert not Entry.objects.filter(did="programme.project_entered").exists()


def test_a_table_of_them_comes_in_and_each_asks_for_its_paper_until_it_is_there() -> None:
    by = clerk()
    client = inside(by)
    intake = staged(client, a_row(by), a_row(by, name="县级分拨中心", due="2021年", on="2999-01-01"))
    assert (intake.state, intake.fault_count) == ("faulty", 2)
    intake = staged(client, a_row(by), a_row(by, name="县级分拨中心", central=10_000.0, county=None))
    assert intake.state == "waiting", client.get(f"/office/import/projects/{intake.pk}/").content.decode()

    client.post(f"/office/import/projects/{intake.pk}/confirm/")

    project = Project.objects.get(name="镇级分拣线")
    assert (project.central_fen, project.county_fen) == (30_000_000, 10_000_000)
    assert client.get("/office/projects/?chip=unproven").content.decode().count("补录，缺凭据") == 2
    shown = client.get(f"/office/projects/{project.pk}/").content.decode()
    assert "2020年3月15日已经审定，没有在平台上审和公示。还没有批文" in shown
    assert "文号或凭据：示商发〔2020〕3号" in shown

    file = SimpleUploadedFile("批文.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    add_evidence(to=project.about, file=file, by=by, happened_at=timezone.now())

    listed = client.get("/office/projects/?chip=in_force").content.decode()
    assert "生效，补录" in listed
    assert listed.count("补录，缺凭据") == 1


def test_money_beyond_the_line_is_a_doubt_and_so_is_a_name_that_stands() -> None:
    by = clerk()
    entered(by)
    client = inside(by)

    intake = staged(client, a_row(by, central=9_900_000_000.0))

    assert (intake.state, intake.doubt_count) == ("waiting", 2)
    shown = client.get(f"/office/import/projects/{intake.pk}/").content.decode()
    assert "中央财政不够这一行的金额，补进来就超了" in shown
    assert "平台里已经有一个项目叫“镇级分拣线”" in shown


def test_a_project_of_the_platform_is_no_project_from_before() -> None:
    drafted(contractor())
    listed = inside(head()).get("/office/projects/?chip=unproven").content.decode()

    assert "补录，缺凭据" not in listed
