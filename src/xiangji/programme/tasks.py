"""What the clock runs for programme."""

from datetime import datetime

from django.utils import timezone

from xiangji.core.chain import anchors, sealing
from xiangji.core.events import every
from xiangji.core.notify.people import others, who_may
from xiangji.core.notify.telling import kind, quoted, settle, tell
from xiangji.core.values import Month
from xiangji.programme import actions
from xiangji.programme.models import Book
from xiangji.programme.queries.money import ledger, statements_of_use
from xiangji.programme.queries.money.chain import LEDGER
from xiangji.programme.rules.words import month_words

# Per beat, as the audit does: facts are delivered in between however many entries wait.
BATCHES = 4
FUND_USE_WAITS = kind("programme.fund_use_waits", "资金使用等公布")


@every("00:20")
def end_publicities() -> None:
    """What has stood its days, and against which nobody has anything open, is in force."""
    actions.conclude_due(by=None, happened_at=timezone.now())


@every(seconds=1)
def seal_ledger() -> None:
    for _ in range(BATCHES):
        if sealing.seal(LEDGER) < sealing.AT_ONCE:
            return


@every("07:30")
def remind_of_fund_use() -> None:
    """Before people come to work: who may publish is told of closed months that nobody published."""
    tell_of_fund_use(at=timezone.now())


@every("02:45")
def anchor_ledger() -> None:
    anchors.append_anchor(LEDGER.name, at=timezone.localtime())


def tell_of_fund_use(*, at: datetime) -> None:
    """One message for a book and its newest closed month, settled once all are published."""
    for book in ledger.books():
        waiting = statements_of_use.unpublished(book)
        newest = waiting[-1] if waiting else None
        gone = [each for each in statements_of_use.closed_months(book) if each != newest]
        settle([_fund_use(book, month) for month in gone], happened_at=at)
        if newest is not None:
            _tell_of_fund_use(book, waiting, newest, at)


def _tell_of_fund_use(book: Book, waiting: list[Month], newest: Month, at: datetime) -> None:
    """Not whoever closed the newest month: another hand publishes it."""
    closer = ledger.closes_of(book)[0].by
    tell(
        others(who_may("programme.publish_fund_use", place=book.programme.place_code), closer),
        kind=FUND_USE_WAITS,
        about=book.about,
        title=f"{quoted(book.programme.version.title)}有{len(waiting)}个结了账的月份没有公布资金使用。",
        body=f"从{month_words(waiting[0])}到{month_words(newest)}。在“资金使用公告”里公布，按月、按季度都行。",
        key=_fund_use(book, newest),
        happened_at=at,
    )


def _fund_use(book: Book, month: Month) -> str:
    return f"programme.FundUse:{book.pk}/{month}"
