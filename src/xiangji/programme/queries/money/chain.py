"""The ledger as a sealed chain: which text is sealed, and whether an entry and its postings still agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from django.db.models import Q

from xiangji.core.chain.registering import register
from xiangji.core.chain.sealing import Original, SealedChain
from xiangji.programme.models import LedgerEntry, Posting
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.accounts import Account, EntryKind
from xiangji.programme.rules.money.ledger import Document, Written, digest
from xiangji.programme.rules.money.moves import Line

SPREAD = 2
UNREADABLE = (ValueError, TypeError, AttributeError, KeyError)
# Looked up three million times in the proof of a million entries.
_ACCOUNTS = {account.value: account for account in Account}
_SOURCES = {source.value: source for source in Source}
_KINDS = {kind.value: kind for kind in EntryKind}


class Row(NamedTuple):
    """The columns of an entry: a million of them are read faster than as models."""

    pk: int
    text: str
    sha256: str
    book_id: int
    year: int
    number: int
    kind: str
    booked_on: date
    summary: str
    document_number: str
    document_on: date | None
    document_kind: str
    about: str
    reverses_id: int | None
    recorded_at: datetime
    by_id: int | None
    post_title: str

    def agrees(self, lines: Sequence[Line]) -> bool:
        """Who changes a column or a posting and leaves the text as it is, is found here."""
        if digest(self.text) != self.sha256:
            return False
        written = Written(
            book=self.book_id,
            year=self.year,
            number=self.number,
            kind=_KINDS[self.kind],
            booked_on=self.booked_on,
            summary=self.summary,
            document=Document(self.document_number, self.document_on, self.document_kind),
            about=self.about,
            reverses=self.reverses_id,
            recorded_at=self.recorded_at.astimezone(UTC),
            by="" if self.by_id is None else str(self.by_id),
            post=self.post_title,
            lines=lines,
        )
        return written.text() == self.text


def read(ids: Sequence[int]) -> Mapping[int, Original]:
    """A row that was changed into something that cannot even be read is looked for by halves."""
    try:
        lines = _lines(ids)
        found = LedgerEntry.objects.filter(_among("pk", ids)).order_by().values_list(*Row._fields)
        wanted, rows = set(ids), map(Row._make, found)
        return {row.pk: Original(row.text, row.agrees(lines[row.pk])) for row in rows if row.pk in wanted}
    except UNREADABLE:
        if len(ids) == 1:
            return {ids[0]: Original("", is_whole=False)}
        half = len(ids) // 2
        return {**read(ids[:half]), **read(ids[half:])}


def _among(field: str, ids: Sequence[int]) -> Q:
    """Pages of a chain are runs of keys: two bounds are asked faster than thousands of keys."""
    first, last = min(ids, default=0), max(ids, default=0)
    if last - first < SPREAD * len(ids):
        return Q(**{f"{field}__gte": first, f"{field}__lte": last})
    return Q(**{f"{field}__in": ids})


def _lines(ids: Sequence[int]) -> defaultdict[int, list[Line]]:
    found: defaultdict[int, list[Line]] = defaultdict(list)
    rows = Posting.objects.filter(_among("entry", ids)).order_by("pk")
    columns = ("entry_id", "account", "source", "fen", "line", "project_id", "agreement_id")
    for entry, account, source, fen, line, project, agreement in rows.values_list(*columns):
        found[entry].append(Line(_ACCOUNTS[account], _SOURCES[source], fen, line, project, agreement))
    return found


LEDGER = register(SealedChain("ledger", LedgerEntry, read), "资金账链")
