"""Changes of the administrative tree: a file of divisions is taken in whole or not at all."""

from collections.abc import Collection
from pathlib import Path

from django.db import transaction

from xiangji.core.audit import Actor, note
from xiangji.core.errors.files import read_text
from xiangji.core.places.models import Place
from xiangji.core.places.rules import regions
from xiangji.core.places.rules.regions import BadRegions, Region
from xiangji.core.values import PlaceCode

FILE_BYTES = 20_000_000
ROWS_A_STATEMENT = 5_000
CHANGES_A_STATEMENT = 500
_FROM_FILE = (
    "name",
    "kind",
    "valid_from",
    "valid_to",
    "successor_id",
    "lon",
    "lat",
    "position_source",
    "poverty",
    "poverty_source",
)


def load_regions(file: Path, *, by: Actor | None) -> int:
    """Take in a file of divisions and say how many places are new or different; the same file again: none.

    Places that the file does not name stay as they are. Raises BadRegions, and then nothing was changed.
    """
    rows = regions.read(file, read_text(file, BadRegions, limit=FILE_BYTES))
    with transaction.atomic():
        known = {place.code: place for place in Place.objects.select_for_update()}
        _check_references(file, rows, known.keys() | {region.code.digits for region in rows})
        places = [_place(region) for region in rows]
        new = [place for place in places if place.code not in known]
        changed = [place for place in places if place.code in known and _differs(place, known[place.code])]
        Place.objects.bulk_create(new, batch_size=ROWS_A_STATEMENT)
        Place.objects.bulk_update(
            changed, [column.removesuffix("_id") for column in _FROM_FILE], batch_size=CHANGES_A_STATEMENT
        )
        if new or changed:
            note(by=by, did="places.loaded", what=file.name, facts={"new": len(new), "changed": len(changed)})
    return len(new) + len(changed)


def _check_references(file: Path, rows: list[Region], known: Collection[str]) -> None:
    """What a row points at must stand in the file or in the database."""
    for region in rows:
        for field, code in (("parent", region.code.parent), ("successor", region.successor)):
            if code and code.digits not in known:
                raise BadRegions(file, field, code, "文件里或平台里已有的代码", line=region.line)


def _place(region: Region) -> Place:
    return Place(
        code=region.code.digits,
        name=region.name,
        level=region.level.value,
        kind=region.kind.value,
        parent_id=_digits(region.code.parent),
        valid_from=region.valid_from,
        valid_to=region.valid_to,
        successor_id=_digits(region.successor),
        lon=region.lon,
        lat=region.lat,
        position_source=region.position_source,
        poverty=region.poverty.value,
        poverty_source=region.poverty_source,
    )


def _digits(code: PlaceCode | None) -> str | None:
    return code.digits if code else None


def _differs(place: Place, known: Place) -> bool:
    return any(getattr(place, column) != getattr(known, column) for column in _FROM_FILE)
