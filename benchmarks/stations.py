"""./xj bench stations: what coverage, siting and the register cost, beside their goals and the machine."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.goals import Figure, run
from benchmarks.house import module
from benchmarks.machine import python_milliseconds

PYTHON_ROUNDS = 5
OWN = {
    "DJANGO_SETTINGS_MODULE": "xiangji.project.settings",
    "XIANGJI_DEMO": "1",
    "XIANGJI_COUNTY": "tengzhou",
    "XIANGJI_TOTP": "no",
}


def main(argv: list[str]) -> int:
    """./xj bench stations"""
    return run({"stations": stations}, argv)


def stations(scratch: Path) -> Iterator[Figure]:
    said = module("benchmarks.network", variables={**OWN, "XIANGJI_VAR": str(scratch / "stations")})
    loop = min(python_milliseconds() for _ in range(PYTHON_ROUNDS))

    def loops(milliseconds: float) -> str:
        return f"一段固定的纯 Python（{loop:.1f} 毫秒）的 {milliseconds / loop:.2f} 倍"

    of_county = said["coverage_ms"]
    yield Figure(
        "1,180个村、261个站点的覆盖，从数据库读起，CPU", of_county, "毫秒", goal=50, beside=loops(of_county)
    )
    yield Figure("只算，不读数据库，CPU", said["rule_ms"], "毫秒", beside=loops(said["rule_ms"]))
    yield Figure(
        "选址，同镇", said["by_town_seconds"], "秒", goal=5, beside=f"{said['by_town_points']:.0f}个点"
    )
    by_distance = f"{said['by_distance_points']:.0f}个点，坐标是编的"
    yield Figure("选址，3公里以内", said["by_distance_seconds"], "秒", goal=5, beside=by_distance)
    spent = said["list"]["cpu_ms"]
    yield Figure("2,000个站点里的50个，CPU", spent, "毫秒", goal=25, beside=loops(spent))
    yield Figure("2,000个站点里的50个，查询", said["list"]["queries"], "次", goal=8)
