"""A clerk shows a code on her screen, a phone without a log-in takes photos, the paper has its evidence."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from xiangji.core.evidence.tests.cast import JPEG, PAPER, PDF, a_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def log_in(page: Page, live_server: LiveServer, username: str) -> None:
    client = Client()
    client.force_login(a_person(username))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def test_a_photo_goes_from_the_phone_to_the_paper_on_the_screen(
    desk: Page, phone: Page, live_server: LiveServer
) -> None:
    log_in(desk, live_server, "adder")
    desk.goto(f"/office/evidence/of/{PAPER}/")
    desk.get_by_role("button", name="用手机拍").click()
    code = desk.get_by_text(re.compile(r"扫不了，就在手机上打开")).inner_text()

    phone.goto(code.partition("：")[2])
    phone.get_by_label("拍一张").set_input_files(
        {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": JPEG}
    )
    phone.get_by_role("button", name="传选好的照片").click()
    expect(phone.get_by_text("收下了1张，还可以再传8张。")).to_be_visible()
    phone.get_by_role("button", name="传完了").click()
    expect(phone.get_by_role("heading", name="都收下了")).to_be_visible()

    desk.goto(f"/office/evidence/of/{PAPER}/")
    expect(desk.get_by_role("link", name="IMG_1.jpg")).to_be_visible()
    expect(desk.get_by_text("示例·adder用手机加于")).to_be_visible()


def test_a_file_is_added_opened_and_withdrawn(desk: Page, live_server: LiveServer) -> None:
    log_in(desk, live_server, "adder")
    desk.goto(f"/office/evidence/of/{PAPER}/")
    desk.get_by_label("加凭证").set_input_files(
        {"name": "合同.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    desk.get_by_role("button", name="加上这些文件").click()
    desk.goto(f"/office/evidence/of/{PAPER}/")

    with desk.expect_download() as opened:
        desk.get_by_role("link", name="合同.pdf").click()
    desk.get_by_role("link", name="撤下").click()
    desk.get_by_label("为什么撤下").fill("传错了")
    desk.get_by_role("button", name="撤下这件凭证").click()
    desk.goto(f"/office/evidence/of/{PAPER}/")

    assert opened.value.suggested_filename == "合同.pdf"
    expect(desk.get_by_text("已撤下")).to_be_visible()
    expect(desk.get_by_text("传错了")).to_be_visible()


def test_the_page_on_the_phone_is_not_wider_than_the_phone(
    desk: Page, phone: Page, live_server: LiveServer
) -> None:
    log_in(desk, live_server, "adder")
    desk.goto(f"/office/evidence/of/{PAPER}/")
    desk.get_by_role("button", name="用手机拍").click()
    phone.goto(desk.get_by_text(re.compile(r"扫不了")).inner_text().partition("：")[2])

    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
