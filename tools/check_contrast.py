"""Check colour pairs by WCAG 2.2 contrast in every county, and the chart colours for colour blindness.

Run: python tools/check_contrast.py     Exit status 1 when a pair fails; the pair is named.
"""

import math
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from xiangji.core.ui.theme import read_colours

HOME = Path(__file__).resolve().parents[1]
TOKENS = HOME / "src/xiangji/core/ui/static/ui/tokens.css"
PAPERS = ("paper", "paper-raised", "paper-sunk")
VERDICTS = ("ok", "warn", "bad", "info")
SERIES = ("c1", "c2", "c3", "c4", "c5")
LEAST_DISTANCE = 10.0  # OKLab, times 100, between any two series
COLOUR = re.compile(r"--([\w-]+): var\(--day, (#\w{6})\) var\(--night, (#\w{6})\)")

# Linear-RGB simulations of full dichromacy (Machado, Oliveira and Fernandes, 2009).
SIGHT = {
    "full": (
        (1, 0, 0),
        (0, 1, 0),
        (0, 0, 1),
    ),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.3039),
    ),
}

Colours = dict[str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """A colour on a ground, and the least contrast between them."""

    front: str
    ground: str
    least: float

    def contrast(self, colours: Colours) -> float:
        return contrast(colours[self.front], colours[self.ground])


def linear(colour: str) -> list[float]:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def contrast(one: str, other: str) -> float:
    lights = (0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other)))
    light, dark = sorted(lights, reverse=True)
    return (light + 0.05) / (dark + 0.05)


def oklab(colour: str, sight: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    r, g, b = (min(1.0, max(0.0, sum(m * c for m, c in zip(row, rgb, strict=True)))) for row in SIGHT[sight])
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def needed() -> Iterator[Pair]:
    for paper in PAPERS:
        for front in ("ink", "ink-2", "ink-3", "brand", "accent", *VERDICTS):
            yield Pair(front, paper, 4.5)
        yield Pair("edge", paper, 3.0)
    for paper in PAPERS[:2]:
        yield from (Pair(series, paper, 3.0) for series in SERIES)
    for verdict in VERDICTS:
        yield Pair(verdict, f"{verdict}-wash", 4.5)
        yield Pair("ink", f"{verdict}-wash", 7.0)
    yield from (Pair("on-brand", "brand", 4.5), Pair("brand", "wash", 4.5), Pair("ink-2", "wash", 4.5))
    yield from (Pair("ink", plate, 7.0) for plate in ("plate-1", "plate-2", "wash"))


def shared_colours(tokens: Path, mode: str) -> Colours:
    written = COLOUR.findall(tokens.read_text(encoding="utf-8"))
    return {name: day if mode == "day" else night for name, day, night in written}


def faint_pairs(colours: Colours) -> list[str]:
    measured = ((pair, pair.contrast(colours)) for pair in needed())
    return [
        f"{pair.front} on {pair.ground} has {found:.2f}, needs {pair.least}"
        for pair, found in measured
        if found < pair.least
    ]


def series_too_alike(colours: Colours) -> list[str]:
    return [
        f"{one} and {other} are too alike for {sight} sight: {apart:.1f}, needs {LEAST_DISTANCE}"
        for sight in SIGHT
        for one, other in combinations(SERIES, 2)
        if (apart := 100 * math.dist(oklab(colours[one], sight), oklab(colours[other], sight)))
        < LEAST_DISTANCE
    ]


def failures(tokens: Path, *themes: Path) -> list[str]:
    """One sentence for each pair that cannot be read. Raises BadTheme for a theme that cannot be read."""
    found = []
    for mode in ("day", "night"):
        shared = shared_colours(tokens, mode)
        found += [f"{mode}: {fault}" for fault in [*faint_pairs(shared), *series_too_alike(shared)]]
        for file in sorted(file for folder in themes for file in folder.glob("*/theme.toml")):
            own = {name: pair[mode] for name, pair in read_colours(file).items()}
            found += [f"{mode}, {file.parent.name}: {fault}" for fault in faint_pairs(shared | own)]
    return found


def main() -> int:
    # A county without colours of its own wears the neutral ones in data/.
    found = failures(TOKENS, HOME / "counties", HOME / "data")
    print("\n".join(found) or "Every colour pair can be read, by day and by night, in every county.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
