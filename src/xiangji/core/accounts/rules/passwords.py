"""What a password must be, and how long it may stay (口令). Pure."""

import unicodedata
from datetime import datetime, timedelta

SHORTEST, LONGEST = 8, 128
KINDS_OF_STAFF, KINDS_OF_OTHERS = 4, 2
KEPT = 5
LONGEST_AGE = timedelta(days=90)
ONE_TIME_LASTS = timedelta(days=7)
_NAME_COUNTS_FROM = 3


def plain(password: str) -> str:
    """One spelling: a Chinese keyboard writes ａｂｃ１２３ where another one writes abc123.

    What no password of ours can be becomes nothing, and is not hashed: a million letters would cost a second.
    """
    if len(password) > LONGEST * 4:
        return ""
    spelt = unicodedata.normalize("NFKC", password)
    return spelt if spelt.isprintable() else ""


def fault(password: str, *, username: str, name: str, is_staff: bool) -> str:
    """A sentence, or nothing when it may be taken. `password` is plain."""
    if not password:
        return f"新口令要有{SHORTEST}到{LONGEST}个看得见的字。"
    if len(password) < SHORTEST:
        return f"新口令有{len(password)}个字，至少要{SHORTEST}个。"
    if len(password) > LONGEST:
        return f"新口令有{len(password)}个字，最多{LONGEST}个。"
    kinds, wanted = kinds_of_signs(password), KINDS_OF_STAFF if is_staff else KINDS_OF_OTHERS
    if kinds < wanted:
        return f"新口令只用了{kinds}类字符，至少要{wanted}类：大写字母、小写字母、数字、其他（符号或汉字）。"
    said = password.casefold()
    if any(len(word) >= _NAME_COUNTS_FROM and word.casefold() in said for word in (username, name)):
        return "新口令里有自己的登录名或者姓名，容易猜到，请换一个。"
    return ""


def kinds_of_signs(password: str) -> int:
    is_lower = any(sign.isascii() and sign.islower() for sign in password)
    is_upper = any(sign.isascii() and sign.isupper() for sign in password)
    is_digit = any(sign.isascii() and sign.isdigit() for sign in password)
    is_other = any(not (sign.isascii() and sign.isalnum()) for sign in password)
    return is_lower + is_upper + is_digit + is_other


def is_old(changed_at: datetime | None, now: datetime, *, is_staff: bool) -> bool:
    """Staff change it every 90 days (等保 8.1.4.1 定期更换)."""
    return is_staff and changed_at is not None and now - changed_at >= LONGEST_AGE
