"""The way of a project: a contractor reports it, the bureau judges it, a stranger objects on a phone."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from xiangji.demo.build import build

pytestmark = pytest.mark.browser
NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
WRITTEN = {
    "项目名称": "村级冷柜，第一批",
    "责任主体": "示例·商务局",
    "工作目标": "村里的鲜货能存三天。",
    "建设内容": "冷柜40台。",
    "时间节点": "2026-12",
    "验收考核标准": "逐台清点，试运行30天。",
    "中央财政（元）": "80000",
}


@pytest.fixture(autouse=True)
def county(transactional_db: None, settings: LazySettings) -> None:
    settings.DEMO, settings.TOTP = True, False
    build(lambda _what, _done, _total: None, now=NOW)


def log_in(page: Page, username: str) -> None:
    page.context.clear_cookies()
    page.goto("/office/login/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill("xiangji-demo")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/office/$"))


def open_project(page: Page, name: str) -> None:
    page.goto("/office/projects/?chip=mine")
    page.get_by_role("link", name=name).first.click()
    expect(page.locator("#detail h2").first).to_contain_text(name)


def press(page: Page, button: str, *, said: str) -> None:
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text(said)).to_be_visible()


def test_a_project_goes_from_its_contractor_through_the_bureau_to_the_public(desk: Page) -> None:
    log_in(desk, "contractor")
    desk.goto("/office/projects/do/draft/")
    desk.get_by_label("从哪一行预算").select_option(label="2 镇、村两级电子商务服务站点建设")
    for label, text in WRITTEN.items():
        desk.get_by_label(label).fill(text)
    press(desk, "写一个项目", said="存下来了。五项写全了再报送。")
    open_project(desk, "村级冷柜，第一批")
    press(desk, "报送商务局", said="报上去了，等商务局初审。")

    for post in ("commerce-clerk", "commerce-head"):
        log_in(desk, post)
        open_project(desk, "村级冷柜，第一批")
        press(desk, "同意这个项目", said="同意了，已经转到下一步。")
    open_project(desk, "村级冷柜，第一批")
    desk.get_by_label("公示几个工作日").fill("5")
    desk.get_by_label("为什么是这几天（公开）").fill("方案没有写天数，比照5个工作日。")
    press(desk, "开始公示", said="已经公示")

    desk.context.clear_cookies()
    desk.goto("/open/")
    expect(desk.get_by_role("link", name="村级冷柜，第一批")).to_be_visible()


def test_a_stranger_objects_on_a_phone_without_a_name(phone: Page) -> None:
    phone.goto("/")
    phone.get_by_role("link", name="帮扶产品检测和包装").click()
    phone.get_by_label("您对什么有异议，为什么").fill("包装的单价比县里集采高。")
    phone.get_by_role("button", name="提出异议").click()

    expect(phone.get_by_role("status")).to_contain_text("收下了。")
    expect(phone.get_by_text("有异议，正在处理")).to_be_visible()
    assert "集采" not in phone.content()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
