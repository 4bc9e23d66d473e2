"""A statement against the book: what belongs together, what differs, and that both sides settle."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.values import Money
from xiangji.programme.rules.money.settling import Printed, Statement, balanced, statement
from xiangji.programme.rules.money.statements import (
    Grade,
    Line,
    Movement,
    StatementRefused,
    check_pair,
    difference,
    pairs,
)

DAY = date(2026, 6, 10)


def line(key: int, fen: int, voucher: str = "", days: int = 0) -> Line:
    return Line(key, DAY + timedelta(days=days), fen, voucher)


def movement(key: int, fen: int, number: str = "", days: int = 0) -> Movement:
    return Movement(key, DAY + timedelta(days=days), fen, number)


def graded(lines: list[Line], movements: list[Movement]) -> list[tuple[int, int, Grade]]:
    return [(pair.line.key, pair.movement.key, pair.grade) for pair in pairs(lines, movements)]


def test_number_and_amount_together_are_certain() -> None:
    assert graded([line(1, -500, "支1")], [movement(7, -500, "支1", 30)]) == [(1, 7, Grade.CERTAIN)]


def test_a_number_of_another_year_is_for_a_person_to_see() -> None:
    (pair,) = pairs([line(1, -500, "支1")], [movement(7, -500, "支1", 63)])

    assert pair.grade is Grade.LIKELY
    assert pair.sentence == "号和金额都对上，可日期差63天，请看是不是同一笔。"


def test_spaces_and_wide_letters_make_no_other_number() -> None:
    assert graded([line(1, -500, "支 ００12")], [movement(7, -500, "支0012")]) == [(1, 7, Grade.CERTAIN)]


def test_the_same_amount_a_few_days_apart_is_likely() -> None:
    assert graded([line(1, 500)], [movement(7, 500, "指1", 7)]) == [(1, 7, Grade.LIKELY)]
    assert graded([line(1, 500)], [movement(7, 500, "指1", 8)]) == []


def test_what_came_is_never_what_went() -> None:
    assert graded([line(1, 500)], [movement(7, -500)]) == []


def test_two_of_the_same_amount_are_for_a_person_to_see() -> None:
    assert graded([line(1, 500)], [movement(7, 500), movement(8, 500, "", 1)]) == []
    assert graded([line(1, 500), line(2, 500, "", 1)], [movement(7, 500)]) == []


def test_a_number_that_stands_twice_decides_nothing() -> None:
    assert graded([line(1, 500, "支1"), line(2, 500, "支1", 40)], [movement(7, 500, "支1", 80)]) == []


def test_one_number_with_two_amounts_is_named_as_a_difference() -> None:
    (pair,) = pairs([line(1, -12_300_00, "支1")], [movement(7, -12_345_67, "支1")])

    assert pair.grade is Grade.DIFFERS
    assert pair.sentence == (
        "对账单上12,300.00元，账上12,345.67元，差45.67元。像是按万元写到两位小数，请照支付凭证核对。"
    )


def test_a_difference_beyond_rounding_is_only_named() -> None:
    assert difference(-12_300_00, -12_400_00) == "对账单上12,300.00元，账上12,400.00元，差100.00元。"
    assert difference(1, 2) == "对账单上0.01元，账上0.02元，差0.01元。"


def test_amounts_that_differ_by_one_fen_are_not_paired() -> None:
    with pytest.raises(StatementRefused) as refusal:
        check_pair(-100, -101)

    assert refusal.value.code == "pair_of_two_amounts"
    check_pair(-100, -100)


class CountedDay(date):
    """A day that counts how often it is compared with another."""

    asked = 0

    def __lt__(self, other: date) -> bool:
        CountedDay.asked += 1
        return super().__lt__(other)

    def __sub__(self, other: Any) -> Any:  # noqa: ANN401 - of two overloads
        CountedDay.asked += 1
        return super().__sub__(other)


def test_ten_times_as_many_lines_of_one_amount_are_no_hundred_times_the_work() -> None:
    def comparisons(count: int) -> int:
        days = [CountedDay.fromordinal(DAY.toordinal() + number % 28) for number in range(count)]
        CountedDay.asked = 0
        found = pairs(
            [Line(number, day, -500, "") for number, day in enumerate(days)],
            [Movement(number, day, -500, "") for number, day in enumerate(days)],
        )
        assert found == ()
        return CountedDay.asked

    few, many = comparisons(200), comparisons(2_000)

    assert few > 0
    assert many < 20 * few


AMOUNTS = st.integers(-5, 5).filter(bool)
NUMBERS = st.sampled_from(["", "支1", "支2", "支3"])
LINES = st.lists(st.tuples(AMOUNTS, NUMBERS, st.integers(0, 12)), max_size=8)


@given(LINES, LINES)
def test_each_side_is_paired_once_and_only_with_its_own_amount(
    left: list[tuple[int, str, int]], right: list[tuple[int, str, int]]
) -> None:
    lines = [line(key, fen, voucher, days) for key, (fen, voucher, days) in enumerate(left)]
    movements = [movement(key, fen, number, days) for key, (fen, number, days) in enumerate(right)]

    found = pairs(lines, movements)

    assert len({pair.line.key for pair in found}) == len(found) == len({pair.movement.key for pair in found})
    assert all((pair.line.fen == pair.movement.fen) == (pair.grade is not Grade.DIFFERS) for pair in found)


@given(LINES, LINES)
def test_likely_is_whatever_has_nothing_else_of_its_amount_near(
    left: list[tuple[int, str, int]], right: list[tuple[int, str, int]]
) -> None:
    lines = [line(key, fen, "", 2 * days) for key, (fen, _, days) in enumerate(left)]
    movements = [movement(key, fen, "", 2 * days) for key, (fen, _, days) in enumerate(right)]
    near = [
        (one.key, other.key)
        for one in lines
        for other in movements
        if one.fen == other.fen and abs((one.on - other.on).days) <= 7
    ]
    ones, others = Counter(one for one, _ in near), Counter(other for _, other in near)

    found = {(pair.line.key, pair.movement.key) for pair in pairs(lines, movements)}

    assert found == {(one, other) for one, other in near if ones[one] == 1 == others[other]}


@given(LINES, LINES)
def test_whatever_is_paired_both_sides_settle_to_the_same(
    left: list[tuple[int, str, int]], right: list[tuple[int, str, int]]
) -> None:
    lines = [line(key, fen, voucher, days) for key, (fen, voucher, days) in enumerate(left)]
    movements = [movement(key, fen, number, days) for key, (fen, number, days) in enumerate(right)]
    made = [pair for pair in pairs(lines, movements) if pair.grade is not Grade.DIFFERS]
    of_lines, of_moves = {pair.line.key for pair in made}, {pair.movement.key for pair in made}

    found = balanced(
        sum(each.fen for each in movements),
        statement(Printed(each.on, each.fen, None) for each in sorted(lines, key=lambda each: each.on)),
        [each.fen for each in lines if each.key not in of_lines],
        [(each.on, each.fen) for each in movements if each.key not in of_moves],
    )

    assert found.is_even
    assert found.book_settled == found.statement_settled
    assert found.only_book_in.amount >= Money(0) <= found.only_book_out.amount


def printed(*lines: tuple[int, int, int | None]) -> Statement:
    """Day, amount, and the balance behind it."""
    return statement(Printed(DAY + timedelta(days=days), fen, balance) for days, fen, balance in lines)


def test_the_printed_balance_is_that_of_the_last_day_whichever_way_round_its_lines_stand() -> None:
    upwards = printed((0, 500, 500), (1, -100, 400), (1, -50, 350))
    downwards = printed((0, 500, 500), (1, -50, 350), (1, -100, 400))

    assert upwards.balance == downwards.balance == Money(350)
    assert upwards.breaks == downwards.breaks == ()
    assert upwards.before == Money(0)


def test_a_day_that_ends_as_it_began_is_no_gap() -> None:
    found = printed((0, 500, 500), (1, 70, 570), (1, -70, 500))

    assert (found.balance, found.breaks) == (Money(500), ())


def test_what_lay_there_before_the_first_line_is_known_from_its_balance() -> None:
    assert printed((0, -100, 900)).before == Money(1_000)


def test_a_line_that_is_missing_is_named_by_the_day_on_which_it_shows() -> None:
    found = printed((0, 500, 500), (3, -100, 370))

    (gap,) = found.breaks
    assert gap.missing == Money(-30)
    assert "到2026年6月13日" in gap.sentence
    assert "少0.30元" in gap.sentence
    assert found.balance == Money(370)


def test_without_printed_balances_the_sum_of_the_lines_counts() -> None:
    found = printed((0, 500, None), (1, -100, None))

    assert (found.balance, found.printed_on, found.before) == (Money(400), None, Money(0))


def test_lines_behind_the_last_printed_balance_are_added_to_it() -> None:
    assert printed((0, 500, 800), (1, -100, None)).balance == Money(700)


def test_a_gap_is_the_difference_of_both_sides_and_is_said() -> None:
    found = balanced(400, printed((0, 500, 500), (1, -100, 370)), [], [])

    assert not found.is_even
    assert found.difference == Money(30)
    assert len(found.reasons) == 1


def test_what_the_book_held_before_the_first_line_is_what_the_bank_held() -> None:
    begun = printed((0, -100, 900))
    before = DAY - timedelta(days=30)

    same = balanced(900, begun, [], [(before, 1_000)])
    other = balanced(899, begun, [], [(before, 999)])

    assert same.is_even
    assert same.reasons == ()
    assert other.difference == Money(1)
    assert "第一行以前，对账单上有10.00元，账上有9.99元" in other.reasons[0]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-9, 9).filter(bool)), min_size=1), st.integers(0, 9))
def test_a_whole_statement_has_no_gap_and_ends_at_its_last_balance(
    moved: list[tuple[int, int]], before: int
) -> None:
    lines, balance = [], before
    for days, fen in sorted(moved, key=lambda each: each[0]):
        balance += fen
        lines.append((days, fen, balance))

    found = printed(*lines)

    assert found.breaks == ()
    assert found.balance == Money(balance) or found.before != Money(before)
