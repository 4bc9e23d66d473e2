"""The ledger of projects: content, who answers, contractor, money, progress, and every paper behind it."""

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from openpyxl import load_workbook

from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.office.tests.cast import inside
from xiangji.core.values import Money
from xiangji.programme.actions.money import papers
from xiangji.programme.queries.money import duty
from xiangji.programme.rules.money.paper import Shown
from xiangji.programme.tests.contract_cast import an_asset
from xiangji.programme.tests.contracting_cast import bureau, manager
from xiangji.programme.tests.examples import load_counties, register_running
from xiangji.programme.tests.payment_cast import (
    DAY,
    TODAY,
    YUAN,
    accepted,
    approved,
    audited,
    finance,
    money_stands,
    recorded,
    with_receipt,
)
from xiangji.programme.tests.project_cast import holidays

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plan(tmp_path: Path, settings: LazySettings) -> None:
    settings.TOTP = False
    load_counties(tmp_path)
    holidays()
    register_running()


def page(person: User, address: str) -> str:
    answer = inside(person).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.proves("PRG-63")
@pytest.mark.proves("PRG-54")
def test_the_ledger_of_a_project_says_content_duty_money_progress_and_names_every_paper() -> None:
    project = money_stands()
    payment = approved(project, why="核对过，可以付。")
    recorded(with_receipt(payment))
    audited(project)
    accepted(project)
    asset = an_asset(project, by=bureau())

    found = duty.rows().get()
    shown = page(bureau(), f"/office/project-ledger/{project.pk}/")

    assert duty.standing(found).paid == Money(30_000 * YUAN)
    assert duty.standing(found).left == duty.standing(found).planned - Money(30_000 * YUAN)
    assert duty.progress(found) == "验收合格"
    for words in (project.content, project.responsible_body, project.contractor.name):
        assert words in shown
    for address in (
        f"/office/projects/{project.pk}/",
        f"/office/payments/{payment.pk}/",
        f"/office/assets/{asset.pk}/",
        "/office/acceptances/",
        "/office/monthly-audits/",
    ):
        assert address in shown


def test_what_is_asked_for_and_not_paid_counts_as_requested_only() -> None:
    approved(money_stands(), why="核对过，可以付。")

    found = duty.standing(duty.rows().get())

    assert (found.requested, found.paid) == (Money(30_000 * YUAN), Money(0))


def test_the_last_acceptance_counts_and_a_project_is_late_when_its_month_is_over() -> None:
    project = money_stands()
    type(project).objects.filter(pk=project.pk).update(due_month="2020-01")
    accepted(project)
    assert not duty.is_late(duty.rows().get(), TODAY)
    assert not duty.rows().filter(duty.late()).exists()

    papers.record_acceptance(
        project=project,
        accepted_on=TODAY,
        is_passed=False,
        finding="复验：有两条线不转。",
        shown=Shown(),
        by=bureau(),
        happened_at=DAY,
    )

    assert duty.progress(duty.rows().get()) == "验收不合格"
    assert duty.is_late(duty.rows().get(), TODAY)
    assert duty.rows().filter(duty.late()).exists()


def test_the_sheet_names_place_duty_and_every_amount() -> None:
    project = money_stands()

    answer = inside(finance()).get("/office/project-ledger/export/")
    sheet = load_workbook(BytesIO(b"".join(answer))).active

    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    said = dict(zip(rows[0], rows[1], strict=True))
    assert said["项目"] == project.name
    assert said["责任主体"] == project.responsible_body
    assert said["建设内容"] == project.content
    assert {"地方", "预算（元）", "合同（元）", "申请（元）", "拨付（元）", "结余（元）", "进度"} <= set(said)


def test_a_contractor_sees_its_own_projects_and_no_other_s() -> None:
    project = money_stands()
    stranger = a_post(PostKind.CONTRACTOR, a_person("示例·别家")).person

    assert project.name in page(manager(project), "/office/project-ledger/")
    assert project.name not in page(stranger, "/office/project-ledger/")
    assert inside(stranger).get(f"/office/project-ledger/{project.pk}/").status_code == 404
