"""The worked numbers of docs/algorithms/ledger.md are those of the rules."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings

from xiangji.core.values import Money
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money import moves
from xiangji.programme.rules.money.accounts import Account, EntryKind
from xiangji.programme.rules.money.columns import Sums, Tally, columns_of
from xiangji.programme.rules.money.ledger import check_balance
from xiangji.programme.rules.money.moves import Line, Lines, Share

WAN = 1_000_000
SHOWN = (
    Account.AVAILABLE,
    Account.CONTRACTED,
    Account.REQUESTED,
    Account.PAID,
    Account.BACK,
    Account.ON_HAND,
    Account.SPENT,
)


def share(wan: int, *, of_contract: bool = False) -> tuple[Share]:
    project, agreement = (7, 3) if of_contract else (None, None)
    return (Share(Source.CENTRAL, "county_centre", wan * WAN, project, agreement),)


DEEDS: tuple[tuple[EntryKind, int, Lines], ...] = (
    (EntryKind.BUDGET, 200, moves.budget(share(200))),
    (EntryKind.TRANSFER, 120, moves.transfer(share(120))),
    (EntryKind.CONTRACT, 150, moves.contract(share(150, of_contract=True))),
    (EntryKind.REQUEST, 60, moves.request(share(60, of_contract=True))),
    (EntryKind.PAY, 60, moves.pay(share(60, of_contract=True))),
    (EntryKind.SPEND, 60, moves.spend(share(60, of_contract=True))),
    (EntryKind.CONTRACT_LESS, 20, moves.contract_less(share(20, of_contract=True))),
    (EntryKind.GIVE_BACK, 10, moves.give_back(share(10))),
)


def paper() -> str:
    return (Path(settings.HOME) / "docs" / "algorithms" / "ledger.md").read_text(encoding="utf-8")


def after_each_deed() -> Iterator[tuple[str, Sums]]:
    booked: list[Line] = []
    for kind, wan, lines in DEEDS:
        check_balance(lines)
        booked += lines
        yield f"{kind.word} {wan}", sums_of(booked)


def sums_of(lines: list[Line]) -> Sums:
    whole: defaultdict[Account, int] = defaultdict(int)
    bound: defaultdict[Account, int] = defaultdict(int)
    for line in lines:
        whole[line.account] += line.fen * line.account.sign
        bound[line.account] += line.fen * line.account.sign if line.agreement else 0
    return {account: Tally(fen, bound[account]) for account, fen in whole.items()}


@pytest.mark.parametrize(("deed", "sums"), [pytest.param(*one, id=one[0]) for one in after_each_deed()])
def test_every_row_of_the_worked_example_is_what_the_moves_make(deed: str, sums: Sums) -> None:
    figures = [sums[account].fen // WAN if account in sums else 0 for account in SHOWN]

    row = f"| {deed} | {' | '.join(map(str, figures))} |"

    assert row in paper()


def test_the_columns_of_the_worked_example_are_those_of_the_rules() -> None:
    *_, (_, sums) = after_each_deed()

    found = columns_of(sums)

    wan = (found.budget, found.contract, found.requested, found.paid, found.left, found.available)
    assert wan == tuple(Money.from_wan(each) for each in (200, 130, 60, 60, 130, 60))
    assert found.use_rate == Fraction(3, 10)
    assert found.available + found.contracted + found.pending + found.paid + found.back == found.budget
    assert found.on_hand + found.spent + found.returned + found.carried == found.received


def test_every_kind_of_entry_and_every_account_stands_in_the_paper() -> None:
    text = paper()

    assert not [kind for kind in EntryKind if f"| {kind} | {kind.word} |" not in text]
    assert not [account for account in Account if account.word not in text]
