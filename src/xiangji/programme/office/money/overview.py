"""资金总览 (the office's fund board): where the money stands, what may be paid, and what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from xiangji.core.accounts.permitting import NotPermitted, may
from xiangji.core.office.desk import Page, page
from xiangji.core.office.doors import in_office, person_of, show
from xiangji.core.ui.formats import percent
from xiangji.core.values import Money
from xiangji.programme.models import Book
from xiangji.programme.office.money.books import MONEY
from xiangji.programme.queries.money import office_board
from xiangji.programme.queries.money.office_board import Counts, Overview, Row
from xiangji.programme.rules.money.checks import Finding

READ = "programme.read_ledger"
MARKS = {"ok": "ok", "warn": "warn", "block": "bad", "ask": "info"}
WORDS = {"ok": "合", "warn": "要留意", "block": "不合", "ask": "等人定"}

page(Page("money", "资金总览", MONEY, READ, "office-money", order=5))


@dataclass(frozen=True, slots=True)
class Shown:
    """A row with the parts of its bar: paid, on its way, in contracts, free."""

    row: Row

    @property
    def parts(self) -> tuple[Money, ...]:
        now = self.row.now
        return now.paid, now.pending, now.contracted, now.available

    @property
    def used(self) -> str:
        return percent((self.row.now.use_rate or Fraction(0)) * 100)


@dataclass(frozen=True, slots=True)
class Eye:
    """So many of something that is not a payment; `href` leads to the list."""

    count: int
    words: str
    look: str
    href: str


@require_safe
@in_office()
def money(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    if not may(person, READ):
        raise NotPermitted(READ)
    books = office_board.books_for(person)
    book = _chosen(books, request.GET.get("book", ""))
    if book is None:
        return show(request, "programme/office/money.html", {"seen": None}, here="money")
    today = timezone.localdate()
    seen = office_board.overview(book, person, today, _year(request.GET.get("year", "")))
    told = {"books": books, "today": today, **_told(seen)}
    return show(request, "programme/office/money.html", told, here="money")


def _chosen(books: list[Book], typed: str) -> Book | None:
    """The newest where nothing, or nothing of ours, is asked."""
    return next((book for book in books if str(book.pk) == typed), books[0] if books else None)


def _year(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) == len("2026") else None


def _told(seen: Overview) -> dict[str, object]:
    rows = [Shown(line) for line in seen.lines]
    return {
        "seen": seen,
        "whole": Shown(seen.whole),
        "rows": rows,
        "largest": max((shown.row.now.budget for shown in rows), default=Money(0)),
        "ready": sum((each.ready for each in seen.payable), Money(0)),
        "eyes": [eye for eye in _eyes(seen.counts) if eye.count],
        "said": [(each, MARKS[each.outcome], WORDS[each.outcome]) for each in _worst_first(seen)],
    }


def _worst_first(seen: Overview) -> list[Finding]:
    """Kept rules stand on the public board; here is what somebody has to do something about."""
    return [each for each in (*seen.match, *seen.said) if each.outcome != "ok"]


def _eyes(counts: Counts) -> list[Eye]:
    lines, misuse = reverse("office-desk", args=["statements"]), reverse("office-desk", args=["misuse"])
    return [
        Eye(counts.lines_open, "行对账单，账上没有", "warn", f"{lines}?chip=open"),
        Eye(counts.entries_unpaired, "张凭证，对账单上没有", "wait", lines),
        Eye(counts.misuse_unanswered, "条违规记录等说明", "bad", f"{misuse}?chip=unanswered"),
        Eye(counts.misuse_answered, "条违规记录等了结", "bad", f"{misuse}?chip=answered"),
    ]
