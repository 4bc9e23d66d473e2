"""Reads of the papers of a plan (方案文件), their filings, and what a change would make of the plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from xiangji.core import policy
from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may, reach
from xiangji.core.places import within
from xiangji.core.values import PlaceCode
from xiangji.programme.models import Filing, Medium, Objection, PlanPaper, Programme, Publicity
from xiangji.programme.queries import notices
from xiangji.programme.rules import changing, comparing, plan_paper
from xiangji.programme.rules.changing import Edit
from xiangji.programme.rules.comparing import Difference
from xiangji.programme.rules.plan_paper import STEPS, ChangeKind, Facts, Order, Sort, State, Whom, state_of
from xiangji.programme.rules.publicity import Outcome
from xiangji.programme.rules.shown import Body, Said
from xiangji.programme.rules.words import day_words

_PUBLICISED = Q(approval__state="approved", publicity__outcome="open")
_SHOWN = Q(approval__state="approved", publicity=None)
# How the states look to the database; rules.plan_paper.state_of is their meaning, and a test compares them.
WHERE = {
    State.DRAFTED: Q(approval__state="draft"),
    State.SUBMITTED: Q(approval__state="submitted"),
    State.RETURNED: Q(approval__state="returned"),
    State.PASSED: _SHOWN & Q(is_filed=False),
    State.REPORTED: _SHOWN & Q(is_filed=True),
    State.PUBLICISED: _PUBLICISED & Q(has_open_objection=False),
    State.OBJECTED: _PUBLICISED & Q(has_open_objection=True),
    State.CLEAR: Q(approval__state="approved", publicity__outcome="clear", in_force_at=None),
    State.IN_FORCE: Q(approval__state="approved", in_force_at__isnull=False),
    State.STOPPED: Q(approval__state="approved", publicity__outcome="stopped"),
    State.WITHDRAWN: Q(approval__state="withdrawn"),
}


def rows() -> QuerySet[PlanPaper]:
    """With what the state needs."""
    open_ones = Objection.objects.filter(publicity=OuterRef("publicity"), finding="")
    name = Concat(Value("programme.PlanPaper:"), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    filed = Filing.objects.filter(about=name, whom=Whom.PROVINCE.value)
    return (
        PlanPaper.objects.select_related(
            "programme__version",
            "programme__place",
            "version",
            "approval__author",
            "approval__author_post",
            "publicity__by",
            "changes__publicity",
            "project",
            "newcomer",
        )
        .defer("programme__version__body", "version__body")
        .annotate(has_open_objection=Exists(open_ones), is_filed=Exists(filed))
    )


def lock(paper: PlanPaper) -> PlanPaper | None:
    """The row for this transaction alone, then read anew."""
    if PlanPaper.objects.select_for_update().filter(pk=paper.pk).first() is None:
        return None
    return rows().get(pk=paper.pk)


def facts_of(paper: PlanPaper) -> Facts:
    """Of a row of `rows()`."""
    return Facts(
        approval=paper.approval.state if paper.approval else "draft",
        publicity=Outcome(paper.publicity.outcome) if paper.publicity else None,
        has_open_objection=paper.has_open_objection,  # type: ignore[attr-defined]
        is_filed=paper.is_filed,  # type: ignore[attr-defined]
        is_in_force=paper.in_force_at is not None,
    )


def state(paper: PlanPaper) -> State:
    return state_of(facts_of(paper))


def for_person(person: User) -> QuerySet[PlanPaper]:
    return rows().filter(reach(person, "programme.read_plan_papers").q(place="programme__place_id"))


def waits_for(person: User) -> Q:
    """Of the rows that a person sees, those with which it is her turn."""
    turn = Q(pk__in=())
    if may(person, "programme.draft_plan_paper"):
        turn |= WHERE[State.DRAFTED] | WHERE[State.RETURNED]
    if may(person, "programme.record_meeting"):
        turn |= WHERE[State.SUBMITTED]
    if may(person, "programme.publicise"):
        turn |= WHERE[State.PASSED] | WHERE[State.REPORTED] | WHERE[State.CLEAR]
    if may(person, "programme.handle_objection"):
        turn |= WHERE[State.OBJECTED]
    return turn


def of_sort(programme: Programme, sort: Sort) -> PlanPaper | None:
    """The latest paper of its sort that is no change and was neither stopped nor withdrawn."""
    found = rows().filter(programme=programme, sort=sort.value, changes=None).order_by("-pk")
    return next((row for row in found if state(row) not in {State.STOPPED, State.WITHDRAWN}), None)


def changes_of(paper: PlanPaper) -> list[PlanPaper]:
    """What was ever written to change it, the latest first."""
    return list(rows().filter(changes=paper.changes or paper).order_by("-pk"))


def locking(programme: Programme) -> PlanPaper | None:
    """The plan as a meeting judges it or the public has read it, if so (PRG-11)."""
    found = rows().filter(programme=programme, sort=Sort.PLAN.value).order_by("-pk")
    return next((row for row in found if state(row).locks), None)


def filings_of(paper: PlanPaper) -> list[Filing]:
    return list(Filing.objects.filter(about=paper.about).select_related("programme"))


def filings_for(person: User) -> QuerySet[Filing]:
    reached = reach(person, "programme.read_plan_papers").q(place="programme__place_id")
    return Filing.objects.select_related("programme__place", "by").filter(reached)


def media_before(paper: PlanPaper) -> tuple[str, ...]:
    """Where the paper that this one changes stood."""
    before = paper.changes.publicity if paper.changes else None
    return tuple(each.name for each in notices.media_of(before)) if before else ()


def missing_media(paper: PlanPaper, now: Iterable[Medium] | None = None) -> tuple[str, ...]:
    """`now` is where it stands, for whoever has asked already."""
    if now is None:
        now = notices.media_of(paper.publicity) if paper.publicity else ()
    return plan_paper.missing_media(media_before(paper), tuple(each.name for each in now))


def new_body(paper: PlanPaper) -> dict[str, object] | None:
    """What the plan would be, where the change edits it."""
    edits = paper.written_edits
    return changing.applied(policy.version(paper.version_id).body, edits) if edits else None


def edited(paper: PlanPaper, edits: Iterable[Edit]) -> dict[str, object]:
    return changing.applied(policy.version(paper.version_id).body, tuple(edits))


def place_words(paper: PlanPaper, place: str) -> str:
    return changing.words_of(place, policy.version(paper.version_id).body)


def choices(paper: PlanPaper) -> list[changing.Choice]:
    return list(changing.choices(edited(paper, paper.written_edits)))


def differences(paper: PlanPaper) -> tuple[Difference, ...]:
    """Old and new version side by side, and the contractor who comes in."""
    return (*_of_the_plan(paper), *_contractor(paper))


def _of_the_plan(paper: PlanPaper) -> tuple[Difference, ...]:
    edits = paper.written_edits
    if not edits:
        return ()
    before = policy.version(paper.version_id).body
    return comparing.differences(before["plan"], changing.applied(before, edits)["plan"])


def _contractor(paper: PlanPaper) -> tuple[Difference, ...]:
    if paper.newcomer is None:
        return ()
    kind = comparing.Kind.CHANGED if paper.project else comparing.Kind.ADDED
    row = paper.project.name if paper.project else ""
    return (Difference(kind, "承建企业", row, "", paper.before_name, paper.newcomer.name, ""),)


def shown(paper: PlanPaper) -> Body:
    """What the public reads of it."""
    said = [
        Said("sort", "是什么", Sort(paper.sort).word),
        Said("number", "文号", paper.number or "还没有文号"),
        Said("summary", "写了什么", paper.summary),
        Said("meeting", "审议", f"{day_words(paper.met_on)}，{paper.meeting}" if paper.met_on else ""),
        Said("order", "次序", f"{Order(paper.order).word}。{paper.because}"),
    ]
    if paper.is_change:
        said[:0] = [
            Said("change", "变更", ChangeKind(paper.change_kind).word),
            Said("reason", "理由", paper.reason),
        ]
        found = differences(paper)
        lines = "\n".join(f"{each.where}：{difference_words(each)}" for each in found)
        said.append(Said("differences", "改了哪些", lines or "方案里的数和条文没有改"))
    return Body(tuple(said))


def difference_words(each: Difference) -> str:
    """Without colours: 由 300 改为 290，少 10."""
    more = f"，{each.more}" if each.more else ""
    if each.kind is comparing.Kind.CHANGED:
        return f"由“{each.before}”改为“{each.after}”{more}"
    return f"增加“{each.after}”" if each.kind is comparing.Kind.ADDED else f"去掉“{each.before}”"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the state line; `kind` is done, here or empty, as the shell draws steps."""

    name: str
    words: str
    kind: str


def steps(paper: PlanPaper, filings: Iterable[Filing]) -> tuple[Step, ...]:
    """审议通过, 公示, 备案, 生效, in the order of this paper, each with its day."""
    told = {
        "审议通过": _meeting(paper),
        "公示": _publicity(paper.publicity),
        "备案": _filing(filings),
        "生效": _force(paper.in_force_at),
    }
    found = [(name, *told[name]) for name in STEPS[Order(paper.order)]]
    first = next((number for number, (_, _, done) in enumerate(found) if not done), None)
    return tuple(
        Step(name, words, "done" if done else "here" if number == first else "")
        for number, (name, words, done) in enumerate(found)
    )


def _meeting(paper: PlanPaper) -> tuple[str, bool]:
    if paper.met_on is None:
        return "还没有", False
    return f"{day_words(paper.met_on)}，{paper.meeting}", True


def _publicity(shown: Publicity | None) -> tuple[str, bool]:
    if shown is None:
        return "还没有", False
    if shown.outcome == Outcome.CLEAR:
        return f"到{day_words(shown.ends_on)}，没有成立的异议", True
    if shown.outcome == Outcome.STOPPED:
        return "异议成立，停下了", False
    return f"到{day_words(shown.ends_on)}为止", False


def _filing(filings: Iterable[Filing]) -> tuple[str, bool]:
    filed = [each for each in filings if each.whom == Whom.PROVINCE]
    return (f"{day_words(filed[0].on)}，{Whom.PROVINCE.word}", True) if filed else ("还没有", False)


def _force(at: datetime | None) -> tuple[str, bool]:
    return (day_words(timezone.localdate(at)), True) if at else ("还没有", False)


def rule_day(programme: Programme, on: date) -> date:
    """A plan's own rules bind its papers also before the plan itself counts."""
    return max(on, programme.version.valid_from)


def own_rule(programme: Programme, on: date) -> policy.Rule | None:
    """The plan's rule for its own publicity: it says how long, and that the filing comes after it."""
    try:
        return policy.rule(plan_paper.RULES[0], place=programme.place_code, on=rule_day(programme, on))
    except policy.NoRule:
        return None


def public(place: PlaceCode) -> QuerySet[PlanPaper]:
    """What the public may read: whatever was ever publicised."""
    return rows().filter(within(place, "programme__place")).exclude(publicity=None)
