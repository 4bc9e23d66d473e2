"""The construction plan of a project (项目建设方案): its words, the county's decision, its publicity."""

from __future__ import annotations

from datetime import date

from xiangji.core.errors import Refused
from xiangji.programme.rules.publicity import Outcome
from xiangji.programme.rules.words import day_words

SUMMARY_LENGTH, PAPER_LENGTH = 2000, 80


class ConstructionRefused(Refused):
    """A step of a construction plan that was not taken."""


def summary_of(text: str) -> str:
    kept = text.strip()
    if not kept:
        raise ConstructionRefused(
            "construction_is_empty", "没有存。还没有写建设方案的要点，请写明建什么、分几步、什么时候完。"
        )
    if len(kept) > SUMMARY_LENGTH:
        said = f"没有存。要点有{len(kept)}个字，最多{SUMMARY_LENGTH}个字；全文作为附件上传。"
        raise ConstructionRefused("construction_too_long", said)
    if "\x00" in kept:
        raise ConstructionRefused("construction_not_readable", "没有存。要点里有不能显示的字符，请重新写。")
    return kept


def decision_of(number: str, decided_on: date | None, *, today: date) -> tuple[str, date]:
    """承办企业项目建设方案须报县政府批准: which paper or meeting, and when."""
    kept = number.strip()
    if not kept or decided_on is None:
        said = "没有记下。县政府的批准要写明文号或者哪次会议、哪天，两样写全了再记。"
        raise ConstructionRefused("county_decision_not_stated", said)
    if len(kept) > PAPER_LENGTH or "\x00" in kept:
        said = f"没有记下。县政府的批准写了{len(kept)}个字，最多{PAPER_LENGTH}个能显示的字。"
        raise ConstructionRefused("county_decision_too_long", said)
    if decided_on > today:
        said = f"没有记下。批准日期写的是{day_words(decided_on)}，还没有到，请核对。"
        raise ConstructionRefused("county_decision_to_come", said)
    return kept, decided_on


def check_may_show(paper: str, outcome: str) -> None:
    """Approved, and not shown before; what the public stopped goes through the change procedure."""
    if paper != "approved":
        raise ConstructionRefused(
            "construction_not_approved", "没有公示。项目建设方案还没有经县政府批准，批准了再公示。"
        )
    if outcome:
        said = f"没有公示。项目建设方案公示过了：{Outcome(outcome).word}。异议成立的，由承办单位重写再报。"
        raise ConstructionRefused("construction_was_shown", said)
