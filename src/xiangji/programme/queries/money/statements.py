"""Lines of statements and movements of the book: what is paired, what might be, and what is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import reach
from xiangji.programme.models import Book, LedgerEntry, Posting, StatementLine, StatementMatch
from xiangji.programme.queries.money import ledger
from xiangji.programme.rules.money.accounts import Account, EntryKind
from xiangji.programme.rules.money.settling import Balanced, Printed, Statement, balanced, statement
from xiangji.programme.rules.money.statements import Grade, Movement, Pair, pairs

MOST_PROPOSED = 30
AROUND = timedelta(days=60)
PAIRED = Q(Exists(StatementMatch.objects.filter(line=OuterRef("pk"), undone_at=None)))


@dataclass(frozen=True, slots=True)
class Side:
    """What only one side knows, as the settling of balances lists it."""

    balanced: Balanced
    lines: tuple[StatementLine, ...]
    entries: tuple[tuple[LedgerEntry, int], ...]


def rows() -> QuerySet[StatementLine]:
    beside = ("book__programme__version", "book__programme__place", "by")
    return StatementLine.objects.select_related(*beside).defer("book__programme__version__body")


def for_person(person: User) -> QuerySet[StatementLine]:
    reached = reach(person, "programme.read_ledger")
    return rows().filter(reached.q(place="book__programme__place_id")).annotate(is_paired=PAIRED)


def books_for(person: User, capability: str) -> QuerySet[Book]:
    return ledger.books().filter(reach(person, capability).q(place="programme__place_id")).order_by("pk")


def match_of(line: StatementLine) -> StatementMatch | None:
    """The one that stands."""
    found = StatementMatch.objects.filter(line=line, undone_at=None)
    return found.select_related("entry__book__programme__version", "by").first()


def matches_of(line: StatementLine) -> list[StatementMatch]:
    """Also those that were taken back."""
    return list(StatementMatch.objects.filter(line=line).select_related("entry", "by", "undone_by"))


def moving(book: Book, on: date | None = None) -> QuerySet[LedgerEntry]:
    """Entries that move the special account; what was taken back, and what took it back, moves nothing.

    Up to the end of a day, if one is named: what is taken back later still counts on it.
    """
    taken_back = LedgerEntry.objects.filter(reverses=OuterRef("pk"))
    found = LedgerEntry.objects.filter(book=book).exclude(kind__in=[EntryKind.REVERSAL, EntryKind.CARRY])
    if on is not None:
        taken_back, found = taken_back.filter(booked_on__lte=on), found.filter(booked_on__lte=on)
    on_hand = Q(pk__in=Posting.objects.filter(entry__book=book, account=Account.ON_HAND).values("entry"))
    return found.filter(on_hand, ~Exists(taken_back)).order_by("booked_on", "pk")


def amounts_of(entries: Iterable[LedgerEntry]) -> dict[int, int]:
    rows = Posting.objects.filter(entry__in=list(entries), account=Account.ON_HAND).order_by()
    return {entry: int(fen) for entry, fen in rows.values_list("entry_id").annotate(Sum("fen"))}


def unpaired(book: Book) -> QuerySet[LedgerEntry]:
    """Entries that no line of a statement shows."""
    return moving(book).exclude(Exists(StatementMatch.objects.filter(entry=OuterRef("pk"), undone_at=None)))


def open_lines(book: Book) -> QuerySet[StatementLine]:
    """Lines that no entry shows."""
    return StatementLine.objects.filter(~PAIRED, book=book).order_by("on", "pk")


def proposals(book: Book) -> tuple[Pair, ...]:
    return pairs([line.as_line for line in open_lines(book)], _movements(unpaired(book)))


def certain(book: Book) -> list[tuple[int, int]]:
    """Keys of line and entry."""
    return [(pair.line.key, pair.movement.key) for pair in proposals(book) if pair.grade is Grade.CERTAIN]


def proposal_for(line: StatementLine) -> Pair | None:
    """Found among what has its amount or its number; nothing else could be its pair, or make it doubtful."""
    of_lines, of_entries = Q(fen=line.fen), _moves(line.fen)
    if line.voucher:
        of_lines |= Q(voucher=line.voucher)
        of_entries |= Q(document_number=line.voucher)
    alike = open_lines(line.book).filter(of_lines)
    entries = unpaired(line.book).filter(of_entries)
    found = pairs([each.as_line for each in alike], _movements(entries))
    return next((pair for pair in found if pair.line.key == line.pk), None)


def candidates(line: StatementLine) -> list[LedgerEntry]:
    """Entries of this very amount that no line shows, the nearest day first."""
    near = unpaired(line.book).filter(_moves(line.fen), booked_on__range=(line.on - AROUND, line.on + AROUND))
    found = sorted(near, key=lambda entry: abs((entry.booked_on - line.on).days))
    return found[:MOST_PROPOSED]


def _moves(fen: int) -> Q:
    """Of entries: those that move so much on the special account."""
    whole = (
        Posting.objects.filter(account=Account.ON_HAND).order_by().values("entry").annotate(whole=Sum("fen"))
    )
    return Q(pk__in=whole.filter(whole=fen).values("entry"))


def side_of(book: Book, on: date | None = None) -> Side:
    """余额调节 at the end of a day, today where none is named: both balances, and what only one knows."""
    day = on or timezone.localdate()
    stated = statement_of(book, day)
    lines = tuple(_open_lines_on(book, day))
    entries = tuple(_unpaired_on(book, day))
    amounts = amounts_of(entries)
    moved = [(entry.booked_on, amounts[entry.pk]) for entry in entries]
    settled = balanced(_on_hand(book, day), stated, (line.fen for line in lines), moved)
    return Side(settled, lines, tuple((entry, amounts[entry.pk]) for entry in entries))


def statement_of(book: Book, on: date) -> Statement:
    """What the lines up to a day come to, beside the balances printed behind them."""
    rows = StatementLine.objects.filter(book=book, on__lte=on).order_by("on", "pk")
    return statement(map(Printed._make, rows.values_list("on", "fen", "balance_fen")))


def _on_hand(book: Book, on: date) -> int:
    """What lay on the special account at the end of a day; carrying a year over moves nothing there."""
    carried = Q(entry__kind=EntryKind.CARRY) | Q(entry__reverses__kind=EntryKind.CARRY)
    rows = Posting.objects.filter(entry__book=book, account=Account.ON_HAND, entry__booked_on__lte=on)
    return int(rows.exclude(carried).aggregate(fen=Sum("fen", default=0))["fen"])


def _open_lines_on(book: Book, on: date) -> QuerySet[StatementLine]:
    """Lines that no entry of that day or before shows."""
    shown = StatementMatch.objects.filter(line=OuterRef("pk"), undone_at=None, entry__booked_on__lte=on)
    return StatementLine.objects.filter(~Exists(shown), book=book, on__lte=on).order_by("on", "pk")


def _unpaired_on(book: Book, on: date) -> QuerySet[LedgerEntry]:
    """Entries that no line of that day or before shows."""
    shown = StatementMatch.objects.filter(entry=OuterRef("pk"), undone_at=None, line__on__lte=on)
    return moving(book, on).exclude(Exists(shown))


def _movements(entries: QuerySet[LedgerEntry]) -> list[Movement]:
    found = list(entries)
    amounts = amounts_of(found)
    return [
        Movement(entry.pk, entry.document_on or entry.booked_on, amounts[entry.pk], entry.document_number)
        for entry in found
        if amounts.get(entry.pk)
    ]
