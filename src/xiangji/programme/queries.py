"""Reads for programme's own pages. What follows from a plan alone is computed once for each body."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Q, QuerySet

from xiangji.core import policy
from xiangji.core.places import Kind, counts, within
from xiangji.core.values import PlaceCode
from xiangji.programme.models import Programme, Question
from xiangji.programme.rules import questions
from xiangji.programme.rules.document import PlanDocument
from xiangji.programme.rules.figures import FigureCheck, figure_checks
from xiangji.programme.rules.questions import Asked
from xiangji.programme.rules.ratios import RatioCheck, ShareCheck, ratio_checks, share_checks
from xiangji.programme.rules.stations import CapCheck, cap_checks
from xiangji.programme.rules.sums import Conclusion, SumCheck, conclusion, sum_checks


@dataclass(frozen=True, slots=True)
class Study:
    """A plan, read and checked: everything that follows from its body alone."""

    document: PlanDocument
    sums: tuple[SumCheck, ...]
    conclusion: Conclusion
    ratios: tuple[RatioCheck, ...]
    shares: tuple[ShareCheck, ...]
    caps: tuple[CapCheck, ...]
    figures: tuple[FigureCheck, ...]


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
def study(version: int, _sha256: str) -> Study:
    """The hash is part of the key: after a rollback the same number may be given to another body."""
    document = PlanDocument.of(policy.version(version).body)
    additions = sum_checks(document)
    return Study(
        document=document,
        sums=additions,
        conclusion=conclusion(additions),
        ratios=ratio_checks(document),
        shares=share_checks(document),
        caps=cap_checks(document),
        figures=figure_checks(document),
    )


def study_of(programme: Programme) -> Study:
    return study(programme.version_id, programme.version.sha256)


def asked(opened: Opened) -> tuple[Asked, ...]:
    """Every question with its sums; some of them need the number of villages from the list of divisions."""
    return _asked(opened.version, opened.sha256, tuple(counts_of_places(opened.place).items()))


@lru_cache(maxsize=32)
def _asked(version: int, sha256: str, counted: tuple[tuple[str, int], ...]) -> tuple[Asked, ...]:
    return questions.asked(study(version, sha256).document, dict(counted))


def running(place: PlaceCode) -> Opened | None:
    """The programme in force for exactly this place; of several, the one that began last."""
    found = _rows().filter(version__standing="in_force", place=place.digits).order_by("-version__valid_from")
    return _opened(found.first())


def visible(key: str, *, place: PlaceCode) -> Opened | None:
    return _opened(_visible_from(place).filter(key=key).first())


def all_visible(place: PlaceCode) -> list[Opened]:
    return [_shown(row) for row in _visible_from(place).order_by("place", "key")]


def in_force(place: PlaceCode, on: date) -> list[Opened]:
    """Every programme in force on the day at the place or below it."""
    found = _rows().filter(
        Q(version__valid_to=None) | Q(version__valid_to__gte=on),
        within(place, "place"),
        version__standing="in_force",
        version__valid_from__lte=on,
    )
    return [_shown(row) for row in found.order_by("place", "key")]


def documents() -> list[Opened]:
    """The papers on file, national to county, by place."""
    return [_shown(row) for row in _rows().filter(version__standing="on_file").order_by("place", "key")]


def raised_since(key: str) -> dict[str, datetime]:
    """Since when each question of the programme waits for a person."""
    return dict(Question.objects.filter(programme__key=key).values_list("key", "raised_at"))


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


def _opened(row: Programme | None) -> Opened | None:
    return _shown(row) if row else None


def _shown(row: Programme) -> Opened:
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
        study=study_of(row),
    )
