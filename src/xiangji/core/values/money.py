from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from fractions import Fraction

FEN_PER_YUAN = 100
FEN_PER_WAN = 1_000_000
# What the databases hold in a whole number of eight bytes.
LARGEST_FEN = 2**63 - 1


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of renminbi as a whole number of 分. May be negative (a reversal)."""

    fen: int

    def __post_init__(self) -> None:
        if type(self.fen) is not int:
            raise TypeError(f"money is a whole number of fen, not {self.fen!r}")
        if abs(self.fen) > LARGEST_FEN:
            raise ValueError("more money than can be kept")

    @classmethod
    def from_yuan(cls, yuan: Decimal | int | str) -> Money:
        """Raises ValueError when the amount has parts smaller than a 分."""
        return cls(_whole(yuan, FEN_PER_YUAN))

    @classmethod
    def from_wan(cls, wan: Decimal | int | str) -> Money:
        """Plans are written in 万元; 0.5 万元 is 500,000 分."""
        return cls(_whole(wan, FEN_PER_WAN))

    @classmethod
    def sum(cls, amounts: Iterable[Money]) -> Money:
        return cls(sum(amount.fen for amount in amounts))

    @property
    def yuan(self) -> Decimal:
        return Decimal(self.fen) / FEN_PER_YUAN

    @property
    def wan(self) -> Decimal:
        return Decimal(self.fen) / FEN_PER_WAN

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen)

    def __neg__(self) -> Money:
        return Money(-self.fen)

    def __mul__(self, count: int) -> Money:
        return Money(self.fen * count)

    def __bool__(self) -> bool:
        return self.fen != 0


def _whole(amount: Decimal | int | str, fen_per_unit: int) -> int:
    """Exact whatever the length of the amount: a Decimal product would be rounded to 28 digits."""
    if isinstance(amount, float | bool):
        raise TypeError(f"{amount!r} is not an amount of money; pass a Decimal, an int or a string")
    exact = _exact(amount)
    # Far-away exponents are turned down before they are written out in digits.
    if not exact.is_finite() or not -40 <= int(exact.as_tuple().exponent) <= 20:
        raise ValueError(f"{amount} is not an amount of money")
    fen = Fraction(exact) * fen_per_unit
    if fen.denominator != 1:
        raise ValueError(f"{amount} is not a whole number of fen")
    return fen.numerator


def _exact(amount: Decimal | int | str) -> Decimal:
    try:
        return Decimal(amount)
    except DecimalException as fault:
        raise ValueError(f"{amount!r} is not an amount of money") from fault
