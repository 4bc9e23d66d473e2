"""Three registers beside the ledger: what was bought, what other funds came, who was supported.

None of them is a sum of the plan: nothing of them is booked or added to the plan's money.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from xiangji.core.values import Money
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.contracts import NUMBER_LENGTH, ContractRefused, text_of
from xiangji.programme.rules.words import day_words

NAME_LENGTH, WORDS_LENGTH, UNIT_LENGTH, PLACE_LENGTH = 120, 500, 20, 200


class AssetKind(StrEnum):
    FITTING_OUT = "fitting_out"
    EQUIPMENT = "equipment"
    VEHICLE = "vehicle"
    COLD_STORE = "cold_store"
    LICENCE = "licence"
    OTHER = "other"

    @property
    def word(self) -> str:
        return _ASSETS[self]


_ASSETS = {
    AssetKind.FITTING_OUT: "装修",
    AssetKind.EQUIPMENT: "设备",
    AssetKind.VEHICLE: "车辆",
    AssetKind.COLD_STORE: "冷库",
    AssetKind.LICENCE: "软件、许可",
    AssetKind.OTHER: "其他",
}


class FundKind(StrEnum):
    COMMERCE = "commerce"
    TECHNOLOGY = "technology"
    SERVICES = "services"
    STOCK = "stock"
    PRIVATE = "private"
    OTHER = "other"

    @property
    def word(self) -> str:
        return _FUNDS[self]


_FUNDS = {
    FundKind.COMMERCE: "上级商贸流通专项",
    FundKind.TECHNOLOGY: "上级科技信息专项",
    FundKind.SERVICES: "上级服务业发展专项",
    FundKind.STOCK: "本级财政存量资金",
    FundKind.PRIVATE: "社会投资",
    FundKind.OTHER: "其他资金",
}


class SupportKind(StrEnum):
    ROOM = "room"
    RENT = "rent"
    MONEY = "money"
    TRAINING = "training"
    POLICY = "policy"
    OTHER = "other"

    @property
    def word(self) -> str:
        return _SUPPORTS[self]


_SUPPORTS = {
    SupportKind.ROOM: "场地",
    SupportKind.RENT: "租金减免",
    SupportKind.MONEY: "资金",
    SupportKind.TRAINING: "培训、孵化",
    SupportKind.POLICY: "政策服务",
    SupportKind.OTHER: "其他",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """Bought with money of the plan (PRG-63): what, how many, where it stands, from which source."""

    kind: AssetKind
    name: str
    quantity: Decimal
    unit: str
    price: Money
    source: Source
    bought_on: date
    where: str
    document_number: str


@dataclass(frozen=True, slots=True)
class Fund:
    """Won for the programme beside the plan's own money (PRG-65)."""

    kind: FundKind
    giver: str
    purpose: str
    amount: Money
    granted_on: date
    document_number: str


@dataclass(frozen=True, slots=True)
class Support:
    """Given to an enterprise or a founder that moved into the centre (PRG-61)."""

    kind: SupportKind
    what: str
    worth: Money
    given_on: date
    document_number: str


def asset_of(asset: Asset, *, today: date) -> Asset:
    kept = replace(
        asset,
        name=text_of("资产名称", asset.name, NAME_LENGTH),
        unit=text_of("单位", asset.unit, UNIT_LENGTH),
        where=text_of("放在哪里", asset.where, PLACE_LENGTH),
        document_number=text_of("凭证号", asset.document_number, NUMBER_LENGTH),
    )
    if kept.quantity <= 0:
        raise ContractRefused("asset_without_quantity", "没有登记。数量要大于零，请照验收单写。")
    _check_amount("价值", kept.price, may_be_nothing=False)
    check_past("购置日期", kept.bought_on, today)
    return kept


def fund_of(fund: Fund, *, today: date) -> Fund:
    kept = replace(
        fund,
        giver=text_of("谁给的", fund.giver, NAME_LENGTH),
        purpose=text_of("用在哪里", fund.purpose, WORDS_LENGTH),
        document_number=text_of("文号", fund.document_number, NUMBER_LENGTH),
    )
    _check_amount("金额", kept.amount, may_be_nothing=False)
    check_past("批准日期", kept.granted_on, today)
    return kept


def support_of(support: Support, *, today: date) -> Support:
    """A policy has no price; money has."""
    kept = replace(
        support,
        what=text_of("支持的内容", support.what, WORDS_LENGTH),
        document_number=text_of("依据", support.document_number, NUMBER_LENGTH, may_be_empty=True),
    )
    _check_amount("折合金额", kept.worth, may_be_nothing=kept.kind is not SupportKind.MONEY)
    check_past("日期", kept.given_on, today)
    return kept


def _check_amount(word: str, amount: Money, *, may_be_nothing: bool) -> None:
    if amount.fen < 0 or (not amount and not may_be_nothing):
        raise ContractRefused("register_without_money", f"没有登记。{word}要大于零，请照凭证写。")


def check_past(word: str, day: date, today: date) -> None:
    if day > today:
        said = f"没有登记。{word}{day_words(day)}还没有到，今天是{day_words(today)}。"
        raise ContractRefused("register_in_the_future", said)


def ended_of(reason: str, *, has_ended: bool) -> str:
    """Why a row no longer counts; what was written stays."""
    if has_ended:
        raise ContractRefused("register_row_ended_already", "没有改。这一条已经不再算了，不用再记。")
    return text_of("为什么不再算", reason, WORDS_LENGTH)
