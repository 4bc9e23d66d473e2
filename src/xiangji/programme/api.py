"""Plans for machines. Amounts are in 分, shares in per cent as exact decimal strings."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Router, Schema

from xiangji.core.accounts.api import Said
from xiangji.core.accounts.keys import ApiKey, caller
from xiangji.core.errors import Refused
from xiangji.core.places.county import current_county
from xiangji.programme import queries
from xiangji.programme.models import Medium, Project, Publicity
from xiangji.programme.queries import Decided, Opened, notices, projects
from xiangji.programme.queries.closed import projects_of
from xiangji.programme.rules.document import BudgetLine, Target
from xiangji.programme.rules.questions import Asked
from xiangji.programme.rules.ratios import RatioCheck
from xiangji.programme.rules.shown import Kind
from xiangji.programme.rules.stations import CapCheck

router = Router(tags=["plans"])
closed = Router(tags=["projects"], auth=ApiKey())


class PlanInBrief(Schema):
    key: str
    title: str
    place: str
    is_running: bool
    original: str
    shifted_years: int
    version: int


class Paper(Schema):
    """Empty texts and null mean that the original does not say it."""

    issuer: str
    number: str
    date: date | None
    adopted: str
    addressees: str
    copy_to: str
    published: str
    programme_year: int


class Basis(Schema):
    title: str
    issuer: str
    number: str
    tier: str
    justifies: list[str]


class TargetOut(Schema):
    key: str
    name: str
    value: str | None
    value_min: str | None
    value_max: str | None
    value_text: str
    unit: str
    comparator: str
    reference: str
    deadline: str
    clause: str
    quote: str


class Line(Schema):
    seq: int
    key: str
    name: str
    direction: str
    due: str
    total_fen: int | None
    fen_by_source: dict[str, int]
    fen_by_tranche: dict[str, int]
    clause: str
    quote: str


class RuleOut(Schema):
    key: str
    name: str
    outcome: str
    sum: str
    hardness: str
    clause: str
    quote: str


class Reading(Schema):
    title: str
    words: str
    sums: list[str]


class DecisionOut(Schema):
    """`stands` is false for a decision that a later one or a new version of the plan replaced."""

    question: str
    reading: str
    reason: str
    paper: str
    by: str
    post: str
    at: datetime
    version: int
    stands: bool


class QuestionOut(Schema):
    """`decided` is the title of the reading that counts; empty while the question stands open."""

    key: str
    title: str
    why: str
    who: str
    readings: list[Reading]
    decided: str


class Plan(PlanInBrief):
    document: Paper
    bases: list[Basis]
    targets: list[TargetOut]
    budget: list[Line]
    rules: list[RuleOut]
    questions: list[QuestionOut]
    decisions: list[DecisionOut]


class Sentence(Schema):
    code: str
    sentence: str


class NoPlan(Refused):
    """Not there, or not of this county: one answer for both."""

    status = 404


class NoticeRow(Schema):
    """What is said in one row; `key` stays the same where the label is worded anew."""

    key: str
    name: str
    words: str


class MediumOut(Schema):
    name: str
    address: str
    on: date


class NoticeOut(Schema):
    """A publicity (公示), with what was shown as it was shown.

    `kind`: plan, project, conditions, construction, award, change or acceptance. `project` and `contractor`
    are empty where it is none. `outcome`: open, clear or stopped; objections are counted, never told.
    """

    number: int
    address: str
    kind: str
    about: str
    title: str
    project: str
    contractor: str
    plan: str
    rows: list[NoticeRow]
    fen_by_source: dict[str, int]
    total_fen: int
    media: list[MediumOut]
    started_at: datetime
    ends_on: date
    working_days: int
    working_days_passed: int
    because: str
    outcome: str
    ended_at: datetime | None
    has_open_objection: bool


@router.get("/notices", response=list[NoticeOut], summary="公示：正在公示的和公示过的")
def list_notices(
    request: HttpRequest, kind: Kind | None = None, state: Literal["running", "ended"] | None = None
) -> list[NoticeOut]:
    today = timezone.localdate()
    found = notices.chosen(
        notices.rows(current_county().code), kind=kind, is_open=None if state is None else state == "running"
    )
    media = notices.media_of_all(found)
    return [_notice(row, media.get(row.pk, []), today) for row in found]


def _notice(row: Publicity, media: list[Medium], today: date) -> NoticeOut:
    body, standing = row.shown, row.standing(today)
    return NoticeOut(
        number=row.pk,
        address=reverse("open:notice", args=[row.pk]),
        kind=row.kind,
        about=row.about,
        title=row.title,
        project=row.title if row.kind == Kind.PROJECT else "",
        contractor=body.words_of("contractor"),
        plan=row.programme.key,
        rows=[NoticeRow(key=each.key, name=each.name, words=each.words) for each in body.rows],
        fen_by_source={each.key: each.money.fen for each in body.sums},
        total_fen=body.total.fen,
        media=[MediumOut(name=each.name, address=each.address, on=each.on) for each in media],
        started_at=row.started_at,
        ends_on=row.ends_on,
        working_days=standing.days,
        working_days_passed=standing.passed,
        because=row.because,
        outcome=row.outcome,
        ended_at=row.ended_at,
        has_open_objection=row.has_open_objection,  # type: ignore[attr-defined]
    )


@router.get("/plans", response=list[PlanInBrief], summary="这里看得到的方案")
def plans(request: HttpRequest) -> list[PlanInBrief]:
    return [_brief(opened) for opened in queries.all_visible(current_county().code)]


@router.get("/plans/{key}", response={200: Plan, 404: Sentence}, summary="一份方案的全部内容")
def plan(request: HttpRequest, key: str) -> Plan:
    opened = queries.visible(key, place=current_county().code)
    if opened is None:
        raise NoPlan("plan_not_found", f"没有这份方案。代号“{key[:80]}”不在 /api/v1/plans 的清单里。")
    return _plan(opened)


def _brief(opened: Opened) -> PlanInBrief:
    return PlanInBrief(
        key=opened.key,
        title=opened.title,
        place=opened.place.digits,
        is_running=opened.is_running,
        original=opened.original,
        shifted_years=opened.shifted_years,
        version=opened.version,
    )


def _plan(opened: Opened) -> Plan:
    study, document = opened.study, opened.study.document
    return Plan(
        **_brief(opened).dict(),
        document=Paper.from_orm(document.document),
        bases=[Basis.from_orm(basis) for basis in document.bases],
        targets=[_target(target) for target in document.targets],
        budget=[_line(line) for line in document.budget_lines],
        rules=[*(_rule(ratio) for ratio in study.ratios), *(_rule(cap) for cap in study.caps)],
        questions=[_question(each, study.readings) for each in queries.asked(opened)],
        decisions=[_decision(each) for each in queries.decisions_of(opened.key)],
    )


def _target(target: Target) -> TargetOut:
    return TargetOut(
        key=target.key,
        name=target.name,
        value=_plain(target.value),
        value_min=_plain(target.value_min),
        value_max=_plain(target.value_max),
        value_text=target.value_text,
        unit=target.unit,
        comparator=target.comparator,
        reference=target.reference,
        deadline=target.deadline,
        clause=target.section,
        quote=target.quote,
    )


def _line(line: BudgetLine) -> Line:
    tranches = {"tranche1": line.tranche1, "tranche2": line.tranche2}
    return Line(
        seq=line.seq,
        key=line.key,
        name=line.name,
        direction=line.direction,
        due=line.due,
        total_fen=None if line.total is None else line.total.fen,
        fen_by_source={source.value: amount.fen for source, amount in line.sources},
        fen_by_tranche={name: amount.fen for name, amount in tranches.items() if amount is not None},
        clause=line.section,
        quote=line.quote,
    )


def _rule(check: RatioCheck | CapCheck) -> RuleOut:
    return RuleOut(
        key=check.key,
        name=check.name,
        outcome=check.outcome,
        sum=check.words,
        hardness=check.hardness,
        clause=check.clause,
        quote=check.quote,
    )


def _question(asked: Asked, decided: dict[str, str]) -> QuestionOut:
    return QuestionOut(
        key=asked.key,
        title=asked.title,
        why=asked.why,
        who=asked.who,
        readings=[
            Reading(title=each.title, words=each.words, sums=list(each.sums)) for each in asked.readings
        ],
        decided=decided.get(asked.key, ""),
    )


def _decision(decided: Decided) -> DecisionOut:
    return DecisionOut(
        question=decided.question,
        reading=decided.reading,
        reason=decided.reason,
        paper=decided.paper,
        by=decided.by,
        post=decided.post,
        at=decided.at,
        version=decided.version_number,
        stands=decided.stands,
    )


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


class ProjectOut(Schema):
    """A project of the key's own organisation. Amounts are in 分; `due_month` is 2026-12 or empty.

    `in_force_before` is the day on which it was approved before the platform, for those that were entered.
    """

    number: int
    plan: str
    budget_line: str
    name: str
    state: str
    state_words: str
    responsible_body: str
    goal: str
    content: str
    due_month: str
    acceptance_standard: str
    fen_by_source: dict[str, int]
    drafted_at: datetime
    in_force_before: date | None


@closed.get(
    "/projects",
    response={200: list[ProjectOut], 401: Said, 403: Said, 404: Said, 429: Said},
    summary="本单位的项目（要接口钥匙）",
    operation_id="own_projects",
)
def own_projects(request: HttpRequest, place: str = "") -> list[ProjectOut]:
    """`place` narrows to a place within the key's own; any other does not exist for it."""
    return [_own_project(row) for row in projects_of(caller(request), place)]


def _own_project(row: Project) -> ProjectOut:
    state = projects.state(row)
    return ProjectOut(
        number=row.pk,
        plan=row.programme.key,
        budget_line=row.budget_line,
        name=row.name,
        state=state.value,
        state_words=state.word,
        responsible_body=row.responsible_body,
        goal=row.goal,
        content=row.content,
        due_month=row.due_month,
        acceptance_standard=row.acceptance_standard,
        fen_by_source={source.value: amount.fen for source, amount in row.draft.amounts.items()},
        drafted_at=row.drafted_at,
        in_force_before=row.in_force_before,
    )
