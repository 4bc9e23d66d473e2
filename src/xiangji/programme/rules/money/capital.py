"""Amounts in capital characters (大写), as papers of payment and banks write them."""

from xiangji.core.values import Money

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_GROUP = 10_000


def capital(amount: Money) -> str:
    """386000.00 → 叁拾捌万陆仟元整; with 角 and no 分 it ends in 整, with 分 it does not."""
    fen = abs(amount.fen)
    yuan, jiao, cent = fen // 100, fen // 10 % 10, fen % 10
    words = f"{_whole(yuan)}元" if yuan else ""
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif cent and yuan:
        words += "零"
    words += f"{_DIGITS[cent]}分" if cent else "整"
    said = words if fen else "零元整"
    return f"负{said}" if amount.fen < 0 else said


def _whole(number: int) -> str:
    """A gap between two groups of four digits, or inside of one, is said as one 零."""
    said, was_gap = "", False
    for power in range(len(_GROUPS) - 1, -1, -1):
        part = number // _GROUP**power % _GROUP
        if not part:
            was_gap = bool(said)
            continue
        if said and (was_gap or part < _GROUP // 10):
            said += "零"
        said += _four(part) + _GROUPS[power]
        was_gap = False
    return said


def _four(number: int) -> str:
    said, was_gap = "", False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            said += ("零" if was_gap and said else "") + _DIGITS[digit] + _UNITS[power]
        was_gap = not digit
    return said
