"""The coverage page: both bases, the plan's share with its clause, the towns, and who is left out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from xiangji.core.ui.formats import number, percent
from xiangji.stations.queries.coverage import ALL, POOR, Seen, Target
from xiangji.stations.queries.upkeep import Broadbands
from xiangji.stations.rules.broadband import CLAUSE, TARIFF_QUOTE
from xiangji.stations.rules.coverage import Basis, PoorReading, Share

MOST_NAMED = 60


@dataclass(frozen=True, slots=True)
class ShownShare:
    """A share with the plan's wish beside it."""

    word: str
    share: Share
    target: Target | None

    @property
    def percent(self) -> str:
        return percent(self.share.percent) if self.share.percent is not None else "—"

    @property
    def missing(self) -> int:
        ratio = self.target.ratio if self.target else None
        return self.share.missing(ratio) if ratio is not None else 0

    @property
    def verdict(self) -> tuple[str, str] | None:
        """Mark and word; None where there is nothing to compare."""
        ratio = self.target.ratio if self.target else None
        if ratio is None or self.share.ratio is None:
            return None
        return ("ok", "达到") if self.share.reaches(ratio) else ("warn", f"还差{number(self.missing)}个村")


def told(seen: Seen) -> dict[str, object]:
    found = seen.coverage
    wanted, poor = seen.target(ALL), seen.target(POOR)
    missing = found.missing(Basis.SERVED)
    return {
        "seen": seen,
        "wanted": wanted,
        "poor": poor,
        "shares": [ShownShare(basis.word, found.share(basis), wanted) for basis in Basis],
        "poor_shares": [
            ShownShare(reading.word, found.poor_share(Basis.SERVED, reading), poor) for reading in PoorReading
        ],
        "knows_the_poor": found.knows_the_poor,
        "gauge": _gauge(found.share(Basis.SERVED), wanted),
        "missing": missing[:MOST_NAMED],
        "missing_in_all": len(missing),
        "towns": [
            (each.town, each.own, each.served, _bar(each.served)) for each in seen.towns if each.served.all
        ],
    }


def told_of_broadband(found: Broadbands) -> dict[str, object]:
    lacking = found.lacking
    return {
        "broadband": found,
        "lacking": lacking[:MOST_NAMED],
        "lacking_in_all": len(lacking),
        "tariff_quote": TARIFF_QUOTE,
        "tariff_clause": CLAUSE,
    }


def _gauge(share: Share, wanted: Target | None) -> tuple[Fraction, Fraction] | None:
    if share.percent is None or wanted is None or wanted.percent is None:
        return None
    return share.percent, wanted.percent


def _bar(share: Share) -> Fraction:
    return share.percent or Fraction(0)
