"""What a county calls itself and its levels where nobody has said it: judged from names, changed by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from xiangji.core.errors.files import read_text
from xiangji.core.places.rules import regions
from xiangji.core.places.rules.kinds import Kind
from xiangji.core.places.rules.regions import BadRegions, Region
from xiangji.core.values import Level

FILE_BYTES = 20_000_000
WORDS = ("city", "county", "town", "village", "county_centre", "town_station", "village_point")
TOWN_WORDS = ((Kind.STREET, "街"), (Kind.TOWNSHIP, "乡"), (Kind.ETHNIC_TOWNSHIP, "乡"), (Kind.SUMU, "苏木"))


@dataclass(frozen=True, slots=True)
class Regions:
    """A file of divisions, checked, as far as it tells about one county."""

    file: Path
    rows: tuple[Region, ...]

    @classmethod
    def of(cls, file: Path) -> "Regions":
        """Raises BadRegions."""
        return cls(file, tuple(regions.read(file, read_text(file, BadRegions, limit=FILE_BYTES))))

    def county(self, code: str) -> Region | None:
        return next((row for row in self.rows if row.code.digits == code and row.level is Level.COUNTY), None)

    def counties(self) -> list[Region]:
        return [row for row in self.rows if row.level is Level.COUNTY]

    def towns(self, county: Region) -> list[Region]:
        return [row for row in self.rows if row.level is Level.TOWN and county.code.contains(row.code)]

    def city_of(self, county: Region) -> str:
        return next((row.name for row in self.rows if row.code == county.code.parent), county.name)


def short_name(name: str) -> str:
    """滕州市 → 滕州. 寿县 stays, because one character is no name; so does 宽甸满族自治县."""
    rest = name if name.endswith(("自治县", "自治旗")) else name[:-1]
    return rest if len(rest) >= 2 else name


def last_word(name: str) -> str:
    return name[-1:]


def words_for(county: Region, known: Regions) -> dict[str, str]:
    """Neutral words; a county's own plan may have others, and then somebody changes county.toml."""
    town = town_word(row.kind for row in known.towns(county))
    return {
        "city": known.city_of(county),
        "county": f"全{last_word(county.name)}",
        "town": town,
        "village": "村",
        "county_centre": "县级电子商务公共服务中心",
        "town_station": f"{town}级电子商务服务站",
        "village_point": "村级电商服务点",
    }


def town_word(kinds: Iterable[Kind]) -> str:
    """镇, or 镇（乡、街）where a county has more than one kind of them."""
    there = set(kinds)
    others = list(dict.fromkeys(word for kind, word in TOWN_WORDS[::-1] if kind in there))
    if Kind.TOWN not in there and others:
        return others[0]
    return f"镇（{'、'.join(others)}）" if others else "镇"


def county_toml(facts: Mapping[str, str], words: Mapping[str, str]) -> str:
    """The file counties/<key>/county.toml. Values were checked to be one line; quotes are written out."""
    lines = [f"# {facts['name']}。各级叫法可以照本县方案的用语改；改了以后重新启动。", "schema = 1"]
    names = ("code", "name", "short", "word", "slip", "hosts", "plan")
    lines += [f"{name} = {quoted(facts[name])}" for name in names]
    lines += ["", "[words]", *(f"{name} = {quoted(words[name])}" for name in WORDS), ""]
    return "\n".join(lines)


def quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
