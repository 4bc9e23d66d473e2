"""Spreadsheets: lists out as .xlsx, and people's tables in with every fault named. Nothing is stored here."""

from xiangji.core.sheets.columns import Column
from xiangji.core.sheets.exporting import export, write
from xiangji.core.sheets.fields import Field
from xiangji.core.sheets.reading import BadCells, Fault, ReadSheet, Row, read
from xiangji.core.sheets.workbook import BadSheet

__all__ = ["BadCells", "BadSheet", "Column", "Fault", "Field", "ReadSheet", "Row", "export", "read", "write"]
