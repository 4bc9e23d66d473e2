"""Spreadsheets: lists out as .xlsx, and people's tables in with every fault named. Nothing is stored here."""

from xiangji.core.sheets.columns import Column
from xiangji.core.sheets.exporting import export, write

__all__ = ["Column", "export", "write"]
