"""The three functions that a town station must have (STA-19), told from what is on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xiangji.stations.rules.life import Cell

QUOTE = "具备运营管理、电商培训、快递物流等服务功能"
BOOKS_QUOTE = "要认真执行货物收发管理、农产品收购等管理制度"
SOURCE = "东港方案四（一）2"
MONTHS = 3


@dataclass(frozen=True, slots=True)
class Function:
    """One function, whether the last months show it, and by what."""

    word: str
    is_shown: bool
    by: str


def functions(
    cells: Sequence[Cell], *, lessons: int, learners: int, parcels: int
) -> tuple[Function, Function, Function]:
    """`cells` are the last months, the newest last; lessons and parcels are of the same months."""
    missing = sum(cell is Cell.MISSING for cell in cells)
    reported = sum(cell in {Cell.BUSY, Cell.IDLE} for cell in cells)
    managed = (
        "月报都报了" if reported and not missing else f"缺{missing}个月的月报" if missing else "没有营业"
    )
    return (
        Function("运营管理", bool(reported) and not missing, managed),
        Function(
            "电商培训",
            lessons > 0,
            f"办了{lessons}次，{learners}人次" if lessons else "没有记过培训活动",
        ),
        Function("快递物流", parcels > 0, f"收发{parcels}次" if parcels else "月报里没有快递收发"),
    )
