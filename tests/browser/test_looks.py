"""What every page owes to everybody: axe finds nothing serious, nothing is cut off, old browsers can read.

The walk takes the pages of the workbench from its own menu, so that a new screen is looked at as soon as it
stands there.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.conf import LazySettings
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from xiangji.core.places import load_regions
from xiangji.core.ui.look import COOKIE, MODES, Look
from xiangji.demo.build import build

pytestmark = pytest.mark.browser
NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
PHONE, DESK = ViewportSize(width=360, height=740), ViewportSize(width=1440, height=900)
GRAVE = {"serious", "critical"}
PUBLIC = (
    "/",
    "/plan/",
    "/plan/documents/",
    "/plan/tengzhou-2019/",
    "/plan/tengzhou-2019/questions/",
    "/plan/tengzhou-2019/projects/",
    "/open/",
    "/open/1/",
    "/stations/",
    "/stations/370481101/",
    "/look/",
    "/office/login/",
    "/no-such-page/",
)
POSTS = ("commerce-clerk", "commerce-head", "contractor", "security-admin", "system-admin", "audit-admin")
BESIDE_THE_MENU = ("/office/", "/office/menu/", "/office/me/", "/office/search/?q=项目")


@pytest.fixture
def county(transactional_db: None, settings: LazySettings) -> None:
    settings.DEMO, settings.TOTP = True, False
    build(lambda _what, _done, _total: None, now=NOW)


@contextmanager
def a_reader(browser: Browser, server: LiveServer, size: ViewportSize, look: Look) -> Iterator[Page]:
    context = browser.new_context(base_url=server.url, locale="zh-CN", viewport=size)
    context.add_cookies([{"name": COOKIE, "value": look.cookie, "url": server.url}])
    yield context.new_page()
    context.close()


def log_in(page: Page, username: str) -> None:
    page.context.clear_cookies(name=re.compile("session"))
    page.goto("/office/login/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill("xiangji-demo")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/office/$"))


def pages(page: Page) -> Iterator[str]:
    """Every main address, opened: the public ones, then each post's lists, first papers and forms."""
    for address in PUBLIC:
        page.goto(address)
        yield address
    seen: set[str] = set()
    for post in POSTS:
        log_in(page, post)
        own = [*BESIDE_THE_MENU, *hrefs(page, "aside .menu a")]
        for address in own:
            yield from _opened(page, address, seen, post)
            for further in (*hrefs(page, "[data-rows] a")[:1], *hrefs(page, ".list h1 + .row a")[1:3]):
                yield from _opened(page, further, seen, post)
                page.goto(address)


def _opened(page: Page, address: str, seen: set[str], post: str) -> Iterator[str]:
    if address not in seen and "/export/" not in address:
        seen.add(address)
        page.goto(address)
        yield f"{address} as {post}"


def hrefs(page: Page, chosen: str) -> list[str]:
    found = (link.get_attribute("href") for link in page.locator(chosen).all())
    return [href for href in found if href]


def grave_faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in found if fault["impact"] in GRAVE
    ]


def is_cut(page: Page) -> bool:
    return not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_serious_and_the_largest_letters_are_not_cut(
    chromium: Browser, live_server: LiveServer, county: None, size: ViewportSize
) -> None:
    faults: dict[str, list[str]] = {}
    with a_reader(chromium, live_server, size, Look()) as page:
        for address in pages(page):
            found = grave_faults(page)
            page.evaluate("document.documentElement.dataset.type = '150'")
            if is_cut(page):
                found.append("wider than the screen at 150 %")
            if found:
                faults[address] = found

    assert faults == {}


@pytest.mark.parametrize("mode", ["day", "night"])
@pytest.mark.parametrize("name", ["tengzhou", "donggang", "wangkui", "haifeng"])
def test_every_county_can_be_read_by_day_and_by_night(
    chromium: Browser,
    live_server: LiveServer,
    transactional_db: None,
    settings: LazySettings,
    name: str,
    mode: str,
) -> None:
    assert mode in MODES
    settings.COUNTY = name
    load_regions(Path(settings.HOME) / "data" / "regions.csv", by=None)

    with a_reader(chromium, live_server, DESK, Look(mode=mode)) as page:
        for address in ("/", "/stations/", "/office/login/", "/no-such-page/"):
            page.goto(address)
            expect(page.locator("html")).to_have_attribute("data-county", name)
            assert grave_faults(page) == []


def as_an_old_browser(route: Route) -> None:
    """Without cascade layers whole blocks are skipped, and the few lines for old browsers count."""
    answer = route.fetch()
    text = re.sub(r"@supports not \(\(.*?\)\) \{", "@media all {", answer.text())
    route.fulfill(response=answer, body=text.replace("@layer", "@no-such-rule"))


def test_a_browser_that_is_too_old_shows_plain_pages_and_says_what_to_install(
    chromium: Browser, live_server: LiveServer, county: None
) -> None:
    with a_reader(chromium, live_server, PHONE, Look()) as page:
        page.goto("/")
        expect(page.get_by_text("这个浏览器旧了")).to_be_hidden()
        page.route("**/*.css", as_an_old_browser)
        for address in ("/", "/stations/?q=界河", "/plan/", "/open/1/", "/office/login/"):
            page.goto(address)

            expect(page.get_by_text("这个浏览器旧了")).to_be_visible()
            expect(page.get_by_role("heading", level=1).first).to_be_visible()
            assert page.evaluate(
                "[...document.images, ...document.querySelectorAll('.i')]"
                ".every(one => one.getBoundingClientRect().height < 40)"
            )
            assert not is_cut(page)


def test_paper_shows_ink_on_white_without_buttons(
    chromium: Browser, live_server: LiveServer, county: None
) -> None:
    with a_reader(chromium, live_server, DESK, Look(mode="night")) as page:
        log_in(page, "commerce-head")
        page.emulate_media(media="print")
        for address in ("/", "/plan/", "/open/1/", "/office/projects/10/", "/office/projects/"):
            page.goto(address)

            assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
            assert (
                page.locator(
                    "form:visible, .btn:visible, .chips:visible, .dock:visible, .top:visible"
                ).count()
                == 0
            )
            expect(page.locator("h1:visible, h2:visible").first).to_be_visible()
