"""The name of a file as it is kept and shown: no path, no hidden signs, no number of a person. Pure."""

import re
import unicodedata

from stdnum import luhn

LONGEST_NAME = 120
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
# People name photos of papers after what stands on them; a name is shown where no purpose is asked.
_IDENTITY_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])", re.ASCII)
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)", re.ASCII)
_ACCOUNT = re.compile(r"(?<!\d)\d{16,19}(?!\d)", re.ASCII)


def shown_name(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join("�" if unicodedata.category(sign) in _UNSEEN else sign for sign in last).strip()
    return without_numbers(plain)[:LONGEST_NAME] or "没有名字"


def without_numbers(text: str) -> str:
    """Identity numbers, mobile phones and accounts as 尾号 1904; the time in the name of a photo stays."""
    for pattern in (_IDENTITY_NUMBER, _MOBILE):
        text = pattern.sub(_tail, text)
    return _ACCOUNT.sub(lambda found: _tail(found) if _is_account(found[0]) else found[0], text)


def _is_account(digits: str) -> bool:
    """Cards of this country begin with 62; of others the check digit says it."""
    return digits.startswith("62") or luhn.is_valid(digits)


def _tail(found: re.Match[str]) -> str:
    return f"尾号{found[0][-4:]}"
