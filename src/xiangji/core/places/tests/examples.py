"""A small region for tests; every name is invented except those of kinds that only real names show."""

from pathlib import Path

HEAD = "code,name,level,parent"
ROWS = [
    "37,示例省,province,",
    "3704,示例地级市,city,37",
    "370481,示例市,county,3704",
    "370481001,示例一街道,town,370481",
    "370481101,示例二镇,town,370481",
    "370481001001,示例一社区居委会,village,370481001",
    "370481101201,示例一村委会,village,370481101",
    "370481101202,示例二村村民委员会,village,370481101",
]


def region_file(folder: Path, rows: list[str] | None = None, *, head: str = HEAD) -> Path:
    file = folder / "regions.csv"
    file.write_text("\n".join([head, *(ROWS if rows is None else rows)]) + "\n", encoding="utf-8")
    return file
