"""The pictures of our papers, always the same ones, taken from a fresh demo into docs/pictures/."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, FloatRect, Page, ViewportSize
from tools.processes import HOME
from tools.served import NotServed, a_demo

FOLDER = HOME / "docs" / "pictures"
# How a paper names one of them.
SHOWN = re.compile(r"pictures/([a-z-]+)\.png")
# A page of the docs is read in a county's network too: what it weighs is bounded.
MOST_BYTES, MOST_BYTES_TOGETHER = 200_000, 1_500_000
CLERK, HEAD, CONTRACTOR, AUDITOR = "commerce-clerk", "commerce-head", "contractor", "audit-viewer"
PROJECT = "村级冷柜，第一批"
WRITTEN = {
    "项目名称": PROJECT,
    "责任主体": "示例·商务局",
    "工作目标": "村里的鲜货能存三天。",
    "建设内容": "冷柜40台。",
    "时间节点": "2026-12",
    "验收考核标准": "逐台清点，试运行30天。",
    "中央财政（元）": "80000",
}
LINE = "2 镇、村两级电子商务服务站点建设"
EDGE = 16  # around a part of a page, so that it does not stick to its rim
WHY = "方案没有写天数，比照常见的5个工作日。"


@dataclass(frozen=True, slots=True)
class Frame:
    """What a picture shows: a window of this size or a part of its page, down to `depth`."""

    width: int = 1200
    height: int = 760
    part: str = ""
    depth: int = 0


DESK = Frame()
# Below stand fields that Chromium labels in the language of its machine.
DRAFT, PUBLICISE = Frame(depth=670), Frame(depth=530)
PHONE = Frame(width=360, height=740)


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    address: str
    post: str = ""
    frame: Frame = DESK


STILL = (
    Picture("home", "/"),
    Picture("plan-board", "/plan/", frame=Frame(height=6000, part=".main-side", depth=700)),
    Picture("workbench", "/office/works/2/", CLERK, Frame(width=1280, height=900)),
    Picture("notice-phone", "/open/7/", frame=PHONE),
    Picture("trail", "/office/projects/3/", AUDITOR, Frame(height=3200, part=".trail", depth=760)),
)
# Those that the day of a clerk is told with, in its order.
DAY = ("day-log-in", "day-draft", "day-review", "day-publicise", "day-notice")


def names() -> tuple[str, ...]:
    return (*(picture.name for picture in STILL), *DAY)


def take(browser: Browser) -> None:
    """A demo of its own, so that nobody's work of yesterday stands in a picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="xj-pictures-") as var,
        a_demo(variables={"XIANGJI_VAR": var}) as base,
    ):
        for picture in STILL:
            with _a_page(browser, base, picture.frame, picture.post) as page:
                _go(page, picture.address)
                save(page, picture.name, picture.frame)
        take_the_day(browser, base)


def take_the_day(browser: Browser, base: str) -> None:
    """docs/clerk/first-day.md as it is told there: written, reviewed, approved, publicised, seen by all."""
    with _a_page(browser, base, DESK, "") as page:
        _go(page, "/office/login/")
        save(page, "day-log-in", DESK)
    with _a_page(browser, base, DESK, CONTRACTOR) as page:
        _go(page, "/office/projects/do/draft/")
        page.get_by_label("从哪一行预算").select_option(label=LINE)
        for label, text in WRITTEN.items():
            page.get_by_label(label).fill(text)
        page.get_by_label("项目名称").scroll_into_view_if_needed()
        save(page, "day-draft", DRAFT)
        _press(page, "写一个项目", "存下来了。五项写全了再报送。")
        _open(page)
        _press(page, "报送商务局", "报上去了，等商务局初审。")
    with _a_page(browser, base, DESK, CLERK) as page:
        _open(page)
        save(page, "day-review", DESK)
        _press(page, "同意这个项目", "同意了，已经转到下一步。")
    with _a_page(browser, base, DESK, HEAD) as page:
        _open(page)
        _press(page, "同意这个项目", "同意了，已经转到下一步。")
    with _a_page(browser, base, DESK, CLERK) as page:
        _open(page)
        page.get_by_label("公示几个工作日").fill("5")
        page.get_by_label("为什么是这几天（公开）").fill(WHY)
        page.get_by_role("button", name="开始公示").scroll_into_view_if_needed()
        save(page, "day-publicise", PUBLICISE)
        _press(page, "开始公示", "已经公示")
    with _a_page(browser, base, PHONE, "") as page:
        _go(page, "/open/")
        page.get_by_role("link", name=PROJECT).click()
        save(page, "day-notice", PHONE)


@contextmanager
def _a_page(browser: Browser, base: str, frame: Frame, post: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=base,
        viewport=ViewportSize(width=frame.width, height=frame.height),
        locale="zh-CN",
        reduced_motion="reduce",
    )
    page = context.new_page()
    if post:
        page.goto("/office/login/")
        page.locator(f"button[name=example][value={post}]").click()
        page.wait_for_url("**/office/")
    yield page
    context.close()


def _go(page: Page, address: str) -> None:
    """No paper shows a page that excuses itself."""
    answer = page.goto(address, wait_until="networkidle")
    if answer is None or not answer.ok:
        raise NotServed(f"{address} 的回答是 {answer.status if answer else '空的'}。")


def _open(page: Page) -> None:
    _go(page, "/office/projects/?chip=mine")
    page.get_by_role("link", name=PROJECT).first.click()
    page.locator("#detail h2", has_text=PROJECT).first.wait_for()


def _press(page: Page, button: str, said: str) -> None:
    page.get_by_role("button", name=button).click()
    page.get_by_text(said).first.wait_for()


def save(page: Page, name: str, frame: Frame) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.png", clip=_clip(page, frame))


def _clip(page: Page, frame: Frame) -> FloatRect:
    box = page.locator(frame.part).first.bounding_box() if frame.part else None
    if box is None:
        return FloatRect(x=0, y=0, width=frame.width, height=frame.depth or frame.height)
    depth = min(box["height"], frame.depth or frame.height)
    return FloatRect(
        x=box["x"] - EDGE, y=box["y"] - EDGE, width=box["width"] + 2 * EDGE, height=depth + 2 * EDGE
    )


def faults() -> Iterator[str]:
    """What was not taken, and what weighs too much."""
    weights = {file.stem: file.stat().st_size for file in FOLDER.glob("*")}
    yield from (f"{name}.png 没有拍。" for name in names() if name not in weights)
    for name, weight in weights.items():
        if weight > MOST_BYTES:
            yield f"{name}.png 有 {weight} 字节，不能超过 {MOST_BYTES}。"
    if sum(weights.values()) > MOST_BYTES_TOGETHER:
        yield f"图一共 {sum(weights.values())} 字节，不能超过 {MOST_BYTES_TOGETHER}。"
