"""A paper of the plan (方案文件): the order of its steps, from the draft to the day on which it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from xiangji.core.errors import Refused
from xiangji.programme.rules.publicity import Outcome, Standing, unpublished_words
from xiangji.programme.rules.words import day_words

TITLE_LENGTH, NUMBER_LENGTH, SUMMARY_LENGTH = 120, 60, 1000
BECAUSE_LENGTH, MEETING_LENGTH, REASON_LENGTH = 300, 80, 500
# The plan's own rule; where it stands, the publicity comes before the filing.
RULES = ("time.plan_publicity", "time.publicity")
FILING_DAYS = 5


class PlanPaperRefused(Refused):
    """A step of a plan paper that was not taken."""


class Sort(StrEnum):
    """What the paper is (PRG-07, PRG-08)."""

    PLAN = "plan"
    FUNDS = "funds"
    MONEY_RULES = "money_rules"
    MEASURE = "measure"

    @property
    def word(self) -> str:
        return _SORTS[self]


class Order(StrEnum):
    """Which comes first after the meeting; plans differ."""

    PUBLICITY_FIRST = "publicity_first"
    FILING_FIRST = "filing_first"

    @property
    def word(self) -> str:
        return _ORDERS[self]


class ChangeKind(StrEnum):
    """Why a paper that counts is changed (PRG-12)."""

    CONTRACTOR = "contractor"
    IMPROVEMENT = "improvement"
    CONTENT = "content"

    @property
    def word(self) -> str:
        return _CHANGES[self]


class Whom(StrEnum):
    """With whom a paper is filed (PRG-09)."""

    PREFECTURE = "prefecture"
    PROVINCE = "province"
    PROVINCE_FINANCE = "province_finance"
    PROVINCE_RELIEF = "province_relief"
    NATIONAL = "national"

    @property
    def word(self) -> str:
        return _WHOM[self]


_SORTS = {
    Sort.PLAN: "实施方案",
    Sort.FUNDS: "资金安排",
    Sort.MONEY_RULES: "项目和资金管理办法",
    Sort.MEASURE: "配套措施",
}
_ORDERS = {
    Order.PUBLICITY_FIRST: "先公示，再向省里报备",
    Order.FILING_FIRST: "先上报，再公示",
}
_CHANGES = {
    ChangeKind.CONTRACTOR: "增加或者更换承建企业",
    ChangeKind.IMPROVEMENT: "创新或者完善方案",
    ChangeKind.CONTENT: "调整建设内容或者资金安排",
}
_WHOM = {
    Whom.PREFECTURE: "市（地）商务局",
    Whom.PROVINCE: "省商务厅",
    Whom.PROVINCE_FINANCE: "省财政厅",
    Whom.PROVINCE_RELIEF: "省扶贫（乡村振兴）部门",
    Whom.NATIONAL: "国家有关部门",
}


class State(StrEnum):
    """Where a paper stands; it follows from the approval, the publicity and the filings."""

    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PASSED = "passed"
    REPORTED = "reported"
    PUBLICISED = "publicised"
    OBJECTED = "objected"
    CLEAR = "clear"
    IN_FORCE = "in_force"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"

    @property
    def word(self) -> str:
        return _STATES[self]

    @property
    def is_open_to_change(self) -> bool:
        return self in {State.DRAFTED, State.RETURNED}

    @property
    def is_over(self) -> bool:
        return self in {State.IN_FORCE, State.STOPPED, State.WITHDRAWN}

    @property
    def locks(self) -> bool:
        """What a meeting judges or the public has read is not changed beside it (PRG-11)."""
        return self not in {State.DRAFTED, State.RETURNED, State.STOPPED, State.WITHDRAWN}


_STATES = {
    State.DRAFTED: "在起草",
    State.SUBMITTED: "等常务会议审议",
    State.RETURNED: "退回补正",
    State.PASSED: "审议通过",
    State.REPORTED: "已上报，等公示",
    State.PUBLICISED: "正在公示",
    State.OBJECTED: "有异议，等处理",
    State.CLEAR: "公示期满",
    State.IN_FORCE: "生效",
    State.STOPPED: "异议成立，停下了",
    State.WITHDRAWN: "撤回了",
}
_OF_PAPER = {
    "draft": State.DRAFTED,
    "submitted": State.SUBMITTED,
    "returned": State.RETURNED,
    "approved": State.PASSED,
    "withdrawn": State.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a paper; nothing else says how far it is."""

    approval: str
    publicity: Outcome | None = None
    has_open_objection: bool = False
    is_filed: bool = False
    is_in_force: bool = False


def state_of(facts: Facts) -> State:
    """What no meeting passed has neither publicity nor filing."""
    state = _OF_PAPER[facts.approval]
    if state is not State.PASSED:
        return state
    if facts.publicity is Outcome.STOPPED:
        return State.STOPPED
    if facts.is_in_force:
        return State.IN_FORCE
    if facts.publicity is Outcome.CLEAR:
        return State.CLEAR
    if facts.publicity is Outcome.OPEN:
        return State.OBJECTED if facts.has_open_objection else State.PUBLICISED
    return State.REPORTED if facts.is_filed else State.PASSED


def is_ready(facts: Facts, *, missing_media: Sequence[str]) -> bool:
    """It counts when a meeting passed it, the public had its days, the province has it, in whatever order."""
    return (
        state_of(facts) is State.CLEAR
        and facts.is_filed
        and not missing_media
        and not facts.has_open_objection
    )


def order_of(rule_words: str, chosen: str, because: str) -> tuple[Order, str]:
    """A plan with a rule for its own publicity fixes the order; else a person chooses and says why."""
    if rule_words:
        if chosen and chosen != Order.PUBLICITY_FIRST:
            said = f"没有存。{rule_words}：先公示、没有异议，才能向省商务厅报备，次序不能倒过来。"
            raise PlanPaperRefused("plan_paper_order_is_ruled", said)
        return Order.PUBLICITY_FIRST, rule_words
    if chosen not in set(Order):
        said = "没有存。方案没有写先公示还是先上报，请选一个次序。"
        raise PlanPaperRefused("plan_paper_needs_an_order", said)
    kept = text_of(because, "次序的依据", BECAUSE_LENGTH)
    if not kept:
        said = "没有存。方案没有写先公示还是先上报，请写明这样排的依据，例：文件的哪一条、哪次会议。"
        raise PlanPaperRefused("plan_paper_order_needs_a_reason", said)
    return Order(chosen), kept


def text_of(text: str, word: str, longest: int, *, undone: str = "没有存") -> str:
    """Tidied; refuses what nobody could keep."""
    kept = text.strip()
    if len(kept) > longest:
        said = f"{undone}。{word}有{len(kept)}个字，最多{longest}个字。"
        raise PlanPaperRefused("plan_paper_text_too_long", said)
    if not kept.replace("\n", "").replace("\r", "").isprintable():
        said = f"{undone}。{word}里有不能显示的字符，请重新写。"
        raise PlanPaperRefused("plan_paper_text_not_readable", said)
    return kept


def needed(text: str, word: str, longest: int, *, undone: str = "没有存") -> str:
    kept = text_of(text, word, longest, undone=undone)
    if not kept:
        raise PlanPaperRefused("plan_paper_lacks_a_field", f"{undone}。还没有写{word}。")
    return kept


def check_written(state: State) -> None:
    """Contents are written while the paper lies with its author."""
    if not state.is_open_to_change:
        said = f"没有改。这份文件{state.word}，内容已经锁住；确要改动，走变更：说明理由，重走审议，重新公示。"
        raise PlanPaperRefused("plan_paper_is_locked", said)


def check_meeting(meeting: str, on: date, *, today: date, evidence: int) -> str:
    """Which meeting passed it, when, and the paper that shows it."""
    kept = needed(meeting, "哪一次会议", MEETING_LENGTH, undone="没有记下")
    if on > today:
        said = f"没有记下。会议写的是{day_words(on)}，还没有到，开过了再记。"
        raise PlanPaperRefused("meeting_day_to_come", said)
    if not evidence:
        said = "没有记下。请先把会议纪要或者议定事项通知传到这份文件的凭证里，再记审议通过。"
        raise PlanPaperRefused("meeting_without_evidence", said)
    return kept


def check_change_is_written(kind: ChangeKind, sort: Sort, *, edits: int, has_newcomer: bool) -> None:
    """Before a meeting judges a change it says what is to be different."""
    if kind is ChangeKind.CONTRACTOR and not has_newcomer:
        said = "没有报送。还没有写增加或者换上哪家企业。"
        raise PlanPaperRefused("change_lacks_a_newcomer", said)
    if kind is ChangeKind.CONTENT and sort in {Sort.PLAN, Sort.FUNDS} and not edits:
        said = "没有报送。还没有写改方案的哪一处，请先在“改方案一处”里逐处写明。"
        raise PlanPaperRefused("change_lacks_edits", said)


def check_publicise(state: State, order: Order) -> None:
    """Which state comes before the publicity depends on the order of the plan."""
    if order is Order.FILING_FIRST and state is State.PASSED:
        said = "没有公示。这份文件的次序是先上报、再公示，请先把报省商务厅的备案记下来。"
        raise PlanPaperRefused("plan_paper_not_reported", said)
    allowed = State.REPORTED if order is Order.FILING_FIRST else State.PASSED
    if state is not allowed:
        raise PlanPaperRefused("plan_paper_out_of_turn", f"没有公示。这份文件{state.word}，这一步不合时候。")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What stands before a filing. `earliest` is the first day after a publicity that began today."""

    standing: Standing | None
    outcome: Outcome | None
    open_objections: int
    earliest: date
    unpublished_years: tuple[int, ...] = ()


def check_filing(
    state: State, order: Order, whom: Whom, waiting: Waiting, *, on: date, today: date, because: str
) -> None:
    """PRG-08: not with the province before the working days have passed without objection."""
    if on > today:
        said = f"没有记下。备案写的是{day_words(on)}，还没有到，报了再记。"
        raise PlanPaperRefused("filing_day_to_come", said)
    if state in {State.DRAFTED, State.SUBMITTED, State.RETURNED, State.WITHDRAWN}:
        said = f"没有记下。这份文件{state.word}，常务会议审议通过以后才能上报。"
        raise PlanPaperRefused("filing_before_meeting", said)
    if order is Order.FILING_FIRST or whom in {Whom.PREFECTURE, Whom.NATIONAL}:
        return
    if waiting.outcome is Outcome.STOPPED:
        said = f"没有记下。公示里有异议成立，这份文件停下了，不能向{whom.word}报备；改好另写一份，重新公示。"
        raise PlanPaperRefused("filing_after_upheld_objection", said)
    _check_days(whom, waiting, on=on, because=because)
    if waiting.open_objections:
        said = (
            f"没有记下。公示期满了，还有{waiting.open_objections}条异议没有处理；"
            f"处理完、都不成立，才能向{whom.word}报备。"
        )
        raise PlanPaperRefused("filing_with_open_objection", said)


def _check_days(whom: Whom, waiting: Waiting, *, on: date, because: str) -> None:
    years = unpublished_words(waiting.unpublished_years)
    if waiting.standing is None:
        said = (
            f"没有记下。要先公示、没有异议，才能向{whom.word}报备（{because}），现在还没有公示；"
            f"今天开始公示，最早{day_words(waiting.earliest)}可以报。{years}"
        )
        raise PlanPaperRefused("filing_before_publicity", said)
    first = waiting.standing.ends_on + timedelta(days=1)
    if on < first:
        said = (
            f"没有记下。要公示{waiting.standing.days}个工作日、没有异议，才能向{whom.word}报备（{because}）；"
            f"公示到{day_words(waiting.standing.ends_on)}，最早{day_words(first)}可以报。{years}"
        )
        raise PlanPaperRefused("filing_too_early", said)


def check_free_to_draft(sort: Sort, state: State, *, is_change: bool) -> None:
    """What is publicised or counts is changed by a change; only what counts can be changed."""
    if is_change and state is not State.IN_FORCE:
        said = f"没有存。要变更的文件{state.word}，生效以后才谈得上变更。"
        raise PlanPaperRefused("change_of_what_does_not_count", said)
    if not is_change and not state.is_over:
        said = f"没有存。已经有一份{sort.word}{state.word}，接着办那一份，不用另写。"
        raise PlanPaperRefused("plan_paper_is_under_way", said)
    if not is_change and state is State.IN_FORCE and sort in {Sort.PLAN, Sort.FUNDS, Sort.MONEY_RULES}:
        said = f"没有存。{sort.word}已经生效，要改请从那一份“写变更”：说明理由，重走审议，重新公示。"
        raise PlanPaperRefused("plan_paper_is_in_force", said)


def locked(title: str, state: State, publicised_on: date | None) -> PlanPaperRefused:
    """A new version beside a plan that the public has read (PRG-11)."""
    since = f"{day_words(publicised_on)}开始公示，现在" if publicised_on else ""
    said = (
        f"没有登记新的一版。《{title}》{since}{state.word}，不能另行更改；"
        "确要改，走变更：说明理由，重走原来的审议，在原来的媒体重新公示。"
    )
    return PlanPaperRefused("plan_is_locked", said)


def missing_media(before: Sequence[str], now: Sequence[str]) -> tuple[str, ...]:
    """Where the paper stood before and its change does not yet stand (重新在相关媒体公示)."""
    there = set(now)
    return tuple(dict.fromkeys(name for name in before if name not in there))


STEPS: Mapping[Order, tuple[str, ...]] = {
    Order.PUBLICITY_FIRST: ("审议通过", "公示", "备案", "生效"),
    Order.FILING_FIRST: ("审议通过", "备案", "公示", "生效"),
}
