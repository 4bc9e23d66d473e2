from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


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
        """The number itself, or per cent for a ratio, rounded half up. Raises ValueError where there is no data."""
        if self.no_data:
            raise ValueError(self.no_data)
        exact = Decimal(self.num) if self.den is None else Decimal(self.num * 100) / self.den
        return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
