"""What everybody may see of a publicity (公示): what is shown, its days, what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db.models import Exists, OuterRef, QuerySet

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import reach
from xiangji.core.places import within
from xiangji.core.values import PlaceCode
from xiangji.programme.models import Medium, Objection, Publicity
from xiangji.programme.rules.publicity import Outcome, Standing
from xiangji.programme.rules.shown import Body, Kind


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: Literal["ok", "warn", "bad", "wait"]
    words: str


@dataclass(frozen=True, slots=True)
class Notice:
    """`verdict` is None while the days still run and nobody objected: then the days are drawn."""

    number: int
    kind: Kind
    title: str
    standing: Standing
    verdict: Verdict | None
    started_at: datetime
    ends_on: date
    is_open: bool

    @property
    def may_object(self) -> bool:
        return self.is_open and not self.standing.is_over


@dataclass(frozen=True, slots=True)
class Answered:
    """An objection as everybody sees it: that it came, and what was answered; neither words nor name."""

    filed_at: datetime
    finding: str
    kind: str
    reply: str
    handled_at: datetime | None
    handler: str


@dataclass(frozen=True, slots=True)
class WholeNotice:
    notice: Notice
    plan: str
    plan_title: str
    paper: int | None
    body: Body
    because: str
    unpublished: str
    publisher: str
    media: tuple[Medium, ...]
    objections: tuple[Answered, ...]


def rows(place: PlaceCode) -> QuerySet[Publicity]:
    """Everything that was ever publicised in a place, whole; the newest first."""
    return _publicised_in(place).select_related("programme__version").defer("programme__version__body")


def for_person(person: User) -> QuerySet[Publicity]:
    """What was publicised in the places of her posts, for the workbench."""
    mine = reach(person, "programme.read_plan_papers").q(place="programme__place_id")
    found = Publicity.objects.select_related("programme__version", "by").defer("programme__version__body")
    return found.filter(mine).annotate(has_open_objection=_is_objected())


def running(place: PlaceCode) -> QuerySet[Publicity]:
    """The first to end first."""
    return _listed(place).filter(outcome="open").order_by("ends_on", "pk")


def ended(place: PlaceCode) -> QuerySet[Publicity]:
    return _listed(place).exclude(outcome="open")


def chosen(
    found: QuerySet[Publicity], *, kind: Kind | None, is_open: bool | None = None
) -> QuerySet[Publicity]:
    """Of one kind, or of all; running, ended, or both."""
    if kind:
        found = found.filter(kind=kind.value)
    if is_open is not None:
        found = found.filter(outcome="open") if is_open else found.exclude(outcome="open")
    return found


def due(on: date) -> list[Publicity]:
    """Whose days have passed and against which nobody has anything open."""
    found = Publicity.objects.select_related("programme").filter(outcome="open", ends_on__lt=on)
    return list(found.exclude(_is_objected()).order_by("pk"))


def media_of(publicity: Publicity) -> list[Medium]:
    return list(Medium.objects.filter(publicity=publicity))


def media_of_all(publicities: Iterable[Publicity]) -> dict[int, list[Medium]]:
    found: dict[int, list[Medium]] = {}
    for medium in Medium.objects.filter(publicity__in=list(publicities)):
        found.setdefault(medium.publicity_id, []).append(medium)
    return found


def objections_to(publicity: Publicity) -> list[Objection]:
    return list(Objection.objects.filter(publicity=publicity).select_related("handled_by").order_by("pk"))


def of(publicity: Publicity, on: date) -> Notice:
    """Of a row of `rows`, `running` or `ended`."""
    standing = publicity.standing(on)
    return Notice(
        number=publicity.pk,
        kind=Kind(publicity.kind),
        title=publicity.title,
        standing=standing,
        verdict=_verdict(publicity, standing),
        started_at=publicity.started_at,
        ends_on=publicity.ends_on,
        is_open=publicity.is_open,
    )


def whole(publicity: Publicity, on: date) -> WholeNotice:
    return WholeNotice(
        notice=of(publicity, on),
        plan=publicity.programme.key,
        plan_title=publicity.programme.version.title,
        paper=_paper_of(publicity),
        body=publicity.shown,
        because=publicity.because,
        unpublished=publicity.unpublished,
        publisher=publicity.post_title,
        media=tuple(media_of(publicity)),
        objections=tuple(_answered(each) for each in objections_to(publicity)),
    )


def _paper_of(publicity: Publicity) -> int | None:
    """A paper of the plan has a page of its own; a project stands in the list of the plan."""
    model, _, key = publicity.about.partition(":")
    return int(key) if model == "programme.PlanPaper" else None


def _listed(place: PlaceCode) -> QuerySet[Publicity]:
    """Only what a line of a list shows: the home page asks this of everybody who comes by."""
    return _publicised_in(place).only("kind", "title", "started_at", "counted", "ends_on", "outcome")


def _publicised_in(place: PlaceCode) -> QuerySet[Publicity]:
    found = Publicity.objects.filter(within(place, "programme__place"))
    return found.annotate(has_open_objection=_is_objected()).order_by("-started_at", "-pk")


def _is_objected() -> Exists:
    return Exists(Objection.objects.filter(publicity=OuterRef("pk"), finding=""))


def _verdict(publicity: Publicity, standing: Standing) -> Verdict | None:
    if publicity.outcome == Outcome.CLEAR:
        return Verdict("ok", "公示期满，没有成立的异议")
    if publicity.outcome == Outcome.STOPPED:
        return Verdict("bad", f"异议成立，{Kind(publicity.kind).word}停下了")
    if publicity.has_open_objection:  # type: ignore[attr-defined]
        return Verdict("warn", "有异议，正在处理")
    return Verdict("wait", "公示期满，等结果") if standing.is_over else None


def _answered(row: Objection) -> Answered:
    kinds = {"": "wait", Objection.Finding.UPHELD: "bad", Objection.Finding.NOT_UPHELD: "ok"}
    return Answered(
        filed_at=row.filed_at,
        finding=row.get_finding_display() if row.finding else "正在处理",
        kind=kinds[row.finding],
        reply=row.reply,
        handled_at=row.handled_at,
        handler=row.handler_title,
    )
