from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from xiangji.core.accounts.models import User
from xiangji.core.audit.models import Entry
from xiangji.core.calendar import (
    BadHolidays,
    Counted,
    Due,
    WorkingDay,
    add_working_days,
    is_working_day,
    load_holidays,
    working_days,
)
from xiangji.core.calendar.models import ArrangedDay
from xiangji.core.calendar.queries import _arrangement

pytestmark = pytest.mark.django_db
DELIVERED = Path(settings.HOME) / "data" / "holidays.csv"


@pytest.fixture
def delivered() -> None:
    load_holidays(DELIVERED, by=None)


def holiday_file(folder: Path, *rows: str) -> Path:
    file = folder / "holidays.csv"
    file.write_text("\n".join(["date,kind,name", *rows]) + "\n", encoding="utf-8")
    return file


@pytest.mark.usefixtures("delivered")
def test_every_day_from_2004_to_2026_is_what_chinesecalendar_says() -> None:
    first, last = date(2004, 1, 1), date(2026, 12, 31)
    known = _arrangement(first, last)

    for distance in range((last - first).days + 1):
        day = first + timedelta(days=distance)
        told = known.look_up(day)
        assert (day, told.working, told.published) == (day, chinese_calendar.is_workday(day), True)


@pytest.mark.usefixtures("delivered")
@pytest.mark.parametrize(
    ("day", "working", "name", "published"),
    [
        (date(2026, 2, 16), False, "春节", True),
        (date(2026, 2, 14), True, "春节调休", True),
        (date(2020, 2, 3), True, "", True),
        (date(2026, 11, 25), True, "", True),
        (date(2026, 11, 28), False, "", True),
        (date(2027, 2, 6), False, "", False),
        (date(2027, 2, 8), True, "", False),
        (date(2003, 10, 1), True, "", False),
    ],
)
def test_a_day_says_whether_it_is_worked_why_and_whether_we_know(
    *, day: date, working: bool, name: str, published: bool
) -> None:
    assert is_working_day(day) == WorkingDay(day, working, name, published)


@pytest.mark.usefixtures("delivered")
def test_working_days_are_counted_over_the_spring_festival() -> None:
    assert working_days(date(2026, 2, 9), date(2026, 2, 28)) == Counted(11, ())


@pytest.mark.usefixtures("delivered")
def test_a_limit_that_runs_into_a_year_not_published_says_which() -> None:
    assert add_working_days(date(2026, 12, 30), 5) == Due(date(2027, 1, 6), (2027,))
    assert add_working_days(date(2026, 12, 24), 5) == Due(date(2026, 12, 31), ())
    assert working_days(date(2025, 12, 1), date(2028, 1, 31)).unpublished_years == (2027, 2028)


@pytest.mark.usefixtures("delivered")
def test_an_answer_costs_one_query(django_assert_num_queries: Callable[[int], object]) -> None:
    for ask in (
        lambda: is_working_day(date(2026, 11, 25)),
        lambda: working_days(date(2020, 1, 1), date(2026, 1, 1)),
        lambda: add_working_days(date(2020, 1, 1), 500),
    ):
        with django_assert_num_queries(1):  # type: ignore[attr-defined]
            ask()


def test_an_empty_calendar_counts_the_week_and_says_so() -> None:
    assert is_working_day(date(2026, 10, 1)) == WorkingDay(date(2026, 10, 1), True, "", published=False)
    assert working_days(date(2026, 10, 1), date(2026, 10, 7)) == Counted(5, (2026,))


def test_the_same_file_again_changes_and_notes_nothing(tmp_path: Path) -> None:
    wang = User.objects.create(username="wang", name="示例·王")
    file = holiday_file(tmp_path, "2027-10-01,rest,国庆节", "2027-10-09,work,国庆节")

    assert load_holidays(file, by=wang) == 2
    assert load_holidays(file, by=wang) == 0
    assert [(entry.did, entry.by_key) for entry in Entry.objects.all()] == [("calendar.loaded", str(wang.pk))]


def test_a_corrected_file_changes_adds_and_takes_back_days_of_its_years_only(tmp_path: Path) -> None:
    load_holidays(
        holiday_file(tmp_path, "2026-10-01,rest,国庆节", "2027-10-01,rest,国庆节", "2027-10-09,work,国庆节"),
        by=None,
    )

    corrected = holiday_file(tmp_path, "2027-10-01,rest,国庆节、中秋节", "2027-10-10,work,国庆节")

    assert load_holidays(corrected, by=None) == 3
    assert [(str(row.day), row.sort, row.name) for row in ArrangedDay.objects.all()] == [
        ("2026-10-01", "rest", "国庆节"),
        ("2027-10-01", "rest", "国庆节、中秋节"),
        ("2027-10-10", "work", "国庆节"),
    ]


def test_a_bad_file_changes_nothing(tmp_path: Path) -> None:
    load_holidays(holiday_file(tmp_path, "2027-10-01,rest,国庆节"), by=None)

    with pytest.raises(BadHolidays, match="第3行的 date 是“2027-10-32”"):
        load_holidays(holiday_file(tmp_path, "2027-10-02,rest,国庆节", "2027-10-32,rest,国庆节"), by=None)

    assert [str(row.day) for row in ArrangedDay.objects.all()] == ["2027-10-01"]
    assert Entry.objects.count() == 1


def test_the_database_itself_refuses_a_day_that_is_neither(tmp_path: Path) -> None:
    with pytest.raises(IntegrityError, match="arranged_day_is_rest_or_work"), transaction.atomic():
        ArrangedDay.objects.create(day=date(2027, 1, 1), sort="half", name="元旦")
