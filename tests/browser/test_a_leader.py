"""The leader on a phone: what waits, five figures, a paper with its checks and evidence, a verdict."""

import re
from datetime import UTC, date, datetime

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import FloatRect, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from xiangji.core.accounts.models import Deputy, Post, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.evidence.tests.cast import PDF
from xiangji.demo.build import build
from xiangji.programme.models import Project
from xiangji.programme.queries import projects
from xiangji.programme.rules.project import State

pytestmark = pytest.mark.browser
NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
HEAD = "programme.approve_project"
THUMB = 44


@pytest.fixture(autouse=True)
def county(transactional_db: None, settings: LazySettings) -> None:
    settings.DEMO, settings.TOTP = True, False
    build(lambda _what, _done, _total: None, now=NOW)


def log_in(page: Page, username: str) -> None:
    page.goto("/office/login/")
    page.get_by_label("登录名").fill(username)
    page.get_by_label("口令").fill("xiangji-demo")
    page.get_by_role("button", name="进门").click()
    expect(page).to_have_url(re.compile(r"/office/$"))


def walk_in(page: Page, live_server: LiveServer, person: User, settings: LazySettings) -> None:
    client = Client()
    client.force_login(person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def waiting_for_the_head() -> Project:
    return projects.rows().filter(paper__waits_for=HEAD)[0]


def box(thing: Locator) -> FloatRect:
    found = thing.bounding_box()
    assert found is not None
    return found


def test_a_leader_approves_on_a_phone_with_one_hand(phone: Page) -> None:
    project = waiting_for_the_head()
    contract = SimpleUploadedFile("采购方案.pdf", PDF, content_type="application/pdf")
    add_evidence(to=project.about, file=contract, by=None, happened_at=NOW)
    log_in(phone, "commerce-head")
    expect(phone.get_by_role("heading", level=1, name="今日待办")).to_be_visible()
    figures = phone.get_by_role("navigation", name="几个数").get_by_role("link")
    expect(figures).to_have_count(5)
    expect(figures.first).to_contain_text("2,100")
    expect(figures.nth(2)).to_contain_text("2")
    for each in figures.all():
        assert box(each)["height"] >= THUMB
    assert phone.evaluate("document.documentElement.scrollWidth") == 360

    phone.get_by_role("link", name=project.name).click()
    paper = phone.locator("#detail")
    expect(paper.get_by_role("heading", level=2).first).to_contain_text(project.name)
    expect(paper.locator("td[data-l='预算行里可用（元）']").first).to_be_visible()
    expect(paper.get_by_text("初审", exact=True).first).to_be_visible()
    with phone.expect_download() as opened:
        paper.get_by_role("link", name="采购方案.pdf").click()
    assert opened.value.suggested_filename == "采购方案.pdf"
    assert phone.evaluate("document.documentElement.scrollWidth") == 360

    phone.evaluate("scrollTo(0, 0)")
    verdict = phone.get_by_role("button", name="同意这个项目")
    expect(verdict).to_be_in_viewport(ratio=1)
    assert box(verdict)["height"] >= THUMB
    assert box(verdict)["y"] > 740 / 2  # where the thumb is
    verdict.click()

    expect(phone.get_by_text("同意了，已经转到下一步。")).to_be_visible()
    assert projects.state(projects.rows().get(pk=project.pk)) is State.APPROVED


def test_after_a_verdict_the_next_paper_opens(phone: Page) -> None:
    project = waiting_for_the_head()
    log_in(phone, "commerce-head")
    phone.goto("/office/projects/?chip=review")
    phone.get_by_role("link", name=project.name).click()
    phone.get_by_label("意见（退回要写明补什么）").fill("验收标准写清试运行的里程。")
    phone.get_by_role("button", name="退回补正").click()

    expect(phone.get_by_text("退回去了，写的人看得到理由。")).to_be_visible()
    expect(phone.locator("#detail h2").first).not_to_contain_text(project.name)
    expect(phone.locator("#detail h2").first).to_contain_text("项-")


def test_every_figure_opens_the_rows_that_it_counts(phone: Page) -> None:
    log_in(phone, "commerce-head")
    phone.get_by_role("link", name=re.compile("^在审项目")).click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("在审的项目")
    expect(phone.get_by_text("共2笔")).to_be_visible()
    phone.get_by_role("main").locator(".lines a").first.click()
    expect(phone.locator("#detail h2").first).to_contain_text("项-")


def test_a_deputy_who_wrote_the_paper_is_told_that_another_must_judge_it(
    phone: Page, live_server: LiveServer, settings: LazySettings
) -> None:
    project = waiting_for_the_head()
    assert project.paper is not None
    writer, post = project.paper.author, Post.objects.get(kind=PostKind.COMMERCE_HEAD.value)
    Deputy.objects.create(
        post=post, deputy=writer, since=date(2026, 1, 5), until=date(9999, 12, 31), given_at=NOW
    )
    walk_in(phone, live_server, writer, settings)

    phone.goto(f"/office/projects/{project.pk}/")
    phone.locator("summary", has_text="同意这个项目").click()  # her own paper: withdrawing stands first
    phone.get_by_role("button", name="同意这个项目").click()

    expect(phone.get_by_role("alert")).to_contain_text("没有同意。这件公文是您或者与您互为代理的人写的")
    assert projects.state(projects.rows().get(pk=project.pk)) is State.SUBMITTED


def test_the_bar_of_verdicts_never_lies_over_the_field_that_is_written_in(phone: Page) -> None:
    log_in(phone, "commerce-head")
    phone.goto(f"/office/projects/{waiting_for_the_head().pk}/")
    bar = phone.locator("#detail > .actions")
    assert bar.evaluate("bar => getComputedStyle(bar).position") == "sticky"

    field = phone.get_by_label("意见（退回要写明补什么）")
    field.focus()

    expect(field).to_be_in_viewport(ratio=1)
    below, above = box(bar), box(field)
    assert below["y"] >= above["y"] + above["height"]
