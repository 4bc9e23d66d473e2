"""The way of a newcomer: open the county, read its plan, find a town."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from xiangji.demo.build import build

pytestmark = pytest.mark.browser
NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def county(transactional_db: None, settings: LazySettings) -> None:
    settings.DEMO = True
    build(lambda _what, _done, _total: None, now=NOW)


def fits(page: Page) -> bool:
    """Nothing has to be pushed sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_newcomer_reads_the_plan_on_a_phone(phone: Page) -> None:
    phone.goto("/")
    expect(phone.get_by_role("heading", name="县里的数")).to_be_visible()
    assert fits(phone)

    phone.get_by_role("navigation").first.get_by_role("link", name="方案", exact=True).click()

    expect(phone).to_have_url(re.compile(r"/plan/$"))
    expect(phone.get_by_role("heading", level=1)).to_contain_text("滕州市电子商务进农村")
    expect(phone.get_by_text("13.33").first).to_be_visible()
    assert fits(phone)


def test_a_clerk_finds_a_town_at_the_desk(desk: Page) -> None:
    desk.goto("/stations/")
    desk.get_by_role("searchbox").or_(desk.get_by_role("textbox")).first.fill("界河")
    desk.keyboard.press("Enter")

    desk.get_by_role("link", name="界河镇").first.click()

    expect(desk.get_by_role("heading", level=1)).to_contain_text("界河镇")
    assert fits(desk)


def test_a_page_that_is_not_there_says_so_on_a_phone(phone: Page) -> None:
    phone.goto("/no-such-page/")

    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    assert fits(phone)
