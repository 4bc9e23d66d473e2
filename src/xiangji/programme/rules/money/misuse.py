"""Money that was not used as it should be (PRG-51, PRG-53): noticed, answered, closed by a third person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from xiangji.core.errors import Refused
from xiangji.core.values import Money
from xiangji.programme.rules.words import day_words

WORDS_LENGTH, NUMBER_LENGTH = 500, 120


class MisuseRefused(Refused):
    """A record that was not taken; nothing changed."""


class Misuse(StrEnum):
    """As the plans name it."""

    DIRECTION = "direction"
    RETAINED = "retained"
    INTERCEPTED = "intercepted"
    SQUEEZED = "squeezed"
    DIVERTED = "diverted"
    IDLE = "idle"
    TRANSFERRED = "transferred"
    SEIZED = "seized"
    WASTED = "wasted"

    @property
    def word(self) -> str:
        return _WORDS[self]


_WORDS = {
    Misuse.DIRECTION: "超出规定的使用方向",
    Misuse.RETAINED: "滞留",
    Misuse.INTERCEPTED: "截留",
    Misuse.SQUEEZED: "挤占",
    Misuse.DIVERTED: "挪用",
    Misuse.IDLE: "闲置不用",
    Misuse.TRANSFERRED: "转移",
    Misuse.SEIZED: "侵占",
    Misuse.WASTED: "浪费",
}


class Outcome(StrEnum):
    OPEN = ""
    CONFIRMED = "confirmed"
    CLEARED = "cleared"

    @property
    def word(self) -> str:
        return {"": "没有了结", "confirmed": "属实", "cleared": "不属实"}[self.value]


@dataclass(frozen=True, slots=True)
class Noticed:
    """What somebody noticed, and on which paper."""

    kind: Misuse
    words: str
    amount: Money
    noticed_on: date
    document_number: str


def noticed_of(noticed: Noticed, *, today: date) -> Noticed:
    kept = replace(
        noticed,
        words=_text("发现了什么", noticed.words, WORDS_LENGTH),
        document_number=_text("从哪份凭据看出来的", noticed.document_number, NUMBER_LENGTH),
    )
    if kept.amount.fen <= 0:
        raise MisuseRefused("misuse_without_money", "没有记。涉及的金额要大于零，请照凭据写。")
    if kept.noticed_on > today:
        said = f"没有记。发现日期{day_words(kept.noticed_on)}还没有到，今天是{day_words(today)}。"
        raise MisuseRefused("misuse_in_the_future", said)
    return kept


def answer_of(text: str, *, is_answered: bool, outcome: Outcome) -> str:
    _check_open(outcome)
    if is_answered:
        said = "没有记。已经有人说明了；要补充的，把材料传成附件。"
        raise MisuseRefused("misuse_answered_already", said)
    return _text("说明", text, WORDS_LENGTH)


def finding_of(
    text: str, *, outcome: Outcome, is_answered: bool, has_file: bool, hands: frozenset[int | None], by: int
) -> str:
    """Closed on paper, after an answer, by nobody who noticed or answered it."""
    _check_open(outcome)
    if not is_answered:
        said = "没有了结。还没有人说明情况，请商务局或者财政先写说明。"
        raise MisuseRefused("misuse_not_answered", said)
    if not has_file:
        said = "没有了结。还没有凭据，请先把凭据传成附件。"
        raise MisuseRefused("misuse_without_evidence", said)
    if by in hands:
        said = "没有了结。发现的人和说明的人不能自己了结，请领导小组里另一个人办。"
        raise MisuseRefused("misuse_closed_by_the_same_hand", said)
    return _text("怎样处理", text, WORDS_LENGTH)


def _check_open(outcome: Outcome) -> None:
    if outcome is not Outcome.OPEN:
        said = f"没有记。这一条已经了结：{outcome.word}。有新情况请另记一条。"
        raise MisuseRefused("misuse_closed_already", said)


def _text(word: str, text: str, longest: int) -> str:
    kept = text.strip()
    if not kept:
        raise MisuseRefused("misuse_word_missing", f"没有记。还没有写{word}，请写上。")
    if len(kept) > longest:
        raise MisuseRefused("misuse_word_too_long", f"没有记。{word}有{len(kept)}个字，最多{longest}个字。")
    if "\x00" in kept:
        raise MisuseRefused("misuse_word_not_readable", f"没有记。{word}里有不能显示的字符，请重新写。")
    return kept
