"""What contracts, promises and registers compute, for any amounts."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.values import Money
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money import promises, registers
from xiangji.programme.rules.money.contracts import (
    PUBLIC,
    ContractRefused,
    amounts_of,
    check_lowered,
    moved,
    shares_of,
    text_of,
    total,
)
from xiangji.programme.rules.money.promises import Reading, Standing, check_promise, split
from xiangji.programme.rules.money.registers import AssetKind, FundKind, SupportKind

TODAY = date(2026, 9, 30)
FEN = st.integers(0, 10**12).map(Money)
AMOUNTS = st.dictionaries(st.sampled_from(PUBLIC), FEN)
ASSET = registers.Asset(
    AssetKind.VEHICLE, "冷藏车", Decimal(1), "台", Money(1), Source.CENTRAL, TODAY, "分拣中心", "票-1"
)
FUND = registers.Fund(FundKind.COMMERCE, "省商务厅", "冷链", Money(1), TODAY, "商财3号")
SUPPORT = registers.Support(SupportKind.POLICY, "代办证照", Money(0), TODAY, "")


@given(before=AMOUNTS, now=AMOUNTS)
def test_what_a_supplement_adds_and_takes_makes_the_new_amounts(
    before: dict[Source, Money], now: dict[Source, Money]
) -> None:
    more, less = moved(before, now)

    for source in PUBLIC:
        then = before.get(source, Money(0)) + more.get(source, Money(0)) - less.get(source, Money(0))
        assert then == now.get(source, Money(0))
    assert not set(more) & set(less)


@given(before=AMOUNTS, now=AMOUNTS, data=st.data())
def test_a_lowered_contract_is_taken_exactly_when_nothing_requested_is_lost(
    before: dict[Source, Money], now: dict[Source, Money], data: st.DataObject
) -> None:
    free = {source: Money(data.draw(st.integers(0, amount.fen))) for source, amount in before.items()}
    kept = all(
        now.get(source, Money(0)) >= before.get(source, Money(0)) - free.get(source, Money(0))
        for source in PUBLIC
    )

    if kept:
        check_lowered(now, before=before, free=free)
        _, less = moved(before, now)
        assert all(amount <= free[source] for source, amount in less.items())
    else:
        with pytest.raises(ContractRefused, match="没有登记"):
            check_lowered(now, before=before, free=free)


@given(wanted=AMOUNTS, granted=AMOUNTS, elsewhere=AMOUNTS)
def test_contracts_together_never_hold_more_than_the_project(
    wanted: dict[Source, Money], granted: dict[Source, Money], elsewhere: dict[Source, Money]
) -> None:
    try:
        kept = amounts_of(wanted, granted=granted, elsewhere=elsewhere)
    except ContractRefused:
        return
    assert kept
    assert total(kept) == total(wanted)
    for source, amount in kept.items():
        together = amount + elsewhere.get(source, Money(0))
        assert together <= granted.get(source, Money(0))


def test_an_amount_of_an_enterprise_is_no_part_of_a_contract() -> None:
    with pytest.raises(ContractRefused, match="企业投入另外登记成承诺"):
        amounts_of({Source.ENTERPRISE: Money(1)}, granted={}, elsewhere={})


@given(parts=st.lists(FEN, min_size=2, max_size=5), off=st.integers(-5, 5))
def test_shares_are_taken_exactly_when_they_make_the_whole(parts: list[Money], off: int) -> None:
    members = {number: f"示例{number}号公司" for number in range(len(parts))}
    shares = dict(enumerate(parts))
    whole = Money.sum(parts) + Money(off)

    if off:
        with pytest.raises(ContractRefused, match="两个数要一样"):
            shares_of(shares, members=members, whole=whole)
    else:
        assert Money.sum(shares_of(shares, members=members, whole=whole).values()) == whole


@given(amount=FEN, owed=st.integers(-5, 10**12).map(Money))
def test_a_proof_pays_what_is_owed_first_and_loses_nothing(amount: Money, owed: Money) -> None:
    within, beyond = split(amount, owed)

    assert within + beyond == amount
    assert Money(0) <= within <= Money(max(owed.fen, 0))
    assert not beyond or within == Money(max(owed.fen, 0))


@given(promised=FEN, proven=FEN)
def test_a_standing_is_missing_or_beyond_and_never_both(promised: Money, proven: Money) -> None:
    standing = Standing(promised, proven, Reading.MINIMUM)

    assert not (standing.missing and standing.beyond)
    assert standing.proven + standing.missing == standing.promised + standing.beyond


@given(amount=FEN, planned=FEN)
def test_an_exact_promise_is_the_plans_amount_and_a_minimum_not_less(amount: Money, planned: Money) -> None:
    def is_taken(reading: Reading) -> bool:
        try:
            check_promise(
                amount, before=Money(0), planned=planned, reading=reading, proven=Money(0), quote=""
            )
        except ContractRefused:
            return False
        return True

    assert is_taken(Reading.MINIMUM) == (amount > Money(0) and amount >= planned)
    assert is_taken(Reading.EXACT) == (amount > Money(0) and (not planned or amount == planned))


def test_only_not_below_is_a_minimum() -> None:
    assert Reading.of(">=") is Reading.MINIMUM
    assert Reading.of("") is Reading.EXACT


@given(text=st.text(max_size=200))
def test_any_text_is_kept_or_refused_in_a_sentence(text: str) -> None:
    tidy = text.strip()

    if 0 < len(tidy) <= 80 and "\x00" not in tidy:
        assert text_of("编号", text, 80) == tidy
    else:
        with pytest.raises(ContractRefused, match=r"没有登记。.*编号.*。$"):
            text_of("编号", text, 80)


@pytest.mark.parametrize(
    "asset",
    [
        replace(ASSET, name=" "),
        replace(ASSET, unit=""),
        replace(ASSET, where=""),
        replace(ASSET, quantity=Decimal(0)),
        replace(ASSET, price=Money(0)),
        replace(ASSET, bought_on=TODAY + timedelta(days=1)),
    ],
)
def test_an_asset_that_is_not_whole_is_refused(asset: registers.Asset) -> None:
    with pytest.raises(ContractRefused, match="没有登记。"):
        registers.asset_of(asset, today=TODAY)


def test_a_fund_has_an_amount_and_a_policy_needs_none() -> None:
    with pytest.raises(ContractRefused, match="金额要大于零"):
        registers.fund_of(replace(FUND, amount=Money(0)), today=TODAY)
    with pytest.raises(ContractRefused, match="折合金额要大于零"):
        registers.support_of(replace(SUPPORT, kind=SupportKind.MONEY), today=TODAY)
    assert registers.support_of(SUPPORT, today=TODAY) == SUPPORT


def test_a_proof_of_nothing_or_of_tomorrow_is_refused() -> None:
    proof = promises.Proof("设备", "票-1", TODAY, Money(1))

    assert promises.proof_of(proof, today=TODAY) == proof
    with pytest.raises(ContractRefused, match="要大于零"):
        promises.proof_of(replace(proof, amount=Money(0)), today=TODAY)
    with pytest.raises(ContractRefused, match="还没有到"):
        promises.proof_of(replace(proof, spent_on=TODAY + timedelta(days=1)), today=TODAY)
