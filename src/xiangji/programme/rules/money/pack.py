"""An evidence pack (证据包): what a project's file holds, and what each part of it is called in the zip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

Facts = tuple[tuple[str, str], ...]
LONGEST_NAME = 60
_FORBIDDEN = '\\/:*?"<>|'


@dataclass(frozen=True, slots=True)
class Table:
    """A table of words; the same rows stand on the page and in a sheet."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def pairs(self) -> list[list[tuple[str, str]]]:
        """Each cell with its head, for a page that is too narrow for columns."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was attached to a paper. What was withdrawn is still in the pack, and says why."""

    number: int
    name: str
    ending: str
    sha256: str
    size: int
    who: str
    added_at: datetime
    withdrawn: str = ""

    def path(self, paper: Paper) -> str:
        """The number in front keeps two files of one name apart."""
        return f"凭证/{paper.folder}/{self.number}-{plain(self.name)}{self.ending}"


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of the file: a project, a contract, a payment."""

    kind: str
    title: str
    target: str
    """Its name in core.evidence: programme.Payment:12."""
    facts: Facts
    tables: tuple[Table, ...] = ()
    files: tuple[Kept, ...] = ()
    word: str = ""
    """What people call it: 拨-2026-0043. Where it has no number of its own, its key tells it apart."""

    @property
    def folder(self) -> str:
        return f"{self.kind}-{self.word or self.target.partition(':')[2]}"


@dataclass(frozen=True, slots=True)
class Booked:
    """One entry of the ledger, and the text that was sealed when it was booked."""

    word: str
    on: date
    kind: str
    summary: str
    document: str
    sha256: str
    text: str

    @property
    def path(self) -> str:
        """The SHA-256 of this file is the one that the ledger keeps."""
        return f"账/{self.word}.txt"


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    word: str
    title: str
    facts: Facts
    chapters: tuple[Chapter, ...]
    sheets: tuple[Table, ...]
    """Each is a CSV file of its own."""
    entries: tuple[Booked, ...] = ()
    left_out: int = 0
    """Papers that whoever takes the pack may not see."""
    slips: tuple[int, ...] = ()
    """Payments that were submitted once: each has a slip to be signed."""

    @property
    def folder(self) -> str:
        return f"证据包-{self.word}"

    def kept(self) -> Iterator[tuple[Paper, Kept]]:
        for chapter in self.chapters:
            for paper in chapter.papers:
                for each in paper.files:
                    yield paper, each

    @property
    def papers(self) -> int:
        return sum(len(chapter.papers) for chapter in self.chapters)

    @property
    def files(self) -> int:
        return sum(1 for _ in self.kept())


def plain(name: str) -> str:
    """A name that every system can write, without its ending; never empty, never too long."""
    stem = name.rpartition(".")[0] or name
    said = "".join("_" if sign in _FORBIDDEN or not sign.isprintable() else sign for sign in stem)
    return said.strip(" .")[:LONGEST_NAME].strip(" .") or "凭证"


def listing(hashes: dict[str, str]) -> str:
    """As `sha256sum -c` reads it: a line for each file, in the order of their names."""
    return "".join(f"{sha256}  {path}\n" for path, sha256 in sorted(hashes.items()))


def csv_cell(text: str) -> str:
    """A spreadsheet must not take words for a formula."""
    said = text.replace("\r", " ").replace("\n", " ")
    runs = said.startswith(("=", "@", "\t")) or (said.startswith(("+", "-")) and not _is_number(said))
    said = f"'{said}" if runs else said
    return '"' + said.replace('"', '""') + '"' if any(sign in said for sign in ',"') else said


def csv_text(table: Table) -> str:
    lines = (",".join(csv_cell(cell) for cell in row) for row in (table.heads, *table.rows))
    return "\ufeff" + "\r\n".join(lines) + "\r\n"


def _is_number(text: str) -> bool:
    return text[1:].replace(",", "").replace(".", "", 1).isdecimal()
