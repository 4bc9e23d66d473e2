"""Writing entries into the book (记账), and taking them back by an opposite entry (冲销)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import connection
from django.db.models import F, Max
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting
from xiangji.core.chain import sealing
from xiangji.programme import queries
from xiangji.programme.actions.publicity import title_of
from xiangji.programme.models import Balance, Book, LedgerEntry, Posting, StatementMatch
from xiangji.programme.queries.money.chain import LEDGER
from xiangji.programme.rules.money import ledger as rules
from xiangji.programme.rules.money.accounts import EntryKind
from xiangji.programme.rules.money.ledger import Document, Draft, LedgerRefused, Written
from xiangji.programme.rules.money.moves import Line, reversed_


def post(
    *,
    book: Book,
    kind: EntryKind,
    postings: Sequence[Line],
    booked_on: date,
    summary: str,
    document: Document = rules.NO_DOCUMENT,
    about: str,
    by: User | None,
    acting: Acting | None,
    happened_at: datetime,
    reverses: LedgerEntry | None = None,
) -> LedgerEntry:
    """One entry, in the transaction of the deed that causes it; that deed permits and notes itself.

    Refuses a closed month, a day that has not come, and whatever would overdraw a balance by one 分.
    Raises ValueError for lines that do not add up.
    """
    draft = Draft(kind, postings, booked_on, summary, about, document, reverses.pk if reverses else None)
    return post_together(book=book, drafts=(draft,), by=by, acting=acting, happened_at=happened_at)[0]


def post_together(
    *, book: Book, drafts: Sequence[Draft], by: User | None, acting: Acting | None, happened_at: datetime
) -> list[LedgerEntry]:
    """Several entries of one deed. Balances are weighed when all of them are booked, not in between."""
    locked = lock(book)
    kept = [_checked(draft, locked, happened_at) for draft in drafts]
    entries = [_entry(draft, locked, by, acting, happened_at) for draft in kept]
    _move_balances(locked, [line for draft in kept for line in draft.postings])
    return entries


def reverse(
    *,
    entry: LedgerEntry,
    reason: str,
    booked_on: date,
    by: User | None,
    acting: Acting | None,
    happened_at: datetime,
) -> LedgerEntry:
    """An opposite entry in an open month; what was written stays and is never changed."""
    locked = lock(entry.book)
    if entry.kind == EntryKind.REVERSAL:
        said = f"没有冲销。{entry.word}本身是冲销，冲错了请按原来的内容重新记一笔。"
        raise LedgerRefused("reversal_is_not_reversed", said)
    earlier = LedgerEntry.objects.filter(reverses=entry).first()
    if earlier is not None:
        said = f"没有冲销。{entry.word}已经由{earlier.word}冲销过了。"
        raise LedgerRefused("reversed_already", said)
    if StatementMatch.objects.filter(entry=entry, undone_at=None).exists():
        said = f"没有冲销。{entry.word}已经和对账单的一行勾上了，请先在“对账单”里取消勾对，写明为什么。"
        raise LedgerRefused("entry_is_on_a_statement", said)
    if booked_on < entry.booked_on:
        said = f"没有冲销。冲销的日期不能早于原来记账的日期（{entry.booked_on}）。"
        raise LedgerRefused("reversal_before_entry", said)
    lines = [each.as_line for each in Posting.objects.filter(entry=entry).order_by("pk")]
    return post(
        book=locked,
        kind=EntryKind.REVERSAL,
        postings=reversed_(lines),
        booked_on=booked_on,
        summary=reason,
        document=entry.document,
        about=entry.about,
        by=by,
        acting=acting,
        happened_at=happened_at,
        reverses=entry,
    )


def lock(book: Book) -> Book:
    """The book for this transaction alone: who posts waits for who posts."""
    if not connection.in_atomic_block:
        raise RuntimeError("an entry is posted outside of a transaction")
    return Book.objects.select_for_update(of=("self",)).get(pk=book.pk)


def _checked(draft: Draft, book: Book, happened_at: datetime) -> Draft:
    rules.check_balance(draft.postings)
    summary, document = rules.check_words(draft.summary, draft.document)
    rules.check_day(draft.booked_on, today=timezone.localdate(happened_at), closed=book.closed)
    return replace(draft, summary=summary, document=document)


def _entry(
    draft: Draft, book: Book, by: User | None, acting: Acting | None, happened_at: datetime
) -> LedgerEntry:
    written = Written(
        book=book.pk,
        year=draft.booked_on.year,
        number=_next_number(book, draft.booked_on.year),
        kind=draft.kind,
        booked_on=draft.booked_on,
        summary=draft.summary,
        document=draft.document,
        about=draft.about,
        reverses=draft.reverses,
        recorded_at=happened_at,
        by="" if by is None else str(by.pk),
        post=title_of(acting) if acting else "",
        lines=draft.postings,
    )
    return _write(written, by)


def _next_number(book: Book, year: int) -> int:
    last = LedgerEntry.objects.filter(book=book, year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _write(written: Written, by: User | None) -> LedgerEntry:
    entry = LedgerEntry.of(written, sha256=rules.digest(written.text()))
    entry.by = by
    entry.save(force_insert=True)
    Posting.objects.bulk_create(
        Posting(
            entry=entry,
            account=line.account.value,
            source=line.source.value,
            line=line.line,
            project_id=line.project,
            agreement_id=line.agreement,
            fen=line.fen,
        )
        for line in written.lines
    )
    sealing.queue(LEDGER, entry.pk)
    return entry


def _move_balances(book: Book, lines: Sequence[Line]) -> None:
    changed = rules.changes(lines)
    standing = {
        row.key: row for row in Balance.objects.filter(book=book, key__in=list(changed)).order_by("pk")
    }
    for key, (line, grown) in changed.items():
        row = standing.get(key)
        before = row.fen if row else 0
        if before + grown < 0:
            name = _name_of(book, line.line)
            raise rules.overdrawn(line, name=name, available=before, wanted=-grown)
        if row is None:
            _begin_balance(book, line, grown)
        elif grown:
            Balance.objects.filter(pk=row.pk).update(fen=F("fen") + grown)


def _begin_balance(book: Book, line: Line, fen: int) -> None:
    Balance.objects.create(
        book=book,
        key=line.key,
        account=line.account.value,
        source=line.source.value,
        line=line.line,
        project_id=line.project,
        agreement_id=line.agreement,
        fen=fen,
    )


def _name_of(book: Book, line: str) -> str:
    """As the plan prints it; the key itself where the plan no longer has the line."""
    found = queries.opened_of(book.programme).study.document.line(line) if line else None
    return found.name if found else line
