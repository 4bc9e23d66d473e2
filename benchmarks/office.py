"""./xj bench office: what the workbench costs among 20,000 rows, beside its goals and beside the machine."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.goals import Figure, run
from benchmarks.house import module
from benchmarks.machine import python_milliseconds

PYTHON_ROUNDS = 5


def main(argv: list[str]) -> int:
    """./xj bench office"""
    return run({"office": office}, argv)


def office(scratch: Path) -> Iterator[Figure]:
    said = module("benchmarks.workbench", variables={"XIANGJI_VAR": str(scratch / "office")})
    loop = min(python_milliseconds() for _ in range(PYTHON_ROUNDS))

    def loops(milliseconds: float) -> str:
        return f"一段固定的纯 Python（{loop:.1f} 毫秒）的 {milliseconds / loop:.2f} 倍"

    for name, title, goal in (
        ("list", "2万行里的50行，第一页", 25.0),
        ("last_page", "2万行里的50行，最后一页", 25.0),
        ("paper", "一件，在名单旁边打开", 25.0),
        ("whole_paper", "一件连同名单，整页", None),
        ("search", "在5万个名字里搜两个字", 30.0),
        ("search_in_vain", "在5万个名字里搜没有的", 30.0),
    ):
        spent = said[name]["cpu_ms"]
        yield Figure(f"{title}，CPU", spent, "毫秒", goal=goal, beside=loops(spent))
        yield Figure(f"{title}，查询", said[name]["queries"], "次", goal=8 if name == "list" else None)
    sheet = said["sheet"]
    cpu = f"其中 CPU {sheet['cpu_seconds']:.1f} 秒，{sheet['bytes'] / 1000:,.0f} kB"
    yield Figure("2万行导出 Excel", sheet["seconds"], "秒", goal=6, beside=cpu)
    yield Figure("导出多占的内存，2万行", said["peak_kb"] / 1000, "MB")
    yield Figure("导出多占的内存，几十行", said["peak_kb_short"] / 1000, "MB")
    yield Figure("一次请求里问权限", said["permission_queries"], "次查询", goal=2)
