"""Plan papers as people see them: the desk, the board, the public papers and the list of notices."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import one
from xiangji.core.evidence.models import Evidence
from xiangji.core.office.tests.cast import inside, put_away
from xiangji.programme.models import Filing, Medium, PlanPaper
from xiangji.programme.rules.plan_paper import State
from xiangji.programme.tests.examples import RUNNING, register_running
from xiangji.programme.tests.plan_paper_cast import (
    BECAUSE,
    MEETING,
    OVER,
    WRITTEN,
    again,
    change_of,
    drafted,
    edited,
    group,
    in_force,
    objected,
    office,
    passed,
    publicise,
    state,
    with_minutes,
)
from xiangji.programme.tests.project_cast import holidays, publicised, traces

READERS = {
    PostKind.COMMERCE_CLERK,
    PostKind.COMMERCE_HEAD,
    PostKind.FINANCE,
    PostKind.AUDIT_VIEWER,
    PostKind.LEADING_GROUP,
    PostKind.INSPECTOR,
}
LINE = "budget_line/logistics/central"


@pytest.fixture(autouse=True)
def plan(counties: None, settings: LazySettings) -> None:
    settings.TOTP = False
    holidays()
    register_running()


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def act(client: Client, address: str, written: Mapping[str, object], status: int = 302) -> str:
    answer = client.post(address, written)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("kind", list(PostKind), ids=lambda kind: kind.value)
@pytest.mark.parametrize("desk", ["plan-papers", "filings", "notices"])
def test_who_opens_the_desks_and_who_does_not(kind: PostKind, desk: str) -> None:
    page(inside(one(kind)), f"/office/{desk}/", status=200 if kind in READERS else 403)


def test_the_office_drafts_on_the_desk_and_the_group_records_the_meeting() -> None:
    clerk, leader = inside(office()), inside(group())
    form = {"programme": RUNNING, "sort": "plan", "order": "publicity_first", "because": BECAUSE, **WRITTEN}

    act(clerk, "/office/plan-papers/do/draft/", form)
    paper = PlanPaper.objects.get()
    where = f"/office/plan-papers/{paper.pk}/"
    act(clerk, f"{where}submit/", {})
    assert "记审议通过" not in page(clerk, where)
    assert "请先把会议纪要" in act(leader, f"{where}pass/", {"meeting": MEETING, "met_on": "2026-09-28"}, 422)
    with_minutes(paper)
    act(leader, f"{where}pass/", {"meeting": MEETING, "met_on": "2026-09-28"})

    assert state(paper) is State.PASSED
    text = words(page(clerk, where))
    assert f"2026年9月28日，{MEETING}" in text
    assert "记下审议通过" in text


def test_a_draft_without_an_order_comes_back_with_a_sentence_and_nothing_is_kept() -> None:
    clerk = inside(office())
    before = traces()

    text = act(
        clerk, "/office/plan-papers/do/draft/", {"programme": RUNNING, "sort": "plan", **WRITTEN}, status=422
    )

    assert "请选一个次序" in text
    assert (PlanPaper.objects.count(), traces()) == (0, before)


@pytest.mark.proves("PRG-08")
def test_a_filing_that_comes_too_early_is_refused_on_the_page_with_its_first_day() -> None:
    paper = passed(drafted(), at=timezone.now())
    publicise(paper, at=timezone.now())

    text = act(
        inside(office()),
        f"/office/plan-papers/{paper.pk}/file/",
        {"whom": "province", "on": timezone.localdate().isoformat(), "number": ""},
        status=422,
    )

    first = paper_ends(paper) + timedelta(days=1)
    assert f"最早{first.year}年{first.month}月{first.day}日可以报" in text
    assert not Filing.objects.exists()


def paper_ends(paper: PlanPaper) -> date:
    shown = again(paper).publicity
    assert shown is not None
    return shown.ends_on


@pytest.mark.proves("PRG-09")
def test_a_filing_stands_in_its_register_with_its_receipt_and_in_the_table() -> None:
    in_force()
    filing = Filing.objects.get()
    clerk = inside(office())
    receipt = ContentFile(b"%PDF-1.4 receipt", "回执.pdf")

    act(clerk, "/office/evidence/add/", {"to": f"programme.Filing:{filing.pk}", "file": receipt})

    assert Evidence.objects.get(target=f"programme.Filing:{filing.pk}").name.startswith("回执")
    text = words(page(clerk, f"/office/filings/{filing.pk}/"))
    assert "省商务厅" in text
    assert "回执3号" in text
    table = clerk.get("/office/filings/export/")
    assert table.status_code == 200
    put_away(table)
    assert f'href="/office/filings/{filing.pk}/"' in page(
        clerk, f"/office/plan-papers/{PlanPaper.objects.get().pk}/"
    )


def test_before_anything_was_publicised_the_public_sees_no_paper(client: Client) -> None:
    paper = passed(drafted())

    assert "方案走到哪一步" not in page(client, "/plan/")
    assert "还没有公示过方案文件" in page(client, f"/plan/{RUNNING}/papers/")
    assert paper.title not in page(client, f"/plan/{RUNNING}/papers/")
    page(client, f"/plan/{RUNNING}/papers/{paper.pk}/", status=404)


@pytest.mark.proves("PRG-07")
def test_the_board_tells_everybody_how_far_the_plan_is_with_its_days(client: Client) -> None:
    in_force()

    text = words(page(client, "/plan/"))

    assert "方案走到哪一步" in text
    for said in (f"2026年9月28日，{MEETING}", "到2026年10月13日，没有成立的异议", "2026年10月15日，省商务厅"):
        assert said in text
    assert "生效 2026年10月15日" in text


@pytest.mark.proves("PRG-12")
def test_everybody_compares_old_and_new_version_in_words(client: Client) -> None:
    change = edited(change_of(in_force()), LINE, "300")
    passed(change)
    publicise(again(change), at=timezone.now())

    board = words(page(client, "/plan/"))
    assert "有一份变更正在公示：关于调整资金安排的变更。生效以前，照原来的方案办。" in board
    html = page(client, f"/plan/{RUNNING}/papers/{change.pk}/")
    text = words(html)
    assert "调整建设内容或者资金安排" in text
    assert "线路合并，设备少买两台。" in text
    assert "<ins>300</ins>" in html
    shown = again(change).publicity
    assert shown is not None
    notice = page(client, f"/open/{shown.pk}/")
    assert f'href="/plan/{RUNNING}/papers/{change.pk}/"' in notice
    assert "改为“300”" in notice
    assert "<del>" in html
    assert "左边是原来的，右边是改成的" in text
    assert text.count("中央财政（万元）") >= 2


def test_the_office_writes_edits_on_a_change_and_sees_old_and_new() -> None:
    change = change_of(in_force())
    clerk = inside(office())
    where = f"/office/plan-papers/{change.pk}/"

    assert "要写一个数" in act(clerk, f"{where}edit/", {"place": LINE, "value": "多些"}, status=422)
    act(clerk, f"{where}edit/", {"place": LINE, "value": "300"})

    assert "<ins>300</ins>" in page(clerk, where)
    act(clerk, f"{where}drop/", {"place": LINE})
    assert "<ins>" not in page(clerk, where)


def test_the_list_of_notices_holds_every_kind_and_shows_one_kind_or_what_ended(client: Client) -> None:
    project = publicised()
    plan = in_force()
    change = change_of(plan)
    passed(edited(change, LINE, "300"))
    publicise(again(change), at=timezone.now())

    everything = page(client, "/open/")
    for title in (project.name, plan.title, change.title):
        assert title in everything
    only = page(client, "/open/?kind=plan")
    assert plan.title in only
    assert project.name not in only
    assert change.title not in only
    running = page(client, "/open/?state=running")
    assert change.title in running
    assert plan.title not in running
    ended = page(client, "/open/?state=ended&kind=plan")
    assert plan.title in ended
    assert 'href="?state=ended&amp;kind=change"' in ended
    assert project.name in page(client, "/open/?kind=nonsense")


def test_a_notice_shows_what_was_frozen_where_else_it_stood_and_its_result(client: Client) -> None:
    plan = in_force()
    shown = plan.publicity
    assert shown is not None
    PlanPaper.objects.filter(pk=plan.pk).update(summary="后来的话")

    text = words(page(client, f"/open/{shown.pk}/"))

    assert WRITTEN["summary"] in text
    assert "后来的话" not in text
    assert "还登在 市政府网站，2026年9月30日 公示公告栏" in text
    assert "公示期满，没有成立的异议" in text


def test_machines_choose_kind_and_state_and_read_rows_and_media(client: Client) -> None:
    publicised()
    in_force()

    found = client.get("/api/v1/notices?kind=plan&state=ended").json()

    assert [each["kind"] for each in found] == ["plan"]
    assert {"key": "summary", "name": "写了什么", "words": WRITTEN["summary"]} in found[0]["rows"]
    assert found[0]["media"][0]["name"] == "市政府网站"
    assert (found[0]["project"], found[0]["total_fen"]) == ("", 0)
    assert len(client.get("/api/v1/notices").json()) == 2
    assert client.get("/api/v1/notices?kind=nonsense").status_code == 422


def test_an_objection_to_a_plan_is_answered_on_the_desk_of_notices() -> None:
    paper = passed(drafted())
    shown = publicise(paper)
    objection = objected(paper)
    clerk = inside(office())
    where = f"/office/notices/{shown.pk}/"
    assert "写得不清。" in page(clerk, where)
    assert "写得不清。" not in page(inside(one(PostKind.FINANCE)), where)

    told = {"objection": objection.pk, "finding": "not_upheld", "reply": "已经写明。"}
    act(clerk, f"{where}handle/", told)

    assert state(paper) is State.PUBLICISED
    assert "已经写明。" in page(clerk, where)


def test_a_medium_is_noted_once_and_not_for_tomorrow() -> None:
    paper = passed(drafted())
    shown = publicise(paper, at=timezone.now())
    clerk = inside(office())
    where = f"/office/notices/{shown.pk}/medium/"
    today = timezone.localdate()

    act(clerk, where, {"name": "市政府网站", "address": "", "on": today.isoformat()})
    assert "已经记过了" in act(
        clerk, where, {"name": " 市政府网站 ", "address": "", "on": today.isoformat()}, 422
    )
    tomorrow = (today + timedelta(days=1)).isoformat()
    assert "还没有到" in act(clerk, where, {"name": "市报", "address": "", "on": tomorrow}, 422)
    act(inside(one(PostKind.FINANCE)), where, {"name": "市报", "address": "", "on": today.isoformat()}, 403)

    assert [each.name for each in Medium.objects.all()] == ["市政府网站"]


def test_a_clear_publicity_is_ended_by_a_button_and_the_filing_brings_the_plan_into_force() -> None:
    paper = passed(drafted())
    publicise(paper)
    clerk = inside(office())
    where = f"/office/plan-papers/{paper.pk}/"

    act(clerk, f"{where}conclude/", {})
    act(clerk, f"{where}file/", {"whom": "province", "on": OVER.date().isoformat(), "number": "示商备3号"})

    assert state(paper) is State.IN_FORCE
    text = words(page(clerk, where))
    for said in ("文件生效", "记下备案", "开始公示", "写变更"):
        assert said in text
