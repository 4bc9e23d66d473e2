"""./xj bench money: what the ledger costs, beside its goals and beside the machine, in a scratch folder."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.goals import Figure, run
from benchmarks.house import module
from benchmarks.machine import commits_per_second, python_milliseconds

PYTHON_ROUNDS = 5
OWN = {
    "DJANGO_SETTINGS_MODULE": "xiangji.project.settings",
    "XIANGJI_DEMO": "1",
    "XIANGJI_COUNTY": "tengzhou",
    "XIANGJI_TOTP": "no",
}


def main(argv: list[str]) -> int:
    """./xj bench money [postings | desks | statement | proof …]: all parts, or those that are named."""
    return run({"postings": postings, "desks": desks, "statement": statement, "proof": proof}, argv)


def postings(scratch: Path) -> Iterator[Figure]:
    """Each in a transaction of its own, on SQLite with full sync."""
    said = module("benchmarks.ledger", "postings", variables=own(scratch / "postings"))
    bare = said["bare_per_second"]
    beside = f"每秒只写一行 {bare:,.0f} 次；SQLite 自己每秒提交 {commits_per_second(scratch):,.0f} 次"
    for name, title in (("entry", "记一张凭证"), ("deed", "记一笔到账，带权限和审计")):
        per_second, cpu = said[f"{name}_per_second"], said[f"{name}_cpu_ms"]
        yield Figure(title, per_second, "次/秒", goal=100, better="more", beside=beside)
        yield Figure(f"{title}，是只写一行的", bare / per_second, "倍", beside=f"CPU {cpu:.1f} 毫秒")


def desks(scratch: Path) -> Iterator[Figure]:
    """Among a hundred projects, most of which have a payment on its way or paid."""
    said = module("benchmarks.ledger_desks", variables=own(scratch / "desks"))
    loop = min(python_milliseconds() for _ in range(PYTHON_ROUNDS))
    for title, page in said.items():
        spent = page["cpu_ms"]
        beside = f"一段固定的纯 Python（{loop:.1f} 毫秒）的 {spent / loop:.2f} 倍"
        yield Figure(f"{title}，CPU", spent, "毫秒", goal=page.get("cpu_goal"), beside=beside)
        if "queries" in page:
            yield Figure(f"{title}，查询", page["queries"], "次", goal=page.get("queries_goal"))


def statement(scratch: Path) -> Iterator[Figure]:
    """As people import it: read and judged as a whole, then taken in batches."""
    said = module("benchmarks.statement", variables=own(scratch / "statement"))
    beside = f"其中 CPU {said['cpu_seconds']:.1f} 秒；读一遍、查一遍 {said['read_seconds']:.1f} 秒"
    yield Figure(f"导入对账单 {said['lines']:,.0f} 行", said["seconds"], "秒", goal=20, beside=beside)


def proof(scratch: Path) -> Iterator[Figure]:
    said = module("benchmarks.ledger", "proof", variables=own(scratch / "proof"))
    beside = f"其中 CPU {said['verify_cpu_seconds']:.1f} 秒，最多占内存 {said['peak_mb']:,.0f} MB"
    yield Figure("封存", said["entries_sealed_per_second"], "张/秒")
    yield Figure(
        f"核对 {said['entries_proven']:,.0f} 张", said["verify_seconds"], "秒", goal=60, beside=beside
    )


def own(folder: Path) -> dict[str, str]:
    return {**OWN, "XIANGJI_VAR": str(folder)}
