"""The desk of projects as people see it: contractor, clerk, head and stranger."""

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from xiangji.core.accounts.permitting import NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import one
from xiangji.core.audit.models import Entry
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.evidence.owners import NotForYouToAdd
from xiangji.core.office.tests.cast import inside
from xiangji.core.values import Money
from xiangji.programme import actions
from xiangji.programme.models import Objection, Project
from xiangji.programme.rules.project import State
from xiangji.programme.tests.examples import NOW, RUNNING, register_running
from xiangji.programme.tests.project_cast import (
    NOTHING,
    a_clerk,
    approved,
    clerk,
    company,
    contractor,
    drafted,
    head,
    holidays,
    objected,
    publicise,
    publicised,
    state,
    submitted,
    traces,
)

WAN_ONE = Money.from_wan(1)
Written = dict[str, object]
READERS = {
    PostKind.CONTRACTOR,
    PostKind.COMMERCE_CLERK,
    PostKind.COMMERCE_HEAD,
    PostKind.FINANCE,
    PostKind.AUDIT_VIEWER,
    PostKind.LEADING_GROUP,
    PostKind.INSPECTOR,
}
WRITTEN = {
    "line": f"{RUNNING}/logistics",
    "name": "镇级分拣线",
    "responsible_body": "示例乡集运营有限公司",
    "goal": "镇里当天分拣完",
    "content": "21条分拣线",
    "due": "2026-12",
    "acceptance_standard": "每条每小时600件",
    "central": "300000",
    "county": "100000.50",
}


@pytest.fixture(autouse=True)
def plan(counties: None, settings: LazySettings) -> None:
    settings.TOTP = False
    register_running()


def page(client: Client, address: str = "/office/projects/", status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def act(
    client: Client,
    project: Project,
    deed: str,
    written: dict[str, object] | None = None,
    *,
    status: int = 302,
) -> str:
    answer = client.post(f"/office/projects/{project.pk}/{deed}/", written or {})
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


@pytest.mark.parametrize("kind", list(PostKind), ids=lambda kind: kind.value)
def test_who_opens_the_desk_and_who_does_not(kind: PostKind) -> None:
    page(inside(one(kind)), status=200 if kind in READERS else 403)


@pytest.mark.parametrize("kind", list(PostKind), ids=lambda kind: kind.value)
def test_who_opens_a_submitted_project_and_for_whom_it_does_not_exist(kind: PostKind) -> None:
    project = submitted(contractor())
    company("示例二号物流有限公司")
    stranger = one(kind)  # a contractor of another organisation

    status = 403 if kind not in READERS else 404 if kind is PostKind.CONTRACTOR else 200
    page(inside(stranger), f"/office/projects/{project.pk}/", status=status)


def test_the_contractor_writes_a_project_and_reads_what_is_missing() -> None:
    client = inside(contractor())

    answer = client.post("/office/projects/do/draft/", WRITTEN | {"goal": "", "due": ""})

    assert answer.status_code == 302, answer.content.decode()
    project = Project.objects.get()
    assert (project.central_fen, project.county_fen) == (30_000_000, 10_000_050)
    text = page(client, f"/office/projects/{project.pk}/")
    assert "还缺：工作目标、时间节点。" in text
    refused = act(client, project, "submit", status=422)
    assert "五项里还缺2项：工作目标、时间节点" in refused


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("due", "年底", "看不懂“年底”，请写年和月，例：2026-12。"),
        ("central", "-1", "大于或等于"),
        ("central", "三十万", "数字"),
        ("central", "9" * 30, "14"),
        ("name", "", "必填"),
        ("line", "moon/line", "moon/line"),
    ],
)
def test_what_is_not_understood_comes_back_and_nothing_is_written(field: str, typed: str, said: str) -> None:
    client, before = inside(contractor()), Entry.objects.count()

    answer = client.post("/office/projects/do/draft/", WRITTEN | {field: typed})

    assert answer.status_code == 422
    text = answer.content.decode()
    assert said in text
    assert "镇里当天分拣完" in text
    assert (Project.objects.exists(), Entry.objects.count()) == (False, before)


def test_the_whole_way_of_a_project_through_the_workbench() -> None:
    manager, first, second = inside(contractor()), inside(clerk()), inside(head())
    manager.post("/office/projects/do/draft/", WRITTEN)
    project = Project.objects.get()

    act(manager, project, "submit", {"seen": 0})
    assert "镇级分拣线" in page(first, "/office/")
    assert "镇级分拣线" not in page(second, "/office/")
    act(first, project, "return", {"seen": 1, "reason": "验收标准写清每小时多少件。"})
    assert "验收标准写清每小时多少件。" in page(manager, f"/office/projects/{project.pk}/")
    act(manager, project, "change", dict(WRITTEN))
    act(manager, project, "submit", {"seen": 2})
    act(first, project, "approve", {"seen": 3})
    assert "镇级分拣线" in page(second, "/office/")
    act(second, project, "approve", {"seen": 4})
    act(first, project, "publicise", {"days": 5, "reason": "方案没有写天数，比照5个工作日。"})

    assert state(project) is State.PUBLICISED
    assert "镇级分拣线" in page(Client(), "/open/")


def test_the_slower_of_two_reviewers_is_told_who_was_faster() -> None:
    project = submitted(contractor())
    faster, slower = clerk("示例·快经办"), clerk("示例·慢经办")
    act(inside(faster), project, "approve", {"seen": 1})
    before = traces()

    text = act(inside(slower), project, "approve", {"seen": 1}, status=422)

    assert "示例·快经办" in text
    assert (state(project), traces()) == (State.SUBMITTED, before)


def test_a_return_without_a_reason_is_refused() -> None:
    project, person = submitted(contractor()), clerk()

    text = act(inside(person), project, "return", {"seen": 1, "reason": ""}, status=422)

    assert "没有写理由" in text
    assert state(project) is State.SUBMITTED


def test_a_draft_is_hidden_from_the_bureau_and_from_other_companies() -> None:
    project = drafted(contractor())
    other = contractor(company("示例二号物流有限公司"), name="示例·钱经理")

    for stranger in (clerk(), other):
        page(inside(stranger), f"/office/projects/{project.pk}/", status=404)
        assert project.name not in page(inside(stranger))


def test_a_contractor_cannot_approve_by_guessing_the_address() -> None:
    manager = contractor()
    project = submitted(manager)
    before = traces()

    answer = inside(manager).post(f"/office/projects/{project.pk}/approve/", {"seen": 1})

    assert answer.status_code == 403
    assert (state(project), traces()) == (State.SUBMITTED, before)


def test_only_whoever_handles_objections_reads_their_words() -> None:
    holidays()
    project = approved()
    publicise(project, a_clerk(), at=timezone.now())
    objected(project, "示例·孙某的报价更低。", sender="示例·孙某", happened_at=timezone.now())
    manager = project.paper.author if project.paper else contractor()
    address = f"/office/projects/{project.pk}/"

    assert "孙某的报价更低" in page(inside(a_clerk()), address)
    for reader in (manager, one(PostKind.LEADING_GROUP)):
        text = page(inside(reader), address)
        assert "等处理" in text
        assert "孙某" not in text

    answer = {"objection": Objection.objects.get().pk, "finding": "not_upheld", "reply": "询价三家。"}
    act(inside(a_clerk()), project, "handle", answer)
    assert state(project) is State.PUBLICISED


def test_a_person_with_nothing_to_do_with_projects_has_none_waiting() -> None:
    project = submitted(contractor())

    assert project.name not in page(inside(one(PostKind.LEADING_GROUP)), "/office/")


def test_a_clear_project_is_put_in_force_by_a_button_and_its_history_tells_all() -> None:
    project = publicised()
    client = inside(a_clerk())

    act(client, project, "in-force")

    assert state(project) is State.IN_FORCE
    text = page(client, f"/office/projects/{project.pk}/")
    for deed in ("项目生效", "开始公示"):
        assert deed in text


def test_the_button_is_not_there_before_the_days_have_passed() -> None:
    project = approved()
    publicise(project, a_clerk(), at=timezone.now())

    assert "公示期满，项目生效" not in page(inside(a_clerk()), f"/office/projects/{project.pk}/")


def test_the_list_goes_out_as_a_sheet_with_all_five() -> None:
    submitted(contractor())

    answer = inside(clerk()).get("/office/projects/export/")

    assert answer.status_code == 200
    assert "spreadsheetml" in answer["Content-Type"]
    assert b"".join(answer).startswith(b"PK")
    answer.close()


def test_a_change_after_a_return_is_seen_by_the_next_reviewer() -> None:
    manager = contractor()
    project, first = submitted(manager), clerk()
    actions.return_project(project=project, reason="写清。", by=first, happened_at=NOW)
    act(inside(manager), project, "change", {**WRITTEN, "goal": "两小时分拣完"})
    act(inside(manager), project, "submit", {"seen": 2})

    assert "两小时分拣完" in page(inside(first), f"/office/projects/{project.pk}/")


def a_file() -> "ContentFile[bytes]":
    return ContentFile(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n", name="可行性说明.pdf")


def test_the_contractor_adds_evidence_while_writing_and_not_while_it_is_judged() -> None:
    manager = contractor()
    project = drafted(manager)
    add_evidence(to=project.about, file=a_file(), by=manager, happened_at=NOW)
    assert "可行性说明.pdf" in page(inside(manager), f"/office/projects/{project.pk}/")

    actions.submit_project(project=project, by=manager, happened_at=NOW)

    with pytest.raises(NotForYouToAdd):
        add_evidence(to=project.about, file=a_file(), by=manager, happened_at=NOW)
    add_evidence(to=project.about, file=a_file(), by=clerk(), happened_at=NOW)


def test_evidence_of_another_companys_project_does_not_exist() -> None:
    project = submitted(contractor())
    other = contractor(company("示例二号物流有限公司"), name="示例·钱经理")

    with pytest.raises(NotYours):
        add_evidence(to=project.about, file=a_file(), by=other, happened_at=NOW)
    with pytest.raises(NotForYouToAdd):
        add_evidence(to=project.about, file=a_file(), by=one(PostKind.LEADING_GROUP), happened_at=NOW)


def test_the_list_asks_few_questions_whatever_its_length(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    manager = contractor()
    for number in range(6):
        submitted(manager, name=f"示例项目{number}", central=WAN_ONE, county=NOTHING)
    client = inside(clerk())
    page(client)

    with django_assert_max_num_queries(10):
        page(client)
