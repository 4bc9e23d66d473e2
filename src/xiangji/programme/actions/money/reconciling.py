"""Statements of the special account: taken line by line, paired with the book by people (对账)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting, NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.core.values import Money
from xiangji.programme.actions.money import posting
from xiangji.programme.actions.publicity import title_of
from xiangji.programme.models import Book, LedgerEntry, StatementLine, StatementMatch
from xiangji.programme.queries.money import statements
from xiangji.programme.rules.money import statements as rules
from xiangji.programme.rules.money.statements import StatementRefused
from xiangji.programme.rules.money.vouchers import WHOLE, Span
from xiangji.programme.rules.words import yuan_words


@transaction.atomic
def enter_line(
    *,
    book: Book,
    serial: str,
    amount: Money,
    counterparty: str,
    summary: str,
    voucher: str,
    balance: Money | None = None,
    by: User,
    happened_at: datetime,
) -> StatementLine:
    """One line, once: its serial number says whether it was taken before; the import notes it."""
    acting = permit(by, "programme.keep_ledger", place=book.programme.place_code)
    number = rules.words_of(serial, "流水号", rules.SERIAL_LENGTH, required=True)
    if not amount:
        raise StatementRefused("line_without_amount", "没有收下。这一行没有收，也没有付。")
    if StatementLine.objects.filter(book=book, serial=number).exists():
        said = f"没有收下。流水号{number}已经导入过了，同一行只收一次。"
        raise StatementRefused("line_taken_before", said)
    return StatementLine.objects.create(
        book=book,
        serial=number,
        on=timezone.localdate(happened_at),
        fen=amount.fen,
        counterparty=rules.words_of(counterparty, "对方", rules.WORDS_LENGTH),
        summary=rules.words_of(summary, "摘要", rules.WORDS_LENGTH),
        voucher=rules.words_of(voucher, "凭证号", rules.NUMBER_LENGTH),
        balance_fen=None if balance is None else balance.fen,
        by=by,
        post_title=title_of(acting),
        at=timezone.now(),
    )


@transaction.atomic
def match_line(*, line: StatementLine, entry: LedgerEntry, by: User, happened_at: datetime) -> StatementMatch:
    """This line is that entry: the same book, the same amount, each once."""
    book, acting = _taken(line.book, by)
    if entry.book_id != book.pk:
        raise NotYours
    _check_open(line, entry)
    return _paired(line, entry, by, acting, happened_at)


@transaction.atomic
def match_certain(*, book: Book, by: User, happened_at: datetime) -> int:
    """All of whose number and amount nothing else has; how many."""
    locked, acting = _taken(book, by)
    found = statements.certain(locked)
    lines = StatementLine.objects.in_bulk([line for line, _ in found])
    entries = LedgerEntry.objects.select_related("book").in_bulk([entry for _, entry in found])
    if not found:
        said = "没有勾。没有凭证号和金额都对上的行了，余下的请一行一行看。"
        raise StatementRefused("nothing_certain_to_pair", said)
    for line, entry in found:
        _paired(lines[line], entries[entry], by, acting, happened_at)
    return len(found)


@transaction.atomic
def undo_match(*, line: StatementLine, reason: str, by: User, happened_at: datetime) -> StatementMatch:
    """The pair stays readable; line and entry are open again."""
    _taken(line.book, by)
    said = rules.words_of(reason, "理由", rules.REASON_LENGTH, required=True)
    found = StatementMatch.objects.filter(line=line, undone_at=None).first()
    if found is None:
        raise StatementRefused("line_is_not_paired", "没有取消。这一行没有勾过，或者别人刚刚取消了。")
    found.undone_by, found.undone_at, found.undone_because = by, happened_at, said
    found.save(update_fields=["undone_by", "undone_at", "undone_because"])
    facts: dict[str, JSON] = {"serial": line.serial, "entry": found.entry.word, "reason": said}
    note(by=by, did="programme.match_undone", what=line, happened_at=happened_at, facts=facts)
    return found


@transaction.atomic
def take_vouchers(*, book: Book, span: Span = WHOLE, by: User, happened_at: datetime) -> Book:
    """The book, or a year or month of it, leaves the house as a table: who took it is noted before."""
    permit(by, "programme.read_ledger", place=book.programme.place_code)
    facts: dict[str, JSON] = {"period": span.word}
    note(by=by, did="programme.vouchers_taken", what=book, happened_at=happened_at, facts=facts)
    return book


def _taken(book: Book, by: User) -> tuple[Book, Acting]:
    """Nobody pairs while another pairs or posts."""
    acting = permit(by, "programme.keep_ledger", place=book.programme.place_code)
    return posting.lock(book), acting


def _check_open(line: StatementLine, entry: LedgerEntry) -> None:
    if StatementMatch.objects.filter(line=line, undone_at=None).exists():
        raise StatementRefused("line_is_paired", f"没有勾上。流水号{line.serial}已经勾过了，要改先取消。")
    if not statements.unpaired(line.book).filter(pk=entry.pk).exists():
        said = f"没有勾上。{entry.word}已经勾过、冲销了，或者不动专账上的钱，请选别的。"
        raise StatementRefused("entry_is_not_open", said)
    rules.check_pair(line.fen, statements.amounts_of([entry]).get(entry.pk, 0))


def _paired(
    line: StatementLine, entry: LedgerEntry, by: User, acting: Acting, happened_at: datetime
) -> StatementMatch:
    made = StatementMatch.objects.create(
        line=line, entry=entry, by=by, post_title=title_of(acting), at=happened_at
    )
    amount = f"{yuan_words(Money(abs(line.fen)))}元"
    facts: dict[str, JSON] = {"serial": line.serial, "entry": entry.word, "amount": amount}
    note(by=by, did="programme.line_matched", what=line, happened_at=happened_at, facts=facts)
    return made
