"""A villager with a phone: whose station serves my village, when is it open, and how do I ask the centre."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from xiangji.stations import actions
from xiangji.stations.models import ServiceRequest
from xiangji.stations.tests.cast import LAKE_TOWN, a_county
from xiangji.stations.tests.request_cast import PHONE, a_centre
from xiangji.stations.tests.station_cast import NOW, SPRING, a_station

pytestmark = pytest.mark.browser

HOPE = "370481104200"


@pytest.fixture(autouse=True)
def station(transactional_db: None) -> None:
    """The town's station was assigned the village that has none of its own."""
    a_county()
    a_centre(phone="0632-5500000", hours="工作日8:30到17:30")
    own = a_station(
        "SL-001",
        place=LAKE_TOWN,
        name="示例滨湖服务站",
        phone="0632-5500001",
        hours="每天8:00到18:00",
        address="邮政所院内",
    )
    actions.assign_village(station=own, village=HOPE, since=SPRING, by=None, happened_at=NOW)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def finds_the_village(page: Page) -> None:
    page.goto("/stations/find/")
    assert fits(page)
    page.get_by_label("您是哪个村的").fill("望庄")
    page.get_by_role("button", name="找站点").click()
    assert fits(page)
    page.get_by_role("link", name="望庄村委会").click()


def reads_the_station(page: Page) -> None:
    expect(page.get_by_text("本村没有站点，由下面的站点服务。")).to_be_visible()
    expect(page.get_by_text("滨湖镇，邮政所院内")).to_be_visible()
    expect(page.get_by_text("每天8:00到18:00", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="0632-5500001")).to_have_attribute("href", "tel:0632-5500001")
    assert fits(page)


@pytest.mark.proves("STA-27")
def test_a_villager_finds_the_station_reads_its_hours_and_asks_the_service_desk(phone: Page) -> None:
    finds_the_village(phone)
    reads_the_station(phone)

    phone.get_by_role("link", name="示例滨湖服务站").click()
    expect(phone.get_by_role("heading", name="示例滨湖服务站")).to_be_visible()
    expect(phone.get_by_text("每天8:00到18:00", exact=True)).to_be_visible()
    assert fits(phone)
    phone.go_back()

    phone.get_by_role("link", name="写给市公共服务中心").click()
    phone.get_by_label("想办什么").select_option(label="培训孵化")
    phone.get_by_label("您是").select_option(label="有意从事电商的创业者")
    phone.get_by_label("说一说").fill("想学开网店。")
    phone.get_by_label("怎么称呼您").fill("示例·王新苗")
    phone.get_by_label("电话", exact=True).fill(PHONE)
    phone.get_by_role("button", name="交给中心").click()

    expect(phone.get_by_role("status")).to_contain_text("收下了，编号FW20")
    assert ServiceRequest.objects.count() == 1


def test_a_villager_without_scripts_finds_the_station_too(chromium: Browser, live_server: LiveServer) -> None:
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/stations/find/")
    page.get_by_label("您是哪个村的").fill("望庄")
    page.get_by_role("button", name="找站点").click()
    page.get_by_role("link", name="望庄村委会").click()

    expect(page.get_by_role("link", name="0632-5500001")).to_be_visible()
    context.close()
