"""Two people at the same moment, with real transactions."""

import pytest

from xiangji.core.accounts.tests.test_at_once import at_once
from xiangji.stations import actions
from xiangji.stations.models import MonthlyReport, Product
from xiangji.stations.tests.life_cast import LATER, a_product, a_report, filled
from xiangji.stations.tests.station_cast import a_point, clerk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("the_county")]
WANGZHUANG, DONGGU = "370481104200", "370481104201"


def test_a_month_that_two_report_at_once_is_reported_once() -> None:
    station, by = a_point("TZ-002", WANGZHUANG), clerk()

    def report() -> object:
        return a_report(station, by, books=None)

    assert at_once(report, report) == {"done": 1, "month_is_reported": 1}
    assert MonthlyReport.objects.count() == 1


def test_of_two_that_correct_the_same_version_at_once_one_is_told_of_the_other() -> None:
    by = clerk()
    first = a_report(a_point("TZ-002", WANGZHUANG), by, books=None)

    def correct(residents: int) -> object:
        return actions.correct_month(
            report=first,
            filled=filled(books=None, residents=residents),
            reason="抄错了",
            by=by,
            happened_at=LATER,
        )

    assert at_once(lambda: correct(15), lambda: correct(16)) == {"done": 1, "report_is_not_the_newest": 1}
    assert sorted(MonthlyReport.objects.values_list("version", flat=True)) == [1, 2]


def test_of_two_stations_that_tell_the_one_product_of_a_village_at_once_one_is_taken() -> None:
    by = clerk()
    here, beside = a_point("TZ-002", WANGZHUANG), a_point("TZ-003", DONGGU)

    def tell(number: int) -> object:
        station = (here, beside)[number]
        return a_product(station, WANGZHUANG, by, grower="", phone="", name=f"示例产品{number}")

    assert at_once(lambda: tell(0), lambda: tell(1)) == {"done": 1, "village_has_its_product": 1}
    assert Product.objects.count() == 1
