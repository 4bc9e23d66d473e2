"""How a contractor is chosen (选定): conditions shown, a lawful method, bids, an award, no objection."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from xiangji.core.errors import Refused
from xiangji.core.values import Money
from xiangji.programme.rules.publicity import Outcome
from xiangji.programme.rules.words import yuan_words

TITLE_LENGTH, TEXT_LENGTH, NUMBER_LENGTH, REASON_LENGTH = 80, 1000, 60, 500
LEAST_TENDERS = 3


class SelectionRefused(Refused):
    """A step of a selection that was not taken."""


class Method(StrEnum):
    OPEN_TENDER = "open_tender"
    INVITED_TENDER = "invited_tender"
    NEGOTIATION = "negotiation"
    CONSULTATION = "consultation"
    INQUIRY = "inquiry"
    SINGLE_SOURCE = "single_source"
    OWN_PURCHASE = "own_purchase"
    SERVICE_PURCHASE = "service_purchase"

    @property
    def word(self) -> str:
        return _METHODS[self]

    @property
    def is_tender(self) -> bool:
        return self in {Method.OPEN_TENDER, Method.INVITED_TENDER}


_METHODS = {
    Method.OPEN_TENDER: "公开招标",
    Method.INVITED_TENDER: "邀请招标",
    Method.NEGOTIATION: "竞争性谈判",
    Method.CONSULTATION: "竞争性磋商",
    Method.INQUIRY: "询价",
    Method.SINGLE_SOURCE: "单一来源",
    Method.OWN_PURCHASE: "自主采购",
    Method.SERVICE_PURCHASE: "政府购买服务",
}


class Stage(StrEnum):
    """Where a selection stands; it follows from its rows and its publicities and is kept nowhere."""

    WRITTEN = "written"
    CONDITIONS_SHOWN = "conditions_shown"
    CONDITIONS_OBJECTED = "conditions_objected"
    CONDITIONS_STOPPED = "conditions_stopped"
    CONDITIONS_CLEAR = "conditions_clear"
    NOTICED = "noticed"
    AWARDED = "awarded"
    AWARD_SHOWN = "award_shown"
    AWARD_OBJECTED = "award_objected"
    AWARD_STOPPED = "award_stopped"
    CHOSEN = "chosen"
    FAILED = "failed"

    @property
    def word(self) -> str:
        return _STAGES[self]

    @property
    def is_open_to_change(self) -> bool:
        """What was shown to the public is not changed below it."""
        return self in {Stage.WRITTEN, Stage.CONDITIONS_STOPPED}

    @property
    def takes_bids(self) -> bool:
        return self in {Stage.NOTICED, Stage.AWARD_STOPPED}

    @property
    def is_over(self) -> bool:
        return self in {Stage.CHOSEN, Stage.FAILED}


_STAGES = {
    Stage.WRITTEN: "在写",
    Stage.CONDITIONS_SHOWN: "正在公示条件",
    Stage.CONDITIONS_OBJECTED: "条件有异议，等处理",
    Stage.CONDITIONS_STOPPED: "异议成立，条件要改",
    Stage.CONDITIONS_CLEAR: "条件公示期满，等公告",
    Stage.NOTICED: "已公告，等结果",
    Stage.AWARDED: "定了，等公示",
    Stage.AWARD_SHOWN: "正在公示结果",
    Stage.AWARD_OBJECTED: "结果有异议，等处理",
    Stage.AWARD_STOPPED: "异议成立，重新定",
    Stage.CHOSEN: "选定",
    Stage.FAILED: "没有选成",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A publicity as far as a selection cares."""

    outcome: Outcome
    is_objected: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rows of a selection say. `award` is None while the award is not publicised."""

    conditions: Shown | None
    is_noticed: bool
    is_awarded: bool
    award: Shown | None
    is_failed: bool


def stage_of(facts: Facts) -> Stage:
    """The latest thing counts: the end, then the award, the notice, the conditions."""
    if facts.is_failed:
        return Stage.FAILED
    if facts.is_awarded:
        return Stage.AWARDED if facts.award is None else _award_stage(facts.award)
    if facts.is_noticed:
        return Stage.NOTICED
    return Stage.WRITTEN if facts.conditions is None else _conditions_stage(facts.conditions)


def _award_stage(shown: Shown) -> Stage:
    if shown.outcome is Outcome.OPEN:
        return Stage.AWARD_OBJECTED if shown.is_objected else Stage.AWARD_SHOWN
    return Stage.CHOSEN if shown.outcome is Outcome.CLEAR else Stage.AWARD_STOPPED


def _conditions_stage(shown: Shown) -> Stage:
    if shown.outcome is Outcome.OPEN:
        return Stage.CONDITIONS_OBJECTED if shown.is_objected else Stage.CONDITIONS_SHOWN
    return Stage.CONDITIONS_CLEAR if shown.outcome is Outcome.CLEAR else Stage.CONDITIONS_STOPPED


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall be built and who may bid for it."""

    title: str
    content: str
    conditions: str


_WANTED = {"title": "名称", "content": "项目建设内容", "conditions": "承办企业的条件"}


def wanted_of(written: Wanted) -> Wanted:
    """Both are publicised, so both are written (PRG-67)."""
    kept = replace(written, **{name: getattr(written, name).strip() for name in _WANTED})
    for name, word in _WANTED.items():
        text, longest = getattr(kept, name), TITLE_LENGTH if name == "title" else TEXT_LENGTH
        if not text:
            raise SelectionRefused("selection_not_complete", f"没有存。还没有写{word}，写上再存。")
        if len(text) > longest:
            said = f"没有存。{word}有{len(text)}个字，最多{longest}个字。"
            raise SelectionRefused("selection_text_too_long", said)
        if "\x00" in text:
            raise SelectionRefused(
                "selection_text_not_readable", f"没有存。{word}里有不能显示的字符，请重新写。"
            )
    return kept


def check_turn(stage: Stage, *allowed: Stage, undone: str, title: str) -> None:
    if stage not in allowed:
        said = f"{undone}。“{title}”现在是“{stage.word}”，这一步不合时候。"
        raise SelectionRefused("selection_out_of_turn", said)


def check_notice(stage: Stage, *, title: str, must_show: str) -> None:
    """`must_show` is the clause that wants the conditions publicised first; empty: the plan is silent."""
    check_turn(stage, Stage.WRITTEN, Stage.CONDITIONS_CLEAR, undone="没有公告", title=title)
    if stage is Stage.WRITTEN and must_show:
        said = f"没有公告。建设内容和承办企业的条件还没有公示；{must_show}。先公示，期满没有异议再公告。"
        raise SelectionRefused("conditions_not_publicised", said)


def required(text: str, *, word: str, undone: str, longest: int = REASON_LENGTH) -> str:
    """A text that must be there, tidied."""
    kept = text.strip()
    if not kept:
        raise SelectionRefused("selection_word_missing", f"{undone}。还没有写{word}，写上再办。")
    if len(kept) > longest:
        said = f"{undone}。{word}有{len(kept)}个字，最多{longest}个字。"
        raise SelectionRefused("selection_word_too_long", said)
    if "\x00" in kept:
        raise SelectionRefused(
            "selection_word_not_readable", f"{undone}。{word}里有不能显示的字符，请重新写。"
        )
    return kept


@dataclass(frozen=True, slots=True)
class Offered:
    """A bid as the rules weigh it. `leads` is the bid that leads a consortium; None: it bids by itself."""

    number: int
    name: str
    amount: Money
    is_accepted: bool
    leads: int | None = None


def check_bid(amount: Money, *, is_accepted: bool, is_member: bool, reason: str) -> None:
    if is_member and amount:
        said = f"没有记。联合体成员不单独报价，写的是{yuan_words(amount)}元；价写在牵头单位那一份上。"
        raise SelectionRefused("member_names_a_price", said)
    if not is_member and amount.fen <= 0:
        raise SelectionRefused("bid_without_amount", "没有记。还没有写报价多少元，请照响应文件写上。")
    if not is_accepted and not reason.strip():
        raise SelectionRefused("rejection_without_reason", "没有记。不合格的要写明为什么，供应商看得到。")


def check_award(bids: list[Offered], winner: int, method: Method) -> None:
    """The winner was found fit, and a tender has at least three who were (政府采购法第三十六条)."""
    chosen = next((bid for bid in bids if bid.number == winner), None)
    if chosen is None or chosen.leads is not None:
        raise SelectionRefused("winner_is_no_bidder", "没有定。请从记下的响应里挑一家，联合体挑牵头的那家。")
    if not chosen.is_accepted:
        said = f"没有定。“{chosen.name}”的响应记的是不合格，不能定它承办。"
        raise SelectionRefused("winner_was_rejected", said)
    unfit = [bid.name for bid in bids if bid.leads == winner and not bid.is_accepted]
    if unfit:
        said = f"没有定。联合体里“{'、'.join(unfit)}”记的是不合格，不能定这家联合体承办。"
        raise SelectionRefused("member_was_rejected", said)
    fit = sum(bid.is_accepted and bid.leads is None for bid in bids)
    if method.is_tender and fit < LEAST_TENDERS:
        said = (
            f"没有定。{method.word}合格的只有{fit}家，不足{LEAST_TENDERS}家应当废标。"
            "请登记没有选成，重新公告，或者依法换采购方式。"
        )
        raise SelectionRefused("too_few_tenders", said)


def winners(bids: list[Offered], winner: int) -> tuple[int, ...]:
    """The winner and the members of its consortium."""
    return tuple(bid.number for bid in bids if winner in (bid.number, bid.leads))
