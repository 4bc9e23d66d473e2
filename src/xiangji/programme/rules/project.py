"""A project of the plan (项目): what it must name, what its budget line still bears, where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from xiangji.core.errors import Refused
from xiangji.core.values import Money, Month
from xiangji.programme.rules.budget import BudgetLine, Source
from xiangji.programme.rules.publicity import Outcome
from xiangji.programme.rules.words import yuan_words

NAME_LENGTH, BODY_LENGTH, TEXT_LENGTH = 80, 120, 1000
FIRST_YEAR, LAST_YEAR = 2000, 2100

FIVE: Mapping[str, str] = {
    "responsible_body": "责任主体",
    "goal": "工作目标",
    "content": "建设内容",
    "due": "时间节点",
    "acceptance_standard": "验收考核标准",
}
_LENGTHS = {"name": NAME_LENGTH, "responsible_body": BODY_LENGTH}
_WORDS = {"name": "项目名称", **FIVE}


class ProjectRefused(Refused):
    """A project that is not taken as it is written."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a contractor writes. A draft may still lack something; `due` is None while nobody wrote it."""

    name: str
    responsible_body: str
    goal: str
    content: str
    due: Month | None
    acceptance_standard: str
    central: Money
    provincial: Money
    county: Money
    enterprise: Money

    @property
    def amounts(self) -> dict[Source, Money]:
        return {source: getattr(self, source.value) for source in Source}

    @property
    def total(self) -> Money:
        return Money.sum(self.amounts.values())


def tidy(draft: Draft) -> Draft:
    """The draft as it is kept. Refuses what nobody could keep; what is missing may come later."""
    texts = {field: getattr(draft, field).strip() for field in _WORDS if field != "due"}
    if not texts["name"]:
        raise ProjectRefused("project_has_no_name", "没有存。项目还没有名称，请先写上名称。")
    for field, text in texts.items():
        longest = _LENGTHS.get(field, TEXT_LENGTH)
        if len(text) > longest:
            said = f"没有存。{_WORDS[field]}有{len(text)}个字，最多{longest}个字。"
            raise ProjectRefused("project_text_too_long", said)
        if "\x00" in text:
            said = f"没有存。{_WORDS[field]}里有不能显示的字符，请重新写。"
            raise ProjectRefused("project_text_not_readable", said)
    if draft.due and not FIRST_YEAR <= draft.due.year <= LAST_YEAR:
        said = f"没有存。时间节点写的是{draft.due.year}年，请写{FIRST_YEAR}到{LAST_YEAR}年之间的月份。"
        raise ProjectRefused("project_due_out_of_range", said)
    for source, amount in draft.amounts.items():
        if amount.fen < 0:
            said = f"没有存。{source.word}写的是{yuan_words(amount)}元，金额不能小于零。"
            raise ProjectRefused("project_amount_negative", said)
    return replace(draft, **texts)


def missing(draft: Draft) -> tuple[str, ...]:
    """The words of the five that are not written (PRG-05)."""
    return tuple(word for field, word in FIVE.items() if not _is_written(getattr(draft, field)))


def check_complete(draft: Draft) -> None:
    """All five, or no submission, naming each one that is missing."""
    lacking = missing(draft)
    if lacking:
        said = f"没有报送。五项里还缺{len(lacking)}项：{'、'.join(lacking)}。都写明了再报。"
        raise ProjectRefused("project_not_complete", said)
    if not draft.total:
        raise ProjectRefused("project_costs_nothing", "没有报送。还没有写投资多少，请按资金来源写上金额。")


def taken_by(drafts: Iterable[Draft]) -> dict[Source, Money]:
    """What the projects of a budget line hold of each source."""
    found = list(drafts)
    return {source: Money.sum(draft.amounts[source] for draft in found) for source in Source}


def check_line(draft: Draft, line: BudgetLine, taken: Mapping[Source, Money]) -> None:
    """Public money may not exceed what its budget line still has, source by source.

    A source that the line leaves empty gives nothing. What an enterprise pays itself has no upper limit.
    """
    for source in (Source.CENTRAL, Source.PROVINCIAL, Source.COUNTY):
        wanted, left = draft.amounts[source], left_of(line, source, taken)
        if wanted > left:
            said = (
                f"没有报送。预算行 {line.seq}“{line.name}”的{source.word}"
                f"只剩 {yuan_words(left)} 元，不够 {yuan_words(wanted)} 元。可以改金额，也可以先办方案变更。"
            )
            raise ProjectRefused("budget_line_exceeded", said)


def left_of(line: BudgetLine, source: Source, taken: Mapping[Source, Money]) -> Money:
    """Never below nothing: a line that holds too much already has nothing left."""
    stated = line.amount_of(source.value) or Money(0)
    return max(stated - taken.get(source, Money(0)), Money(0))


class State(StrEnum):
    """Where a project stands; it follows from its paper and its publicity and is kept nowhere."""

    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLICISED = "publicised"
    OBJECTED = "objected"
    IN_FORCE = "in_force"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"

    @property
    def word(self) -> str:
        return _STATE_WORDS[self]

    @property
    def is_open_to_change(self) -> bool:
        return self in {State.DRAFTED, State.RETURNED}

    @property
    def holds_money(self) -> bool:
        """From the submission on, until somebody gives it up."""
        return self not in {State.DRAFTED, State.RETURNED, State.STOPPED, State.WITHDRAWN}


_STATE_WORDS = {
    State.DRAFTED: "在写",
    State.SUBMITTED: "在审",
    State.RETURNED: "退回补正",
    State.APPROVED: "审定，等公示",
    State.PUBLICISED: "正在公示",
    State.OBJECTED: "有异议，等处理",
    State.IN_FORCE: "生效",
    State.STOPPED: "异议成立，停下了",
    State.WITHDRAWN: "撤回了",
}
_OF_PAPER = {
    "draft": State.DRAFTED,
    "submitted": State.SUBMITTED,
    "returned": State.RETURNED,
    "approved": State.APPROVED,
    "withdrawn": State.WITHDRAWN,
}


def state_of(paper: str, publicity: Outcome | None, *, has_open_objection: bool) -> State:
    """A paper that is not approved has no publicity: whatever stands there counts for nothing."""
    state = _OF_PAPER[paper]
    if state is not State.APPROVED or publicity is None:
        return state
    if publicity is Outcome.CLEAR:
        return State.IN_FORCE
    if publicity is Outcome.STOPPED:
        return State.STOPPED
    return State.OBJECTED if has_open_objection else State.PUBLICISED


def check_open_to_change(state: State) -> None:
    """What the bureau has in its hands is not changed below it; what was publicised is locked (PRG-11)."""
    if state.is_open_to_change:
        return
    if state is State.SUBMITTED:
        raise ProjectRefused("project_is_in_review", "没有改。项目正在审，退回来以后再改，也可以先撤回。")
    if state is State.WITHDRAWN:
        raise ProjectRefused("project_is_withdrawn", "没有改。项目撤回了，要做请另写一份。")
    said = f"没有改。项目{state.word}，内容已经锁住；确要改动，走方案变更：说明理由，重走审批，重新公示。"
    raise ProjectRefused("project_is_locked", said)


def _is_written(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None
