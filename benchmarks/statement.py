"""What 10,000 lines of a bank's statement cost: read and judged, and then taken line by line.

Run by benchmarks/money.py as a module, on a scratch folder (XIANGJI_VAR); prints JSON and asserts nothing.
"""

from __future__ import annotations

import io
import json
import time
from datetime import timedelta

from benchmarks.ledger import a_book, person, prepare

LINES = 10_000


def a_statement(title: str) -> io.BytesIO:
    """As a bank gives it out: what came and what went in columns of their own."""
    from django.utils import timezone
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("对账单")
    heads = ("账套", "流水号", "收入（元）", "支出（元）", "对方户名", "摘要", "支付凭证号", "发生日期")
    sheet.append((*heads, "文号或凭据"))
    first = timezone.localdate() - timedelta(days=300)
    for number in range(LINES):
        on = first + timedelta(days=number % 290)
        came, went = (100 + number, None) if number % 10 == 0 else (None, 10 + number)
        words = ("示例公司", "示例设备款", f"示例支-{number:06}", on, "示例银行对账单")
        sheet.append((title, f"S{number:08}", came, went, *words))
    packed = io.BytesIO()
    book.save(packed)
    packed.seek(0)
    return packed


def measure() -> dict[str, float]:
    prepare()
    from django.utils import timezone

    from xiangji.core.sheets import intakes, moving
    from xiangji.core.sheets.imports import find

    book, by, now = a_book(), person("finance"), timezone.now()
    file, one = a_statement(book.programme.version.title), find("statements")
    if one is None:
        raise SystemExit("no import of statements is registered")
    started, cpu = time.perf_counter(), time.process_time()
    intake = intakes.stage(one=one, file=file, name="对账单.xlsx", by=by, happened_at=now)
    if intake.fault_count:
        raise SystemExit(f"the statement of the bench has faults: {intakes.told_of(intake).faults[:3]}")
    read = time.perf_counter() - started
    intakes.confirm(one=one, number=intake.pk, reason="", ticked=True, by=by, happened_at=now)
    while moving.move_batch(intake.pk):
        pass
    whole, spent = time.perf_counter() - started, time.process_time() - cpu
    return {"lines": taken(), "read_seconds": read, "seconds": whole, "cpu_seconds": spent}


def taken() -> int:
    from xiangji.programme.models import StatementLine

    return StatementLine.objects.count()


if __name__ == "__main__":
    print(json.dumps(measure()))
