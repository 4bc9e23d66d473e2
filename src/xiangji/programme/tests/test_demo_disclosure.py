"""The demo's published quarters, records of misuse and registers, in every county that has a book."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from xiangji.programme.demo.disclosure import build_disclosure
from xiangji.programme.models import Asset, FundStatement, MisuseRecord, OtherFund
from xiangji.programme.queries.money import statements_of_use
from xiangji.programme.tests.test_demo_payments import MONTHS, built
from xiangji.programme.tests.test_demo_plan_papers import PLANS


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("county", [county for county in PLANS if county != "donggang"])
def test_quarters_are_published_that_agree_with_the_book_and_two_records_of_misuse_stand(
    db: None, settings: LazySettings, county: str, month: int, tmp_path: Path
) -> None:
    now = built(settings, county, tmp_path, month)

    build_disclosure(now=now)
    build_disclosure(now=now)

    published = list(statements_of_use.rows())
    assert published
    assert {statements_of_use.differs(each) for each in published} == {()}
    assert sorted(MisuseRecord.objects.values_list("outcome", flat=True)) == ["", "cleared"]
    assert Asset.objects.count() == 4
    assert OtherFund.objects.count() == 2
    assert not FundStatement.objects.filter(at__gt=now).exists()
