"""What sort of unit a place is (PRG-30), judged from its name, because the division codes do not say it."""

from __future__ import annotations

from enum import StrEnum

from xiangji.core.values import Level


class Kind(StrEnum):
    """Kinds of units (单位类别) on all five levels of the administrative tree."""

    PROVINCE = "province"
    AUTONOMOUS_REGION = "autonomous_region"
    MUNICIPALITY = "municipality"

    PREFECTURE_CITY = "prefecture_city"
    PREFECTURE = "prefecture"
    AUTONOMOUS_PREFECTURE = "autonomous_prefecture"
    LEAGUE = "league"

    COUNTY = "county"
    COUNTY_CITY = "county_city"
    DISTRICT = "district"
    AUTONOMOUS_COUNTY = "autonomous_county"
    BANNER = "banner"

    TOWN = "town"
    TOWNSHIP = "township"
    ETHNIC_TOWNSHIP = "ethnic_township"
    SUMU = "sumu"
    STREET = "street"
    FARM = "farm"
    SEED_FARM = "seed_farm"
    STOCK_FARM = "stock_farm"
    FOREST_FARM = "forest_farm"
    OTHER_FARM = "other_farm"
    DEVELOPMENT_ZONE = "development_zone"
    ECONOMIC_ZONE = "economic_zone"

    VILLAGE = "village"
    COMMUNITY = "community"
    RESIDENTS = "residents"
    HAMLET = "hamlet"
    VIRTUAL_AREA = "virtual_area"
    LIVING_AREA = "living_area"

    OTHER = "other"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Kind.PROVINCE: "省",
    Kind.AUTONOMOUS_REGION: "自治区",
    Kind.MUNICIPALITY: "直辖市",
    Kind.PREFECTURE_CITY: "地级市",
    Kind.PREFECTURE: "地区",
    Kind.AUTONOMOUS_PREFECTURE: "自治州",
    Kind.LEAGUE: "盟",
    Kind.COUNTY: "县",
    Kind.COUNTY_CITY: "县级市",
    Kind.DISTRICT: "市辖区",
    Kind.AUTONOMOUS_COUNTY: "自治县",
    Kind.BANNER: "旗",
    Kind.TOWN: "镇",
    Kind.TOWNSHIP: "乡",
    Kind.ETHNIC_TOWNSHIP: "民族乡",
    Kind.SUMU: "苏木",
    Kind.STREET: "街道",
    Kind.FARM: "农场",
    Kind.SEED_FARM: "良种场",
    Kind.STOCK_FARM: "种畜场",
    Kind.FOREST_FARM: "林场",
    Kind.OTHER_FARM: "场",
    Kind.DEVELOPMENT_ZONE: "开发区",
    Kind.ECONOMIC_ZONE: "经济区",
    Kind.VILLAGE: "行政村",
    Kind.COMMUNITY: "社区",
    Kind.RESIDENTS: "居委会",
    Kind.HAMLET: "屯",
    Kind.VIRTUAL_AREA: "虚拟生活区",
    Kind.LIVING_AREA: "生活区",
    Kind.OTHER: "其他",
}

# The first ending that fits decides, so a longer one stands before the shorter one that it ends in.
_ENDINGS: dict[Level, tuple[tuple[str, Kind], ...]] = {
    Level.PROVINCE: (
        ("自治区", Kind.AUTONOMOUS_REGION),
        ("省", Kind.PROVINCE),
        ("市", Kind.MUNICIPALITY),
    ),
    Level.CITY: (
        ("自治州", Kind.AUTONOMOUS_PREFECTURE),
        ("地区", Kind.PREFECTURE),
        ("盟", Kind.LEAGUE),
        ("市", Kind.PREFECTURE_CITY),
    ),
    Level.COUNTY: (
        ("自治县", Kind.AUTONOMOUS_COUNTY),
        ("县", Kind.COUNTY),
        ("市", Kind.COUNTY_CITY),
        ("旗", Kind.BANNER),
        ("区", Kind.DISTRICT),
    ),
    Level.TOWN: (
        ("街道办事处", Kind.STREET),
        ("街道", Kind.STREET),
        ("族乡", Kind.ETHNIC_TOWNSHIP),
        ("民族苏木", Kind.SUMU),
        ("苏木", Kind.SUMU),
        ("镇", Kind.TOWN),
        ("乡", Kind.TOWNSHIP),
        ("良种场", Kind.SEED_FARM),
        ("种畜场", Kind.STOCK_FARM),
        ("农场", Kind.FARM),
        ("林场", Kind.FOREST_FARM),
        ("场", Kind.OTHER_FARM),
        ("开发区", Kind.DEVELOPMENT_ZONE),
        ("经济区", Kind.ECONOMIC_ZONE),
    ),
    Level.VILLAGE: (
        ("村民委员会", Kind.VILLAGE),
        ("村委会", Kind.VILLAGE),
        ("渔委会", Kind.VILLAGE),
        ("社区居民委员会", Kind.COMMUNITY),
        ("社区居委会", Kind.COMMUNITY),
        ("居民委员会", Kind.RESIDENTS),
        ("居委会", Kind.RESIDENTS),
        ("虚拟生活区", Kind.VIRTUAL_AREA),
        ("生活区", Kind.LIVING_AREA),
        ("社区", Kind.COMMUNITY),
        ("屯", Kind.HAMLET),
        ("村", Kind.VILLAGE),
    ),
}


def kind_of(name: str, level: Level) -> Kind:
    """OTHER where the name says nothing: a strange name is no reason to turn a whole region away."""
    return next((kind for ending, kind in _ENDINGS[level] if name.endswith(ending)), Kind.OTHER)


def short_name(name: str, level: Level) -> str:
    """A name for a small tile: 官桥镇 → 官桥, 东古民族村委会 → 东古民族村. What is short already stays."""
    if level is Level.VILLAGE:
        return _short_village(name)
    for ending in ("街道办事处", "街道", "镇", "乡", "省", "市", "县"):
        rest = name.removesuffix(ending)
        if rest != name and len(rest) >= 2 and not rest.endswith("族"):
            return rest
    return name


def _short_village(name: str) -> str:
    for ending in ("村民委员会", "村委会"):
        if name.endswith(ending):
            return name.removesuffix(ending).removesuffix("村") + "村"
    for ending in ("居民委员会", "居委会"):
        if name.endswith(ending):
            return name.removesuffix(ending) or name
    return name
