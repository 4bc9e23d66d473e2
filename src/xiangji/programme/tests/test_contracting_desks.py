"""The desks of selections, contractors and work, as people see them."""

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import one
from xiangji.core.audit.models import Entry
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.evidence.owners import NotForYouToAdd
from xiangji.core.office.tests.cast import inside
from xiangji.programme import actions
from xiangji.programme.models import Bid, Contractor, RecordLine, Selection, WorkStart
from xiangji.programme.queries import selections
from xiangji.programme.rules.selecting import Stage
from xiangji.programme.tests.contracting_cast import (
    FIRM,
    SECOND,
    WANTED,
    awarded,
    bureau,
    chosen,
    code,
    fresh,
    in_force,
    manager,
    noticed,
    registered,
    show_award,
    signed,
    written,
)
from xiangji.programme.tests.examples import NOW, RUNNING, TODAY, register_running
from xiangji.programme.tests.project_cast import company, contractor

PHONE = "13806320001"


@pytest.fixture(autouse=True)
def plan(counties: None, settings: LazySettings) -> None:
    settings.TOTP = False
    register_running()


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_clerk_writes_a_selection_and_shows_it_from_the_desk() -> None:
    client = inside(bureau())
    answer = client.post(
        "/office/selections/do/write/",
        {
            "line": f"{RUNNING}/logistics",
            "title": WANTED.title,
            "content": WANTED.content,
            "conditions": WANTED.conditions,
        },
    )
    assert answer.status_code == 302
    selection = Selection.objects.get()

    shown = client.post(
        f"/office/selections/{selection.pk}/show-conditions/", {"days": 5, "reason": "比照5个工作日。"}
    )

    assert shown.status_code == 302
    assert selections.stage(fresh(selection)) is Stage.CONDITIONS_SHOWN
    publicity = fresh(selection).publicity
    assert publicity is not None
    public = page(Client(), f"/open/{publicity.pk}/")
    assert WANTED.conditions in public


def test_a_bid_of_a_cooperative_is_refused_on_the_page_and_what_was_typed_stays() -> None:
    selection = noticed()
    typed = {
        "name": "示例果蔬专业合作社",
        "credit_code": code("93370481MA"),
        "amount": "380000",
        "is_accepted": "yes",
        "reason": "",
        "leader": "",
    }

    answer = inside(bureau()).post(f"/office/selections/{selection.pk}/bid/", typed)

    told = answer.content.decode()
    assert answer.status_code == 422
    assert "承办单位要是企业法人" in told
    assert "示例果蔬专业合作社" in told
    assert not Bid.objects.exists()


def test_the_page_of_a_selection_shows_bids_winner_and_the_clause() -> None:
    selection = awarded()

    told = page(inside(bureau()), f"/office/selections/{selection.pk}/")

    assert "380,000.00" in told
    assert "中选" in told
    assert "采取公开招标等方式确定承办企业" in told


def test_an_objection_to_an_award_is_answered_from_the_desk() -> None:
    selection = awarded()
    shown = show_award(selection)
    objection = actions.file_objection(
        publicity=shown, text="评审不公。", sender="", network="192.0.2.0/24", by=None, happened_at=NOW
    )
    typed = {"objection": objection.pk, "finding": "not_upheld", "reply": "查了评审记录，没有问题。"}

    answer = inside(bureau()).post(f"/office/selections/{selection.pk}/handle/", typed)

    assert answer.status_code == 302
    assert selections.stage(fresh(selection)) is Stage.AWARD_SHOWN
    assert "查了评审记录，没有问题。" in page(Client(), f"/open/{shown.pk}/")
    assert "评审不公" not in page(Client(), f"/open/{shown.pk}/")


def test_a_list_of_selections_asks_few_questions(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = inside(bureau())
    for _ in range(6):
        written()
    page(client, "/office/selections/?chip=all")

    with django_assert_max_num_queries(16):
        page(client, "/office/selections/?chip=all")


@pytest.mark.proves("PRG-72")
def test_the_record_shows_a_masked_phone_and_never_the_whole() -> None:
    record = registered()
    actions.add_contact(
        contractor=record, name="示例·王负责", phone=PHONE, duty="项目负责人", by=bureau(), happened_at=NOW
    )

    for reader in (bureau(), contractor(company(FIRM)), one(PostKind.FINANCE)):
        told = page(inside(reader), f"/office/contractors/{record.pk}/")
        assert "138****0001" in told
        assert PHONE not in told
    assert "示例·王*责" in page(inside(one(PostKind.INSPECTOR)), f"/office/contractors/{record.pk}/")


def test_a_qualification_is_added_from_the_desk() -> None:
    record = registered()
    typed = {"name": "快递业务经营许可", "number": "示例-001", "detail": "", "valid_until": TODAY.isoformat()}

    answer = inside(contractor(company(FIRM))).post(f"/office/contractors/{record.pk}/qualification/", typed)

    assert answer.status_code == 302
    assert RecordLine.objects.get().valid_until == TODAY
    assert "快递业务经营许可" in page(inside(bureau()), f"/office/contractors/{record.pk}/")


def test_another_contractor_sees_neither_record_nor_work() -> None:
    record, project = registered(), in_force()
    stranger = inside(contractor(company(SECOND), name="示例·何经理"))

    page(stranger, f"/office/contractors/{record.pk}/", 404)
    page(stranger, f"/office/works/{project.pk}/", 404)
    page(stranger, "/office/selections/", 403)
    assert FIRM not in page(stranger, "/office/contractors/?chip=all")
    assert (
        stranger.post(f"/office/works/{project.pk}/start/", {"started_on": "2026-10-20"}).status_code == 404
    )
    assert not WorkStart.objects.exists()


@pytest.mark.proves("PRG-70")
def test_the_page_of_work_names_what_is_missing_with_its_clause() -> None:
    project = in_force()
    told = page(inside(bureau()), f"/office/works/{project.pk}/")

    assert "还没有承办企业档案" in told
    assert "采取公开招标等方式确定承办企业" in told
    assert "方案没有要求" in told

    answer = inside(bureau()).post(f"/office/works/{project.pk}/start/", {"started_on": "2026-10-20"})
    assert answer.status_code == 422
    assert "没有开工。还缺2项" in answer.content.decode()
    assert not WorkStart.objects.exists()


def test_an_agreement_and_a_yearly_check_are_registered_from_the_desk() -> None:
    registered()
    chosen()
    project = in_force()
    client = inside(bureau())
    typed = {
        "kind": "operation",
        "number": "示例-01",
        "with_whom": "示例·商务局",
        "signed_on": "2026-10-20",
        "service_since": "2025-01-01",
        "service_months": "72",
        "reason": "",
    }
    assert client.post(f"/office/works/{project.pk}/sign/", typed).status_code == 302
    assert "第1年等检查" in page(client, f"/office/works/{project.pk}/")

    check = {"year": "1", "is_kept": "no", "finding": "两处站点关门，限期开门。"}
    assert client.post(f"/office/works/{project.pk}/check/", check).status_code == 302

    told = page(client, f"/office/works/{project.pk}/")
    assert "两处站点关门，限期开门。" in told
    assert "没有做到" in told
    did = Entry.objects.filter(did="programme.service_checked", what=f"programme.Project {project.pk}")
    assert did.count() == 1


def test_a_list_of_work_asks_few_questions(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    signed(in_force())
    client = inside(bureau())
    page(client, "/office/works/?chip=all")

    with django_assert_max_num_queries(26):
        page(client, "/office/works/?chip=all")


def test_papers_are_attached_by_whom_they_concern() -> None:
    selection, record, project = written(), registered(), in_force()
    own, finance = manager(project), one(PostKind.FINANCE)

    def add(target: str, by: User) -> None:
        file = ContentFile(b"%PDF-1.7\n" + target.encode() + by.username.encode(), name="评审报告.pdf")
        add_evidence(to=target, file=file, by=by, happened_at=NOW)

    add(f"programme.Selection:{selection.pk}", bureau())
    add(f"programme.Contractor:{record.pk}", own)
    add(f"programme.Work:{project.pk}", own)
    for target in (
        f"programme.Selection:{selection.pk}",
        f"programme.Contractor:{record.pk}",
        f"programme.Work:{project.pk}",
    ):
        with pytest.raises((NotForYouToAdd, NotYours)):
            add(target, finance)


def test_every_deed_stands_in_the_history_in_chinese() -> None:
    record, selection = registered(), chosen()
    client = inside(bureau())

    told = page(client, f"/office/selections/{selection.pk}/") + page(
        client, f"/office/contractors/{record.pk}/"
    )

    assert "选定，公示没有成立的异议" in told
    assert "登记了承办企业" in told
    assert "programme.contractor" not in told
    assert Contractor.objects.count() == 1
