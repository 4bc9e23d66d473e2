import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from xiangji.core.accounts.models import Organisation
from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import OTHER_COUNTY, a_post, an_organisation, one
from xiangji.core.approvals.rules.deciding import NotTaken
from xiangji.core.audit.models import Entry
from xiangji.core.values import Money
from xiangji.programme import actions
from xiangji.programme.models import Project
from xiangji.programme.queries import projects
from xiangji.programme.rules.project import FIVE, ProjectRefused, State
from xiangji.programme.tests.examples import NOW, register_running
from xiangji.programme.tests.project_cast import (
    NOTHING,
    WHOLE,
    again,
    approved,
    clerk,
    company,
    contractor,
    drafted,
    head,
    publicised,
    state,
    submitted,
    traces,
)


@pytest.fixture(autouse=True)
def plan(counties: None) -> None:
    register_running()


def test_a_contractor_drafts_a_project_from_a_budget_line() -> None:
    manager = contractor()

    project = drafted(manager)

    assert project.draft == WHOLE
    assert (project.budget_line, project.contractor.name) == ("logistics", "示例乡集运营有限公司")
    assert state(project) is State.DRAFTED
    assert Entry.objects.filter(what=f"programme.Project {project.pk}").count() == 1


@pytest.mark.proves("PRG-05")
@pytest.mark.parametrize(("field", "word"), list(FIVE.items()))
def test_a_project_without_all_five_is_not_submitted(field: str, word: str) -> None:
    manager = contractor()
    project = drafted(manager, **{field: None if field == "due" else ""})  # type: ignore[arg-type]
    before = traces()

    with pytest.raises(ProjectRefused, match=f"五项里还缺1项：{word}"):
        actions.submit_project(project=project, by=manager, happened_at=NOW)

    assert (state(project), traces()) == (State.DRAFTED, before)


@pytest.mark.proves("PRG-05")
def test_a_project_with_all_five_is_submitted() -> None:
    assert state(submitted(contractor())) is State.SUBMITTED


def test_it_comes_back_with_a_reason_is_changed_and_approved_by_two_others() -> None:
    manager, first, second = contractor(), clerk(), head()
    project = submitted(manager)

    actions.return_project(project=project, reason="验收标准写清每小时多少件。", by=first, happened_at=NOW)
    assert state(project) is State.RETURNED
    actions.change_draft(project=project, draft=again(project).draft, by=manager, happened_at=NOW)
    actions.submit_project(project=project, by=manager, happened_at=NOW)
    actions.approve_project(project=project, by=first, happened_at=NOW)
    assert state(project) is State.SUBMITTED
    actions.approve_project(project=project, by=second, happened_at=NOW)

    assert state(project) is State.APPROVED


def test_one_person_never_takes_both_stages_also_with_a_second_post() -> None:
    project, first = submitted(contractor()), clerk()
    a_post(PostKind.COMMERCE_HEAD, first)
    actions.approve_project(project=project, by=first, happened_at=NOW)
    before = traces()

    with pytest.raises(NotTaken):
        actions.approve_project(project=project, by=first, happened_at=NOW)

    assert (state(project), traces()) == (State.SUBMITTED, before)


def test_two_projects_never_hold_more_than_their_budget_line() -> None:
    manager = contractor()
    submitted(manager, central=Money.from_wan(300))
    second = drafted(manager, name="县级冷库", central=Money.from_wan(81), county=NOTHING)
    before = traces()

    with pytest.raises(ProjectRefused) as refusal:
        actions.submit_project(project=second, by=manager, happened_at=NOW)

    assert "中央财政只剩 800,000.00 元，不够 810,000.00 元" in refusal.value.sentence
    assert (state(second), traces()) == (State.DRAFTED, before)


def test_what_came_back_holds_no_money_until_it_is_submitted_again() -> None:
    manager = contractor()
    first = submitted(manager, central=Money.from_wan(300))
    actions.return_project(project=first, reason="先缓一缓。", by=clerk(), happened_at=NOW)

    second = submitted(manager, name="县级冷库", central=Money.from_wan(81), county=NOTHING)

    assert state(second) is State.SUBMITTED
    with pytest.raises(ProjectRefused, match=r"只剩 2,990,000\.00 元"):
        actions.submit_project(project=first, by=manager, happened_at=NOW)


def test_a_budget_line_that_the_plan_does_not_have_is_refused() -> None:
    with pytest.raises(ProjectRefused, match="没有“moon”这一行预算"):
        drafted(contractor(), line="moon")

    assert not Project.objects.exists()


@pytest.mark.parametrize("programme", ["tengzhou-2019", "nowhere"])
def test_a_plan_on_file_takes_no_projects(programme: str) -> None:
    with pytest.raises(NotYours):
        drafted(contractor(), programme=programme)

    assert not Project.objects.exists()


def test_a_plan_of_another_county_does_not_exist_for_a_contractor() -> None:
    manager = contractor(company(place=OTHER_COUNTY))

    with pytest.raises((NotYours, NotPermitted)):
        drafted(manager)

    assert not Project.objects.exists()


def test_only_a_legal_person_enterprise_can_be_a_contractor() -> None:
    office = an_organisation("示例·镇政府")
    assert office.kind == Organisation.Kind.OFFICE

    with pytest.raises(ProjectRefused, match="承办单位要是企业法人，“示例·镇政府”登记的是机关"):
        drafted(contractor(office))

    assert not Project.objects.exists()


@pytest.mark.parametrize(
    "kind", [kind for kind in PostKind if kind is not PostKind.CONTRACTOR], ids=lambda kind: kind.value
)
def test_nobody_but_a_contractor_drafts(kind: PostKind) -> None:
    with pytest.raises(NotPermitted):
        drafted(one(kind))

    assert not Project.objects.exists()


def test_another_company_sees_and_moves_nothing() -> None:
    project = drafted(contractor())
    other = contractor(company("示例二号物流有限公司"), name="示例·钱经理")
    before = traces()

    deeds: list[Callable[[], object]] = [
        lambda: actions.submit_project(project=project, by=other, happened_at=NOW),
        lambda: actions.change_draft(project=project, draft=WHOLE, by=other, happened_at=NOW),
        lambda: actions.withdraw_project(project=project, reason="不做了", by=other, happened_at=NOW),
        lambda: actions.approve_project(project=project, by=other, happened_at=NOW),
    ]
    for deed in deeds:
        with pytest.raises((NotYours, NotPermitted)):
            deed()

    assert not projects.for_person(other).exists()
    assert (state(project), traces()) == (State.DRAFTED, before)


def test_an_office_sees_a_project_from_its_submission_on() -> None:
    manager, bureau = contractor(), clerk()
    project = drafted(manager)
    assert not projects.for_person(bureau).exists()

    actions.submit_project(project=project, by=manager, happened_at=NOW)

    assert [each.pk for each in projects.for_person(bureau)] == [project.pk]
    assert [each.pk for each in projects.for_person(one(PostKind.LEADING_GROUP))] == [project.pk]
    assert not projects.for_person(one(PostKind.KEEPER)).exists()


def test_what_lies_with_the_bureau_is_not_changed_below_it() -> None:
    manager = contractor()
    project = submitted(manager)

    with pytest.raises(ProjectRefused, match="项目正在审"):
        actions.change_draft(project=project, draft=WHOLE, by=manager, happened_at=NOW)


@pytest.mark.parametrize("make", [approved, publicised])
def test_an_approved_or_publicised_project_is_locked(make: Callable[[], Project]) -> None:
    project = make()
    assert project.paper
    manager = project.paper.author
    before = traces()

    with pytest.raises(ProjectRefused) as refusal:
        actions.change_draft(project=project, draft=WHOLE, by=manager, happened_at=NOW)
    with pytest.raises(NotTaken):
        actions.withdraw_project(project=project, reason="不做了", by=manager, happened_at=NOW)

    assert refusal.value.code == "project_is_locked"
    assert traces() == before


def test_a_withdrawn_project_gives_its_money_back() -> None:
    manager = contractor()
    project = submitted(manager, central=Money.from_wan(380))
    actions.withdraw_project(project=project, reason="合并到另一个项目。", by=manager, happened_at=NOW)

    assert state(project) is State.WITHDRAWN
    assert state(submitted(manager, central=Money.from_wan(380))) is State.SUBMITTED


def test_a_change_is_proven_with_what_it_says() -> None:
    manager = contractor()
    project = drafted(manager)

    actions.change_draft(
        project=project, draft=again(project).draft, by=manager, happened_at=NOW + timedelta(hours=1)
    )

    entry = Entry.objects.get(did="programme.project_changed")
    facts = json.loads(entry.text)["facts"]
    assert (facts["goal"], facts["central_fen"]) == ("镇里当天分拣完", 30_000_000)


def test_what_was_submitted_stands_word_for_word_in_the_audit() -> None:
    project = submitted(contractor())

    entry = Entry.objects.get(did="approvals.submitted", what=f"programme.Project {project.pk}")

    facts = json.loads(entry.text)["facts"]
    assert {name: facts[name] for name in FIVE} == {
        "responsible_body": WHOLE.responsible_body,
        "goal": WHOLE.goal,
        "content": WHOLE.content,
        "due": "2026-12",
        "acceptance_standard": WHOLE.acceptance_standard,
    }
    assert (facts["central_fen"], facts["county_fen"]) == (30_000_000, 10_000_000)
