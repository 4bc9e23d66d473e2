"""Projects that were approved before the platform, brought in as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.places import within
from xiangji.core.places.county import current_county
from xiangji.core.sheets import Field, Row
from xiangji.core.sheets.imports import Doubt, Import, Judged, Wrong, register
from xiangji.core.values import Money, Month
from xiangji.programme.actions.entering import ENTER, enter_project
from xiangji.programme.models import Project
from xiangji.programme.queries import opened_of, projects
from xiangji.programme.rules import project as rules
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.project import BODY_LENGTH, FIVE, NAME_LENGTH, TEXT_LENGTH, Draft

APART = "|"  # between the key of a plan and the key of its line, in neither of which it can stand


def _fields(by: User) -> Sequence[Field]:
    return (
        Field("line", "预算行", required=True, choices=_lines(by), hint="方案里的哪一行钱。"),
        Field(
            "contractor",
            "承办单位",
            required=True,
            choices=_companies(),
            says="已经登记的企业全称（先补录单位）",
        ),
        _text("name", "项目名称", NAME_LENGTH),
        _text("responsible_body", FIVE["responsible_body"], BODY_LENGTH),
        _text("goal", FIVE["goal"], TEXT_LENGTH),
        _text("content", FIVE["content"], TEXT_LENGTH),
        Field("due", FIVE["due"], required=True, check=_month, hint="写到月。", example="2020-12"),
        _text("acceptance_standard", FIVE["acceptance_standard"], TEXT_LENGTH),
        *(
            Field(source.value, f"{source.word}（元）", kind="money", check=_not_negative)
            for source in Source
        ),
    )


def _text(key: str, title: str, longest: int) -> Field:
    def check(text: str) -> str:
        return "" if len(text) <= longest else f"最多{longest}个字"

    return Field(key, title, required=True, check=check)


def _not_negative(fen: int) -> str:
    return "" if fen >= 0 else "不小于零的金额"


def _month(text: str) -> str:
    return "" if _read_month(text) else f"{rules.FIRST_YEAR}到{rules.LAST_YEAR}年之间的年和月，例如2020-12"


def _read_month(text: str) -> Month | None:
    """2020-12, and the first of a month as Excel makes it of that."""
    try:
        month = Month.parse(text.removesuffix("-01") if text.count("-") == 2 else text)
    except ValueError:
        return None
    return month if rules.FIRST_YEAR <= month.year <= rules.LAST_YEAR else None


def _lines(by: User) -> dict[str, str]:
    """By what people read of them; where two plans run, the name of the plan stands before the line."""
    plans = projects.running_programmes(by, ENTER)
    found = {}
    for plan in plans:
        opened = opened_of(plan)
        for line in opened.study.document.budget_lines:
            word = f"{line.seq} {line.name}"
            found[f"{plan.version.title}：{word}" if len(plans) > 1 else word] = (
                f"{plan.key}{APART}{line.key}"
            )
    return found


def _companies() -> dict[str, int]:
    county = current_county().code
    known = Organisation.objects.filter(within(county, "place"), kind=Organisation.Kind.COMPANY)
    return {unit.name: unit.pk for unit in known.order_by("name")}


def _judge(rows: Sequence[Row], by: User) -> Judged:
    wrong = tuple(
        Wrong(row.number, Source.CENTRAL.value, "至少写一种来源的金额")
        for row in rows
        if not any(row.values[source.value] for source in Source)
    )
    return Judged(wrong, (*_too_much(rows, by), *_same(rows)))


def _too_much(rows: Sequence[Row], by: User) -> Iterator[Doubt]:
    """Public money beyond what a line still has, counted with the rows above in the table."""
    taken: dict[str, list[Draft]] = {}
    plans = {plan.key: plan for plan in projects.running_programmes(by, ENTER)}
    for row in rows:
        key, _, line_key = str(row.values["line"]).partition(APART)
        line = projects.line_named(plans[key], line_key)
        draft = _draft(row.values)
        if row.values["line"] not in taken:
            taken[row.values["line"]] = [each.draft for each in projects.holding(plans[key], line_key)]
        if line is not None:
            held = rules.taken_by(taken[row.values["line"]])
            for source in (Source.CENTRAL, Source.PROVINCIAL, Source.COUNTY):
                if draft.amounts[source] > rules.left_of(line, source, held):
                    yield Doubt(
                        row.number, f"预算行“{line.name}”的{source.word}不够这一行的金额，补进来就超了。"
                    )
        taken[row.values["line"]].append(draft)


def _same(rows: Sequence[Row]) -> Iterator[Doubt]:
    called = {row.values["name"] for row in rows}
    standing = set(Project.objects.filter(name__in=called).values_list("name", flat=True))
    seen: dict[str, int] = {}
    for row in rows:
        name = row.values["name"]
        first = seen.setdefault(name, row.number)
        if name in standing:
            yield Doubt(row.number, f"平台里已经有一个项目叫“{name}”，请看是不是同一个。")
        elif first != row.number:
            yield Doubt(row.number, f"第{first}行也叫“{name}”，请看是不是同一个。")


def _draft(values: dict[str, object]) -> Draft:
    amounts = {source.value: Money(int(str(values[source.value] or 0))) for source in Source}
    return Draft(
        name=str(values["name"]),
        responsible_body=str(values["responsible_body"]),
        goal=str(values["goal"]),
        content=str(values["content"]),
        due=_read_month(str(values["due"])),
        acceptance_standard=str(values["acceptance_standard"]),
        **amounts,
    )


def _take(*, line: str, contractor: int, by: User, happened_at: datetime, **written: object) -> Project:
    plan, _, line_key = line.partition(APART)
    return enter_project(
        programme=plan,
        budget_line=line_key,
        contractor=Organisation.objects.get(pk=contractor),
        draft=_draft(written),
        by=by,
        happened_at=happened_at,
    )


register(
    Import(
        key="projects",
        title="以前审定的项目",
        desk="projects",
        capabilities=(ENTER,),
        own_fields=_fields,
        judge=_judge,
        take=_take,
        unit="个",
        most_rows=1_000,
        document_hint="审定这个项目的批文文号。发生日期写审定的日子。",
        hints=("只补平台启用以前已经审定、正在做或者做完的项目；还没审定的请在平台上写、报、审。",),
        after="请在每个项目上加批文的扫描件；没有加的，名单上标着“缺凭据”。",
    )
)
