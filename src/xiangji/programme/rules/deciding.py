"""Who may answer a question of a plan (存疑), and what must stand before the answer counts.

A reading is known by its title within its question.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from xiangji.core.errors import Refused

Decider = Literal["leading_group", "commerce_head"]

REASON_LENGTH = 500
PAPER_LENGTH = 80
_OFFICE = "领导小组办公室"
_GROUP = "领导小组"
_ABOVE = re.compile(r"(国务院|国家|商务部|财政部|省|自治区)")
_BUREAU = re.compile(r"(商务|经促|经济促进|经信)")


@dataclass(frozen=True, slots=True)
class Deciders:
    """The kinds of posts that may decide here. `above`: the body itself stands above the county; here its
    answer is only recorded, and the paper in which it came is named."""

    kinds: frozenset[Decider]
    above: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody's word on a question: a proposal that waits, or the decision that stands."""

    who: str
    post: str
    reading: str
    on: str

    @property
    def words(self) -> str:
        return f"{self.who}（{self.post}）在{self.on}"


class NotDecided(Refused):
    """Nothing was decided; the sentence says what stands in the way and what to do."""


def deciders(who: str) -> Deciders:
    """By the words of the reading file. The office of the leading group sits in the commerce bureau."""
    both: frozenset[Decider] = frozenset({"leading_group", "commerce_head"})
    if _ABOVE.match(who):
        return Deciders(both, above=who)
    if _OFFICE in who:
        return Deciders(both)
    if _GROUP in who:
        return Deciders(frozenset({"leading_group"}))
    if _BUREAU.search(who):
        return Deciders(frozenset({"commerce_head"}))
    return Deciders(both)


def reason_of(text: str, *, undone: str) -> str:
    """The reason as it is kept. Raises NotDecided for an empty or an endless one."""
    reason = " ".join(text.split())
    if not reason:
        raise NotDecided("reason_is_missing", f"{undone}。没有写理由，请写明为什么这样读。")
    if len(reason) > REASON_LENGTH:
        said = f"理由有{len(reason)}个字，最多{REASON_LENGTH}个字，请写短一些。"
        raise NotDecided("reason_too_long", f"{undone}。{said}")
    return reason


def paper_of(text: str, whose: Deciders) -> str:
    """The paper by which the answer came. Raises NotDecided where a body above must have answered."""
    paper = " ".join(text.split())
    if len(paper) > PAPER_LENGTH:
        said = f"依据的文件写了{len(paper)}个字，最多{PAPER_LENGTH}个字，请只写名称和文号。"
        raise NotDecided("paper_too_long", f"没有定。{said}")
    if whose.above and not paper:
        said = f"这一处归{whose.above}定，这里只登记答复，请写明答复是哪一份文件。"
        raise NotDecided("reply_is_missing", f"没有定。{said}")
    return paper


def check_reading(reading: str, readings: Collection[str], *, undone: str) -> None:
    """Raises NotDecided where the question has no such reading."""
    if reading not in readings:
        shown = f"“{reading[:40]}”" if reading else "空的"
        said = f"选的读法是{shown}，应当是这处存疑列出的{len(readings)}种之一。"
        raise NotDecided("reading_not_listed", f"{undone}。{said}")


def check_turn(standing: Told | None, *, supersedes_it: bool, asked_to_supersede: bool) -> None:
    """Whoever decides must have seen what stands. Raises NotDecided, naming who was first."""
    if standing is None:
        if asked_to_supersede:
            said = "原来的决定已经不算数，请重新打开这一处，再定一次。"
            raise NotDecided("nothing_to_supersede", f"没有改定。{said}")
        return
    if supersedes_it:
        return
    undone = "没有改定" if asked_to_supersede else "没有定"
    said = f"{standing.words}已经定为“{standing.reading}”。要改，先看那一次的理由，再用“改定”写明为什么改。"
    raise NotDecided("already_decided", f"{undone}。{said}")


def nobody_proposed() -> NotDecided:
    said = "还没有人提出读法。先由经办写明理由提出，再由另一个人定。"
    return NotDecided("nobody_proposed", f"没有定。{said}")


def check_second_person(waiting: Told, *, is_same_person: bool) -> None:
    """Nobody decides alone: one proposes, another decides, whichever reading is taken."""
    if is_same_person:
        said = f"“{waiting.reading}”是您自己或您代理的人提出的，提的人和定的人不能是一个人，请由别人来定。"
        raise NotDecided("own_proposal", f"没有定。{said}")
