"""What the pages of a payment show: its rules, what it does to the ledger, and what was booked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xiangji.core.approvals.models import Step
from xiangji.core.approvals.rules.deciding import Did
from xiangji.core.values import Money
from xiangji.programme.models import LedgerEntry, Payment, PaymentCheck, WarningReason
from xiangji.programme.queries.money import ledger, payments
from xiangji.programme.queries.money.judging import verdicts_of
from xiangji.programme.queries.money.known import Known, known_of
from xiangji.programme.queries.money.ledger import Row
from xiangji.programme.queries.money.payments import Said
from xiangji.programme.queries.money.rules_in_force import spending_book
from xiangji.programme.rules.money.payment import State, Verdict

Check = PaymentCheck | Verdict
Flag = tuple[Literal["bad", "wait"], str]
Judged = tuple[Sequence[Check | Said], frozenset[str]]
KINDS = {"ok": "ok", "warn": "warn", "block": "bad", "ask": "wait"}
WORDS = {"ok": "合", "warn": "要理由", "block": "挡住", "ask": "等裁定"}
ANSWERED = "写了理由"
ORDER = (WORDS["ok"], ANSWERED, WORDS["warn"], WORDS["ask"], WORDS["block"])
_LIVE = (State.DRAFTED, State.SUBMITTED, State.RETURNED)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule on the page; a gauge where it has a per cent and its limit."""

    check: Check
    said: tuple[WarningReason, ...]

    @property
    def explained(self) -> tuple[WarningReason, ...]:
        """By whoever asks for the money."""
        return tuple(each for each in self.said if each.is_applicants)  # type: ignore[attr-defined]

    @property
    def reasons(self) -> tuple[WarningReason, ...]:
        """Of whoever judged it."""
        return tuple(each for each in self.said if not each.is_applicants)  # type: ignore[attr-defined]

    @property
    def is_unanswered(self) -> bool:
        return self.check.outcome == "warn" and not self.reasons

    @property
    def kind(self) -> str:
        return KINDS[self.check.outcome]

    @property
    def is_kept(self) -> bool:
        return self.check.outcome == "ok"

    @property
    def word(self) -> str:
        """A warning that somebody answered says so, as the list does."""
        is_answered = self.check.outcome == "warn" and self.reasons
        return ANSWERED if is_answered else WORDS[self.check.outcome]

    @property
    def short(self) -> str:
        """Beside the mark of a rule that is kept."""
        return self.check.figure or WORDS[self.check.outcome]

    @property
    def has_gauge(self) -> bool:
        return self.check.now is not None and self.check.bound is not None and self.check.now >= 0

    @property
    def edge(self) -> str:
        """上限 or 下限, as the limit says."""
        return "下限" if any(word in self.check.limit for word in ("不低于", "不少于", "至少")) else "上限"

    @property
    def now(self) -> Decimal:
        return self.check.now or Decimal(0)

    @property
    def bound(self) -> Decimal:
        return self.check.bound or Decimal(0)


@dataclass(frozen=True, slots=True)
class Rules:
    lines: tuple[RuleLine, ...]

    @property
    def open(self) -> tuple[RuleLine, ...]:
        return tuple(each for each in self.lines if not each.is_kept)

    @property
    def unanswered(self) -> tuple[RuleLine, ...]:
        return tuple(each for each in self.lines if each.is_unanswered)

    @property
    def kept(self) -> tuple[RuleLine, ...]:
        return tuple(each for each in self.lines if each.is_kept)

    @property
    def counts(self) -> list[tuple[str, str]]:
        """Marks for the head: 合 4, 要理由 1."""
        found = Counter(each.word for each in self.lines)
        kinds = {each.word: each.kind for each in self.lines}
        return [(kinds[word], f"{word} {found[word]}") for word in ORDER if word in found]


@dataclass(frozen=True, slots=True)
class Effect:
    """What one part does to the money it is taken from."""

    source: str
    category: str
    amount: Money
    before: Money
    after: Money


def judged(payment: Payment) -> Judged:
    """What is not decided yet is judged as things stand now; what is, as it was judged last."""
    return _checks(payment, None), frozenset(payments.answered(payment))


def judged_of(found: Sequence[Payment]) -> dict[int, Judged]:
    """Of a page of a list: as they were judged last. Nobody judged a draft yet; its own page does."""
    kept = payments.last_checks_of(found)
    checks = {row.pk: kept.get(row.pk, ()) for row in found}
    return {pk: (rows, frozenset(row.key for row in rows if row.is_answered)) for pk, rows in checks.items()}


def rules_of(payment: Payment, known: Known | None = None) -> Rules:
    told = known or known_of(payment)
    return Rules(
        tuple(
            RuleLine(check, tuple(each for each in told.reasons if each.key == check.key))
            for check in _checks(payment, told)
        )
    )


def flags_of(payment: Payment) -> list[Flag]:
    """Marks for the head of a payment that the treasury made against the rules, or before its money came."""
    found: list[Flag] = [("bad", "付了，可规则不许")] if payment.is_against else []  # type: ignore[attr-defined]
    if payment.is_unspent:  # type: ignore[attr-defined]
        found.append(("wait", "等到账记支出"))
    return found


def effects_of(payment: Payment, known: Known | None = None) -> list[Effect]:
    """A payment that holds its money is shown as it was booked, whatever others asked for since."""
    told, state, found = known or known_of(payment), payments.state(payment), []
    is_held = state in (State.SUBMITTED, State.APPROVED, State.PART_PAID, State.PAID)
    names = {each.key: each.name for each in spending_book().categories}
    for part in told.parts:
        before = told.held_before(part.as_part.source)
        if is_held:
            before = before + part.money - Money(told.moved_since.get(part.source, 0))
        name = names.get(part.category, part.category or "还没有写")
        found.append(Effect(part.as_part.source.word, name, part.money, before, before - part.money))
    return found


def line_of(payment: Payment, known: Known | None = None) -> Row | None:
    """Its budget line as the book has it."""
    told, key = known or known_of(payment), payment.project.budget_line
    names = ledger.names_in(payment.project.programme)
    is_there = any(cell.line == key for cell in told.cells)
    return Row(key, names.get(key, key), told.columns) if is_there or key in names else None


def entries_of(payment: Payment) -> list[LedgerEntry]:
    return list(ledger.entries().filter(about=payment.about).order_by("pk"))


def drafted_by(payment: Payment, steps: Sequence[Step]) -> str:
    """Who submitted it last, or who writes it."""
    submitted = [step for step in steps if step.did == Did.SUBMITTED]
    return submitted[-1].by.name if submitted else payment.paper.author.name if payment.paper else ""


def _checks(payment: Payment, known: Known | None) -> Sequence[Check]:
    state = payments.state(payment)
    if state in _LIVE:
        return verdicts_of(payment, is_held=state is State.SUBMITTED, known=known)
    return payments.checks_of(payment)
