"""Who offers and who needs what along the chain (资源对接, STA-17), and what became of a pair."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from xiangji.stations.rules.register import StationRefused

WORDS_LENGTH, RESULT_LENGTH = 500, 500
LONGEST_DAYS = 731


class Side(StrEnum):
    OFFER = "offer"
    NEED = "need"

    @property
    def word(self) -> str:
        return {"offer": "提供", "need": "需要"}[self]

    @property
    def other(self) -> Side:
        return Side.NEED if self is Side.OFFER else Side.OFFER


class Branch(StrEnum):
    """A link of the chain."""

    SUPPLY = "supply"
    SERVICE = "service"
    PLATFORM = "platform"
    FINANCE = "finance"
    LOGISTICS = "logistics"
    WORK = "work"
    OTHER = "other"

    @property
    def word(self) -> str:
        return _BRANCHES[self]


_BRANCHES = {
    Branch.SUPPLY: "货源",
    Branch.SERVICE: "电商服务",
    Branch.PLATFORM: "销售平台",
    Branch.FINANCE: "金融保险",
    Branch.LOGISTICS: "物流",
    Branch.WORK: "用工",
    Branch.OTHER: "其他",
}


class Outcome(StrEnum):
    AGREED = "agreed"
    FAILED = "failed"

    @property
    def word(self) -> str:
        return {"agreed": "谈成了", "failed": "没谈成"}[self]


def check_words(words: str, what: str, *, undone: str = "没有记") -> str:
    kept = words.strip()
    if not 1 <= len(kept) <= WORDS_LENGTH or "\x00" in kept:
        said = f"{undone}。请写{what}，1到{WORDS_LENGTH}个字；现在写了{len(kept)}个字。"
        raise StationRefused("offer_words_missing", said)
    return kept


def check_until(until: date, today: date) -> date:
    if not 0 <= (until - today).days <= LONGEST_DAYS:
        said = f"没有记。有效到哪天写的是{until}，应当不早于{today}，也不晚于两年以后。"
        raise StationRefused("offer_until_out_of_range", said)
    return until


def check_rural(side: Side, branch: Branch, *, goes_rural: bool) -> bool:
    """Only a service firm extends its business to the countryside; a need does not."""
    if goes_rural and (side, branch) != (Side.OFFER, Branch.SERVICE):
        said = "没有记。“愿意把业务做到村里”只给提供电商服务的，请去掉或者改类别。"
        raise StationRefused("only_a_service_firm_goes_rural", said)
    return goes_rural


def check_pair(
    one: tuple[Side, Branch, date], other: tuple[Side, Branch, date], *, same_party: bool, today: date
) -> None:
    """Two sides of one branch, both still good, of two parties."""
    (side, branch, until), (other_side, other_branch, other_until) = one, other
    if side is other_side or branch is not other_branch:
        said = f"没有对上。{branch.word}的{side.word}要对{branch.word}的{side.other.word}。"
        raise StationRefused("offers_do_not_fit", said)
    if min(until, other_until) < today:
        said = f"没有对上。有一条{min(until, other_until)}就过期了，问清楚还有效的，请另记一条。"
        raise StationRefused("offer_is_past", said)
    if same_party:
        raise StationRefused("offer_of_the_same_party", "没有对上。两条是同一家的。")
