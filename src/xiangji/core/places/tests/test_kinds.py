import csv
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from xiangji.core.places import Kind, kind_of
from xiangji.core.places.rules.kinds import short_name
from xiangji.core.values import Level

TOWN, VILLAGE = Level.TOWN, Level.VILLAGE


def real_rows() -> list[tuple[str, Level]]:
    with Path(settings.HOME, "data", "regions.csv").open(encoding="utf-8", newline="") as file:
        return [(row["name"], Level(row["level"])) for row in csv.DictReader(file)]


@pytest.mark.proves("PRG-30")
@pytest.mark.parametrize(
    ("name", "level", "kind", "label"),
    [
        ("辽宁省", Level.PROVINCE, Kind.PROVINCE, "省"),
        ("内蒙古自治区", Level.PROVINCE, Kind.AUTONOMOUS_REGION, "自治区"),
        ("重庆市", Level.PROVINCE, Kind.MUNICIPALITY, "直辖市"),
        ("丹东市", Level.CITY, Kind.PREFECTURE_CITY, "地级市"),
        ("锡林郭勒盟", Level.CITY, Kind.LEAGUE, "盟"),
        ("滕州市", Level.COUNTY, Kind.COUNTY_CITY, "县级市"),
        ("望奎县", Level.COUNTY, Kind.COUNTY, "县"),
        ("宽甸满族自治县", Level.COUNTY, Kind.AUTONOMOUS_COUNTY, "自治县"),
        ("薛城区", Level.COUNTY, Kind.DISTRICT, "市辖区"),
        ("官桥镇", TOWN, Kind.TOWN, "镇"),
        ("惠七满族镇", TOWN, Kind.TOWN, "镇"),
        ("东升乡", TOWN, Kind.TOWNSHIP, "乡"),
        ("合隆满族乡", TOWN, Kind.ETHNIC_TOWNSHIP, "民族乡"),
        ("荆河街道", TOWN, Kind.STREET, "街道"),
        ("大东街道办事处", TOWN, Kind.STREET, "街道"),
        ("五四农场", TOWN, Kind.FARM, "农场"),
        ("第一良种场", TOWN, Kind.SEED_FARM, "良种场"),
        ("种畜场", TOWN, Kind.STOCK_FARM, "种畜场"),
        ("白四林场", TOWN, Kind.FOREST_FARM, "林场"),
        ("示例盐场", TOWN, Kind.OTHER_FARM, "场"),
        ("滕州经济开发区", TOWN, Kind.DEVELOPMENT_ZONE, "开发区"),
        ("示例经济区", TOWN, Kind.ECONOMIC_ZONE, "经济区"),
        ("厢红五村委会", VILLAGE, Kind.VILLAGE, "行政村"),
        ("黄羌林场陆安村民委员会", VILLAGE, Kind.VILLAGE, "行政村"),
        ("锦江渔委会", VILLAGE, Kind.VILLAGE, "行政村"),
        ("荆庄社区居委会", VILLAGE, Kind.COMMUNITY, "社区"),
        ("花园居民委员会", VILLAGE, Kind.RESIDENTS, "居委会"),
        ("示例屯", VILLAGE, Kind.HAMLET, "屯"),
        ("示范农场虚拟生活区", VILLAGE, Kind.VIRTUAL_AREA, "虚拟生活区"),
        ("五龙果场生活区", VILLAGE, Kind.LIVING_AREA, "生活区"),
    ],
)
def test_a_name_tells_the_kind_of_unit(name: str, level: Level, kind: Kind, label: str) -> None:
    assert kind_of(name, level) is kind
    assert kind.label == label


@pytest.mark.proves("PRG-30")
def test_every_unit_of_the_four_counties_has_a_kind() -> None:
    kinds = Counter((level, kind_of(name, level)) for name, level in real_rows())

    assert not [kind for _, kind in kinds if kind is Kind.OTHER]
    assert {kind: count for (level, kind), count in kinds.items() if level is TOWN} == {
        Kind.TOWN: 56,
        Kind.TOWNSHIP: 3,
        Kind.ETHNIC_TOWNSHIP: 3,
        Kind.STREET: 12,
        Kind.FARM: 5,
        Kind.SEED_FARM: 2,
        Kind.STOCK_FARM: 1,
        Kind.FOREST_FARM: 1,
    }
    assert {kind: count for (level, kind), count in kinds.items() if level is VILLAGE} == {
        Kind.VILLAGE: 1663,
        Kind.COMMUNITY: 138,
        Kind.RESIDENTS: 29,
        Kind.VIRTUAL_AREA: 7,
        Kind.LIVING_AREA: 7,
    }


def test_a_name_that_says_nothing_is_kept_as_other() -> None:
    assert kind_of("兵团第九连", VILLAGE) is Kind.OTHER
    assert Kind.OTHER.label == "其他"


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_own_word(kind: Kind) -> None:
    assert kind.label
    assert [other for other in Kind if other.label == kind.label] == [kind]


@pytest.mark.parametrize(
    ("name", "level", "short"),
    [
        ("官桥镇", TOWN, "官桥"),
        ("荆河街道", TOWN, "荆河"),
        ("东升乡", TOWN, "东升"),
        ("合隆满族乡", TOWN, "合隆满族乡"),
        ("种畜场", TOWN, "种畜场"),
        ("滕州市", Level.COUNTY, "滕州"),
        ("厢红五村委会", VILLAGE, "厢红五村"),
        ("示例二村村民委员会", VILLAGE, "示例二村"),
        ("东古民族村委会", VILLAGE, "东古民族村"),
        ("荆庄社区居委会", VILLAGE, "荆庄社区"),
        ("锦江渔委会", VILLAGE, "锦江渔委会"),
    ],
)
def test_a_tile_has_room_for_the_short_name(name: str, level: Level, short: str) -> None:
    assert short_name(name, level) == short


def test_towns_of_a_county_keep_different_short_names() -> None:
    for name, level in real_rows():
        assert len(short_name(name, level)) >= 2
