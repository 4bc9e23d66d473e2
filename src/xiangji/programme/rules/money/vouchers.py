"""For which time the entries of a book are handed out: all of it, a year, or a month."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from xiangji.core.errors import Refused
from xiangji.core.values import Month, Period
from xiangji.programme.rules.words import month_words

_YEAR = re.compile(r"(19|20|21)\d\d", re.ASCII)


class VouchersRefused(Refused):
    """Nothing was handed out."""


@dataclass(frozen=True, slots=True)
class Span:
    """`key` is how an address names it, `period` None for the whole book."""

    key: str
    word: str
    period: Period | None


WHOLE = Span("", "整本账", None)


def span_of(text: str) -> Span:
    """Of 2026, of 2026-03, or of nothing: the whole book."""
    said = text.strip()
    if not said:
        return WHOLE
    if _YEAR.fullmatch(said):
        year = int(said)
        return Span(said, f"{year}年", Period(date(year, 1, 1), date(year, 12, 31)))
    try:
        return of_month(Month.parse(said))
    except ValueError:
        shown = "".join(sign for sign in said if sign.isprintable())[:20]
        wrote = f"没有导出。期间写的是“{shown}”，应当是一年（2026）或者一个月（2026-03）；不写就是整本账。"
        raise VouchersRefused("span_not_understood", wrote) from None


def spans(months: Iterable[Month]) -> tuple[Span, ...]:
    """What may be chosen where these months have entries: the newest first."""
    held = sorted(set(months), reverse=True)
    years = [span_of(str(year)) for year in dict.fromkeys(month.year for month in held)]
    return (WHOLE, *years, *map(of_month, held))


def of_month(month: Month) -> Span:
    return Span(str(month), month_words(month), Period.of_month(month))
