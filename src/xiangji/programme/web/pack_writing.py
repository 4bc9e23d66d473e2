"""The zip of an evidence pack, written while it is sent: memory holds one file at a time."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from xiangji.core import ui
from xiangji.core.errors import Unavailable
from xiangji.core.evidence.files import content_of
from xiangji.core.places.county import current_county
from xiangji.core.ui.demo import notice
from xiangji.core.ui.theme import current_theme
from xiangji.programme.queries.money import payments
from xiangji.programme.rules.money.pack import Kept, Pack, Paper, csv_text, listing
from xiangji.programme.web.paper_writing import OfficialPaper, docx, pdf
from xiangji.programme.web.slip_paper import slip_paper, told_of

STYLE = "样式/pack.css"
HASHES = "sha256.txt"
SLIPS = "审批单/"
_STYLES = ("tokens.css", "components.css")
# What is packed tightly already gains nothing, and costs the sender a processor.
_TIGHT = frozenset({".jpg", ".png", ".webp", ".heic", ".xlsx", ".docx"})


@dataclass(frozen=True, slots=True)
class Taken:
    """Who took it and when, as the first page says."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShownFile:
    kept: Kept
    path: str
    lost: str


@dataclass(frozen=True, slots=True)
class ShownPaper:
    paper: Paper
    files: tuple[ShownFile, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """The paper that was signed for a payment (审批单); a machine without Chinese fonts makes no PDF."""

    word: str
    paper: OfficialPaper

    def files(self) -> Iterator[tuple[str, bytes]]:
        yield f"{SLIPS}{self.word}.docx", docx(self.paper)
        with suppress(Unavailable):
            yield f"{SLIPS}{self.word}.pdf", pdf(self.paper)


@dataclass(slots=True)
class _Pipe:
    """Looks like a file that can only be written; what was written is taken out again and sent."""

    parts: list[bytes] = field(default_factory=list)

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        whole = b"".join(self.parts)
        self.parts.clear()
        return whole


@dataclass(slots=True)
class _Zip:
    folder: str
    at: datetime
    package: zipfile.ZipFile
    hashes: dict[str, str] = field(default_factory=dict)

    def put(self, path: str, content: bytes, at: datetime | None = None) -> None:
        self.hashes[path] = hashlib.sha256(content).hexdigest()
        wall = timezone.localtime(at or self.at)
        part = zipfile.ZipInfo(f"{self.folder}/{path}", wall.timetuple()[:6])
        part.compress_type = zipfile.ZIP_STORED if Path(path).suffix in _TIGHT else zipfile.ZIP_DEFLATED
        part.external_attr = 0o644 << 16
        self.package.writestr(part, content)


def slips_of(pack: Pack) -> list[Slip]:
    """The slips of its payments in words; they are set as files one by one, while the zip is sent."""
    rows = payments.rows().filter(pk__in=pack.slips).order_by("pk")
    return [Slip(row.word, slip_paper(told_of(row), is_demo=settings.DEMO)) for row in rows]


def stream(pack: Pack, taken: Taken, slips: Sequence[Slip] = ()) -> Iterator[bytes]:
    """A file that is missing or was changed is named on the page; its registered hash stays in the list."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as package:  # type: ignore[call-overload]  # all that an unseekable file needs
        made = _Zip(pack.folder, taken.at, package)
        lost: dict[int, str] = {}
        for paper, kept in pack.kept():
            path = kept.path(paper)
            try:
                made.put(path, content_of(kept.sha256), kept.added_at)
            except Unavailable as fault:
                lost[kept.number] = fault.sentence
                made.hashes[path] = kept.sha256
            yield pipe.taken()
        for slip in slips:
            for path, content in slip.files():
                made.put(path, content)
                yield pipe.taken()
        for table in pack.sheets:
            made.put(f"表/{table.title}.csv", csv_text(table).encode())
        for entry in pack.entries:
            made.put(entry.path, entry.text.encode())
        yield pipe.taken()
        made.put(STYLE, style().encode())
        papers = [path for path in made.hashes if path.startswith(SLIPS)]
        made.put("index.html", page(pack, taken, lost, papers).encode())
        made.put(HASHES, listing(made.hashes).encode())
    yield pipe.taken()


def page(pack: Pack, taken: Taken, lost: dict[int, str], slips: Sequence[str] = ()) -> str:
    """Opens without a network: it names no address outside of its own folder."""
    chapters = [
        (chapter.title, [_shown(paper, lost) for paper in chapter.papers]) for chapter in pack.chapters
    ]
    told = {
        "pack": pack,
        "taken": taken,
        "chapters": chapters,
        "lost": len(lost),
        "slips": [(path, path.removeprefix(SLIPS)) for path in slips],
        "style": STYLE,
        "hashes": HASHES,
        "county": current_county(),
        "demo": notice(),
    }
    return render_to_string("programme/pack.html", told)


def style() -> str:
    """The look of the house, with the county's colours."""
    folder = Path(ui.__file__).parent / "static" / "ui"
    parts = [(folder / name).read_text(encoding="utf-8") for name in _STYLES]
    return "\n".join([*parts, current_theme().css])


def _shown(paper: Paper, lost: dict[int, str]) -> ShownPaper:
    files = (ShownFile(kept, kept.path(paper), lost.get(kept.number, "")) for kept in paper.files)
    return ShownPaper(paper, tuple(files))
