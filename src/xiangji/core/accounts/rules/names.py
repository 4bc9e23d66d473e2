"""Log-in names and the names of people. Pure."""

import re
import unicodedata

SHORTEST, LONGEST = 2, 64
READ_AT_MOST = 300  # what is longer is no name, whatever it begins with
_LOG_IN_NAME = re.compile(r"\w[\w.@-]*")


def plain(text: str) -> str:
    """One spelling: full-width letters, capitals and spaces at the ends make no other person."""
    folded = unicodedata.normalize("NFKC", text[:READ_AT_MOST]).casefold()
    return unicodedata.normalize("NFKC", folded).strip()


def can_be_kept(text: str) -> bool:
    """Whether a database takes it: no control characters, no halves of letters."""
    return text.isprintable()


def fault_of_log_in_name(text: str) -> str:
    """A sentence, or nothing when the name, already plain, can be used."""
    if not SHORTEST <= len(text) <= LONGEST:
        return f"登录名有{len(text)}个字，应当是{SHORTEST}到{LONGEST}个字。"
    if not _LOG_IN_NAME.fullmatch(text) or not can_be_kept(text):
        return "登录名里有不能用的字，只能用字母、汉字、数字和 . _ - @，第一个是字母、汉字或数字。"
    return ""


def fault_of_name(text: str, *, what: str = "姓名") -> str:
    if not text or not can_be_kept(text):
        return f"{what}要写成一行看得见的字。"
    return f"{what}有{len(text)}个字，最多{LONGEST}个。" if len(text) > LONGEST else ""
