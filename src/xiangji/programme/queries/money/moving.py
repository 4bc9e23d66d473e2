"""What moved in the book: by year, and in one year by line and source.

Carrying a year over moves nothing in or out: it is left aside everywhere here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Q, QuerySet, Sum

from xiangji.core.values import Money
from xiangji.programme.models import Book, Posting
from xiangji.programme.queries.money.board import Cells
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.accounts import Account, EntryKind
from xiangji.programme.rules.money.columns import Tally

CARRIED = Q(entry__kind=EntryKind.CARRY.value) | Q(entry__reverses__kind=EntryKind.CARRY.value)
_OF_YEAR = [Account.RECEIVED.value, Account.PAID.value]
Moved = Mapping[int, Mapping[tuple[Source, Account], Money]]


def by_year(book: Book) -> Moved:
    """What came and what was paid, by year of the book and source."""
    found: defaultdict[int, dict[tuple[Source, Account], Money]] = defaultdict(dict)
    rows = _moved(book).filter(account__in=_OF_YEAR).order_by()
    for year, source, name, fen in rows.values_list("entry__year", "source", "account").annotate(Sum("fen")):
        account = Account(name)
        found[year][Source(source), account] = Money(int(fen) * account.sign)
    return dict(sorted(found.items()))


def in_year(book: Book, year: int) -> tuple[Cells, Cells]:
    """Natural amounts by line and source before a year, and in it: one question."""
    now, earlier = Q(entry__year=year), Q(entry__year__lt=year)
    bound = Q(agreement__isnull=False)
    rows = _moved(book).filter(entry__year__lte=year).order_by().values_list("line", "source", "account")
    summed = rows.annotate(
        before=Sum("fen", filter=earlier, default=0),
        before_bound=Sum("fen", filter=earlier & bound, default=0),
        moved=Sum("fen", filter=now, default=0),
        moved_bound=Sum("fen", filter=now & bound, default=0),
    )
    before: defaultdict[tuple[str, Source], dict[Account, Tally]] = defaultdict(dict)
    moved: defaultdict[tuple[str, Source], dict[Account, Tally]] = defaultdict(dict)
    for line, source, name, *fen in summed:
        account, cell = Account(name), (line, Source(source))
        first, first_bound, then, then_bound = (int(each) * account.sign for each in fen)
        before[cell][account] = Tally(first, first_bound)
        moved[cell][account] = Tally(then, then_bound)
    return before, moved


def _moved(book: Book) -> QuerySet[Posting]:
    return Posting.objects.filter(~CARRIED, entry__book=book)
