"""How long a contractor serves, and which year is to be checked; without a database."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.programme.rules.agreement import (
    AgreementRefused,
    Service,
    check_operation,
    check_signed,
    check_year,
    checks_due,
    months_after,
    next_check,
    promised_months,
)
from xiangji.programme.tests.refusing import sentence_of

DAYS = st.dates(date(2018, 1, 1), date(2040, 1, 1))
SERVICES = st.builds(Service, DAYS, st.integers(1, 360))


@given(service=SERVICES, on=DAYS)
def test_the_count_down_never_grows_and_ends_at_the_last_day(service: Service, on: date) -> None:
    left = service.months_left(on)

    assert 0 <= left <= service.months
    assert service.months_left(on + timedelta(days=1)) <= left
    assert (left == 0) == (on >= service.until)


@given(service=SERVICES, on=DAYS)
def test_a_year_is_due_when_it_is_over_and_once(service: Service, on: date) -> None:
    due = checks_due(service, frozenset(), on)

    assert due == tuple(range(1, len(due) + 1))
    assert all(service.due(year) <= on for year in due)
    assert checks_due(service, frozenset(due), on) == ()
    assert len(due) <= service.years


@given(service=SERVICES)
def test_the_last_year_is_due_with_the_end(service: Service) -> None:
    assert service.due(service.years) == service.until
    assert checks_due(service, frozenset(), service.until)[-1] == service.years
    assert next_check(service, frozenset(range(1, service.years + 1))) is None


def test_six_years_are_counted_from_the_day() -> None:
    service = Service(date(2026, 9, 30), 72)

    assert service.until == date(2032, 9, 30)
    assert service.words(date(2026, 9, 1)) == "2026年9月30日起算，共72个月"
    assert service.words(date(2027, 10, 1)) == "还剩60个月，到2032年9月30日止"
    assert service.words(date(2032, 9, 30)) == "服务期满，2032年9月30日止"
    assert next_check(service, frozenset({1})) == (2, date(2028, 9, 30))


def test_a_month_that_is_shorter_ends_on_its_last_day() -> None:
    assert months_after(date(2027, 8, 31), 6) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("value", "unit", "months"),
    [(Decimal(6), "年", 72), (Decimal(6), "月", 0), (None, "年", 0), (Decimal("0.5"), "年", 0)],
)
def test_a_rule_without_whole_years_promises_nothing(value: Decimal | None, unit: str, months: int) -> None:
    assert promised_months(value, unit) == months


@given(months=st.integers(-10, 400), promised=st.sampled_from([0, 36, 72]))
def test_a_service_is_never_shorter_than_the_plan_promises(months: int, promised: int) -> None:
    service = Service(date(2026, 9, 30), months)
    said = sentence_of(lambda: check_operation(service, promised=promised, rule_words="《示例方案》写着6年"))

    assert bool(said) == (months < max(promised, 1) or months > 360)
    assert not said or str(months) in said


def test_an_agreement_is_signed_before_the_start_and_not_in_time_to_come() -> None:
    today = date(2026, 9, 30)

    with pytest.raises(AgreementRefused, match="还没有到"):
        check_signed(date(2026, 10, 1), today=today, started_on=None)
    with pytest.raises(AgreementRefused, match="项目实施前"):
        check_signed(date(2026, 9, 29), today=today, started_on=date(2026, 9, 28))
    check_signed(date(2026, 9, 28), today=today, started_on=date(2026, 9, 28))


@pytest.mark.parametrize(
    ("year", "said"), [(0, "没有第0年"), (7, "没有第7年"), (1, "已经检查过"), (3, "才满")]
)
def test_a_year_that_cannot_be_checked_says_why(year: int, said: str) -> None:
    service = Service(date(2024, 9, 30), 72)

    with pytest.raises(AgreementRefused, match=said):
        check_year(service, year, frozenset({1}), date(2026, 9, 30))
    check_year(service, 2, frozenset({1}), date(2026, 9, 30))
