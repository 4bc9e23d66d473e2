"""A publicity (公示): how many working days, how many have passed, and when nothing stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from xiangji.core.errors import Refused
from xiangji.programme.rules.words import day_words

RULE = "time.publicity"
WORKING_DAYS = "工作日"
MOST_DAYS = 60
MEDIUM_LENGTH, ADDRESS_LENGTH = 60, 300
REASON_LENGTH, OBJECTION_LENGTH, SENDER_LENGTH, REPLY_LENGTH = 300, 1000, 40, 1000
OBJECTIONS_A_DAY = 10


class Outcome(StrEnum):
    """How a publicity (公示) ended; open while it runs."""

    OPEN = "open"
    CLEAR = "clear"
    STOPPED = "stopped"

    @property
    def word(self) -> str:
        return _OUTCOME_WORDS[self]


_OUTCOME_WORDS = {
    Outcome.OPEN: "没有结束",
    Outcome.CLEAR: "期满，没有成立的异议",
    Outcome.STOPPED: "异议成立，停下了",
}


class PublicityRefused(Refused):
    """A step of a publicity that was not taken."""


class TooManyObjections(Refused):
    """One network filled the letter box for today; the paper way stays open."""

    status = 429

    def __init__(self) -> None:
        super().__init__(
            "too_many_objections",
            f"没有收下。从您所在的网络今天已经收到{OBJECTIONS_A_DAY}条异议，明天可以再提；"
            "也可以写信或者到主办单位当面提。",
        )


@dataclass(frozen=True, slots=True)
class Term:
    """How long, and who says so: a rule of the plan, or a clerk with a reason."""

    days: int
    because: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a publicity is on a day. `counted` are the working days that were announced."""

    counted: tuple[date, ...]
    on: date

    @property
    def days(self) -> int:
        return len(self.counted)

    @property
    def passed(self) -> int:
        """A day has passed when the next one has begun."""
        return sum(day < self.on for day in self.counted)

    @property
    def left(self) -> int:
        return self.days - self.passed

    @property
    def ends_on(self) -> date:
        return self.counted[-1]

    @property
    def is_over(self) -> bool:
        return self.left == 0

    @property
    def pips(self) -> tuple[bool, ...]:
        return tuple(day < self.on for day in self.counted)

    @property
    def words(self) -> str:
        """For people and for readers of screens."""
        return f"已过{self.passed}个工作日，共{self.days}个"


def term(rule_days: Decimal | None, rule_words: str, unit: str, *, stated: int | None, reason: str) -> Term:
    """The plan's days where it has a rule: more may be stated, not fewer. Without one a person says."""
    kept = reason.strip()
    if len(kept) > REASON_LENGTH:
        said = f"没有公示。理由有{len(kept)}个字，最多{REASON_LENGTH}个字。"
        raise PublicityRefused("publicity_reason_too_long", said)
    if stated is not None and not 1 <= stated <= MOST_DAYS:
        said = f"没有公示。写的是{stated}个工作日，请写1到{MOST_DAYS}之间的数。"
        raise PublicityRefused("publicity_days_out_of_range", said)
    ruled = _ruled(rule_days, unit)
    if ruled is None:
        return _stated(stated, kept)
    if stated is None or stated == ruled:
        return Term(ruled, rule_words)
    if stated < ruled:
        said = f"没有公示。写的是{stated}个工作日，{rule_words}，不能少于{ruled}个。"
        raise PublicityRefused("publicity_shorter_than_rule", said)
    if not kept:
        said = f"没有公示。{rule_words}，要公示{stated}个工作日，请写明理由。"
        raise PublicityRefused("publicity_needs_a_reason", said)
    return Term(stated, kept)


def _ruled(days: Decimal | None, unit: str) -> int | None:
    """A rule in other units or without a number does not say how many working days."""
    if days is None or unit != WORKING_DAYS or days != int(days) or not 1 <= days <= MOST_DAYS:
        return None
    return int(days)


def _stated(stated: int | None, reason: str) -> Term:
    if stated is None:
        said = "没有公示。方案没有写公示几个工作日，请写明天数和理由。"
        raise PublicityRefused("publicity_days_not_known", said)
    if not reason:
        said = f"没有公示。方案没有写公示几天，定{stated}个工作日要写明理由。"
        raise PublicityRefused("publicity_needs_a_reason", said)
    return Term(stated, reason)


def check_clear(standing: Standing, *, open_objections: int) -> None:
    """In force only when all days have passed and every objection was answered."""
    if not standing.is_over:
        said = (
            f"没有生效。公示到{day_words(standing.ends_on)}为止，"
            f"还剩{standing.left}个工作日，过了这一天再看。"
        )
        raise PublicityRefused("publicity_still_runs", said)
    if open_objections:
        said = f"没有生效。公示期满了，还有{open_objections}条异议没有处理，先处理再生效。"
        raise PublicityRefused("objection_not_handled", said)


def check_open(standing: Standing) -> None:
    """The public may speak until midnight of the last day."""
    if standing.is_over:
        said = (
            f"没有收下。公示在{day_words(standing.ends_on)}结束了；"
            "现在还有意见，请写信给主办单位、纪检监察或者审计。"
        )
        raise PublicityRefused("publicity_is_over", said)


def objection_of(text: str, sender: str) -> tuple[str, str]:
    """What was written, tidied; a name may be left out."""
    kept, name = text.strip(), sender.strip()
    if not kept:
        said = "没有收下。还没有写对什么有异议，请写明哪一项、为什么。"
        raise PublicityRefused("objection_is_empty", said)
    if len(kept) > OBJECTION_LENGTH:
        said = f"没有收下。写了{len(kept)}个字，最多{OBJECTION_LENGTH}个字；长的材料请寄给主办单位。"
        raise PublicityRefused("objection_too_long", said)
    if len(name) > SENDER_LENGTH:
        said = f"没有收下。姓名有{len(name)}个字，最多{SENDER_LENGTH}个字，也可以不写。"
        raise PublicityRefused("objection_name_too_long", said)
    if "\x00" in kept + name:
        raise PublicityRefused("objection_not_readable", "没有收下。里面有不能显示的字符，请重新写。")
    return kept, name


def reply_of(text: str) -> str:
    kept = text.strip()
    if not kept:
        said = "没有办结。答复还没有写，请写明查了什么、怎样处理；答复是公开的。"
        raise PublicityRefused("reply_is_empty", said)
    if len(kept) > REPLY_LENGTH:
        said = f"没有办结。答复有{len(kept)}个字，最多{REPLY_LENGTH}个字。"
        raise PublicityRefused("reply_too_long", said)
    return kept


def medium_of(name: str, address: str, *, on: date, today: date) -> tuple[str, str]:
    """Where else it stood, tidied. A day to come has not been seen by anybody."""
    kept, where = " ".join(name.split()), " ".join(address.split())
    if not kept:
        raise PublicityRefused("medium_has_no_name", "没有记下。请写明登在哪里，例：县政府网站。")
    for word, text, longest in (("媒体名称", kept, MEDIUM_LENGTH), ("网址或者版面", where, ADDRESS_LENGTH)):
        if len(text) > longest:
            said = f"没有记下。{word}有{len(text)}个字，最多{longest}个字。"
            raise PublicityRefused("medium_too_long", said)
        if not text.isprintable():
            said = f"没有记下。{word}里有不能显示的字符，请重新写。"
            raise PublicityRefused("medium_not_readable", said)
    if on > today:
        said = f"没有记下。{day_words(on)}还没有到，登出来以后再记。"
        raise PublicityRefused("medium_day_to_come", said)
    return kept, where


def unpublished_words(years: Sequence[int]) -> str:
    """Said beside the last day: the holidays of these years are not arranged yet."""
    if not years:
        return ""
    named = "、".join(f"{year}年" for year in years)
    return f"{named}的放假安排还没有公布，先按周一到周五算。"
