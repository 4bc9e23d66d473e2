"""How the values of a party are written: one spelling for one thing, or a sentence. Pure.

The sentences never quote a number: they end up in logs and on screens.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from stdnum import numdb
from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidComponent

from xiangji.core.errors import Refused
from xiangji.core.parties.rules.fields import Field

# Residence permits of people from Taiwan, and of people from abroad: the rest is built alike.
_NO_PROVINCE = ("83", "9")
_OLDEST_BIRTH_YEAR = 1880
_USCC_LENGTH = len("91110000600037341L")
_USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# GB 32100 also begins with A (armed forces), N (村经济合作社) and Y (others); stdnum knows digits only.
_USCC = re.compile(rf"[1-9ANY][1-9]\d{{6}}[{_USCC_LETTERS}]{{10}}", re.ASCII)
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d\d)([2-8]\d{6,7})", re.ASCII)
_ACCOUNT = re.compile(r"\d{9,30}", re.ASCII)
_NUMBER_IN_A_NAME = re.compile(r"\d{7}")
LONGEST_NAME, LONGEST_ADDRESS = 60, 120


class WrongNumber(Refused):
    """Names the field, says what is wrong with the value and what is expected, and keeps the value back."""

    def __init__(self, label: str, why: str) -> None:
        super().__init__("wrong_number", f"没有受理。{label}{why}")


def identity_number(text: str, *, today: date) -> str:
    """公民身份号码 by GB 11643: length, check character, birth date, province.

    Not stdnum's whole `validate`: it asks that the county code stood in the year of birth, but the code is
    that of the day of issue. Everybody in Tengzhou who was born before 1989 would be refused.
    """
    number, label = _compact(text), Field.IDENTITY_NUMBER.label
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        raise WrongNumber(
            label, f"应当是17位数字加1位数字或 X，写的是{len(number)}个字符。请照证件再核一遍。"
        )
    if ric.calc_check_digit(number) != number[-1]:
        raise WrongNumber(label, "最后一位和前面17位对不上，有一位写错了。请照证件再核一遍。")
    if not _is_birth_date(number, today):
        raise WrongNumber(label, "第7到14位不是已经过去的出生日期。请照证件再核一遍。")
    if not number.startswith(_NO_PROVINCE) and "province" not in numdb.get("cn/loc").info(number)[0][1]:
        raise WrongNumber(label, "前两位不是省级区划代码。请照证件再核一遍。")
    return number


def _is_birth_date(number: str, today: date) -> bool:
    try:
        return date(_OLDEST_BIRTH_YEAR, 1, 1) <= ric.get_birth_date(number) <= today
    except InvalidComponent:
        return False


def credit_code(text: str) -> str:
    """统一社会信用代码 by GB 32100."""
    code, label = _compact(text), "统一社会信用代码"
    if len(code) != _USCC_LENGTH:
        raise WrongNumber(label, f"应当是18位，写的是{len(code)}位。请照执照或证书再核一遍。")
    if not _USCC.fullmatch(code):
        raise WrongNumber(
            label, "里有不该出现的字（没有 I、O、S、V、Z，第3到8位是数字）。请照执照或证书再核一遍。"
        )
    if uscc.calc_check_digit(code) != code[-1]:
        raise WrongNumber(label, "最后一位和前面17位对不上，有一位写错了。请照执照或证书再核一遍。")
    return code


def phone(text: str) -> str:
    """A mobile of the mainland as 11 digits, a landline as 0632-5512345."""
    number = re.sub(r"[()]", "", _compact(text))
    number = re.sub(r"^(\+86|0086)", "", number)
    if _MOBILE.fullmatch(number):
        return number
    if parts := _LANDLINE.fullmatch(number):
        return f"{parts[1]}-{parts[2]}"
    raise WrongNumber(
        Field.PHONE.label, "应当是11位手机号，或者带区号的固定电话，例如 0632-5512345 这样写。请再核一遍。"
    )


def bank_account(text: str) -> str:
    number = _compact(text)
    if not _ACCOUNT.fullmatch(number):
        raise WrongNumber(
            Field.BANK_ACCOUNT.label, f"应当是9到30位数字，写的是{len(number)}个字符。请再核一遍。"
        )
    return number


def address_line(text: str) -> str:
    line = " ".join(unicodedata.normalize("NFC", text).split())
    if not 1 < len(line) <= LONGEST_ADDRESS or not line.isprintable():
        raise WrongNumber(Field.ADDRESS_LINE.label, f"应当是2到{LONGEST_ADDRESS}个字，写到组和门牌号。")
    return line


def name(text: str) -> str:
    """Names stand unsealed, so a number that was typed into the wrong box must not become one."""
    written = " ".join(unicodedata.normalize("NFC", text).split())
    if not 1 < len(written) <= LONGEST_NAME or not written.isprintable():
        raise WrongNumber("名称", f"应当是2到{LONGEST_NAME}个字。")
    if _NUMBER_IN_A_NAME.search(_compact(written)):
        raise WrongNumber("名称", "里有号码。号码请写在它自己的格子里。")
    return written


def written(field: Field, text: str, *, today: date) -> str:
    """The one spelling of a value; an empty one stays empty."""
    return _WRITE[field](text, today) if text.strip() else ""


_WRITE: Mapping[Field, Callable[[str, date], str]] = {
    Field.IDENTITY_NUMBER: lambda text, today: identity_number(text, today=today),
    Field.BANK_ACCOUNT: lambda text, _: bank_account(text),
    Field.PHONE: lambda text, _: phone(text),
    Field.ADDRESS_LINE: lambda text, _: address_line(text),
}


def _compact(text: str) -> str:
    """Without what people put between digits: spaces, dashes of every length, full-width digits."""
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKC", text).upper()
        if not letter.isspace() and unicodedata.category(letter) not in {"Pd", "Cf"}
    )
