"""A paper of headings and tables as Word and as PDF, in the layout of official papers (GB/T 9704).

Both are made from one description. Nothing of it is markup: typst reads it as data, Word as text.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from xiangji.core.errors import Unavailable

TEMPLATE = Path(__file__).parent / "typst" / "paper.typ"
# Margins of GB/T 9704—2012 in mm: above, right, below, left.
MARGINS = (37, 26, 35, 28)
TITLE, BODY, HEAD = "方正小标宋简体", "仿宋", "黑体"
# What is taken of the machine's own, the best first.
SERIFS = ("FangSong", "FangSong_GB2312", "STFangsong", "SimSun", "Noto Serif CJK SC", "Source Han Serif SC")
SANS = (
    "SimHei",
    "STHeiti",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and the rows below it; `head` is empty where each row begins with its own."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OfficialPaper:
    title: str
    lead: str
    tables: tuple[Table, ...]
    foot: str


def docx(paper: OfficialPaper) -> bytes:
    made = Document()
    _lay_out(made)
    _line(made, paper.title, size=22, font=TITLE, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(made, paper.lead, size=14)
    for table in paper.tables:
        if table.title:
            _line(made, table.title, size=14, font=HEAD)
        _grid(made, table)
    _line(made, paper.foot, size=9)
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def _lay_out(made: Any) -> None:  # noqa: ANN401 - python-docx names its documents loosely
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    above, right, below, left = MARGINS
    section.top_margin, section.right_margin = Mm(above), Mm(right)
    section.bottom_margin, section.left_margin = Mm(below), Mm(left)


def _line(made: Any, text: str, *, size: int, font: str = BODY, align: Any = None) -> None:  # noqa: ANN401
    paragraph = made.add_paragraph()
    paragraph.alignment = align
    _write(paragraph, text, size=size, font=font)


def _write(paragraph: Any, text: str, *, size: float, font: str) -> None:  # noqa: ANN401
    """Word takes Chinese from the font's East Asian name."""
    run = paragraph.add_run(
        "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text)
    )
    run.font.size, run.font.name = Pt(size), font
    run.font.element.rPr.rFonts.set(qn("w:eastAsia"), font)


def _grid(made: Any, table: Table) -> None:  # noqa: ANN401
    rows = [table.head, *table.rows] if table.head else list(table.rows)
    grid = made.add_table(rows=len(rows), cols=len(table.widths), style="Table Grid")
    whole = sum(table.widths)
    for row, texts in zip(grid.rows, rows, strict=True):
        for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = Mm(156 * table.widths[at] / whole)
            is_head = texts is table.head or (not table.head and at == 0)
            _write(cell.paragraphs[0], text, size=10.5, font=HEAD if is_head else BODY)


def pdf(paper: OfficialPaper) -> bytes:
    """Raises Unavailable where this machine has no Chinese font."""
    given = {"paper": json.dumps(asdict(paper), ensure_ascii=False), **_fonts(typst.Fonts().families())}
    try:
        made: bytes = typst.compile(TEMPLATE, format="pdf", sys_inputs=given, root=TEMPLATE.parent)
    except typst.TypstError as fault:
        raise Unavailable(
            "paper_not_set", "PDF 没有做成，请先用 Word 或者打印，再告诉管平台的人。"
        ) from fault
    return made


def _fonts(there: Collection[str]) -> dict[str, str]:
    """Names that typst finds; one of the two kinds is enough."""
    body = next((name for name in SERIFS if name in there), "")
    head = next((name for name in SANS if name in there), "")
    if not body and not head:
        said = (
            "PDF 没有做成：这台服务器没有中文字体。请管服务器的人装一套，例如 fonts-noto-cjk，"
            "装好就能用；现在请用 Word 或者打印。"
        )
        raise Unavailable("no_chinese_font", said)
    return {"body": body or head, "head": head or body}
