"""Who chooses and who is chosen: contractors with codes, selections in any stage, work in any state."""

from datetime import date, datetime, timedelta
from pathlib import Path

from stdnum.cn import uscc

from xiangji.core.accounts.models import Organisation, Post, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.values import Money
from xiangji.programme import actions
from xiangji.programme.models import (
    Agreement,
    Award,
    Bid,
    ConstructionPlan,
    Contractor,
    Programme,
    Project,
    Publicity,
    Selection,
)
from xiangji.programme.queries import selections, works
from xiangji.programme.queries.works import Work
from xiangji.programme.rules.selecting import Method, Stage, Wanted
from xiangji.programme.tests.examples import NOW, RUNNING, TODAY, YEARS, plan_file
from xiangji.programme.tests.project_cast import (
    OVER,
    again,
    approved,
    clerk,
    company,
    publicise,
    submitted,
)

LINE = "logistics"
DAYS, BECAUSE = 5, "方案没有写天数，比照5个工作日。"
WANTED = Wanted(
    title="镇级分拣线采购",
    content="21条分拣线，每条每小时600件。",
    conditions="企业法人；有快递末端或者仓储业绩；本地有人值守。",
)
FIRM, SECOND = "示例乡集运营有限公司", "示例二号物流有限公司"
LATER = NOW + timedelta(days=40)


def code(start: str = "91370481MA", number: int = 1) -> str:
    """A credit code whose check character is right; the first two say who registered it as what."""
    body = f"{start}{number:07d}"
    return body + uscc.calc_check_digit(body)


def bureau() -> User:
    found = User.objects.filter(name="示例·张经办").first()
    return found or clerk()


def leader() -> User:
    found = User.objects.filter(name="示例·陈组长").first()
    return found or a_post(PostKind.LEADING_GROUP, a_person("示例·陈组长")).person


def written(*, line: str = LINE, at: datetime = NOW, programme: str = RUNNING) -> Selection:
    made = actions.write_selection(
        programme=programme, budget_line=line, wanted=WANTED, by=bureau(), happened_at=at
    )
    return fresh(made)


def fresh(selection: Selection) -> Selection:
    return selections.rows().get(pk=selection.pk)


def stage(selection: Selection) -> Stage:
    return selections.stage(fresh(selection))


def show_conditions(selection: Selection, *, at: datetime = NOW) -> Publicity:
    return actions.publicise_conditions(
        selection=fresh(selection), by=bureau(), happened_at=at, days=DAYS, reason=BECAUSE
    )


def noticed(
    *, method: Method = Method.OPEN_TENDER, at: datetime = NOW, selection: Selection | None = None
) -> Selection:
    found = selection or written()
    actions.note_notice(
        selection=fresh(found),
        method=method.value,
        number="SDGP370481-2026-017",
        where="省政府采购网",
        noticed_on=at.date(),
        by=bureau(),
        happened_at=at,
    )
    return fresh(found)


def bid(
    selection: Selection,
    name: str = FIRM,
    *,
    credit_code: str = "",
    wan: int = 38,
    is_accepted: bool = True,
    reason: str = "",
    leader: Bid | None = None,
    at: datetime = NOW,
) -> Bid:
    return actions.record_bid(
        selection=fresh(selection),
        name=name,
        credit_code=credit_code or code(number=abs(hash_of(name))),
        amount=Money(0) if leader else Money.from_wan(wan),
        is_accepted=is_accepted,
        reason=reason,
        leader=leader.pk if leader else None,
        by=bureau(),
        happened_at=at,
    )


def hash_of(name: str) -> int:
    """One number for one name, the same in every process."""
    return sum(ord(letter) * place for place, letter in enumerate(name, 1)) % 9_999_999


def three_bids(selection: Selection, *, at: datetime = NOW) -> Bid:
    first = bid(selection, at=at)
    bid(selection, SECOND, wan=39, at=at)
    bid(selection, "示例三号供应链有限公司", wan=41, at=at)
    return first


def award(selection: Selection, winner: Bid, *, at: datetime = NOW) -> Award:
    return actions.award_contractor(
        selection=fresh(selection),
        bid=winner.pk,
        reason="综合评分第一，报价在预算内。",
        decided_on=at.date(),
        by=bureau(),
        happened_at=at,
    )


def show_award(selection: Selection, *, at: datetime = NOW) -> Publicity:
    return actions.publicise_award(
        selection=fresh(selection), by=bureau(), happened_at=at, days=DAYS, reason=BECAUSE
    )


def awarded(*, line: str = LINE, programme: str = RUNNING) -> Selection:
    selection = noticed(selection=written(line=line, programme=programme))
    award(selection, three_bids(selection))
    return fresh(selection)


def chosen(*, line: str = LINE, programme: str = RUNNING, at: datetime = OVER) -> Selection:
    """The example company won, and nobody had anything against it."""
    selection = awarded(line=line, programme=programme)
    actions.conclude(publicity=show_award(selection), by=None, happened_at=at)
    return fresh(selection)


def registered(firm: Organisation | None = None, *, at: datetime = NOW) -> Contractor:
    of = firm or company(FIRM)
    return actions.register_contractor(
        organisation=of.pk,
        credit_code=code(number=hash_of(of.name)),
        legal_form="limited",
        by=bureau(),
        happened_at=at,
    )


def in_force() -> Project:
    """A project of the example company, in force from OVER on."""
    project = approved()
    publicise(project, bureau())
    shown = again(project).publicity
    assert shown is not None
    actions.conclude(publicity=shown, by=None, happened_at=OVER)
    return again(project)


def contracting_stands(firm: Post, head: Post) -> None:
    """A record, a selection and a project in force, by people that a test has already."""
    registered(firm.organisation)
    written()
    project = submitted(firm.person, name="县级分拣线")
    for reviewer in (bureau(), head.person):
        actions.approve_project(project=project, by=reviewer, happened_at=NOW)
    publicise(again(project), bureau())
    shown = again(project).publicity
    assert shown is not None
    actions.conclude(publicity=shown, by=None, happened_at=OVER)


def manager(project: Project) -> User:
    assert project.paper is not None
    return project.paper.author


def work(project: Project) -> Work:
    return works.work_of(again(project))


def plan_written(project: Project, *, at: datetime = OVER) -> ConstructionPlan:
    return actions.write_construction_plan(
        project=again(project), summary="先立架、再布线，12月底试运行。", by=manager(project), happened_at=at
    )


def plan_approved(project: Project, *, at: datetime = OVER) -> None:
    plan_written(project, at=at)
    actions.submit_construction_plan(project=again(project), by=manager(project), happened_at=at)
    actions.approve_construction_plan(project=again(project), by=bureau(), happened_at=at)
    actions.approve_construction_plan(
        project=again(project),
        by=leader(),
        happened_at=at,
        decision="县政府第12次常务会议",
        decided_on=at.date(),
    )


def plan_clear(project: Project, *, at: datetime = OVER, ends: datetime = LATER) -> None:
    plan_approved(project, at=at)
    shown = actions.publicise_construction_plan(
        project=again(project), by=bureau(), happened_at=at, days=DAYS, reason=BECAUSE
    )
    actions.conclude(publicity=shown, by=None, happened_at=ends)


def signed(
    project: Project,
    kind: str = "operation",
    *,
    months: int | None = 72,
    since: date | None = TODAY,
    signed_on: date | None = None,
    at: datetime = OVER,
    reason: str = "",
) -> Agreement:
    is_operation = kind == "operation"
    return actions.sign_agreement(
        project=again(project),
        kind=kind,
        number=f"示例协议-{kind}",
        with_whom="示例·商务局",
        signed_on=signed_on or at.date(),
        service_since=since if is_operation else None,
        service_months=months if is_operation else None,
        reason=reason,
        by=bureau(),
        happened_at=at,
    )


STRICT_STARTS = """
[[start]]
key = "conditions"
section = "七(一)"
quote = "向社会公示项目建设内容及承办企业的条件"
[[start]]
key = "selection"
section = "八(二)"
quote = "公示无异议后组织实施"
[[start]]
key = "construction"
section = "七(一)"
quote = "承办企业项目建设方案须报县政府批准，并向社会公示后组织实施"
[[start]]
key = "operation"
section = "七(一)"
quote = "承办企业在项目实施前签订建设运营协议，保证优质运营服务时限为6年"
[[start]]
key = "information"
section = "六(七)"
quote = "项目实施单位和承办主体签定信息报送协议"
"""
SIX_YEARS = """
[[time_rule]]
key = "operation_years"
value = 6
unit = "年"
quote = "保证优质运营服务时限为6年"
"""


def strict_plan(folder: Path) -> Programme:
    """滕州's running plan, with what 望奎 and 东港 ask before work begins."""
    plan = plan_file("tengzhou-2019")
    reading = plan.with_name("tengzhou-2019.reading.toml").read_text(encoding="utf-8")
    first = reading.index("[[start]]")
    kept = reading[:first] + STRICT_STARTS + reading[reading.index("[[line]]") :]
    text = plan.read_text(encoding="utf-8")
    at = text.index("[[time_rule]]")
    files = (folder / "tengzhou-2019.toml", folder / "tengzhou-2019.reading.toml")
    files[0].write_text(text[:at] + SIX_YEARS.lstrip() + text[at:], encoding="utf-8")
    files[1].write_text(kept, encoding="utf-8")
    actions.register_plan(plan_file=files[0], reading_file=files[1], by=None, happened_at=NOW)
    return actions.register_plan(
        plan_file=files[0], reading_file=files[1], by=None, happened_at=NOW, successor_years=YEARS
    )
