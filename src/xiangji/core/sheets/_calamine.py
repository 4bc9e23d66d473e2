"""Runs as a program of its own: reads the workbook on its standard input and says each row as a line of JSON.

The library allocates what a file claims to need, and ends its process where that is too much. So it gets a
process with limits, which knows nothing of ours.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO

import python_calamine as calamine

MEMORY_LIMIT = 1_500_000_000
CPU_SECONDS = 30
MOST_ROWS = 200_000
MOST_COLUMNS = 500
MOST_SIGNS = 120_000_000
MOST_MERGED = 2_000


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        return rows(calamine.load_workbook(BytesIO(sys.stdin.buffer.read())))
    except calamine.PasswordError:
        return say({"fault": "password"})
    except (calamine.CalamineError, ValueError, IndexError, OverflowError) as fault:
        return say({"fault": "broken", "why": type(fault).__name__})
    except MemoryError:
        return say({"fault": "large"})
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # what the library's own bugs look like from here
            raise
        return say({"fault": "broken", "why": "panic"})


def rows(book: "calamine.CalamineWorkbook") -> int:
    """The first visible sheet. Rows are numbered as Excel counts; empty ones are left out."""
    seen = [
        sheet.name
        for sheet in book.sheets_metadata
        if (sheet.visible, sheet.typ) == (calamine.SheetVisibleEnum.Visible, calamine.SheetTypeEnum.WorkSheet)
    ]
    if not seen:
        return say({"fault": "nothing"})
    sheet = book.get_sheet_by_name(seen[0])
    top, left = sheet.start or (0, 0)
    if sheet.width + left > MOST_COLUMNS:
        return say({"fault": "wide", "columns": sheet.width + left})
    merged = sheet.merged_cell_ranges or []
    if len(merged) > MOST_MERGED:
        return say({"fault": "merged", "count": len(merged)})
    say({"sheet": seen[0], "others": seen[1:], "merged": merged})
    return tell(sheet, top, left)


def tell(sheet: "calamine.CalamineSheet", top: int, left: int) -> int:
    before: list[object] = [""] * left
    count = signs = 0
    for number, row in enumerate(sheet.iter_rows(), start=top + 1):
        if all(cell == "" for cell in row):
            continue
        count += 1
        line = json.dumps([number, before + [told(cell) for cell in row]], ensure_ascii=False)
        signs += len(line)
        if count > MOST_ROWS or signs > MOST_SIGNS:
            return say({"fault": "rows" if count > MOST_ROWS else "large"})
        sys.stdout.write(line + "\n")
    return say({"end": count})


def told(cell: object) -> object:
    """JSON has no dates; numbers are all floats, as in Excel."""
    if isinstance(cell, str | bool | float):
        return cell
    if isinstance(cell, int):
        return float(cell)
    if isinstance(cell, datetime):
        return {"at": cell.isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    if isinstance(cell, time):
        return {"time": cell.isoformat()}
    return {"seconds": cell.total_seconds()} if isinstance(cell, timedelta) else str(cell)


def say(told: dict[str, object]) -> int:
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(main())
