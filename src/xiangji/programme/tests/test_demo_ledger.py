"""The demo's book, in every county that has a plan of its own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings

from xiangji.core.accounts import demo as accounts
from xiangji.core.events import drain
from xiangji.core.values import Money
from xiangji.programme.demo import register_document, register_running_copy
from xiangji.programme.demo.ledger import build_ledger
from xiangji.programme.models import Book, LedgerEntry
from xiangji.programme.queries.money import ledger
from xiangji.programme.tests.examples import plan_file
from xiangji.programme.tests.test_demo_plan_papers import PLANS, load_towns

# Budget, what came, what enterprises promise: 万元.
EXPECTED = {
    "tengzhou": (2100, 1500 + 400, 0),
    "wangkui": (2060, 2000 + 40, 330),
    "haifeng": (500, 500, 0),
}


@pytest.mark.parametrize("month", [1, 3, 11])
@pytest.mark.parametrize("county", list(PLANS))
def test_every_county_with_amounts_has_a_book_with_a_year_carried_and_closed(
    db: None, settings: LazySettings, county: str, month: int, tmp_path: Path
) -> None:
    settings.COUNTY, settings.DEMO = county, True
    now = datetime(2026, month, 25, 1, 0, tzinfo=UTC)
    plan, code = PLANS[county]
    load_towns(code, tmp_path)
    accounts.build(now)
    register_document(plan_file(plan), at=now)
    register_running_copy(plan_file(plan), today=now.date(), at=now)
    drain()

    build_ledger(now=now)
    build_ledger(now=now)

    if county == "donggang":
        assert not Book.objects.exists()
        return
    book = ledger.books().get()
    whole = ledger.total(book)
    found = tuple(int(each.wan) for each in (whole.budget, whole.received, whole.promised))
    assert found == EXPECTED[county]
    assert whole.on_hand == whole.received
    assert whole.carried == Money(0)
    assert book.closed_through.endswith("-01")
    assert {"carry", "transfer", "budget"} <= set(LedgerEntry.objects.values_list("kind", flat=True))
    assert not LedgerEntry.objects.filter(recorded_at__gt=now).exists()
    assert bool(ledger.in_kind_of(book)) is (county == "wangkui")
