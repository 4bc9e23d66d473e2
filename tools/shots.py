"""./xj shots: pictures of the demo's pages at 360 and 1440 pixels, by day and by night, to be looked at.

With --papers: those that the README and the docs show.
"""

import argparse
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright
from tools.browser import ARGUMENTS, find_browser
from tools.processes import HOME
from tools.served import NotServed, a_demo

from tools import pictures
from xiangji.core.ui.look import COOKIE, Look

FOLDER = HOME / "var" / "shots"
ADDRESSES = [
    "/",
    "/plan/",
    "/plan/documents/",
    "/plan/haifeng-2018/projects/",
    "/plan/donggang-2020/questions/",
    "/stations/",
    "/office/login/",
    "/no-such-page/",
]
SIZES = (ViewportSize(width=360, height=740), ViewportSize(width=1440, height=900))
LIGHTS = ("day", "night")


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser("xj shots", description="给演示的页面拍照，放在 var/shots/。")
    parser.add_argument("addresses", nargs="*", default=ADDRESSES, help="地址，例如 /plan/")
    parser.add_argument("--base", help="已经在运行的网站，例如 http://127.0.0.1:8000；不写就自己启动演示")
    parser.add_argument("--county", default="tengzhou", help="哪个县的演示")
    parser.add_argument("--papers", action="store_true", help="拍说明书里的图，放进 docs/pictures/")
    words = parser.parse_args(argv)
    program = find_browser()
    if program is None:
        print("没有拍照：这台机器没有装 Chromium。")
        return 1
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
            if words.papers:
                return take_for_papers(browser)
            with site(words.base, words.county) as base:
                for address in words.addresses:
                    take(browser, base, address)
    except NotServed as reason:
        print(f"没有拍照：{reason}")
        return 1
    return 0


def take_for_papers(browser: Browser) -> int:
    pictures.take(browser)
    wrong = list(pictures.faults())
    print(
        "\n".join(wrong) or f"{len(pictures.names())} 张图拍好了，在 {shown(pictures.FOLDER)}。请逐张看一遍。"
    )
    return 1 if wrong else 0


@contextmanager
def site(base: str | None, county: str) -> Iterator[str]:
    if base:
        yield base.rstrip("/")
    else:
        with a_demo(county) as address:
            yield address


def take(browser: Browser, base: str, address: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        for light in LIGHTS:
            context = browser.new_context(viewport=size, locale="zh-CN")
            context.add_cookies([{"name": COOKIE, "value": Look(mode=light).cookie, "url": base}])
            page = context.new_page()
            answer = page.goto(base + address, wait_until="networkidle")
            file = FOLDER / f"{plain(address)}-{size['width']}-{light}.png"
            page.screenshot(path=file, full_page=True)
            context.close()
            print(f"{answer.status if answer else '?'}  {shown(file)}", flush=True)


def plain(address: str) -> str:
    return re.sub(r"[^0-9A-Za-z]+", "-", address).strip("-") or "home"


def shown(file: Path) -> str:
    return str(file.relative_to(HOME))
