"""The clerk, the leader and the stranger at the workbench."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from xiangji.core.accounts.models import Post
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import PASSWORD, a_person, a_post
from xiangji.programme.models import Decision
from xiangji.programme.tests.examples import load_counties
from xiangji.programme.tests.people import questions_stand

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAID = "附件2的站点数乘上限正好等于中央资金一栏。"


@pytest.fixture(autouse=True)
def a_county_with_questions(settings: LazySettings, tmp_path: Path) -> None:
    settings.TOTP = False
    load_counties(tmp_path)
    questions_stand()
    a_post(PostKind.COMMERCE_CLERK, a_person("示例·张经办", username="zhang"))
    a_post(PostKind.LEADING_GROUP, a_person("示例·陈组长", username="chen"))


def enter(page: Page, username: str, address: str = "/office/") -> None:
    page.goto(address)
    page.get_by_label("登录名").fill(username)
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="进门").click()
    page.wait_for_url(f"**{address}")


def propose(page: Page) -> None:
    """By keyboard to the first question, and a reading with its reason."""
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#detail h2")).to_be_visible()
    page.locator("#detail input[type=radio]").first.check()
    page.get_by_label("为什么这样读").fill(SAID)
    page.get_by_role("button", name="提出这个读法").click()
    expect(page.get_by_text("提上去了，等另一个人来定。")).to_be_visible()


def test_a_clerk_judges_one_paper_after_the_other_by_keyboard(desk: Page) -> None:
    enter(desk, "zhang", "/office/questions/")
    first = desk.locator("[data-rows] a").first.inner_text()
    second = desk.locator("[data-rows] a").nth(1).inner_text().splitlines()[0]

    propose(desk)

    expect(desk.locator("#detail h2")).to_have_text(second)
    assert first not in desk.locator("[data-rows]").inner_text()
    expect(desk.locator(".menu .count").first).to_have_text("15")
    desk.keyboard.press("Escape")
    desk.wait_for_url("**/office/questions/")
    desk.keyboard.press("/")
    expect(desk.get_by_role("searchbox").first).to_be_focused()


def test_what_was_typed_stays_when_it_is_refused(desk: Page) -> None:
    enter(desk, "zhang", "/office/questions/")
    desk.locator("[data-rows] a").first.click()
    desk.locator("#detail input[type=radio]").first.check()
    desk.get_by_label("为什么这样读").fill("  ")
    desk.get_by_role("button", name="提出这个读法").click()

    expect(desk.locator("#detail .wrong")).to_be_visible()
    expect(desk.locator("#detail input[type=radio]").first).to_be_checked()


def test_a_post_that_is_taken_away_counts_at_once_and_is_said_beside_the_list(desk: Page) -> None:
    enter(desk, "zhang", "/office/questions/")
    Post.objects.filter(person__username="zhang").update(until=date(2026, 1, 6))
    desk.locator("[data-rows] a").first.click()

    expect(desk.get_by_role("alert")).to_contain_text("您现在的岗位没有")


def test_a_leader_decides_on_a_phone(phone: Page, desk: Page) -> None:
    enter(desk, "zhang", "/office/questions/")
    propose(desk)

    enter(phone, "chen")
    phone.get_by_role("main").locator(".lines a").first.click()
    expect(phone.get_by_role("main").get_by_text(SAID).first).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    button = phone.get_by_role("button", name="就按这个读")
    expect(button).to_be_in_viewport()
    phone.get_by_label("为什么这样读（公开）").fill("同意，按中央资金计。")
    paper = phone.get_by_label("答复是哪一份文件")
    if paper.count():
        paper.fill("示例函〔2026〕1号")
    button.click()

    expect(phone.get_by_text("公开的看板已经换过来。")).to_be_visible()
    assert Decision.objects.get().by.name == "示例·陈组长"


def test_a_stranger_sees_the_log_in_and_nothing_else(desk: Page) -> None:
    desk.goto("/office/questions/1/")

    expect(desk.get_by_role("heading", name="用自己的账号")).to_be_visible()
    assert "存疑" not in desk.get_by_role("main").inner_text()
