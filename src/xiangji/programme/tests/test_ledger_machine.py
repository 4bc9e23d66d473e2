"""No sequence of deeds makes a balance differ from its entries, or lets one sink below nothing."""

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from xiangji.core.values import Money, Month
from xiangji.programme.actions.money import booking, closing, posting
from xiangji.programme.models import Balance, Book, LedgerEntry, Posting
from xiangji.programme.queries.money import ledger
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money import moves
from xiangji.programme.rules.money.accounts import EntryKind
from xiangji.programme.rules.money.booking import Booked
from xiangji.programme.rules.money.ledger import LedgerRefused
from xiangji.programme.rules.money.moves import Share
from xiangji.programme.tests.examples import NOW, TODAY, load_counties, register_running
from xiangji.programme.tests.ledger_cast import CENTRE, LOGISTICS, PAPER, STATIONS, a_book, finance

DEEDS = {
    EntryKind.REQUEST: moves.request,
    EntryKind.RELEASE: moves.release,
    EntryKind.PAY: moves.pay,
    EntryKind.SPEND: moves.spend,
    EntryKind.GIVE_BACK: moves.give_back,
    EntryKind.PROMISE: moves.promise,
    EntryKind.PROOF: moves.proof,
    EntryKind.BUDGET: moves.budget,
}
LINES = st.sampled_from([CENTRE, STATIONS, LOGISTICS])
PUBLIC = st.sampled_from([Source.CENTRAL, Source.COUNTY])
# Small and large ones, and those that hit the last 分 of a line.
FEN = st.one_of(st.integers(1, 5), st.integers(1, 300_000_000), st.sampled_from([141_000_000, 120_000_000]))
DAYS = st.integers(0, 330).map(lambda days: TODAY - timedelta(days=days))


class OneBook(RuleBasedStateMachine):
    """One book; whatever is refused leaves it as it was."""

    @initialize()
    def open(self) -> None:
        self.book = a_book()
        self.by = finance()

    @rule(kind=st.sampled_from(list(DEEDS)), source=PUBLIC, line=LINES, fen=FEN, on=DAYS)
    def move(self, kind: EntryKind, source: Source, line: str, fen: int, on: date) -> None:
        if kind in {EntryKind.PROMISE, EntryKind.PROOF}:
            source = Source.ENTERPRISE
        self._try(
            lambda: posting.post(
                book=self.book,
                kind=kind,
                postings=DEEDS[kind]([Share(source, line, fen)]),
                booked_on=on,
                summary="示例",
                about=self.book.about,
                by=None,
                acting=None,
                happened_at=NOW,
            )
        )

    @rule(source=PUBLIC, fen=FEN, on=DAYS)
    def receive(self, source: Source, fen: int, on: date) -> None:
        told = Booked(source, "", Money(fen), on, "到账", PAPER)
        self._try(lambda: booking.record_transfer(book=self.book, booked=told, by=self.by, happened_at=NOW))

    @rule(place=st.integers(0, 40))
    def reverse(self, place: int) -> None:
        entries = list(LedgerEntry.objects.order_by("pk"))
        entry = entries[place % len(entries)]
        self._try(lambda: booking.reverse_entry(entry=entry, reason="冲", by=self.by, happened_at=NOW))

    @rule(month=st.integers(1, 9))
    def close(self, month: int) -> None:
        self._try(
            lambda: closing.close_month(book=self.book, month=Month(2026, month), by=self.by, happened_at=NOW)
        )

    @rule()
    def carry(self) -> None:
        self._try(lambda: closing.carry_over(book=self.book, year=2025, by=self.by, happened_at=NOW))

    def _try(self, deed: object) -> None:
        before = self._state()
        closed = Book.objects.get(pk=self.book.pk).closed
        refused = ""
        try:
            with transaction.atomic():
                made = deed()  # type: ignore[operator]
        except LedgerRefused as no:
            refused = no.sentence
        if refused:
            assert refused.endswith("。")
            assert self._state() == before
            return
        entries = made if isinstance(made, list) else [made]
        for entry in (each for each in entries if isinstance(each, LedgerEntry)):
            assert closed is None or Month.of(entry.booked_on) > closed

    def _state(self) -> tuple[object, ...]:
        balances = tuple(Balance.objects.order_by("key").values_list("key", "fen"))
        return LedgerEntry.objects.count(), Posting.objects.count(), balances

    @invariant()
    def balances_are_what_their_postings_say(self) -> None:
        if not hasattr(self, "book"):
            return
        sums: defaultdict[str, int] = defaultdict(int)
        for row in Posting.objects.all():
            sums[row.as_line.key] += row.fen * row.as_line.account.sign
        kept = dict(Balance.objects.values_list("key", "fen"))
        assert {key: fen for key, fen in kept.items() if fen} == {
            key: fen for key, fen in sums.items() if fen
        }
        assert all(fen >= 0 for fen in kept.values())

    @invariant()
    def the_columns_of_the_book_add_up(self) -> None:
        if not hasattr(self, "book"):
            return
        whole = ledger.total(self.book)
        assert whole.budget == Money.sum(
            [whole.available, whole.contracted, whole.pending, whole.paid, whole.back]
        )
        assert whole.received == Money.sum([whole.on_hand, whole.spent, whole.returned, whole.carried])
        assert whole.promised == whole.owed + whole.proven
        assert ledger.total(self.book, on=TODAY) == whole

    @invariant()
    def numbers_have_no_gap(self) -> None:
        for year in (2025, 2026):
            found = list(
                LedgerEntry.objects.filter(year=year).order_by("number").values_list("number", flat=True)
            )
            assert found == list(range(1, len(found) + 1))


@pytest.mark.django_db
def test_no_sequence_of_deeds_makes_a_balance_differ_from_its_entries(tmp_path: Path) -> None:
    load_counties(tmp_path)
    register_running()
    rolled_back = transaction.get_connection()

    class Alone(OneBook):
        def __init__(self) -> None:
            super().__init__()
            self.point = transaction.savepoint()

        def teardown(self) -> None:
            transaction.savepoint_rollback(self.point)

    assert rolled_back.in_atomic_block
    run_state_machine_as_test(
        Alone,
        settings=settings(
            max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
