from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

FEN_PER_YUAN = 100
FEN_PER_WAN = 1_000_000


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of renminbi as a whole number of 分. May be negative (a reversal)."""

    fen: int

    def __post_init__(self) -> None:
        if type(self.fen) is not int:
            raise TypeError(f"money is a whole number of fen, not {self.fen!r}")

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
    if isinstance(amount, float):
        raise TypeError("a float is not an amount of money; pass a Decimal, an int or a string")
    exact = Decimal(amount) * fen_per_unit
    if not exact.is_finite() or exact != exact.to_integral_value():
        raise ValueError(f"{amount} is not a whole number of fen")
    return int(exact)
