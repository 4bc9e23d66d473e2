"""A small named county for the tests of the network: two towns, a farm, and a neighbour's town."""

from datetime import date

from xiangji.core.places.models import Place
from xiangji.core.places.rules.kinds import kind_of
from xiangji.core.values import PlaceCode

COUNTY = PlaceCode("370481")
RIVER_TOWN = "370481114"
LAKE_TOWN = "370481104"
FARM = "370481400"


def a_place(code: str, name: str, *, valid_to: date | None = None) -> Place:
    place = PlaceCode(code)
    return Place.objects.create(
        code=code,
        name=name,
        level=place.level.value,
        kind=kind_of(name, place.level).value,
        parent_id=str(place.parent) if place.parent else None,
        valid_to=valid_to,
    )


def a_county() -> None:
    """滕州市 with three units, five village-level units, and a town across the border."""
    for code, name in (
        ("37", "山东省"),
        ("3704", "枣庄市"),
        ("370481", "滕州市"),
        (LAKE_TOWN, "滨湖镇"),
        (RIVER_TOWN, "界河镇"),
        (FARM, "示例农场"),
        ("370481104200", "望庄村委会"),
        ("370481104201", "东古民族村委会"),
        ("370481104001", "滨湖社区居民委员会"),
        ("370481114200", "南界河村委会"),
        ("370481114201", "北界河村委会"),
        ("370402", "市中区"),
        ("370402001", "邻县街道"),
        ("370402001001", "邻县社区居民委员会"),
    ):
        if not Place.objects.filter(code=code).exists():
            a_place(code, name)
