"""The small language in which plans and readings write sums: names, numbers, + - * / ( ), one comparison.

    logistics.central + upstream.central
    stations.central <= town_stations * limit.town_station_cap + village_points * limit.village_point_cap

Nothing is run: a text becomes a tree, the tree is computed in exact fractions over named quantities, and the
same tree is written out in words with the figures in place of the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from xiangji.core.errors import Refused
from xiangji.programme.rules.words import MINUS, closed_up, number_words, percent_words

LONGEST = 300
DEEPEST = 20
_TOKEN = re.compile(r"\s*(?:([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)|([0-9]+(?:\.[0-9]+)?)|(<=|>=|[-+*/()<>=]))")
_COMPARATORS = ("<=", ">=", "=", "<", ">")
_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}
_SIGNS = {"+": "+", "-": MINUS, "*": "×", "/": "÷"}


class BadExpression(Refused):
    """The text is not a sum in this language, or it names what the plan does not have."""

    def __init__(self, text: str, expected: str) -> None:
        printable = "".join(letter if letter.isprintable() else "�" for letter in text[:LONGEST])
        shown = printable if len(text) <= LONGEST else f"{printable}……"
        super().__init__("bad_expression", f"算式没有算。“{shown}”{expected}。")
        self.expected = expected


class CannotCompute(Exception):
    """The sum is well written, but a figure is not there yet or a divisor is 0. `reason` says which."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Quantity:
    """A named figure. A share is kept as a fraction of 1 and written in per cent."""

    value: Fraction
    is_share: bool = False

    @property
    def words(self) -> str:
        return percent_words(self.value) if self.is_share else number_words(self.value)


@dataclass(frozen=True, slots=True)
class Known:
    """What may be named in a sum; `awaited` are names whose figures have not come yet, in words."""

    quantities: Mapping[str, Quantity]
    awaited: Mapping[str, str] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.quantities or name in self.awaited

    def value(self, name: str) -> Fraction:
        if name in self.awaited:
            raise CannotCompute(f"还没有{self.awaited[name]}")
        return self.quantities[name].value

    def words(self, name: str) -> str:
        return self.awaited[name] if name in self.awaited else self.quantities[name].words


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction


@dataclass(frozen=True, slots=True)
class Name:
    name: str


@dataclass(frozen=True, slots=True)
class Negative:
    inner: Node


@dataclass(frozen=True, slots=True)
class Operation:
    sign: str
    left: Node
    right: Node


Node = Number | Name | Negative | Operation


@dataclass(frozen=True, slots=True)
class Comparison:
    comparator: str
    left: Node
    right: Node


def parse(text: str) -> Node | Comparison:
    """Raises BadExpression, and nothing else, for whatever is not a sum."""
    reader = _Reader(text, _tokens(text))
    left = reader.sum(0)
    if reader.ahead in _COMPARATORS:
        comparator = reader.take()
        tree: Node | Comparison = Comparison(comparator, left, reader.sum(0))
    else:
        tree = left
    if reader.ahead:
        raise BadExpression(text, f"里多了“{reader.ahead}”，这里应当结束")
    return tree


def names_in(tree: Node | Comparison) -> Iterator[str]:
    """In the order in which they are written."""
    match tree:
        case Name(name):
            yield name
        case Negative(inner):
            yield from names_in(inner)
        case Operation(_, left, right) | Comparison(_, left, right):
            yield from names_in(left)
            yield from names_in(right)


def value_of(tree: Node, known: Known) -> Fraction:
    """Exact. Raises CannotCompute where a figure is awaited or a divisor is 0."""
    match tree:
        case Number(value):
            return value
        case Name(name):
            return known.value(name)
        case Negative(inner):
            return -value_of(inner, known)
        case Operation(sign, left, right):
            return _apply(sign, value_of(left, known), value_of(right, known))


def words_of(tree: Node, known: Known) -> str:
    """The sum as people write it: （380 + 479）÷ 1,500."""
    return closed_up(_spell(tree, known, 0))


def _apply(sign: str, left: Fraction, right: Fraction) -> Fraction:
    if sign == "/":
        if right == 0:
            raise CannotCompute("除数是 0")
        return left / right
    return {"+": left + right, "-": left - right, "*": left * right}[sign]


def _spell(tree: Node, known: Known, outer: int) -> str:
    """`outer` is how strongly the surroundings bind; a weaker sum gets brackets."""
    match tree:
        case Number(value):
            return number_words(value)
        case Name(name):
            return known.words(name)
        case Negative(inner):
            return f"{MINUS}{_spell(inner, known, 3)}"
        case Operation(sign, left, right):
            own = _STRENGTH[sign]
            # a − (b + c) and a ÷ (b × c) need their brackets on the right only.
            stricter = own + 1 if sign in "-/" else own
            text = f"{_spell(left, known, own)} {_SIGNS[sign]} {_spell(right, known, stricter)}"
            return f"（{text}）" if own < outer else text


def _tokens(text: str) -> list[str]:
    if len(text) > LONGEST:
        raise BadExpression(text, f"有 {len(text)} 个字，最多 {LONGEST} 个")
    tokens, position, end = [], 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise BadExpression(text, f"第 {position + 1} 个字读不懂，应当是小写名称、数字、运算号或比较号")
        tokens.append(match[0].strip())
        position = match.end()
    return tokens


class _Reader:
    """Recursive descent over the tokens; `depth` keeps a hostile text from exhausting the stack."""

    def __init__(self, text: str, tokens: list[str]) -> None:
        self._text = text
        self._tokens = tokens
        self._position = 0

    @property
    def ahead(self) -> str:
        return self._tokens[self._position] if self._position < len(self._tokens) else ""

    def take(self) -> str:
        token = self.ahead
        self._position += 1
        return token

    def sum(self, depth: int) -> Node:
        tree = self._product(depth)
        while self.ahead in ("+", "-"):
            tree = Operation(self.take(), tree, self._product(depth))
        return tree

    def _product(self, depth: int) -> Node:
        tree = self._factor(depth)
        while self.ahead in ("*", "/"):
            tree = Operation(self.take(), tree, self._factor(depth))
        return tree

    def _factor(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise BadExpression(self._text, f"括号套得太深，最多 {DEEPEST} 层")
        piece = self.take()
        if piece == "-":
            return Negative(self._factor(depth + 1))
        if piece == "(":
            inner = self.sum(depth + 1)
            if self.take() != ")":
                raise BadExpression(self._text, "少一个右括号")
            return inner
        if piece[:1].isdigit():
            return Number(Fraction(piece))
        if piece[:1].isalpha():
            return Name(piece)
        raise BadExpression(self._text, f"里{f'“{piece}”前' if piece else '最后'}缺一个数字、名称或左括号")
