"""A patrol on a phone: a round is planned, the station is seen, and what was wrong is looked at again."""

import pytest
from django.conf import LazySettings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import an_organisation, one
from xiangji.stations.models import FollowUp, Patrol
from xiangji.stations.tests.cast import LAKE_TOWN, a_county
from xiangji.stations.tests.station_cast import a_station

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def operator(transactional_db: None, settings: LazySettings) -> User:
    """Who runs the one station of the small county."""
    settings.TOTP = False
    a_county()
    firm = an_organisation("示例·乡集公司")
    a_station("TZ-001", place=LAKE_TOWN, operator=firm, name="示例滨湖服务站")
    return one(PostKind.CONTRACTOR, organisation=firm)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_the_operator_plans_a_round_finds_a_loose_board_and_sees_it_mended(
    phone: Page, live_server: LiveServer, operator: User, settings: LazySettings
) -> None:
    client = Client()
    client.force_login(operator)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    phone.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    phone.goto("/office/patrols/")
    expect(phone.get_by_text("还没有巡查")).to_be_visible()
    phone.get_by_role("link", name="排一轮巡查").click()
    phone.get_by_role("button", name="排一轮巡查").click()
    expect(phone.get_by_text("排好了，1个站点")).to_be_visible()

    phone.get_by_role("link", name="示例滨湖服务站").click()
    phone.get_by_label("牌匾、标识在，没有破损").fill("牌匾松了")
    assert fits(phone)
    phone.get_by_role("button", name="记巡查").click()
    expect(phone.get_by_text("记下了。请在这里加现场照片。")).to_be_visible()
    expect(phone.get_by_text("1项没改好").first).to_be_visible()

    phone.get_by_label("看到什么").fill("重新钉过了")
    phone.get_by_role("button", name="记复查").click()
    expect(phone.get_by_text("都改好了").first).to_be_visible()
    assert fits(phone)
    assert (Patrol.objects.count(), FollowUp.objects.get().is_mended) == (1, True)
