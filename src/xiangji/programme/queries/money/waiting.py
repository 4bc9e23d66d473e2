"""What of the payments waits for whom, how much and for how long; and what was paid against the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from xiangji.core.accounts.capabilities import TABLE
from xiangji.core.approvals.models import Step
from xiangji.core.values import Money
from xiangji.programme.models import Payment
from xiangji.programme.queries.money import payments
from xiangji.programme.rules.money.payment import State

_OPEN = (
    payments.WHERE[State.SUBMITTED]
    | payments.WHERE[State.RETURNED]
    | payments.WHERE[State.APPROVED]
    | payments.WHERE[State.PART_PAID]
)
RECORDS = "programme.record_payment"
Look = Literal["wait", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many payments with so much money wait for somebody; `days` is how long the oldest has waited."""

    who: str
    what: str
    count: int
    amount: Money
    days: int
    chip: str
    look: Look = "wait"
    desk: str = "payments"


def rows() -> QuerySet[Payment]:
    """Payments on their way, and those that were paid against a rule or before their money was booked."""
    last = Step.objects.filter(paper=OuterRef("paper")).order_by("-pk").values("at")[:1]
    found = payments.rows().filter(_OPEN | payments.AGAINST | payments.UNSPENT)
    return found.annotate(since=Subquery(last)).order_by("pk")


def of(found: Sequence[Payment], today: date) -> list[Waiting]:
    """In the order in which a payment goes from hand to hand."""
    groups: defaultdict[tuple[int, str, str, str], list[Payment]] = defaultdict(list)
    for row in found:
        state = payments.state(row)
        if state is State.SUBMITTED and row.paper and row.paper.stage:
            key = (row.paper.at_stage, _who(row.paper.waits_for), f"笔等{row.paper.stage.title}", "running")
            groups[key].append(row)
        elif state in (State.APPROVED, State.PART_PAID):
            groups[10, _who(RECORDS), "笔已批，等国库付、记支付", "approved"].append(row)
        elif state is State.RETURNED:
            groups[11, "申请单位", "笔退回补正", "returned"].append(row)
        if row.is_unspent:  # type: ignore[attr-defined]
            groups[12, _who(RECORDS), "笔付了，等到账记支出", "unspent"].append(row)
    return [_waiting(who, what, chip, rows_, today) for (_, who, what, chip), rows_ in sorted(groups.items())]


def against(found: Iterable[Payment]) -> list[Payment]:
    return [row for row in found if row.is_against]  # type: ignore[attr-defined]


def _waiting(who: str, what: str, chip: str, found: Sequence[Payment], today: date) -> Waiting:
    days = [(today - timezone.localdate(_since(row))).days for row in found]
    open_fen = sum(_open_fen(row, chip) for row in found)
    return Waiting(who, what, len(found), Money(open_fen), max(days), chip)


def _open_fen(row: Payment, chip: str) -> int:
    return payments.paid_of(row) if chip == "unspent" else payments.wanted(row) - payments.paid_of(row)


def _since(row: Payment) -> datetime:
    since: datetime | None = row.since  # type: ignore[attr-defined]
    return since or row.drafted_at


def _who(capability: str) -> str:
    """The posts that the table of capabilities names."""
    return "、".join(kind.label for kind, row in TABLE.items() if capability in row)
