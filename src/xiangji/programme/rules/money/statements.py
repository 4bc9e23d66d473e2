"""A statement of the bank or the treasury (对账单) against the book: which line is which entry."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from xiangji.core.errors import Refused
from xiangji.core.values import Money
from xiangji.programme.rules.words import yuan_words

T = TypeVar("T")
L = TypeVar("L", "Line", "Movement")

SERIAL_LENGTH, WORDS_LENGTH, NUMBER_LENGTH, REASON_LENGTH = 60, 200, 60, 500
# A bank books a few days after the voucher; more than that is for a person to see.
NEAR = timedelta(days=7)
# Numbers begin anew each year: beyond two months the same number may be another paper's.
FAR_DAYS = 62
# What writing 万元 with two decimals can take away or add: half of 0.01 万元.
OF_ROUNDING = 50_00


class StatementRefused(Refused):
    """A line that is not taken, or a pair that is not made; nothing was written."""


class Grade(StrEnum):
    CERTAIN = "certain"
    LIKELY = "likely"
    DIFFERS = "differs"

    @property
    def word(self) -> str:
        return {
            Grade.CERTAIN: "凭证号和金额都对上",
            Grade.LIKELY: "金额相同，日期相近",
            Grade.DIFFERS: "凭证号相同，金额不同",
        }[self]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the statement: `fen` is positive for what came and negative for what went."""

    key: int
    on: date
    fen: int
    voucher: str


@dataclass(frozen=True, slots=True)
class Movement:
    """What an entry of the book moves on the special account, with the same sign."""

    key: int
    on: date
    fen: int
    number: str


@dataclass(frozen=True, slots=True)
class Pair:
    line: Line
    movement: Movement
    grade: Grade
    sentence: str


def pairs(lines: Iterable[Line], movements: Iterable[Movement]) -> tuple[Pair, ...]:
    """What probably belongs together, the surest first; each line and each movement once."""
    open_lines, open_moves = list(lines), list(movements)
    found: list[Pair] = []
    for rule in (_certain, _likely, _differing):
        new = list(rule(open_lines, open_moves))
        found += new
        taken = {pair.line.key for pair in new}, {pair.movement.key for pair in new}
        open_lines = [line for line in open_lines if line.key not in taken[0]]
        open_moves = [move for move in open_moves if move.key not in taken[1]]
    return tuple(found)


def _certain(lines: Sequence[Line], movements: Sequence[Movement]) -> Iterator[Pair]:
    """Only where one number with one amount stands once on each side, and the days are not far apart."""
    own = _alone((f"{_plain(line.voucher)} {line.fen}", line) for line in lines if line.voucher)
    other = _alone((f"{_plain(move.number)} {move.fen}", move) for move in movements if move.number)
    for key in own.keys() & other.keys():
        days = abs((own[key].on - other[key].on).days)
        if days <= FAR_DAYS:
            yield Pair(own[key], other[key], Grade.CERTAIN, "")
        else:
            yield Pair(
                own[key], other[key], Grade.LIKELY, f"号和金额都对上，可日期差{days}天，请看是不是同一笔。"
            )


def _plain(number: str) -> str:
    """A number as it counts: no matter how wide its letters are or where it has spaces."""
    return "".join(unicodedata.normalize("NFKC", number).split())


def _likely(lines: Sequence[Line], movements: Sequence[Movement]) -> Iterator[Pair]:
    """One line and one movement of this amount within so many days of each other, and no other.

    By halving in days that are in order: ten thousand of one amount are no more work than of ten thousand.
    """
    own, other = _by_amount(lines), _by_amount(movements)
    for line in lines:
        move = _only_near(other.get(line.fen), line.on)
        if move is not None and _only_near(own[line.fen], move.on) is line:
            yield Pair(line, move, Grade.LIKELY, f"相差{abs((move.on - line.on).days)}天。")


def _by_amount(things: Iterable[L]) -> dict[int, tuple[list[date], list[L]]]:
    """What moves one amount, and its days beside it, both in the order of days."""
    found: dict[int, tuple[list[date], list[L]]] = {}
    for thing in sorted(things, key=lambda each: each.on):
        days, alike = found.setdefault(thing.fen, ([], []))
        days.append(thing.on)
        alike.append(thing)
    return found


def _only_near(alike: tuple[list[date], list[L]] | None, on: date) -> L | None:
    """The one thing near this day; None where there is none, or more than one."""
    if alike is None:
        return None
    days, things = alike
    first, after = bisect_left(days, on - NEAR), bisect_right(days, on + NEAR)
    return things[first] if after - first == 1 else None


def _differing(lines: Sequence[Line], movements: Sequence[Movement]) -> Iterator[Pair]:
    """The number says they belong together, the amount does not: it is named, and nobody pairs it."""
    own = _alone((_plain(line.voucher), line) for line in lines if line.voucher)
    other = _alone((_plain(move.number), move) for move in movements if move.number)
    for key in own.keys() & other.keys():
        yield Pair(own[key], other[key], Grade.DIFFERS, difference(own[key].fen, other[key].fen))


def difference(of_statement: int, of_book: int) -> str:
    """In words, and whether it looks like rounding to 0.01 万元."""
    said = (
        f"对账单上{yuan_words(Money(abs(of_statement)))}元，账上{yuan_words(Money(abs(of_book)))}元，"
        f"差{yuan_words(Money(abs(of_statement - of_book)))}元。"
    )
    rounded = of_statement % 100_00 == 0 or of_book % 100_00 == 0
    if rounded and 0 < abs(of_statement - of_book) <= OF_ROUNDING:
        return f"{said}像是按万元写到两位小数，请照支付凭证核对。"
    return said


def _alone(keyed: Iterable[tuple[str, T]]) -> dict[str, T]:
    """By their keys; what shares its key with another belongs to nobody."""
    found: dict[str, list[T]] = {}
    for key, thing in keyed:
        found.setdefault(key, []).append(thing)
    return {key: things[0] for key, things in found.items() if len(things) == 1}


def words_of(text: str, what: str, longest: int, *, required: bool = False) -> str:
    said = text.strip()
    if len(said) > longest or "\x00" in said or (required and not said):
        wrote = f"没有收下。{what}写了{len(said)}个字，应当是{int(required)}到{longest}个字。"
        raise StatementRefused("statement_words_out_of_range", wrote)
    return said


def check_pair(line: int, movement: int) -> None:
    if line != movement:
        said = (
            f"没有勾上。{difference(line, movement)}金额相同才能勾；账错了先冲销重记，对账单错了请银行更正。"
        )
        raise StatementRefused("pair_of_two_amounts", said)
