"""What the finance office does with a book: open it, book what came and went, take entries back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting, NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.core.values import Money
from xiangji.programme import queries
from xiangji.programme.actions.money import posting
from xiangji.programme.actions.publicity import title_of
from xiangji.programme.models import Balance, Book, InKind, LedgerEntry, Programme, Project
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money import moves
from xiangji.programme.rules.money.accounts import Account, EntryKind
from xiangji.programme.rules.money.booking import (
    Booked,
    Opening,
    check_amount,
    check_in_kind,
    check_line,
    check_paper,
    differences,
    planned,
)
from xiangji.programme.rules.money.ledger import Document, Draft, LedgerRefused
from xiangji.programme.rules.money.moves import Share
from xiangji.programme.rules.words import yuan_words


@dataclass(frozen=True, slots=True)
class _Hand:
    """Who books, in which post, and when."""

    by: User
    acting: Acting
    happened_at: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.happened_at)


@transaction.atomic
def open_book(*, programme: Programme, booked_on: date, by: User, happened_at: datetime) -> Book:
    """Open the book of a plan in force; what the plan grants is its first entries, line by line."""
    acting = permit(by, "programme.keep_ledger", place=programme.place_code)
    plan = _running(programme)
    if Book.objects.filter(programme=plan).exists():
        said = f"没有建账。《{plan.version.title}》已经有账套了，请在原来的账套里记。"
        raise LedgerRefused("book_is_open_already", said)
    book = Book.objects.create(
        programme=plan, version=plan.version, opened_on=booked_on, opened_at=happened_at
    )
    hand = _Hand(by, acting, happened_at)
    entries = _book_plan(book, hand, booked_on)
    facts: dict[str, JSON] = {"programme": plan.key, "entries": len(entries)}
    note(by=by, did="programme.book_opened", what=book, happened_at=happened_at, facts=facts)
    return book


@transaction.atomic
def follow_plan(*, book: Book, booked_on: date, by: User, happened_at: datetime) -> list[LedgerEntry]:
    """After a change of the plan: book the difference. Budget that is bound cannot be taken away."""
    hand, locked = _taken(book, by, happened_at)
    entries = _book_plan(locked, hand, booked_on)
    if not entries:
        said = "没有记账。账套的预算数和现行方案一样，没有要调整的。"
        raise LedgerRefused("book_follows_its_plan", said)
    locked.follow(locked.programme.version_id)
    facts: dict[str, JSON] = {"entries": len(entries), "version": locked.programme.version.number}
    note(by=by, did="programme.book_followed", what=locked, happened_at=happened_at, facts=facts)
    return entries


@transaction.atomic
def record_transfer(*, book: Book, booked: Booked, by: User, happened_at: datetime) -> LedgerEntry:
    """资金到账: what the treasury of whatever level above sent, with the number of its paper."""
    kept = _checked(book, booked, undone="没有记到账")
    if kept.source is Source.ENTERPRISE:
        said = "没有记到账。企业自筹的钱不进专账，请记成企业投入的凭证。"
        raise LedgerRefused("enterprise_money_is_not_transferred", said)
    return _book(book, EntryKind.TRANSFER, moves.transfer((kept.share,)), kept, by, happened_at)


@transaction.atomic
def give_back(
    *, book: Book, booked: Booked, is_only_cut: bool = False, by: User, happened_at: datetime
) -> LedgerEntry:
    """缴回国库, or 核减 of budget for which no money had come."""
    kept = _checked(book, booked, undone="没有记缴回")
    lines = (moves.cut if is_only_cut else moves.give_back)((kept.share,))
    return _book(book, EntryKind.GIVE_BACK, lines, kept, by, happened_at)


@transaction.atomic
def enter_opening(
    *, book: Book, what: Opening, booked: Booked, by: User, happened_at: datetime
) -> LedgerEntry:
    """期初: what happened before the book was kept here, on its true day and by its own paper."""
    kept = _checked(book, booked, undone="没有补录")
    what.check(kept.source)
    return _book(book, EntryKind.OPENING, what.lines((kept.share,)), kept, by, happened_at)


@transaction.atomic
def reverse_entry(*, entry: LedgerEntry, reason: str, by: User, happened_at: datetime) -> LedgerEntry:
    """Take back what the book itself booked; an entry of another paper goes back with that paper.

    Money that came back is a fact beside its paper: recorded wrongly, it is taken back here.
    """
    hand, locked = _taken(entry.book, by, happened_at)
    if entry.about != locked.about and entry.kind != EntryKind.MONEY_BACK:
        said = f"没有冲销。{entry.word}是别的文件记出来的，请在那份文件上退回或者撤回，账会跟着冲销。"
        raise LedgerRefused("entry_of_another_paper", said)
    made = posting.reverse(
        entry=entry,
        reason=reason,
        booked_on=hand.today,
        by=by,
        acting=hand.acting,
        happened_at=happened_at,
    )
    facts: dict[str, JSON] = {"entry": made.word, "reversed": entry.word, "reason": made.summary}
    note(by=by, did="programme.entry_reversed", what=entry, happened_at=happened_at, facts=facts)
    return made


@transaction.atomic
def note_in_kind(
    *,
    book: Book,
    line: str,
    what: str,
    quantity: Decimal,
    unit: str,
    provided_on: date,
    document_number: str,
    by: User,
    happened_at: datetime,
) -> InKind:
    """What the government put in beside money (PRG-37): a quantity with its unit, and never an amount."""
    hand, locked = _taken(book, by, happened_at)
    check_line(line, _lines(locked), undone="没有登记")
    kept = check_in_kind(what, unit, document_number, quantity, provided_on, today=hand.today)
    row = InKind.objects.create(
        book=locked,
        line=line,
        what=kept.what,
        quantity=quantity,
        unit=kept.unit,
        provided_on=provided_on,
        document_number=kept.document,
        by=by,
        post_title=title_of(hand.acting),
        at=happened_at,
    )
    facts: dict[str, JSON] = {
        "what": kept.what,
        "quantity": f"{quantity} {kept.unit}",
        "document": kept.document,
    }
    note(by=by, did="programme.in_kind_noted", what=locked, happened_at=happened_at, facts=facts)
    return row


def _book(
    book: Book, kind: EntryKind, lines: moves.Lines, booked: Booked, by: User, happened_at: datetime
) -> LedgerEntry:
    """One entry of the book's own, with its note."""
    hand, locked = _taken(book, by, happened_at)
    entry = posting.post(
        book=locked,
        kind=kind,
        postings=lines,
        booked_on=booked.booked_on,
        summary=booked.summary,
        document=booked.document,
        about=locked.about,
        by=by,
        acting=hand.acting,
        happened_at=happened_at,
    )
    facts: dict[str, JSON] = {
        "entry": entry.word,
        "kind": kind.word,
        "amount": f"{yuan_words(booked.amount)}元",
        "document": booked.document.number,
    }
    note(by=by, did="programme.entry_booked", what=entry, happened_at=happened_at, facts=facts)
    return entry


def _taken(book: Book, by: User, happened_at: datetime) -> tuple[_Hand, Book]:
    acting = permit(by, "programme.keep_ledger", place=book.programme.place_code)
    return _Hand(by, acting, happened_at), posting.lock(book)


def _checked(book: Book, booked: Booked, *, undone: str) -> Booked:
    check_amount(booked.amount, undone=undone)
    check_line(booked.line, _lines(book), undone=undone)
    check_paper(booked.document, undone=undone)
    _check_project(book, booked, undone)
    return booked


def _check_project(book: Book, booked: Booked, undone: str) -> None:
    if booked.project is None:
        return
    found = Project.objects.filter(pk=booked.project, programme=book.programme_id).first()
    if found is None:
        raise NotYours
    if found.budget_line != booked.line:
        said = f"{undone}。项目“{found.name}”不在这一行预算上，请选它自己的预算行。"
        raise LedgerRefused("project_of_another_line", said)


def _lines(book: Book) -> dict[str, str]:
    lines = queries.opened_of(book.programme).study.document.budget_lines
    return {line.key: line.name for line in lines}


def _running(programme: Programme) -> Programme:
    """Held, so that two who open the book at once do it one after the other."""
    Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    plan = queries.programmes().get(pk=programme.pk)
    if not plan.is_running:
        said = f"没有建账。《{plan.version.title}》是存档的原件，没有执行，不能记账。"
        raise LedgerRefused("plan_is_not_in_force", said)
    return plan


def _book_plan(book: Book, hand: _Hand, booked_on: date) -> list[LedgerEntry]:
    opened = queries.opened_of(book.programme)
    document = opened.study.document
    paper = Document(document.document.number, None, "方案")
    granted = differences(planned(document.budget_lines), _granted(book))
    drafts = [
        _draft_of(book, shares, f"{names}：按方案第{opened.version_number}版", paper, booked_on)
        for names, shares in _by_line(book, granted)
    ]
    if not drafts:
        return []
    return posting.post_together(
        book=book,
        drafts=[draft for pair in drafts for draft in pair],
        by=hand.by,
        acting=hand.acting,
        happened_at=hand.happened_at,
    )


def _draft_of(book: Book, shares: list[Share], summary: str, paper: Document, booked_on: date) -> list[Draft]:
    """Public money is granted; what enterprises are to bring is promised."""
    public = moves.budget(share for share in shares if share.source is not Source.ENTERPRISE)
    firms = moves.promise(share for share in shares if share.source is Source.ENTERPRISE)
    kinds = ((EntryKind.BUDGET, public, "下达预算"), (EntryKind.PROMISE, firms, "承诺投入"))
    return [
        Draft(kind, lines, booked_on, f"{summary}{word}", book.about, paper)
        for kind, lines, word in kinds
        if lines
    ]


def _by_line(book: Book, shares: list[Share]) -> list[tuple[str, list[Share]]]:
    names = _lines(book)
    keys = list(dict.fromkeys(share.line for share in shares))
    return [(names.get(key, key)[:80], [each for each in shares if each.line == key]) for key in keys]


def _granted(book: Book) -> dict[tuple[str, Source], Money]:
    """What the book already says of the plan's own lines."""
    accounts = (Account.BUDGET.value, Account.PROMISED.value)
    rows = Balance.objects.filter(book=book, account__in=accounts, project=None, agreement=None)
    return {(row.line, Source(row.source)): Money(row.fen) for row in rows}
