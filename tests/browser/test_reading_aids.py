"""大字, 夜间 and 朗读, as an old villager and a screen without script meet them."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from xiangji.core.places import load_regions

pytestmark = pytest.mark.browser

A_VOICE = """
window.said = [];
const speech = {
  getVoices: () => [{ lang: "zh-CN" }],
  speak: (utterance) => { said.push(utterance.text); },
  cancel: () => {},
  addEventListener: () => {},
};
Object.defineProperty(window, "speechSynthesis", { value: speech });
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


@pytest.fixture(autouse=True)
def county(transactional_db: None, settings: LazySettings) -> None:
    settings.COUNTY = "haifeng"
    load_regions(Path(settings.HOME) / "data" / "regions.csv", by=None)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_large_letters_and_night_need_no_script(chromium: Browser, live_server: LiveServer) -> None:
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport=ViewportSize(width=360, height=740)
    )
    page = context.new_page()
    page.goto("/stations/?q=黄羌")

    page.get_by_role("button", name="大字").click()
    page.get_by_role("button", name="夜间").click()

    expect(page.locator("html")).to_have_attribute("data-type", "125")
    expect(page.locator("html")).to_have_attribute("data-mode", "night")
    expect(page.get_by_role("searchbox")).to_have_value("黄羌")
    context.close()


@pytest.mark.parametrize(
    "path", ["/", "/stations/", "/stations/?q=黄羌林场", "/stations/441521112/", "/look/"]
)
def test_the_longest_names_fit_a_phone_with_the_largest_letters(phone: Page, path: str) -> None:
    phone.goto("/look/")
    phone.get_by_role("button", name="特大").click()

    phone.goto(path)

    expect(phone.locator("html")).to_have_attribute("data-type", "150")
    assert fits(phone)


def test_a_phone_without_a_voice_offers_no_reading(phone: Page) -> None:
    phone.goto("/")

    expect(phone.locator("[data-listen]")).to_be_hidden()


def test_a_phone_with_a_voice_reads_sentence_by_sentence_until_it_is_stopped(phone: Page) -> None:
    phone.add_init_script(A_VOICE)
    phone.goto("/")

    phone.get_by_role("button", name="朗读").click()

    assert phone.evaluate("said") == ["家乡的好东西，卖得出去；"]
    phone.get_by_role("button", name="停下").click()
    expect(phone.get_by_role("button", name="朗读")).to_be_visible()
