"""Places for machines: GET /api/v1/places and /api/v1/places/{code}."""

from django.http import HttpRequest
from ninja import Router, Schema

from xiangji.core.errors import Refused
from xiangji.core.places import Division, place, towns, villages
from xiangji.core.places.county import current_county
from xiangji.core.values import Level, PlaceCode

router = Router(tags=["places"])


class PlaceOut(Schema):
    """A unit of the administrative tree; `kind` is for machines, `kind_name` for people."""

    code: str
    name: str
    level: Level
    kind: str
    kind_name: str
    parent: str | None

    @classmethod
    def of(cls, division: Division) -> "PlaceOut":
        return cls(
            code=str(division.code),
            name=division.name,
            level=division.level,
            kind=division.kind.value,
            kind_name=division.kind.label,
            parent=str(division.parent) if division.parent else None,
        )


class NotThere(Refused):
    """Not there, or not of this county: one answer for both."""

    status = 404


@router.get("/places", response=list[PlaceOut], summary="本县的镇和村")
def places(
    request: HttpRequest,
    within: str = "",
    level: Level | None = None,
) -> list[PlaceOut]:
    """Towns and villages below `within`, a code of this county; without it, of the whole county."""
    code = _of_this_county(within) if within else current_county().code
    found: list[Division] = []
    if level in (None, Level.TOWN):
        found += towns(code)
    if level in (None, Level.VILLAGE):
        found += villages(code)
    return [PlaceOut.of(division) for division in found]


@router.get("/places/{code}", response=PlaceOut, summary="一个镇或村")
def one_place(request: HttpRequest, code: str) -> PlaceOut:
    division = place(_of_this_county(code))
    if division is None:
        raise _not_there(code)
    return PlaceOut.of(division)


def _of_this_county(written: str) -> PlaceCode:
    try:
        code = PlaceCode(written)
    except ValueError:
        raise Refused(
            "not_a_place_code",
            f"没有查。“{written[:20]}”不是区划代码，应当是6、9或12位数字，例如370481101。",
        ) from None
    if not current_county().code.contains(code):
        raise _not_there(written)
    return code


def _not_there(code: str) -> NotThere:
    return NotThere("no_such_place", f"没有查到代码{code}，或者它不在{current_county().name}。")
