"""The accounts of a book (科目) and the kinds of its entries (记账凭证)."""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    """Three circles that never mix: what may be spent, what lies on the account, what is promised."""

    BUDGET = "budget"
    TREASURY = "treasury"
    ENTERPRISE = "enterprise"

    @property
    def word(self) -> str:
        return {Side.BUDGET: "指标", Side.TREASURY: "专账", Side.ENTERPRISE: "企业投入"}[self]


class Account(StrEnum):
    BUDGET = "budget"
    AVAILABLE = "available"
    CONTRACTED = "contracted"
    REQUESTED = "requested"
    PAID = "paid"
    BACK = "back"
    RECEIVED = "received"
    ON_HAND = "on_hand"
    SPENT = "spent"
    RETURNED = "returned"
    CARRIED = "carried"
    PROMISED = "promised"
    OWED = "owed"
    PROVEN = "proven"

    @property
    def word(self) -> str:
        return _WORDS[self]

    @property
    def side(self) -> Side:
        return _SIDES[self]

    @property
    def sign(self) -> int:
        """Where money comes from is negative; shown and kept as a balance, it is positive everywhere."""
        return -1 if self in _ORIGINS else 1


_WORDS = {
    Account.BUDGET: "预算数",
    Account.AVAILABLE: "可用指标",
    Account.CONTRACTED: "已签约未申请",
    Account.REQUESTED: "申请中",
    Account.PAID: "已拨付",
    Account.BACK: "缴回核减",
    Account.RECEIVED: "上级下达",
    Account.ON_HAND: "专账结余",
    Account.SPENT: "已支出",
    Account.RETURNED: "缴回国库",
    Account.CARRIED: "结转",
    Account.PROMISED: "承诺数",
    Account.OWED: "应投未投",
    Account.PROVEN: "已投入有凭证",
}
_ORIGINS = frozenset({Account.BUDGET, Account.RECEIVED, Account.PROMISED})
_SIDES = {
    **dict.fromkeys(
        (
            Account.BUDGET,
            Account.AVAILABLE,
            Account.CONTRACTED,
            Account.REQUESTED,
            Account.PAID,
            Account.BACK,
        ),
        Side.BUDGET,
    ),
    **dict.fromkeys(
        (Account.RECEIVED, Account.ON_HAND, Account.SPENT, Account.RETURNED, Account.CARRIED), Side.TREASURY
    ),
    **dict.fromkeys((Account.PROMISED, Account.OWED, Account.PROVEN), Side.ENTERPRISE),
}


class EntryKind(StrEnum):
    OPENING = "opening"
    BUDGET = "budget"
    TRANSFER = "transfer"
    CONTRACT = "contract"
    CONTRACT_LESS = "contract_less"
    REQUEST = "request"
    RELEASE = "release"
    PAY = "pay"
    SPEND = "spend"
    MONEY_BACK = "money_back"
    GIVE_BACK = "give_back"
    CARRY = "carry"
    PROMISE = "promise"
    PROOF = "proof"
    REVERSAL = "reversal"

    @property
    def word(self) -> str:
        return _KIND_WORDS[self]


_KIND_WORDS = {
    EntryKind.OPENING: "期初",
    EntryKind.BUDGET: "预算下达",
    EntryKind.TRANSFER: "资金到账",
    EntryKind.CONTRACT: "签约",
    EntryKind.CONTRACT_LESS: "减少合同",
    EntryKind.REQUEST: "申请占用",
    EntryKind.RELEASE: "退回",
    EntryKind.PAY: "拨付",
    EntryKind.SPEND: "支出",
    EntryKind.MONEY_BACK: "收回",
    EntryKind.GIVE_BACK: "缴回",
    EntryKind.CARRY: "年终结转",
    EntryKind.PROMISE: "承诺投入",
    EntryKind.PROOF: "投入凭证",
    EntryKind.REVERSAL: "冲销",
}
