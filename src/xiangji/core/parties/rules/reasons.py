"""Why something sealed is opened or erased: a person's sentence, which stands plain in the audit. Pure."""

import re
import unicodedata
from collections.abc import Iterable

from xiangji.core.errors import Refused

SHORTEST, LONGEST = 4, 200
_DATE = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}")
# Seven digits, however people part them; brackets part the year from the number of a paper.
_NUMBER = re.compile(r"(\d[\s·.,、*-]?){7}")
_SHORTEST_HIDDEN = 4


class NoReason(Refused):
    def __init__(self, why: str) -> None:
        super().__init__("no_good_reason", f"没有办。理由{why}")


def reason(text: str, *, hidden: Iterable[str] = ()) -> str:
    """One line that says why. It must not carry the very thing that the audit must not hold."""
    words = " ".join(unicodedata.normalize("NFC", text).split())  # a person's own commas stay as they are
    even = unicodedata.normalize("NFKC", words)
    if not SHORTEST <= len(words) <= LONGEST or not words.isprintable():
        raise NoReason(f"应当是{SHORTEST}到{LONGEST}个字，写清为哪件事。")
    bare = _bare(words)
    if _NUMBER.search(_DATE.sub("日", even)) or any(
        len(_bare(value)) >= _SHORTEST_HIDDEN and _bare(value) in bare for value in hidden
    ):
        raise NoReason("里不要写号码和地址，它会原样记进审计。请只写为哪件事。")
    return words


def _bare(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).upper() if letter.isalnum())
