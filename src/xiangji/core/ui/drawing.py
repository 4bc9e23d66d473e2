"""Small drawings whose measured lengths are SVG attributes, because the pages forbid inline style."""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from xiangji.core.ui.formats import Number, exact, percent, rounded
from xiangji.core.values import Money

_SPRITE = Path(__file__).parent / "static" / "ui" / "icons.svg"
_BAR_KINDS = ("", "warn", "bad")
_SOURCES = "abcd"
# A limit up to this share is drawn at three fifths of the bar; above it the bar is the whole hundred.
_LARGEST_STRETCHED_LIMIT = 30


@lru_cache(maxsize=1)
def icon_names() -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', _SPRITE.read_text(encoding="utf-8")))


@lru_cache(maxsize=256)
def icon(name: str, size: str = "") -> SafeString:
    """A reference into the sprite; the drawing itself is fetched once for all pages."""
    if name not in icon_names() or size not in {"", "l"}:
        raise ValueError(f"there is no icon {name!r} of size {size!r}")
    look = "i l" if size else "i"
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', look, _sprite(name))


def mark(kind: str, word: str) -> SafeString:
    """A verdict: shape, word and colour together (● ok ▲ warn ■ bad ◆ info ○ wait)."""
    return format_html('<span class="mark {}">{}{}</span>', kind, sign(kind), word)


@lru_cache(maxsize=8)
def sign(kind: str) -> SafeString:
    """The shape of a verdict alone, for places that print the word themselves."""
    if f"mark-{kind}" not in icon_names():
        raise ValueError(f"there is no verdict {kind!r}")
    return format_html('<svg aria-hidden="true"><use href="{}"/></svg>', _sprite(f"mark-{kind}"))


def bar(share: Number, kind: str = "", label: str = "") -> SafeString:
    """How full: `share` in per cent; outside 0–100 the bar is empty or full, the label says more."""
    if kind not in _BAR_KINDS:
        raise ValueError(f"there is no bar {kind!r}")
    return format_html(
        '<svg class="bar {}" role="img" aria-label="{}"><rect class="bg" width="100%" height="100%"/>'
        '<rect class="v" width="{}%" height="100%"/></svg>',
        kind,
        label or f"{percent(share)} %",
        _length(share),
    )


def gauge(now: Number, limit: Number, label: str) -> SafeString:
    """A value and its limit in per cent, both written on the bar. `label` is 上限 or 下限."""
    scale = _scale(now, limit)
    at, edge = _length(exact(now) / scale * 100), _length(exact(limit) / scale * 100)
    return format_html(
        '<svg class="gauge" role="img" aria-label="现在 {now} %，{label} {limit} %">'
        '<text class="now" x="{at}%" y="1.15rem" text-anchor="{at_anchor}">{now} %</text>'
        '<rect class="bg" y="1.6rem" width="100%" height=".8rem"/>'
        '<rect class="v" y="1.6rem" width="{at}%" height=".8rem"/>'
        '<line class="lim" x1="{edge}%" x2="{edge}%" y1="1.3rem" y2="2.7rem"/>'
        '<text x="{edge}%" y="3.75rem" text-anchor="{edge_anchor}">{label} {limit} %</text></svg>',
        now=percent(now),
        limit=percent(limit),
        label=label,
        at=at,
        edge=edge,
        at_anchor="end" if at > 25 else "start",
        edge_anchor="end" if edge > 85 else "start" if edge < 15 else "middle",
    )


def split(parts: Sequence[Money], total: Money, look: str = "") -> SafeString:
    """An amount by its sources, to the scale of `total`; the figures stand in the table beside it.

    With the look `use` the fourth part is what nobody has touched yet, and is drawn as room.
    """
    if total.fen <= 0 or any(part.fen < 0 for part in parts) or len(parts) > len(_SOURCES):
        raise ValueError(f"{parts!r} cannot be drawn as parts of {total!r}")
    drawn, pieces = Decimal(0), []
    for source, part in zip(_SOURCES, parts, strict=False):
        width = rounded(exact(part.fen * 100) / total.fen, 2)
        if part:
            pieces.append((source, drawn, width))
        drawn += width
    rects = format_html_join("", '<rect class="{}" x="{}%" width="{}%" height="100%"/>', pieces)
    return format_html('<svg class="{}" aria-hidden="true">{}</svg>', f"split {look}".strip(), rects)


@lru_cache(maxsize=512)
def dots(solid: int, hollow: int = 0, across: int = 12) -> SafeString:
    """One dot per thing, `solid` first; a round line cap draws a dot in six characters."""
    if solid < 0 or hollow < 0 or across < 1:
        raise ValueError(f"{solid} and {hollow} things cannot be drawn {across} across")
    rows = max(1, -(-(solid + hollow) // across))
    every, holes = _dots(range(solid + hollow), across), _dots(range(solid, solid + hollow), across)
    paths = format_html_join("", '<path class="{}" d="{}"/>', [("all", every), ("hole", holes)])
    return format_html(
        '<svg class="dots" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>', across * 10, rows * 10, paths
    )


def _dots(places: range, across: int) -> str:
    return "".join(f"M{place % across * 10 + 5} {place // across * 10 + 5}h0" for place in places)


def _scale(now: Number, limit: Number) -> Fraction:
    if exact(limit) < 0 or exact(now) < 0:
        raise ValueError(f"a gauge shows shares from 0 up, not {now} against {limit}")
    comfortable = exact(limit) * 5 / 3 if 0 < limit <= _LARGEST_STRETCHED_LIMIT else exact(100)
    return max(comfortable, exact(now) * 100 / 95)


def _length(share: Number) -> Decimal:
    return rounded(min(exact(100), max(exact(0), exact(share))), 1)


def _sprite(name: str) -> str:
    return f"{static('ui/icons.svg')}#{name}"
