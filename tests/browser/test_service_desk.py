"""The service desk on a phone: somebody asks on the web, the centre does it, it is looked up and rated."""

import pytest
from django.conf import LazySettings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import an_organisation, one
from xiangji.stations.models import Rating, ServiceRequest
from xiangji.stations.rules.requests import State
from xiangji.stations.tests.cast import a_county
from xiangji.stations.tests.request_cast import PHONE, a_centre

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def operator(transactional_db: None, settings: LazySettings) -> User:
    """Who runs the centre of the small county."""
    settings.TOTP = False
    a_county()
    firm = an_organisation("示例·乡集公司")
    a_centre(operator=firm, phone="0632-5500000", hours="工作日8:30到17:30")
    return one(PostKind.CONTRACTOR, organisation=firm)


def walk_in(page: Page, live_server: LiveServer, person: User, settings: LazySettings) -> None:
    client = Client()
    client.force_login(person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.proves("STA-05")
def test_a_villager_asks_the_centre_does_it_and_the_villager_looks_it_up_and_rates_it(
    phone: Page, live_server: LiveServer, operator: User, settings: LazySettings
) -> None:
    phone.goto("/stations/ask/")
    assert fits(phone)
    phone.get_by_label("想办什么").select_option(label="培训孵化")
    phone.get_by_label("您是").select_option(label="有意从事电商的创业者")
    phone.get_by_label("说一说").fill("想学开网店。")
    phone.get_by_label("怎么称呼您").fill("示例·王新苗")
    phone.get_by_label("电话", exact=True).fill(PHONE)
    phone.get_by_role("button", name="交给中心").click()
    expect(phone.get_by_role("status")).to_contain_text("收下了，编号FW20")
    number = ServiceRequest.objects.get().number

    walk_in(phone, live_server, operator, settings)
    phone.goto("/office/service-requests/")
    phone.get_by_role("link", name="培训孵化").first.click()
    phone.get_by_role("button", name="接办").click()
    expect(phone.get_by_text("接了，记在您名下。")).to_be_visible()
    phone.get_by_label("结果").fill("报了下周的班。")
    phone.get_by_role("button", name="办好了").click()
    expect(phone.get_by_text("办好了。")).to_be_visible()
    assert ServiceRequest.objects.get().status is State.DONE

    phone.context.clear_cookies()
    phone.goto("/stations/ask/look/")
    phone.get_by_label("编号").fill(number)
    phone.get_by_label("电话最后4位").fill(PHONE[-4:])
    phone.get_by_role("button", name="查").click()
    expect(phone.get_by_text("报了下周的班。")).to_be_visible()
    assert fits(phone)
    phone.get_by_label("满意吗").select_option(label="5分")
    phone.get_by_role("button", name="评一评").click()
    expect(phone.get_by_role("status")).to_contain_text("记下了，谢谢")
    assert Rating.objects.get().score == 5


def test_a_caller_is_taken_in_at_the_counter_on_a_phone_in_one_page(
    phone: Page, live_server: LiveServer, operator: User, settings: LazySettings
) -> None:
    walk_in(phone, live_server, operator, settings)

    phone.goto("/office/service-requests/")
    phone.get_by_role("link", name="记一件").click()
    phone.get_by_label("办什么", exact=True).select_option(label="金融信用")
    phone.get_by_label("谁来办").select_option(label="合作社")
    phone.get_by_label("姓名或单位").fill("示例·山货合作社")
    phone.get_by_label("想办什么").fill("问流水贷要什么材料。")
    phone.get_by_label("当场办好的，写结果").fill("给了材料单。")
    assert fits(phone)
    phone.get_by_role("button", name="记一件").click()

    expect(phone.get_by_text("记下了，编号FW20")).to_be_visible()
    row = ServiceRequest.objects.get()
    assert (row.status, row.taken_by) == (State.DONE, operator)
