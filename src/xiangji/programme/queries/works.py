"""Reads of contractors at work: their records, and what of a project's start and service stands."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may, reach
from xiangji.programme.models import (
    Agreement,
    Bid,
    ConstructionPlan,
    Contractor,
    Objection,
    Programme,
    Project,
    RecordLine,
    Selection,
    WorkStart,
    YearlyCheck,
)
from xiangji.programme.queries import projects, studies_of
from xiangji.programme.rules import agreement, selecting, starting
from xiangji.programme.rules.agreement import A_YEAR, Kind, Service
from xiangji.programme.rules.project import State
from xiangji.programme.rules.publicity import Outcome
from xiangji.programme.rules.selecting import Method
from xiangji.programme.rules.starting import Condition, Fact, Key
from xiangji.programme.rules.words import day_words

PLAN_STAGES = ("programme.review_construction", "programme.decide_construction")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A selection that ended well: who, by which method, and whether its conditions were shown."""

    selection: int
    title: str
    method: Method
    parties: tuple[int, ...]
    names: tuple[str, ...]
    conditions_were_shown: bool


@dataclass(frozen=True, slots=True)
class Work:
    """Everything that binds the contractor of one project."""

    contractor: Contractor | None
    chosen: Chosen | None
    plan: ConstructionPlan | None
    agreements: dict[Kind, Agreement]
    checks: tuple[YearlyCheck, ...]
    start: WorkStart | None
    conditions: tuple[Condition, ...]

    @property
    def service(self) -> Service | None:
        found = self.agreements.get(Kind.OPERATION)
        return found.service if found else None

    @property
    def checked(self) -> frozenset[int]:
        return frozenset(check.year for check in self.checks)

    def checks_due(self, on: date) -> tuple[int, ...]:
        return agreement.checks_due(self.service, self.checked, on) if self.service else ()


def records() -> QuerySet[Contractor]:
    return Contractor.objects.select_related("organisation", "party", "by")


def records_for(person: User) -> QuerySet[Contractor]:
    """An office sees those of its place, a contractor its own."""
    reached = reach(person, "programme.read_contractors")
    return records().filter(reached.q(place="organisation__place_id", organisation="organisation_id"))


def lines_of(contractors: Iterable[Contractor]) -> dict[int, list[RecordLine]]:
    found: dict[int, list[RecordLine]] = {}
    for row in RecordLine.objects.filter(contractor__in=list(contractors)).order_by("pk"):
        found.setdefault(row.contractor_id, []).append(row)
    return found


def works_for(person: User) -> QuerySet[Project]:
    """Projects in force: what is before their start and behind it."""
    reached = reach(person, "programme.read_contractors")
    own = reached.q(place="programme__place_id", organisation="contractor_id")
    return works().filter(own)


def works() -> QuerySet[Project]:
    plans = ConstructionPlan.objects.filter(project=OuterRef("pk"))
    return (
        projects.rows()
        .filter(projects.WHERE[State.IN_FORCE])
        .annotate(
            has_started=Exists(WorkStart.objects.filter(project=OuterRef("pk"))),
            has_plan=Exists(plans),
            plan_waits=Exists(plans.filter(paper__state__in=["draft", "submitted", "returned"])),
            plan_is_shown=Exists(plans.filter(publicity__outcome="open")),
        )
    )


def works_of(found: Sequence[Project]) -> dict[int, Work]:
    """What the rows of a page need, each table asked once."""
    kept = list(found)
    contractors = {row.organisation_id: row for row in _contractors(kept)}
    chosen = _chosen({project.programme_id for project in kept})
    plans = {row.project_id: row for row in plans_of(kept)}
    agreements = _agreements(kept)
    checks = _checks(kept)
    starts = {row.project_id: row for row in WorkStart.objects.filter(project__in=kept)}
    studies = studies_of(project.programme for project in kept)
    done: dict[int, Work] = {}
    for project in kept:
        contractor = contractors.get(project.contractor_id)
        picked = _picked(chosen, project, contractor)
        plan, signed = plans.get(project.pk), agreements.get(project.pk, {})
        done[project.pk] = Work(
            contractor=contractor,
            chosen=picked,
            plan=plan,
            agreements=signed,
            checks=tuple(checks.get(project.pk, ())),
            start=starts.get(project.pk),
            conditions=starting.conditions(
                _facts(project, contractor, picked, plan, signed),
                studies[project.programme_id].document.starts,
            ),
        )
    return done


def work_of(project: Project) -> Work:
    return works_of([project])[project.pk]


def conditions_of(project: Project) -> tuple[Condition, ...]:
    """What still stands between a row of `projects.rows()` and its start, and nothing else of its work."""
    contractor = next(iter(_contractors([project])), None)
    chosen = _picked(_chosen({project.programme_id}), project, contractor)
    plan, signed = next(iter(plans_of([project])), None), _agreements([project]).get(project.pk, {})
    starts = studies_of([project.programme])[project.programme_id].document.starts
    return starting.conditions(_facts(project, contractor, chosen, plan, signed), starts)


def plans_of(found: Sequence[Project]) -> QuerySet[ConstructionPlan]:
    is_objected = Exists(Objection.objects.filter(publicity=OuterRef("publicity"), finding=""))
    rows = ConstructionPlan.objects.select_related(
        "project", "paper__author", "paper__author_post", "publicity"
    )
    return rows.filter(project__in=list(found)).annotate(has_open_objection=is_objected)


def _contractors(found: Sequence[Project]) -> QuerySet[Contractor]:
    firms = {project.contractor_id for project in found}
    return Contractor.objects.filter(organisation__in=firms).select_related("organisation")


def _chosen(programmes: set[int]) -> dict[tuple[int, str], list[Chosen]]:
    """Selections that are clear, by programme and line; the newest first."""
    clear = Selection.objects.filter(
        programme__in=programmes,
        failed_at=None,
        award__publicity__outcome=Outcome.CLEAR,
    )
    rows = list(clear.select_related("award", "conditions_shown").order_by("-pk"))
    bids: dict[int, list[Bid]] = {}
    for bid in Bid.objects.filter(selection__in=rows).order_by("pk"):
        bids.setdefault(bid.selection_id, []).append(bid)
    done: dict[tuple[int, str], list[Chosen]] = {}
    for row in rows:
        done.setdefault((row.programme_id, row.budget_line), []).append(_as_chosen(row, bids.get(row.pk, [])))
    return done


def chosen_in(programme: str) -> dict[str, list[Chosen]]:
    """By line of the money, for the list of projects that everybody reads (PRG-06)."""
    numbers = set(Programme.objects.filter(key=programme).values_list("pk", flat=True))
    return {line: found for (_, line), found in _chosen(numbers).items()}


def _as_chosen(row: Selection, bids: list[Bid]) -> Chosen:
    won = selecting.winners([bid.offered for bid in bids], row.award.bid_id if row.award else 0)
    first = sorted((bid for bid in bids if bid.pk in won), key=lambda bid: bid.leader_id is not None)
    shown = row.conditions_shown
    return Chosen(
        selection=row.pk,
        title=row.title,
        method=Method(row.method),
        parties=tuple(bid.bidder_id for bid in first),
        names=tuple(bid.name for bid in first),
        conditions_were_shown=bool(shown and shown.outcome == Outcome.CLEAR),
    )


def _picked(
    chosen: dict[tuple[int, str], list[Chosen]], project: Project, contractor: Contractor | None
) -> Chosen | None:
    """The selection on the project's line that this contractor won, alone or in a consortium."""
    found = chosen.get((project.programme_id, project.budget_line), [])
    party = contractor.party_id if contractor else None
    return next((each for each in found if party in each.parties), None)


def _agreements(found: Sequence[Project]) -> dict[int, dict[Kind, Agreement]]:
    """The one of each kind that counts: the last."""
    done: dict[int, dict[Kind, Agreement]] = {}
    for row in Agreement.objects.filter(project__in=list(found)).order_by("pk"):
        done.setdefault(row.project_id, {})[Kind(row.kind)] = row
    return done


def _checks(found: Sequence[Project]) -> dict[int, list[YearlyCheck]]:
    done: dict[int, list[YearlyCheck]] = {}
    for row in YearlyCheck.objects.filter(project__in=list(found)).order_by("year"):
        done.setdefault(row.project_id, []).append(row)
    return done


def _facts(
    project: Project,
    contractor: Contractor | None,
    chosen: Chosen | None,
    plan: ConstructionPlan | None,
    agreements: dict[Kind, Agreement],
) -> dict[Key, Fact]:
    state = projects.state(project)
    shown = chosen is not None and chosen.conditions_were_shown
    return {
        Key.IN_FORCE: Fact(state is State.IN_FORCE, state.word),
        Key.CONDITIONS: Fact(shown, "公示期满，没有成立的异议" if shown else "还没有公示过的记录"),
        Key.SELECTION: _selected(chosen, contractor),
        Key.LEGAL_PERSON: _legal_person(contractor),
        Key.CONSTRUCTION: _construction(plan),
        Key.OPERATION: _signed(agreements.get(Kind.OPERATION)),
        Key.INFORMATION: _signed(agreements.get(Kind.INFORMATION)),
    }


def _selected(chosen: Chosen | None, contractor: Contractor | None) -> Fact:
    if chosen:
        return Fact(is_met=True, said=f"{chosen.method.word}：{chosen.title}")
    if contractor is None:
        return Fact(is_met=False, said="承办单位还没有档案，对不上选定的结果")
    return Fact(is_met=False, said="这一行预算还没有选定它、公示又没有异议的结果")


def _legal_person(contractor: Contractor | None) -> Fact:
    if contractor is None:
        return Fact(is_met=False, said="还没有承办企业档案")
    return Fact(is_met=True, said=contractor.form.word)


def _construction(plan: ConstructionPlan | None) -> Fact:
    if plan is None:
        return Fact(is_met=False, said="还没有写")
    if plan.publicity is None:
        words = {"approved": "批准了，等公示", "submitted": "在审", "returned": "退回补正"}
        return Fact(is_met=False, said=words.get(plan.paper.state, "在写"))
    outcome = Outcome(plan.publicity.outcome)
    if outcome is Outcome.CLEAR:
        return Fact(is_met=True, said=f"{plan.decision}，公示没有成立的异议")
    return Fact(is_met=False, said="正在公示" if outcome is Outcome.OPEN else "异议成立，要改")


def _signed(found: Agreement | None) -> Fact:
    if found is None:
        return Fact(is_met=False, said="还没有登记")
    return Fact(is_met=True, said=f"{found.number}，{day_words(found.signed_on)}签")


def with_checks_due(on: date) -> Q:
    """Projects that started to serve, of which a year is over that nobody checked.

    Only years that are over are checked, so their number says which one comes next. How this looks to the
    database; rules.agreement.checks_due is its meaning, and a test compares the two.
    """
    checks = YearlyCheck.objects.filter(project=OuterRef("project")).values("project")
    later = Agreement.objects.filter(supersedes=OuterRef("pk"))
    signed = Agreement.objects.filter(~Exists(later), kind=Kind.OPERATION, service_since__lt=on).annotate(
        months_checked=Coalesce(Subquery(checks.annotate(count=Count("pk")).values("count")), 0) * A_YEAR,
        months_over=_months_over(on),
    )
    is_over = Q(months_over__gte=F("months_checked") + A_YEAR) | Q(months_over__gte=F("service_months"))
    return Q(pk__in=signed.filter(is_over, service_months__gt=F("months_checked")).values("project"))


def _months_over(on: date) -> CombinedExpression:
    """Whole months since the service began; the last day of a month completes one begun on a later day."""
    is_last_day = on.day == calendar.monthrange(on.year, on.month)[1]
    begun = ExtractYear("service_since") * A_YEAR + ExtractMonth("service_since")
    open_month = Case(When(service_since__day__gt=31 if is_last_day else on.day, then=1), default=0)
    return Value(on.year * A_YEAR + on.month) - begun - open_month


def waits_for(person: User, on: date) -> Q:
    """Of the works that a person sees, those with which it is her turn."""
    takes = [one for one in PLAN_STAGES if may(person, one)]
    turn = _with_plan(Q(paper__waits_for__in=takes))
    if may(person, "programme.plan_construction"):
        is_shown = Q(paper__state="approved") & (Q(publicity=None) | Q(publicity__outcome="open"))
        turn |= Q(has_started=False) & ~_with_plan(Q(paper__state="submitted") | is_shown)
    if may(person, "programme.publicise"):
        is_to_be_shown = Q(paper__state="approved", publicity=None)
        turn |= _with_plan(is_to_be_shown | Q(publicity__outcome="open", publicity__ends_on__lt=on))
    if may(person, "programme.handle_objection"):
        open_ones = Objection.objects.filter(finding="", publicity__outcome="open").values("publicity")
        turn |= _with_plan(Q(publicity__in=open_ones))
    if may(person, "programme.check_service"):
        turn |= with_checks_due(on)
    return turn


def _with_plan(where: Q) -> Q:
    """No EXISTS: a list counts its chips around its rows, where nothing inside can point at them."""
    return Q(pk__in=ConstructionPlan.objects.filter(where).values("project"))
