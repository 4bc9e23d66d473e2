"""Chromium for the journeys: a phone of 360 px, a desk of 1440 px, and no complaint on the console."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, sync_playwright
from pytest_django.live_server_helper import LiveServer
from tools.browser import ARGUMENTS, find_browser

PHONE = ViewportSize(width=360, height=740)
DESK = ViewportSize(width=1440, height=900)
SECONDS = 1000


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = find_browser()
    if program is None:
        pytest.skip("这台机器没有装 Chromium")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; our tests still speak to the database from it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    yield from a_page(chromium, live_server, PHONE)


@pytest.fixture
def desk(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    yield from a_page(chromium, live_server, DESK)


def a_page(chromium: Browser, live_server: LiveServer, viewport: ViewportSize) -> Iterator[Page]:
    """Addresses are relative to the live server; what the browser complains of fails the test at its end."""
    context = chromium.new_context(base_url=live_server.url, locale="zh-CN", viewport=viewport)
    context.set_default_timeout(20 * SECONDS)
    complaints: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.extend(complaint(message)))
    yield page
    context.close()
    assert complaints == []


def complaint(message: ConsoleMessage) -> list[str]:
    """A page that answers 404 or 422 in words is no mistake; a forbidden style or a broken script is."""
    is_answer = message.text.startswith("Failed to load resource: the server responded with a status of 4")
    return [message.text] if message.type == "error" and not is_answer else []
