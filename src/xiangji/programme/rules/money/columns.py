"""The columns of the book (台账): 预算, 申请, 合同, 拨付, 结余, 可用, as sums of accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from xiangji.core.values import Money
from xiangji.programme.rules.money.accounts import Account


class Tally(NamedTuple):
    """Of one account, in its natural direction: all of it, and what of it belongs to contracts."""

    fen: int
    bound: int


NOTHING = Tally(0, 0)
Sums = Mapping[Account, Tally]
_BY_CONTRACTS = (Account.CONTRACTED, Account.REQUESTED, Account.PAID)


@dataclass(frozen=True, slots=True)
class Columns:
    """Natural amounts. Enterprises' money counts in `promised`, `proven` and `owed` only, never with public.

    * `budget` 预算 = 可用 + 已签约未申请 + 申请中 + 已拨付 + 缴回核减
    * `left` 结余 = 预算 − 已拨付 − 缴回核减
    * `contract` 合同: of contracts, what nobody asked for yet, what is asked for, and what is paid
    """

    budget: Money
    available: Money
    contract: Money
    contracted: Money
    requested: Money
    pending: Money
    paid: Money
    back: Money
    received: Money
    on_hand: Money
    spent: Money
    returned: Money
    carried: Money
    promised: Money
    owed: Money
    proven: Money

    @property
    def left(self) -> Money:
        return self.budget - self.paid - self.back

    @property
    def use_rate(self) -> Fraction | None:
        """使用率: paid of budget; None where there is no budget."""
        return Fraction(self.paid.fen, self.budget.fen) if self.budget else None


def columns_of(sums: Sums) -> Columns:
    def of(account: Account) -> Money:
        return Money(sums.get(account, NOTHING).fen)

    pending, paid = of(Account.REQUESTED), of(Account.PAID)
    return Columns(
        budget=of(Account.BUDGET),
        available=of(Account.AVAILABLE),
        contract=Money(sum(sums.get(account, NOTHING).bound for account in _BY_CONTRACTS)),
        contracted=of(Account.CONTRACTED),
        requested=pending + paid,
        pending=pending,
        paid=paid,
        back=of(Account.BACK),
        received=of(Account.RECEIVED),
        on_hand=of(Account.ON_HAND),
        spent=of(Account.SPENT),
        returned=of(Account.RETURNED),
        carried=of(Account.CARRIED),
        promised=of(Account.PROMISED),
        owed=of(Account.OWED),
        proven=of(Account.PROVEN),
    )


def added(rows: Iterable[Sums]) -> Sums:
    """The sums of several rows as one."""
    whole: dict[Account, Tally] = {}
    for row in rows:
        for account, tally in row.items():
            before = whole.get(account, NOTHING)
            whole[account] = Tally(before.fen + tally.fen, before.bound + tally.bound)
    return whole


@dataclass(frozen=True, slots=True)
class InYear:
    """A year of the book: what stood at its beginning, what moved in it, what stands at its end."""

    opening: Columns
    moved: Columns
    closing: Columns


def in_year(before: Sums, moved: Sums) -> InYear:
    return InYear(columns_of(before), columns_of(moved), columns_of(added((before, moved))))
