"""The life of a station: its operator reports a month, the bureau looks at it, a villager at its products."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from xiangji.demo.build import build
from xiangji.stations.models import MonthlyReport, Product
from xiangji.stations.queries import fieldwork
from xiangji.stations.rules.months import last_whole

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def county(transactional_db: None, settings: LazySettings) -> None:
    settings.DEMO, settings.TOTP = True, False
    build(lambda _what, _done, _total: None, now=datetime.now(UTC))


def log_in(page: Page, username: str) -> None:
    page.context.clear_cookies()
    page.goto("/office/login/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill("xiangji-demo")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/office/$"))


def test_a_month_is_reported_on_a_phone_and_the_bureau_sees_what_became_of_it(phone: Page) -> None:
    month = last_whole(datetime.now(UTC).date())
    log_in(phone, "contractor")
    phone.goto("/office/stations/?chip=unreported")
    phone.locator("tbody a").filter(has_text="服务点").first.click()
    expect(phone.locator("#detail h2").first).to_contain_text("服务点")
    name = phone.locator("#detail h2").first.inner_text()
    phone.locator("summary", has_text="填月报").click()
    sheet = phone.locator("form.sheet", has=phone.locator("input[name=trade_0]"))
    sheet.locator("input[name=month]").fill(str(month))
    sheet.locator("input[name=days_open]").fill("20")
    sheet.locator("input[name=residents]").fill("15")
    sheet.locator("input[name=trade_0]").fill("9")
    sheet.locator("input[name=trade_1]").fill("45")
    sheet.locator("input[name=parcel_0]").fill("21")
    phone.get_by_role("button", name="填月报", exact=True).click()
    expect(phone.get_by_text("记下了。请在这里加纸质月报的照片。")).to_be_visible()

    report = MonthlyReport.objects.latest("pk")
    assert (report.station.name, report.number) == (name, 30)
    log_in(phone, "commerce-clerk")
    phone.goto("/office/station-life/")
    expect(phone.get_by_text("要管的站点")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    phone.goto("/office/local-products/?chip=waits")
    product = Product.objects.filter(fieldwork.WAITS).earliest("pk")
    phone.goto(f"/office/local-products/{product.pk}/")
    phone.get_by_label("中心的答复").fill("收进网货样品")
    phone.get_by_label("公开在“各村特产”里").check()
    phone.get_by_role("button", name="答复", exact=True).click()
    expect(phone.get_by_text("答复了。")).to_be_visible()

    phone.context.clear_cookies()
    phone.goto(f"/stations/{product.village_id[:9]}/")
    expect(phone.locator("#products")).to_contain_text(product.name)
