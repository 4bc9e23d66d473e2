"""What a list of 20,000 rows costs on its way to Excel, and a table of as many on its way in.

Run as a module, or by a bench that wants its figures; prints JSON and asserts nothing.
"""

import json
import os
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import IO

ROWS = 20_000
SHORT = 2_000


def sheets_figures(rows: int = ROWS) -> dict[str, float]:
    """Seconds to write `rows` rows of eight columns, and how much more memory ten times as many rows take."""
    from xiangji.core.sheets import Column, Field, read, write

    columns = (
        Column("名称"),
        Column("编号"),
        Column("单位"),
        Column("件数", "number"),
        Column("金额", "money"),
        Column("占比", "percent"),
        Column("日期", "date"),
        Column("时间", "datetime"),
    )
    with tempfile.TemporaryFile() as target:
        started, cpu = time.perf_counter(), time.process_time()
        write(columns, example_rows(rows), target)
        wall, spent = time.perf_counter() - started, time.process_time() - cpu
        content = BytesIO(_read(target))
    started = time.perf_counter()
    fields = (Field("name", "名称", required=True), Field("fen", "金额", kind="money"))
    assert len(read(content, fields).accepted()) == rows
    reading = time.perf_counter() - started
    few, many = (_peak(columns, count) for count in (SHORT, rows))
    return {
        "rows": rows,
        "export_seconds": wall,
        "export_cpu_seconds": spent,
        "import_seconds": reading,
        "peak_kb_short": few / 1000,
        "peak_kb": many / 1000,
    }


def example_rows(count: int) -> Iterator[tuple[object, ...]]:
    moment = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    for number in range(count):
        day = date(2026, 1, 1) + timedelta(days=number % 300)
        share = number % 10_000 / 100
        yield (
            f"示例{number}号服务点的设备",
            f"{number:06}",
            "示例公司",
            number,
            number * 100,
            share,
            day,
            moment,
        )


def _peak(columns: tuple[object, ...], count: int) -> int:
    from xiangji.core.sheets import write

    tracemalloc.start()
    with tempfile.TemporaryFile() as target:
        write(columns, example_rows(count), target)  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def _read(target: IO[bytes]) -> bytes:
    target.seek(0)
    return target.read()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangji.project.settings")
    import django

    django.setup()
    json.dump(sheets_figures(), sys.stdout)
