"""Blind indexes (盲索引): equal values give equal ones, and nothing leads back without the index key."""

import hmac

from xiangji.core.parties import keys
from xiangji.core.parties.key_files import INDEX
from xiangji.core.parties.rules.fields import Field


def of(field: Field, value: str) -> str:
    """For a value in its one spelling; an empty one has none."""
    return _index(field.value, value) if value else ""


def of_tail(waybill: str, tail: str) -> str:
    """The last digits of a phone, always with the waybill: four digits alone are soon tried out."""
    return _index(f"tail {waybill}", tail)


def _index(kind: str, value: str) -> str:
    """The kind ends with a letter that no kind holds, so that no two pairs run into one."""
    return hmac.digest(keys.material(INDEX), f"{kind}\0{value}".encode(), "sha256").hex()
