"""Reads for programme's own pages. What follows from a plan alone is computed once for each body."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from xiangji.core import policy
from xiangji.core.places import Kind, counts, within
from xiangji.core.values import PlaceCode
from xiangji.programme.models import Decision, Programme, Question
from xiangji.programme.rules import questions
from xiangji.programme.rules.answering import Answer, answered
from xiangji.programme.rules.document import PlanDocument
from xiangji.programme.rules.figures import FigureCheck, figure_checks
from xiangji.programme.rules.questions import Asked
from xiangji.programme.rules.ratios import RatioCheck, ShareCheck, ratio_checks, share_checks
from xiangji.programme.rules.stations import CapCheck, cap_checks
from xiangji.programme.rules.sums import Conclusion, SumCheck, conclusion, sum_checks


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """A plan, read and checked: everything that follows from its body and from the answers to its questions.

    `printed` is the plan without answers, `document` the plan as it is worked by. One object stands for one
    body with its answers, so that what is made of it can be kept by the object itself.
    """

    printed: PlanDocument
    document: PlanDocument
    answers: tuple[Answer, ...]
    sums: tuple[SumCheck, ...]
    conclusion: Conclusion
    ratios: tuple[RatioCheck, ...]
    shares: tuple[ShareCheck, ...]
    caps: tuple[CapCheck, ...]
    figures: tuple[FigureCheck, ...]

    @property
    def readings(self) -> dict[str, str]:
        """The decided reading of each answered question."""
        return {answer.question: answer.reading for answer in self.answers}

    @property
    def open_questions(self) -> tuple[str, ...]:
        return tuple(each.key for each in self.document.questions if each.key not in self.readings)


@dataclass(frozen=True, slots=True)
class Opened:
    """A plan that stands here, with what it says."""

    key: str
    title: str
    place: PlaceCode
    place_name: str
    is_running: bool
    shifted_years: int
    original: str
    version: int
    version_number: int
    sha256: str
    opened_at: datetime
    study: Study

    @property
    def document_key(self) -> str:
        return self.original or self.key


@lru_cache(maxsize=32)
def _printed(version: int, _sha256: str) -> PlanDocument:
    """The hash is part of the key: after a rollback the same number may be given to another body."""
    return PlanDocument.of(policy.version(version).body)


@lru_cache(maxsize=32)
def study(version: int, sha256: str, answers: tuple[Answer, ...] = ()) -> Study:
    printed = _printed(version, sha256)
    document = answered(printed, answers)
    additions = sum_checks(document)
    return Study(
        printed=printed,
        document=document,
        answers=answers,
        sums=additions,
        conclusion=conclusion(additions),
        ratios=ratio_checks(document),
        shares=share_checks(document),
        caps=cap_checks(document),
        figures=figure_checks(document),
    )


def study_of(programme: Programme, answers: tuple[Answer, ...] = ()) -> Study:
    """The printed plan where no answers are given."""
    return study(programme.version_id, programme.version.sha256, answers)


def studies_of(programmes: Iterable[Programme]) -> dict[int, Study]:
    """As they are worked by today, by key of the row: one query for the answers of all of them."""
    found = {programme.pk: programme for programme in programmes}
    answers = _answers(found)
    return {pk: study_of(programme, answers.get(pk, ())) for pk, programme in found.items()}


def document_of(programme: Programme) -> PlanDocument:
    """For a row that was fetched with its permission: the plan as it is worked by today."""
    return studies_of([programme])[programme.pk].document


def asked_of(question: Question) -> Asked | None:
    """A question with its sums; None where the version that counts no longer asks it."""
    programme = question.programme
    counted = tuple(counts_of_places(programme.place_code).items())
    found = _asked(programme.version_id, programme.version.sha256, counted)
    return next((each for each in found if each.key == question.key), None)


def asked(opened: Opened) -> tuple[Asked, ...]:
    """Every question with its sums; some of them need the number of villages from the list of divisions."""
    return _asked(opened.version, opened.sha256, tuple(counts_of_places(opened.place).items()))


@lru_cache(maxsize=32)
def _asked(version: int, sha256: str, counted: tuple[tuple[str, int], ...]) -> tuple[Asked, ...]:
    return questions.asked(study(version, sha256).document, dict(counted))


def running(place: PlaceCode) -> Opened | None:
    """The programme in force for exactly this place; of several, the one that began last."""
    found = _rows().filter(version__standing="in_force", place=place.digits).order_by("-version__valid_from")
    return next(iter(_opened(found[:1])), None)


def visible(key: str, *, place: PlaceCode) -> Opened | None:
    return next(iter(_opened(_visible_from(place).filter(key=key))), None)


def all_visible(place: PlaceCode) -> list[Opened]:
    return _opened(_visible_from(place).order_by("place", "key"))


def opened_of(programme: Programme) -> Opened:
    """For a row that was fetched with its permission."""
    return _opened(_rows().filter(pk=programme.pk))[0]


def binding(programme: Programme, on: date) -> list[Opened]:
    """The programme, whatever the day; then every other one in force for its place or above it."""
    others = Q(version__valid_to=None) | Q(version__valid_to__gte=on)
    above = [code.digits for code in programme.place_code.line]
    others &= Q(version__valid_from__lte=on, version__standing="in_force", place__in=above)
    found = _opened(_rows().filter(Q(pk=programme.pk) | others).order_by("version__valid_from", "key"))
    return sorted(found, key=lambda opened: opened.key != programme.key)


def in_force(place: PlaceCode, on: date) -> list[Opened]:
    """Every programme in force on the day at the place or below it."""
    found = _rows().filter(
        Q(version__valid_to=None) | Q(version__valid_to__gte=on),
        within(place, "place"),
        version__standing="in_force",
        version__valid_from__lte=on,
    )
    return _opened(found.order_by("place", "key"))


def documents() -> list[Opened]:
    """The papers on file, national to county, by place."""
    return _opened(_rows().filter(version__standing="on_file").order_by("place", "key"))


def raised_since(key: str) -> dict[str, datetime]:
    """Since when each question of the programme waits for a person."""
    return dict(Question.objects.filter(programme__key=key).values_list("key", "raised_at"))


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as everybody may see it; it no longer stands when a later one or a new version came."""

    question: str
    reading: str
    reason: str
    paper: str
    by: str
    post: str
    at: datetime
    version_number: int
    stands: bool


def decisions_of(key: str) -> list[Decided]:
    """Everything that was ever decided on a plan's questions, the latest first."""
    rows = (
        Decision.objects.filter(question__programme__key=key)
        .select_related("question", "by", "version")
        .defer("version__body")
        .order_by("-pk")
    )
    return [_decided(row) for row in rows]


def decisions_on(question: Question) -> list[Decided]:
    return [each for each in decisions_of(question.programme.key) if each.question == question.key]


def _decided(row: Decision) -> Decided:
    return Decided(
        question=row.question.key,
        reading=row.reading,
        reason=row.reason,
        paper=row.paper,
        by=row.by.name,
        post=row.post_title,
        at=row.at,
        version_number=row.version.number,
        stands=row.question.is_asked and row.question.decision_id == row.pk,
    )


def open_on(opened: Opened, on: date) -> list[str]:
    """The questions of a programme that nobody had answered by the end of the day."""
    answered_by_then = set(
        Question.objects.filter(programme__key=opened.key, is_asked=True)
        .filter(pk__in=Decision.objects.filter(at__date__lte=on).values("question"))
        .exclude(decision=None)
        .values_list("key", flat=True)
    )
    return [each.key for each in opened.study.document.questions if each.key not in answered_by_then]


def programmes() -> QuerySet[Programme]:
    """With what a register shows of each."""
    return _rows()


def open_count() -> Coalesce:
    """A column for `programmes`: how many questions of each stand open."""
    standing = Question.objects.filter(programme=OuterRef("pk"), is_asked=True, decision=None)
    counted = standing.order_by().values("programme").annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")), 0)


def versions_of(key: str) -> list[policy.PolicyVersion]:
    """The latest first, without their bodies."""
    return list(policy.PolicyVersion.objects.filter(programme=key).defer("body").order_by("-number"))


def questions_of_running() -> QuerySet[Question]:
    """What running plans ask, with who proposed and who decided."""
    return (
        Question.objects.filter(is_asked=True, programme__version__standing="in_force")
        .select_related("programme__version", "programme__place", "proposal__by", "decision__by")
        .defer("programme__version__body")
    )


def question(key: str) -> Question | None:
    return questions_of_running().filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None


def clauses_of(question: Question) -> tuple[str, ...]:
    """Where it stands in the plan, whose body is parsed once: no query."""
    printed = study_of(question.programme).printed
    return next((each.clauses for each in printed.questions if each.key == question.key), ())


def who_decides(question: Question) -> str:
    printed = study_of(question.programme).printed
    own = next((each.who for each in printed.questions if each.key == question.key), "")
    return own or (printed.decides.who if printed.decides else "")


@dataclass(frozen=True, slots=True)
class Listed:
    """A question in one line of the register; `reading` once it is decided."""

    pk: int
    title: str
    reading: str
    is_proposed: bool


def listed_questions(programme: Programme) -> list[Listed]:
    rows = questions_of_running().filter(programme=programme).order_by("pk")
    return [
        Listed(row.pk, row.title, row.decision.reading if row.decision else "", row.proposal is not None)
        for row in rows
    ]


def counts_of_places(place: PlaceCode) -> dict[str, int]:
    """What a plan leaves to the list of divisions: how many towns and villages its county has.

    Empty while the list is not loaded; poor villages only where their list was imported.
    """
    found = counts(place)
    if not found.towns:
        return {}
    named = {
        "places.towns": found.towns,
        "places.villages": found.villages,
        "places.administrative_villages": sum(
            each.count for each in found.kinds if each.kind is Kind.VILLAGE
        ),
    }
    if found.poor.listed:
        named["places.poor_villages"] = found.poor.registered + found.poor.provincial
    return named


def _rows() -> QuerySet[Programme]:
    return Programme.objects.select_related("version", "place", "original").defer("version__body")


def _visible_from(place: PlaceCode) -> QuerySet[Programme]:
    """Documents are public wherever they come from; a running programme belongs to its own county."""
    line = [code.digits for code in place.line]
    return _rows().filter(Q(version__standing="on_file") | Q(place__in=line))


def _opened(rows: Iterable[Programme]) -> list[Opened]:
    """One question for the answers of all of them."""
    found = list(rows)
    answers = _answers(row.pk for row in found)
    return [_shown(row, answers.get(row.pk, ())) for row in found]


def _answers(programmes: Iterable[int]) -> dict[int, tuple[Answer, ...]]:
    standing = Question.objects.filter(programme__in=list(programmes), is_asked=True).exclude(decision=None)
    rows = standing.order_by("key").values_list("programme_id", "key", "decision__reading")
    answers: dict[int, tuple[Answer, ...]] = {}
    for programme, key, reading in rows:
        answers[programme] = (*answers.get(programme, ()), Answer(key, reading))
    return answers


def _shown(row: Programme, answers: tuple[Answer, ...]) -> Opened:
    return Opened(
        key=row.key,
        title=row.version.title,
        place=row.place_code,
        place_name=row.place.name,
        is_running=row.is_running,
        shifted_years=row.shifted_years,
        original=row.original.key if row.original else "",
        version=row.version_id,
        version_number=row.version.number,
        sha256=row.version.sha256,
        opened_at=row.opened_at,
        study=study_of(row, answers),
    )
