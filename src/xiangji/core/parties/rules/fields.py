"""Which fields of a party are sealed, and what an app may see for which purpose. Pure."""

from collections.abc import Mapping
from enum import StrEnum


class Field(StrEnum):
    """A sealed field; its label is how people call it."""

    IDENTITY_NUMBER = "identity_number"
    BANK_ACCOUNT = "bank_account"
    PHONE = "phone"
    ADDRESS_LINE = "address_line"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Field.IDENTITY_NUMBER: "身份证号",
    Field.BANK_ACCOUNT: "银行账号",
    Field.PHONE: "电话",
    Field.ADDRESS_LINE: "门牌地址",
}
FOUND_BY = frozenset({Field.IDENTITY_NUMBER, Field.BANK_ACCOUNT, Field.PHONE})


class Purpose(StrEnum):
    """Why somebody looks at a party (用途). Everything outside of it is not shown, not even masked."""

    REGISTRATION = "registration"
    CONTACT = "contact"
    DELIVERY = "delivery"
    PAYMENT = "payment"
    ASSISTANCE = "assistance"
    ERASURE = "erasure"

    @property
    def label(self) -> str:
        return _PURPOSES[self]


_PURPOSES = {
    Purpose.REGISTRATION: "登记核对",
    Purpose.CONTACT: "联系",
    Purpose.DELIVERY: "派送取件",
    Purpose.PAYMENT: "资金拨付",
    Purpose.ASSISTANCE: "帮扶",
    Purpose.ERASURE: "删除核对",
}
SEEN_FOR: Mapping[Purpose, frozenset[Field]] = {
    Purpose.REGISTRATION: frozenset(Field),
    Purpose.CONTACT: frozenset({Field.PHONE}),
    Purpose.DELIVERY: frozenset({Field.PHONE, Field.ADDRESS_LINE}),
    Purpose.PAYMENT: frozenset({Field.IDENTITY_NUMBER, Field.BANK_ACCOUNT}),
    Purpose.ASSISTANCE: frozenset({Field.IDENTITY_NUMBER, Field.PHONE, Field.ADDRESS_LINE}),
    Purpose.ERASURE: frozenset({Field.IDENTITY_NUMBER, Field.PHONE}),
}
