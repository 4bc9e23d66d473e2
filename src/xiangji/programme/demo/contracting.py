"""The demo's contractors: records, selections in all stages, and two projects on the way to their start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from stdnum.cn import uscc

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.places.county import current_county
from xiangji.core.values import Money
from xiangji.programme import actions, queries
from xiangji.programme.demo import days
from xiangji.programme.demo.projects import BECAUSE, PUBLICITY_DAYS, SECOND_FIRM, SHARE
from xiangji.programme.models import Bid, Contractor, Project, Publicity, Selection
from xiangji.programme.queries import selections, works
from xiangji.programme.rules.budget import BudgetLine
from xiangji.programme.rules.contractor import Line, LineKind
from xiangji.programme.rules.selecting import Method, Stage, Wanted

FIRST_FIRM, THIRD_FIRM, FARM = "示例乡集运营有限公司", "示例三号供应链有限公司", "示例果蔬专业合作社"
CONDITIONS = "企业法人，信用记录良好；有同类业绩；在本地有固定场所和值守人员（示例）。"
# The check character inside an organisation's own nine, which is left wrong: no real unit has such a code.
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Example:
    """A selection of the demo: for which line of the money, how far it came, and when it began."""

    line: int
    stage: Stage
    days_ago: int
    winner: str = FIRST_FIRM


EXAMPLES = (
    Example(0, Stage.CHOSEN, 297),
    Example(1, Stage.CHOSEN, 296, SECOND_FIRM),
    Example(2, Stage.FAILED, 90),
    Example(2, Stage.AWARD_OBJECTED, 24, SECOND_FIRM),
    Example(3, Stage.NOTICED, 20),
    Example(4, Stage.CONDITIONS_SHOWN, 2),
    Example(5, Stage.AWARD_STOPPED, 50, THIRD_FIRM),
    Example(6, Stage.WRITTEN, 1),
)


@transaction.atomic
def build_contracting(*, now: datetime) -> None:
    """Again changes nothing. A plan without budget lines gets none."""
    running = queries.running(current_county().code)
    lines = [line for line in running.study.document.budget_lines if line.sources] if running else []
    if running is None or not lines or Contractor.objects.exists():
        return
    people = {user.username: user for user in User.objects.filter(is_example=True)}
    clerk = people["commerce-clerk"]
    for number, name in enumerate((FIRST_FIRM, SECOND_FIRM)):
        _record(name, number, clerk, now)
    for example in EXAMPLES:
        line = lines[example.line % len(lines)]
        _select(running.key, line, example, people, now - timedelta(days=example.days_ago))
    found = list(works.works().order_by("pk")[:2])
    if len(found) > 1:
        _bind(found[0], people, now)
        _begin_to_bind(found[1], people, now)


def example_code(kind: str, number: int) -> str:
    """Its last character is right, so that it can be typed in; the one inside is wrong."""
    body = f"MA{number:06d}"
    sum_ = sum(int(letter, 36) * weight for letter, weight in zip(body, _WEIGHTS, strict=True))
    wrong = (11 - sum_ % 11 + 1) % 10
    code = f"{kind}{current_county().code.digits}{body}{wrong}"
    return code + uscc.calc_check_digit(code)


def _code_of(name: str) -> str:
    if name == FARM:
        return example_code("93", 900)
    return example_code("91", (FIRST_FIRM, SECOND_FIRM, THIRD_FIRM).index(name) + 1)


def _record(name: str, number: int, clerk: User, now: datetime) -> None:
    at, today = now - timedelta(days=299), timezone.localdate(now)
    firm = Organisation.objects.get(name=name)
    record = actions.register_contractor(
        organisation=firm.pk, credit_code=_code_of(name), legal_form="limited", by=clerk, happened_at=at
    )
    for line in _lines(number, today):
        actions.add_record_line(contractor=record, line=line, by=clerk, happened_at=at)
    actions.add_contact(
        contractor=record,
        name=("示例·王负责", "示例·孙负责")[number],
        phone=f"1380000000{number + 1}",
        duty="项目负责人",
        by=clerk,
        happened_at=at,
    )


def _lines(number: int, today: date) -> tuple[Line, ...]:
    """The first one's licence ends soon, so that somebody is reminded."""
    soon = today + timedelta(days=40 if number == 0 else 900)
    issuer = "示例发证机关"
    return (
        Line(LineKind.QUALIFICATION, "快递业务经营许可（示例）", issuer, f"示例-{number + 1:03}", soon),
        Line(LineKind.QUALIFICATION, "食品经营许可（示例）", issuer, f"示例-1{number + 1:02}"),
        Line(LineKind.THIRD_PARTY, "示例职业培训学校", "电商培训的授课，有办学许可（示例）"),
        Line(LineKind.INPUT, "冷链车两台", "验收前到位", amount=Money.from_wan(30)),
        Line(LineKind.STAFF, "站点巡检", "有驾照", people=4),
    )


def _select(
    programme: str, line: BudgetLine, example: Example, people: dict[str, User], at: datetime
) -> None:
    clerk = people["commerce-clerk"]
    wanted = Wanted(
        f"{line.name[:40]}承办企业", f"{line.direction or line.name}，按方案建设（示例）。", CONDITIONS
    )
    selection = actions.write_selection(
        programme=programme, budget_line=line.key, wanted=wanted, by=clerk, happened_at=at
    )
    if example.stage is Stage.WRITTEN:
        return
    shown = actions.publicise_conditions(
        selection=_fresh(selection), by=clerk, happened_at=at, days=PUBLICITY_DAYS, reason=BECAUSE
    )
    if example.stage is Stage.CONDITIONS_SHOWN:
        return
    _conclude(shown)
    later = at + timedelta(days=14)
    _notice(selection, clerk, later)
    bids = _bids(selection, example, line, clerk, later + timedelta(days=2))
    if example.stage is Stage.FAILED:
        reason = "合格的只有两家，依法废标，重新公告（示例）。"
        actions.fail_selection(
            selection=_fresh(selection), reason=reason, by=clerk, happened_at=later + timedelta(days=3)
        )
    elif example.stage is not Stage.NOTICED:
        _award(selection, bids[example.winner], example.stage, people, later + timedelta(days=3))


def _fresh(selection: Selection) -> Selection:
    return selections.rows().get(pk=selection.pk)


def _conclude(shown: Publicity) -> None:
    actions.conclude(publicity=shown, by=None, happened_at=_behind(shown))


def _behind(shown: Publicity) -> datetime:
    """The night after its last day."""
    last = datetime.combine(shown.ends_on, datetime.min.time()) + timedelta(days=1, minutes=20)
    return timezone.make_aware(last)


def _notice(selection: Selection, clerk: User, at: datetime) -> None:
    actions.note_notice(
        selection=_fresh(selection),
        method=Method.OPEN_TENDER.value,
        number=f"示例采-{timezone.localdate(at):%Y}-{selection.pk:03}",
        where="示例政府采购网",
        noticed_on=timezone.localdate(at),
        by=clerk,
        happened_at=at,
    )


def _bids(
    selection: Selection, example: Example, line: BudgetLine, clerk: User, at: datetime
) -> dict[str, Bid]:
    """Three fit ones and a cooperative that is none; where it fails, one enterprise less."""
    price = (line.central or line.provincial or Money.from_wan(50)).fen // SHARE
    names: Sequence[str] = (FIRST_FIRM, SECOND_FIRM, THIRD_FIRM)
    found = {}
    for number, name in enumerate(names[:2] if example.stage is Stage.FAILED else names):
        found[name] = _bid(selection, name, Money(price * (100 - 2 * number) // 100), "", clerk, at)
    _bid(selection, FARM, Money(price), "不是企业法人（示例）。", clerk, at)
    return found


def _bid(selection: Selection, name: str, price: Money, unfit: str, clerk: User, at: datetime) -> Bid:
    return actions.record_bid(
        selection=_fresh(selection),
        name=name,
        credit_code=_code_of(name),
        amount=price,
        is_accepted=not unfit,
        reason=unfit,
        by=clerk,
        happened_at=at,
    )


def _award(selection: Selection, winner: Bid, stage: Stage, people: dict[str, User], at: datetime) -> None:
    clerk = people["commerce-clerk"]
    actions.award_contractor(
        selection=_fresh(selection),
        bid=winner.pk,
        reason="综合评分第一，报价在预算内（示例）。",
        decided_on=timezone.localdate(at),
        by=clerk,
        happened_at=at,
    )
    shown = actions.publicise_award(
        selection=_fresh(selection), by=clerk, happened_at=at, days=PUBLICITY_DAYS, reason=BECAUSE
    )
    if stage is Stage.CHOSEN:
        _conclude(shown)
        return
    objection = actions.file_objection(
        publicity=shown,
        text="评审打分没有公布细项（示例）。",
        sender="",
        network="demo",
        by=None,
        happened_at=at + timedelta(hours=5),
    )
    if stage is Stage.AWARD_STOPPED:
        actions.answer_objection(
            thing=_fresh(selection),
            objection=objection.pk,
            finding="upheld",
            reply="复核了评审记录，业绩一项多记了分。结果停下，重新定（示例）。",
            by=people["commerce-head"],
            happened_at=at + timedelta(days=1),
        )


def _bind(project: Project, people: dict[str, User], now: datetime) -> None:
    """Everything stands, work began; a year of the service that it took over is over and not checked."""
    clerk, at = people["commerce-clerk"], _in_force_at(project, now)
    _plan(project, people, at, is_decided=True)
    shown = actions.publicise_construction_plan(
        project=_again(project), by=clerk, happened_at=at, days=PUBLICITY_DAYS, reason=BECAUSE
    )
    _conclude(shown)
    signed = days.forward(_behind(shown) + timedelta(days=1))
    for kind in ("operation", "information"):
        is_operation = kind == "operation"
        actions.sign_agreement(
            project=_again(project),
            kind=kind,
            number=f"示例协议-{project.pk:03}-{1 if is_operation else 2}",
            with_whom="示例·商务局",
            signed_on=timezone.localdate(signed),
            service_since=timezone.localdate(now) - timedelta(days=390) if is_operation else None,
            service_months=72 if is_operation else None,
            by=clerk,
            happened_at=signed,
        )
    begun = days.forward(signed + timedelta(days=2))
    actions.start_work(
        project=_again(project),
        started_on=timezone.localdate(begun),
        reason="",
        by=_author(project),
        happened_at=begun,
    )


def _begin_to_bind(project: Project, people: dict[str, User], now: datetime) -> None:
    """Its construction plan waits for the county government, and nobody has signed anything yet."""
    _plan(project, people, now - timedelta(days=6), is_decided=False)


def _plan(project: Project, people: dict[str, User], at: datetime, *, is_decided: bool) -> None:
    author = _author(project)
    summary = f"{project.name}分两步：先备料、改造场地，再安装、试运行30天（示例）。"
    actions.write_construction_plan(project=_again(project), summary=summary, by=author, happened_at=at)
    actions.submit_construction_plan(project=_again(project), by=author, happened_at=at)
    actions.approve_construction_plan(project=_again(project), by=people["commerce-clerk"], happened_at=at)
    if is_decided:
        actions.approve_construction_plan(
            project=_again(project),
            by=people["leading-group"],
            happened_at=at,
            decision="示例县政府常务会议纪要",
            decided_on=timezone.localdate(at),
        )


def _in_force_at(project: Project, now: datetime) -> datetime:
    shown = project.publicity
    return (shown.ended_at if shown and shown.ended_at else now) + timedelta(days=1)


def _author(project: Project) -> User:
    """Whoever wrote the project writes on."""
    if project.paper is None:
        raise LookupError(f"project {project.pk} has no paper")
    return project.paper.author


def _again(project: Project) -> Project:
    return works.works().get(pk=project.pk)
