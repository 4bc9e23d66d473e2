"""What of a book wants somebody's eye today, each with the list behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count

from xiangji.programme.models import Book, MisuseRecord
from xiangji.programme.queries.money import misuse, payments, statements
from xiangji.programme.rules.money.payment import State

_WAITING = {
    "in_review": payments.WHERE[State.SUBMITTED],
    "unpaid": payments.WHERE[State.APPROVED] | payments.WHERE[State.PART_PAID],
    "against": payments.AGAINST,
    "unspent": payments.UNSPENT,
}


@dataclass(frozen=True, slots=True)
class Eye:
    """So many of something; `desk` and `chip` name the list that shows them."""

    count: int
    words: str
    mark: str
    desk: str
    chip: str


def eyes_on(book: Book) -> list[Eye]:
    """Only what there is."""
    return [eye for eye in _eyes(book) if eye.count]


def _eyes(book: Book) -> Iterator[Eye]:
    asked = {key: Count("pk", filter=where) for key, where in _WAITING.items()}
    found = payments.rows().filter(book=book).order_by().aggregate(**asked)
    yield Eye(found["in_review"], "笔拨付在审", "wait", "payments", "running")
    yield Eye(found["unpaid"], "笔已批，等国库付", "wait", "payments", "approved")
    yield Eye(found["against"], "笔付了，可规则不许", "bad", "payments", "against")
    yield Eye(found["unspent"], "笔等到账记支出", "warn", "payments", "unspent")
    wanted = {
        "unanswered": Count("pk", filter=misuse.UNANSWERED),
        "answered": Count("pk", filter=misuse.ANSWERED),
    }
    records = MisuseRecord.objects.filter(book=book).order_by().aggregate(**wanted)
    yield Eye(records["unanswered"], "条违规记录等说明", "bad", "misuse", "unanswered")
    yield Eye(records["answered"], "条违规记录等了结", "bad", "misuse", "answered")
    yield Eye(statements.open_lines(book).count(), "行对账单，账上没有", "warn", "statements", "open")
    yield Eye(statements.unpaired(book).count(), "张凭证，对账单上没有", "wait", "statements", "all")
