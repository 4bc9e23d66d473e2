"""Closing a month (结账) and carrying a year over (年终结转)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import permit
from xiangji.core.audit import JSON, note
from xiangji.core.values import Money, Month
from xiangji.programme.actions.money import posting
from xiangji.programme.actions.publicity import title_of
from xiangji.programme.models import Book, LedgerEntry, MonthClose
from xiangji.programme.queries.money import ledger
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money import moves
from xiangji.programme.rules.money.accounts import Account, EntryKind
from xiangji.programme.rules.money.booking import check_month
from xiangji.programme.rules.money.columns import NOTHING
from xiangji.programme.rules.money.ledger import Draft, LedgerRefused
from xiangji.programme.rules.money.moves import Share
from xiangji.programme.rules.words import yuan_words


@transaction.atomic
def close_month(*, book: Book, month: Month, by: User, happened_at: datetime) -> MonthClose:
    """No entry comes into this month or an earlier one any more, and nobody opens it again."""
    acting = permit(by, "programme.keep_ledger", place=book.programme.place_code)
    locked = posting.lock(book)
    check_month(month, closed=locked.closed, today=timezone.localdate(happened_at))
    done = MonthClose.objects.create(
        book=locked,
        month=str(month),
        entries=LedgerEntry.objects.filter(book=locked, booked_on__lte=month.last_day).count(),
        by=by,
        post_title=title_of(acting),
        at=happened_at,
    )
    locked.close(month)
    facts: dict[str, JSON] = {"month": str(month), "entries": done.entries}
    note(by=by, did="programme.month_closed", what=locked, happened_at=happened_at, facts=facts)
    return done


@transaction.atomic
def carry_over(*, book: Book, year: int, by: User, happened_at: datetime) -> list[LedgerEntry]:
    """What lay on the special account at the end of the year leaves it, and is the first of the next year.

    Called again after a correction in December, it carries the difference.
    """
    acting = permit(by, "programme.keep_ledger", place=book.programme.place_code)
    locked = posting.lock(book)
    _check_year(year, today=timezone.localdate(happened_at))
    shares = _left_at(locked, date(year, 12, 31))
    if not shares:
        said = f"没有结转。{year}年年底专账上没有要结转的钱，或者已经结转过了。"
        raise LedgerRefused("nothing_to_carry", said)
    first, last = date(year + 1, 1, 1), date(year, 12, 31)
    out = Draft(EntryKind.CARRY, moves.carry_out(shares), last, f"{year}年年终结转", locked.about)
    back = Draft(EntryKind.CARRY, moves.carry_in(shares), first, f"{year}年结转到{year + 1}年", locked.about)
    entries = posting.post_together(
        book=locked, drafts=(out, back), by=by, acting=acting, happened_at=happened_at
    )
    moved = Money(sum(share.fen for share in shares))
    facts: dict[str, JSON] = {"year": year, "amount": f"{yuan_words(moved)}元"}
    note(by=by, did="programme.year_carried", what=locked, happened_at=happened_at, facts=facts)
    return entries


def _check_year(year: int, *, today: date) -> None:
    if year >= today.year:
        said = f"没有结转。{year}年还没有过完，过了{year}年12月31日再结转。"
        raise LedgerRefused("year_is_not_over", said)
    if year < 2000:
        raise LedgerRefused("year_too_early", "没有结转。年度最早写2000年。")


def _left_at(book: Book, day: date) -> list[Share]:
    found = ledger.sums(book, on=day, by="source")
    on_hand = {source: found.get(source.value, {}).get(Account.ON_HAND, NOTHING).fen for source in Source}
    return [Share(source, "", fen) for source, fen in on_hand.items() if fen]
