from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """What a measure says for a place and a period: a numerator and, for ratios, a denominator.

    Division and rounding happen once, in `value`, so that sums over places stay exact.
    """

    num: int
    den: int | None = None
    no_data: str = ""
    by_hand: bool = False

    def __post_init__(self) -> None:
        if self.den is not None and self.den <= 0 and not self.no_data:
            raise ValueError("a ratio without a denominator has no value: say why in no_data")

    def value(self, places: int = 2) -> Decimal:
        """The number itself, or per cent for a ratio, half rounded up. Raises ValueError without data."""
        if self.no_data:
            raise ValueError(self.no_data)
        num, den = (self.num, 1) if self.den is None else (self.num * 100, self.den)
        rounded = (2 * abs(num) * 10**places + den) // (2 * den)
        return Decimal(f"{rounded if num >= 0 else -rounded}E-{places}")
