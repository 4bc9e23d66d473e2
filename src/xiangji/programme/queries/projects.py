"""Reads of projects; how far each one is follows from its paper and publicity."""

from collections.abc import Iterable

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.permitting import may, reach
from xiangji.core.evidence.models import Evidence, Withdrawal
from xiangji.core.values import Money, PlaceCode
from xiangji.programme.models import Objection, Programme, Project
from xiangji.programme.queries import document_of
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.document import BudgetLine
from xiangji.programme.rules.project import FIVE, Draft, State, left_of, state_of, taken_by
from xiangji.programme.rules.publicity import Outcome
from xiangji.programme.rules.shown import Body, Said, Sum
from xiangji.programme.rules.words import month_words

BESIDE = ("programme__version", "contractor", "paper__author", "paper__author_post", "publicity__by")
# How the states look to the database; rules.project.state_of is their meaning, and a test compares the two.
FROM_BEFORE = Q(in_force_before__isnull=False)
_PUBLICISED = Q(paper__state="approved", publicity__outcome="open")
WHERE = {
    State.DRAFTED: Q(paper__state="draft"),
    State.SUBMITTED: Q(paper__state="submitted"),
    State.RETURNED: Q(paper__state="returned"),
    State.APPROVED: Q(paper__state="approved", publicity=None),
    State.PUBLICISED: _PUBLICISED & Q(has_open_objection=False),
    State.OBJECTED: _PUBLICISED & Q(has_open_objection=True),
    State.IN_FORCE: Q(paper__state="approved", publicity__outcome="clear") | FROM_BEFORE,
    State.STOPPED: Q(paper__state="approved", publicity__outcome="stopped"),
    State.WITHDRAWN: Q(paper__state="withdrawn"),
}
STAGE_CAPABILITIES = ("programme.review_project", "programme.approve_project")
HOLDING = Q(paper__state__in=["submitted", "approved"]) & ~Q(publicity__outcome="stopped") | FROM_BEFORE


def rows() -> QuerySet[Project]:
    """With what the state needs."""
    open_ones = Objection.objects.filter(publicity=OuterRef("publicity"), finding="")
    return (
        Project.objects.select_related(
            "programme__version", "contractor", "paper__author", "paper__author_post", "publicity__by"
        )
        .defer("programme__version__body")
        .annotate(has_open_objection=Exists(open_ones))
    )


def lock(project: Project) -> Project | None:
    """The row for this transaction alone, then read anew.

    PostgreSQL looks again at the locked row only, not at what is joined to it, when it had to wait.
    """
    if Project.objects.select_for_update().filter(pk=project.pk).first() is None:
        return None
    return rows().get(pk=project.pk)


def state(project: Project) -> State:
    """Of a row of `rows()`."""
    paper, publicity = project.paper, project.publicity
    if project.in_force_before is not None:
        return State.IN_FORCE
    return state_of(
        paper.state if paper else "draft",
        Outcome(publicity.outcome) if publicity else None,
        has_open_objection=project.has_open_objection,  # type: ignore[attr-defined]
    )


def for_person(person: User) -> QuerySet[Project]:
    """A contractor's own projects in any state; an office sees those that were submitted once."""
    reached = reach(person, "programme.read_projects")
    own = reached.q(organisation="contractor_id")
    shown = reached.q(place="programme__place_id") & (Q(paper__round__gt=0) | FROM_BEFORE)
    return rows().filter(own | shown)


def waits_for(person: User) -> Q:
    """Of the rows that a person sees, those with which it is her turn."""
    takes = [stage for stage in STAGE_CAPABILITIES if may(person, stage)]
    turn = Q(paper__waits_for__in=takes)
    if may(person, "programme.draft_project"):
        turn |= WHERE[State.DRAFTED] | WHERE[State.RETURNED]
    if may(person, "programme.publicise"):
        turn |= WHERE[State.APPROVED]
    if may(person, "programme.handle_objection"):
        turn |= WHERE[State.OBJECTED]
    return turn


def line_of(project: Project) -> BudgetLine | None:
    return line_named(project.programme, project.budget_line)


def line_named(programme: Programme, key: str) -> BudgetLine | None:
    return document_of(programme).line(key)


def without_proof() -> Q:
    """Entered projects to which nobody has attached the paper that approved them."""
    target = Concat(Value("programme.Project:"), Cast(OuterRef("pk"), CharField()))
    stands = Evidence.objects.exclude(pk__in=Withdrawal.objects.values("evidence"))
    return FROM_BEFORE & ~Q(Exists(stands.filter(target=target)))


def holding(programme: Programme, line: str, *, beside: int | None = None) -> list[Project]:
    """The projects that hold money of a budget line, except one."""
    found = Project.objects.filter(HOLDING, programme=programme, budget_line=line)
    return list(found.exclude(pk=beside) if beside else found)


def left_beside(project: Project, line: BudgetLine) -> dict[Source, Money]:
    """What the line still has for this project."""
    taken = taken_by(each.draft for each in holding(project.programme, line.key, beside=project.pk))
    return {source: left_of(line, source, taken) for source in Source if source is not Source.ENTERPRISE}


def running_programmes(person: User, capability: str) -> list[Programme]:
    """In force in the counties of the person's posts that may."""
    found = Programme.objects.select_related("version", "place").defer("version__body")
    running = found.filter(version__standing="in_force").order_by("key")
    reached = reach(person, capability)
    places = {code.digits for code in reached.places} | _places_of(reached.organisations)
    return [one for one in running if any(one.place_code.contains(PlaceCode(each)) for each in places)]


def _places_of(organisations: Iterable[int]) -> set[str]:
    return set(Organisation.objects.filter(pk__in=organisations).values_list("place_id", flat=True))


def five_of(draft: Draft) -> tuple[Said, ...]:
    """The five by name, in the words of the paper; what is not written says so."""
    written = {
        "responsible_body": draft.responsible_body,
        "goal": draft.goal,
        "content": draft.content,
        "due": month_words(draft.due) if draft.due else "",
        "acceptance_standard": draft.acceptance_standard,
    }
    return tuple(Said(field, word, written[field] or "还没有写") for field, word in FIVE.items())


def shown(project: Project) -> Body:
    """What the public reads of it."""
    draft, line = project.draft, line_of(project)
    return Body(
        rows=(
            Said("contractor", "承办单位", project.contractor.name),
            *five_of(draft),
            Said("budget_line", "预算行", f"{line.seq} {line.name}" if line else project.budget_line),
        ),
        sums=tuple(
            Sum(source.value, source.word, amount) for source, amount in draft.amounts.items() if amount
        ),
    )
