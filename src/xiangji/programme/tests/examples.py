"""The cast of programme's tests: the real documents, on real places, and copies of them with one change."""

from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings

from xiangji.core.places import load_regions
from xiangji.core.values import PlaceCode
from xiangji.programme import actions
from xiangji.programme.demo import reading_of
from xiangji.programme.models import Programme
from xiangji.programme.queries import Opened, visible

NOW = datetime(2026, 9, 30, 1, 0, tzinfo=UTC)
TODAY = date(2026, 9, 30)
TENGZHOU = PlaceCode("370481")
WANGKUI = PlaceCode("231221")
DOCUMENTS = ("donggang-2020", "haifeng-2018", "liaoning-2020", "tengzhou-2019", "wangkui-2018")
RUNNING = "tengzhou-2019-shifted"
YEARS = 6
COUNTY_DIGITS = 6


def plan_file(key: str) -> Path:
    return Path(settings.HOME) / "plans" / f"{key}.toml"


def load_counties(folder: Path) -> None:
    """The four counties and what is above them; their towns and villages matter to few tests."""
    lines = (Path(settings.HOME) / "data" / "regions.csv").read_text(encoding="utf-8").splitlines()
    few = [lines[0], *(line for line in lines[1:] if len(line.split(",")[0]) <= COUNTY_DIGITS)]
    file = folder / "counties.csv"
    file.write_text("\n".join(few) + "\n", encoding="utf-8")
    load_regions(file, by=None)


def register(key: str, *, years: int = 0) -> Programme:
    return actions.register_plan(
        plan_file=plan_file(key),
        reading_file=reading_of(plan_file(key)),
        by=None,
        happened_at=NOW,
        successor_years=years,
    )


def register_files(plan: Path, reading: Path | None = None) -> Programme:
    return actions.register_plan(plan_file=plan, reading_file=reading, by=None, happened_at=NOW)


def register_running() -> Programme:
    """滕州's document, and its copy that is in force in 2026."""
    register("tengzhou-2019")
    return register("tengzhou-2019", years=YEARS)


def opened(key: str) -> Opened:
    found = visible(key, place=TENGZHOU)
    assert found is not None
    return found


def changed(key: str, old: str, new: str, *, folder: Path) -> Path:
    """A copy of a document with one change."""
    text = plan_file(key).read_text(encoding="utf-8")
    assert old in text
    file = folder / f"{key}.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file
