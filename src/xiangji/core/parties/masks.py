"""What is shown of a hidden value. Never fails: what has no known form is hidden whole. Pure.

Two values that differ only in hidden letters look the same.
"""

import re
from collections.abc import Callable, Mapping

from xiangji.core.parties.rules.fields import Field

HIDDEN = "****"
KEPT = "（已登记）"
EXAMPLE = "示例·"
_TAIL = 4


def name(whole: str) -> str:
    """生*华, 张*; the mark of an example stays, and so does the dot between the parts of a name."""
    mark = EXAMPLE if whole.startswith(EXAMPLE) else ""
    rest = whole.removeprefix(EXAMPLE)
    last = rest[-1] if len(rest) > 2 else ""  # of two letters one is hidden
    middle = rest[1 : len(rest) - len(last)]
    first = rest[:1] if len(rest) > 1 else "*" * len(rest)
    return mark + first + "".join("·" if letter == "·" else "*" for letter in middle) + last


def identity_number(whole: str) -> str:
    """210681********002X"""
    if not re.fullmatch(r"\d{17}[\dX]", whole, re.ASCII):
        return HIDDEN
    return f"{whole[:6]}********{whole[-_TAIL:]}"


def phone(whole: str) -> str:
    """138****1234, 0632-****2345"""
    if re.fullmatch(r"\d{11}", whole, re.ASCII):
        return f"{whole[:3]}****{whole[-_TAIL:]}"
    if re.fullmatch(r"\d{3,4}-\d{7,8}", whole, re.ASCII):
        return f"{whole.partition('-')[0]}-****{whole[-_TAIL:]}"
    return HIDDEN


def tail(whole: str) -> str:
    """尾号 3391, of a phone or an account."""
    end = whole[-_TAIL:]
    return f"尾号 {end}" if re.fullmatch(r"[\d-]{7,}", whole, re.ASCII) and end.isdigit() else HIDDEN


def address_line(whole: str) -> str:
    return KEPT if whole else ""


MASKS: Mapping[Field, Callable[[str], str]] = {
    Field.IDENTITY_NUMBER: identity_number,
    Field.BANK_ACCOUNT: tail,
    Field.PHONE: phone,
    Field.ADDRESS_LINE: address_line,
}
