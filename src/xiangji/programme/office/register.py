"""The register of programmes (方案与规则): several at once, with versions, questions and rules in force."""

from collections.abc import Iterable, Mapping
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from xiangji.core import policy
from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import reach
from xiangji.core.office.desk import Chip, Column, Desk, Empty, Filters, Mark, Named, desk
from xiangji.core.places.models import Place
from xiangji.programme import queries
from xiangji.programme.models import Programme
from xiangji.programme.office.questions import PLAN
from xiangji.programme.rules.document import Document

_LEVELS = {"national": "国家级示范", "provincial": "省级示范", "provincial-notice": "省级通知"}


class ProgrammeFilter(Filters):
    place = django_filters.ModelChoiceFilter(
        label="地方",
        empty_label="都看",
        queryset=Place.objects.filter(pk__in=Programme.objects.values("place")),
    )

    class Meta:
        model = Programme
        fields: list[str] = []


def _paper(programme: Programme) -> Document:
    return queries.study_of(programme).document.document


def _level(programme: Programme) -> str:
    return _LEVELS.get(_paper(programme).level, "")


def _year(programme: Programme) -> str:
    return f"{_paper(programme).programme_year}年"


def _round(programme: Programme) -> str:
    return _paper(programme).round or "没有写轮次"


def _mark(programme: Programme) -> Mark:
    return Mark("ok", "执行") if programme.is_running else Mark("wait", "存档")


def _open(programme: Any) -> str:  # noqa: ANN401 - with the count of `for_person`
    return f"{programme.open_count} 处" if programme.is_running else "—"


def _versions(programme: Any) -> list[policy.PolicyVersion]:  # noqa: ANN401 - a programme on which they hang
    """Read once for a paper, which lists them and tells their history."""
    if not hasattr(programme, "versions"):
        programme.versions = queries.versions_of(programme.key)
    found: list[policy.PolicyVersion] = programme.versions
    return found


@desk
class ProgrammeDesk(Desk[Programme]):
    """Papers on file are public wherever they come from; running programmes as far as the post reaches."""

    key = "programmes"
    title = "方案登记"
    menu = PLAN
    order = 30
    capability = "programme.read_register"
    columns = (
        Column("方案", lambda row: Named(row.version.title, row.key), look="wide", order="version__title"),
        Column("地方", "place.name", look="nowrap", order="place"),
        Column("级别", _level, look="nowrap"),
        Column("年度", lambda row: Named(_year(row), _round(row)), look="nowrap"),
        Column("效力", _mark, look="nowrap", order="version__standing"),
        Column("版本", lambda row: f"第{row.version.number}版", look="nowrap", order="version__number"),
        Column("存疑", _open, look="nowrap"),
    )
    export = (
        Column("代号", "key"),
        Column("方案", "version.title"),
        Column("地方", "place.name"),
        Column("级别", _level),
        Column("年度", _year),
        Column("轮次", _round),
        Column("效力", _mark),
        Column("版本", "version.number"),
        Column("施行", "version.valid_from"),
        Column("存疑", _open),
    )
    chips = (
        Chip("in_force", "正在执行", Q(version__standing="in_force")),
        Chip("on_file", "存档的原件", Q(version__standing="on_file")),
    )
    filters = ProgrammeFilter
    search = ("key", "version__title", "place__name")
    ordering = ("version__standing", "place", "key")
    detail = "programme/office/_programme.html"
    empty = Empty(new="还没有登记方案。登记一份，它的目标、资金和规则就会站到这里。", done="这里没有方案。")
    unit = "份"

    def for_person(self, person: User) -> QuerySet[Programme]:
        mine = reach(person, "programme.read_register").q(place="place_id")
        shown = queries.programmes().filter(mine | Q(version__standing="on_file"))
        return shown.annotate(open_count=queries.open_count())

    def title_of(self, thing: Programme) -> str:
        return thing.version.title

    def note_of(self, thing: Programme) -> str:
        return f"{thing.place.name}，{_level(thing)}，{_year(thing)}，{_round(thing)}"

    def mark_of(self, thing: Programme) -> Mark:
        return _mark(thing)

    def told(self, thing: Programme, person: User) -> Mapping[str, object]:  # noqa: ARG002
        today = timezone.localdate()
        in_force = policy.rules_in_force(thing.place_code, today) if thing.is_running else ()
        return {
            "paper": _paper(thing),
            "issued": _paper(thing.original or thing).date,
            "level": _level(thing),
            "year": _year(thing),
            "round": _round(thing),
            "versions": _versions(thing),
            "questions": queries.listed_questions(thing) if thing.is_running else [],
            "rules": in_force,
            "today": today,
        }

    def history_of(self, thing: Programme) -> Iterable[str]:
        versions = _versions(thing)
        return [self.what(thing), *(f"policy.PolicyVersion {version.pk}" for version in versions)]
