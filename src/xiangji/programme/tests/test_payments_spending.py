"""What the plan says of spending and of paying stops a payment on its way, or wants a reason for it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile

from xiangji.core.accounts.models import User
from xiangji.core.errors import Refused
from xiangji.core.events import drain
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.office.tests.cast import inside
from xiangji.core.values import Money, Month
from xiangji.programme import actions
from xiangji.programme.actions.money import booking, payments
from xiangji.programme.models import Payment, PaymentCheck, Project, WarningReason
from xiangji.programme.queries.money import payments as reads
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.paper import Shown
from xiangji.programme.rules.money.payment import Basis, Part, State
from xiangji.programme.tests.contracting_cast import bureau, manager
from xiangji.programme.tests.examples import NOW, RUNNING, YEARS, load_counties, plan_file, register_running
from xiangji.programme.tests.payment_cast import (
    DAY,
    PDF,
    TODAY,
    YUAN,
    accepted,
    again,
    approved,
    audited,
    drafted,
    finance,
    money_came,
    passed,
    recorded,
    state,
    submitted,
    with_receipt,
)
from xiangji.programme.tests.project_cast import LINE, NOTHING, OVER, holidays, publicise, traces
from xiangji.programme.tests.project_cast import again as project_again
from xiangji.programme.tests.project_cast import approved as approved_project

pytestmark = pytest.mark.django_db
CENTRE, TRAINING = "county_centre", "training"
TEN_THOUSAND = 10_000 * YUAN


@pytest.fixture(autouse=True)
def county(settings: LazySettings, tmp_path: Path) -> None:
    settings.TOTP = False
    load_counties(tmp_path)
    holidays()


@pytest.fixture
def running() -> None:
    register_running()
    drain()


def project_on(line: str, *, county: Money = NOTHING) -> Project:
    """In force on a line of the running plan, whose book is open and whose central money has come."""
    project = approved_project(line=line, county=county)
    publicise(project, bureau())
    publicity = project_again(project).publicity
    assert publicity is not None
    actions.conclude(publicity=publicity, by=None, happened_at=OVER)
    book = booking.open_book(programme=project.programme, booked_on=TODAY, by=finance(), happened_at=DAY)
    assert book.programme.key == RUNNING
    money_came(project)
    return project_again(project)


def asked(project: Project, category: str, source: Source = Source.CENTRAL, **changes: object) -> Payment:
    parts = (Part(source, category, TEN_THOUSAND),)
    return drafted(project, parts=parts, invoices=(), **changes)  # type: ignore[arg-type]


def refused(payment: Payment) -> str:
    """The sentence with which it is not submitted; nothing was moved by trying."""
    stood = traces(), state(payment)
    with pytest.raises(Refused) as refusal:
        payments.submit_payment(payment=payment, by=manager(payment.project), happened_at=DAY)
    assert refusal.value.code == "payment_blocked"
    assert (traces(), state(payment)) == stood == (stood[0], State.DRAFTED)
    return refusal.value.sentence


def handed_in(payment: Payment, *, at: datetime = DAY) -> Payment:
    payments.submit_payment(payment=payment, by=manager(payment.project), happened_at=at)
    return again(payment)


def check(payment: Payment, rule: str) -> PaymentCheck:
    """What the rule said of it, as it was kept."""
    return {row.rule: row for row in reads.checks_of(payment)}[rule]


def shown(by: User, address: str) -> str:
    answer = inside(by).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def not_without_a_reason(payment: Payment) -> None:
    with pytest.raises(Refused) as refusal:
        payments.approve_payment(payment=payment, by=bureau(), happened_at=DAY)
    assert refusal.value.code == "warning_without_reason"
    assert not WarningReason.objects.exists()


@pytest.mark.usefixtures("running")
@pytest.mark.proves("PRG-47")
def test_what_central_money_is_mainly_for_is_kept_with_the_payment_and_stands_on_its_paper() -> None:
    payment = submitted(project_on(LINE))

    kept = check(payment, "spending.positive")
    assert (kept.outcome, kept.clause) == ("ok", "五(二)")
    assert kept.sentence.startswith("“设备设施购置”在中央财政的用途里：市电子商务公共服务中心建设")
    assert kept.quote.startswith("中央财政资金主要用于市电子商务公共服务中心建设")
    page = shown(bureau(), f"/office/payments/{payment.pk}/")
    assert '正面清单<br><small>五（二）</small></span><span class="mark ok">' in page


@pytest.mark.usefixtures("running")
@pytest.mark.proves("PRG-50")
def test_civil_works_of_the_centre_are_not_submitted_from_central_money() -> None:
    project = project_on(CENTRE)

    said = refused(asked(project, "civil_works"))

    assert "“土建”在负面清单里（土建（公共服务中心装修））" in said
    assert "可以改用县（市）配套" in said
    fitting = handed_in(asked(project, "fitting"))
    assert check(fitting, "spending.positive").outcome == "ok"


@pytest.mark.usefixtures("running")
@pytest.mark.proves("PRG-51")
def test_a_line_without_county_money_pays_none_of_it() -> None:
    payment = asked(project_on(TRAINING), "training", Source.COUNTY)

    refused(payment)

    page = shown(manager(payment.project), f"/office/payments/{payment.pk}/")
    assert "第5行“开展农村电子商务培训工作”没有县（市）配套的钱，这一笔写了1万元。" in page
    assert handed_in(asked(payment.project, "training")).pk != payment.pk


@pytest.mark.usefixtures("running")
@pytest.mark.proves("PRG-60")
def test_rent_of_the_centre_is_paid_for_months_of_the_project_period_and_equipment_apart() -> None:
    project = project_on(CENTRE, county=Money.from_wan(10))

    def rent(month: str, category: str = "rent") -> Payment:
        return asked(project, category, Source.COUNTY, basis=Basis.MONTHLY, month=Month.parse(month))

    said = refused(rent("2025-06"))
    within = handed_in(rent("2025-07"))
    equipment = handed_in(rent("2025-06", "equipment"))

    assert "费用是2025年6月到2025年6月的，项目期是2025年7月1日起，没有写止期，不全在项目期里。" in said
    assert (check(within, "running.in_period").outcome, state(within)) == ("ok", State.SUBMITTED)
    assert "running.in_period" not in {row.rule for row in reads.checks_of(equipment)}


@pytest.mark.usefixtures("running")
@pytest.mark.proves("PRG-62")
def test_training_money_waits_until_somebody_has_held_its_items_against_the_training_rules() -> None:
    payment = handed_in(asked(project_on(TRAINING), "training"))

    not_without_a_reason(payment)

    kept = check(payment, "training.items")
    assert (kept.outcome, kept.clause) == ("warn", "五(三)3")
    assert "《中央和国家机关培训费管理办法》" in kept.quote
    assert "师资费" in kept.sentence
    why = "师资费6000元、场地费4000元，按培训费管理办法核过。"
    passed(payment, why=why)
    assert state(payment) is State.APPROVED
    assert {row.reason for row in WarningReason.objects.filter(key=kept.key)} == {why}


def plan_that_pays(folder: Path, rules: str) -> None:
    """滕州's running plan, with the way of paying of another one."""
    text = plan_file("tengzhou-2019").read_text(encoding="utf-8")
    at = text.index("[[time_rule]]")
    file = folder / "tengzhou-2019.toml"
    file.write_text(text[:at] + rules + text[at:], encoding="utf-8")
    reading = plan_file("tengzhou-2019").with_name("tengzhou-2019.reading.toml")
    for years in (0, YEARS):
        actions.register_plan(
            plan_file=file, reading_file=reading, by=None, happened_at=NOW, successor_years=years
        )
    drain()


def rules_of(key: str) -> str:
    text = plan_file(key).read_text(encoding="utf-8")
    return text[text.index("[[payment_rule]]") : text.index("[[", text.rindex("[[payment_rule]]") + 2)]


@pytest.mark.proves("PRG-56", "PRG-57")
def test_where_the_plan_pays_after_acceptance_nothing_leaves_before_it_was_shown_to_the_public(
    tmp_path: Path,
) -> None:
    plan_that_pays(tmp_path, rules_of("wangkui-2018"))
    project = project_on(LINE)
    payment = asked(project, "equipment", basis=Basis.AFTER_ACCEPTANCE)

    before = refused(payment)
    accepted(project)
    not_shown = refused(payment)
    accepted(project, shown=Shown(TODAY, TODAY))
    still_shown = refused(payment)
    handed_in(payment, at=DAY + timedelta(days=1))

    assert "项目还没有验收，不能拨付。" in before
    assert "验收结果还没有公示，不能拨付。" in not_shown
    assert "验收结果的公示还没有期满，不能拨付。" in still_shown
    kept = check(payment, "payment.after_acceptance")
    assert (kept.outcome, kept.clause, state(payment)) == ("ok", "七(三)", State.SUBMITTED)


@pytest.mark.proves("PRG-55", "PRG-57")
def test_where_the_plan_pays_in_advance_and_by_month_both_are_counted_from_what_stands(
    tmp_path: Path,
) -> None:
    plan_that_pays(tmp_path, rules_of("haifeng-2018"))
    project = project_on(LINE)

    def wanted(wan: str, basis: Basis, month: Month | None = None) -> Payment:
        parts = (Part(Source.CENTRAL, "equipment", Money.from_wan(wan).fen),)
        return drafted(project, parts=parts, invoices=(), basis=basis, month=month)

    too_much = refused(wanted("12.000001", Basis.ADVANCE))
    advance = handed_in(wanted("12", Basis.ADVANCE))
    once_more = refused(wanted("0.01", Basis.ADVANCE))
    monthly = wanted("1", Basis.MONTHLY, Month(2026, 9))
    not_audited = refused(monthly)
    audit = audited(project)
    without_its_paper = refused(monthly)
    report = ContentFile(PDF, name="审计报告（示例）.pdf")
    add_evidence(to=f"programme.MonthlyAudit:{audit.pk}", file=report, by=bureau(), happened_at=DAY)
    set_off = refused(monthly)
    payments.withdraw_payment(payment=advance, reason="不预付了。", by=manager(project), happened_at=DAY)
    handed_in(monthly)

    assert "超过项目资金的40 %，就是12万元" in too_much
    assert "预拨付累计12.01万元" in once_more
    assert "2026年9月没有审计记录。" in not_audited
    assert "2026年9月的审计记录没有附件。" in without_its_paper
    assert "这一笔1万元，按审计结算现在只能付0" in set_off
    kept = check(monthly, "payment.monthly_settlement")
    assert (kept.outcome, kept.limit) == ("ok", "审计1万元 − 预拨0万元 − 已付0万元 = 1万元")


@pytest.mark.usefixtures("running")
@pytest.mark.proves("PRG-46")
def test_what_the_county_paid_is_counted_by_year_against_its_promise() -> None:
    project = project_on(LINE, county=Money.from_wan(10))
    money_came(project, Source.COUNTY)
    parts = (Part(Source.COUNTY, "equipment", TEN_THOUSAND),)
    payment = with_receipt(approved(project, parts=parts, invoices=(), why="核对过。"))
    recorded(payment, source=Source.COUNTY, fen=TEN_THOUSAND)

    page = shown(finance(), "/office/money/")
    row = page[page.index(f"{TODAY.year}年</a>") :][:200]
    assert [each for each in ("100.00", "1.00") if f">{each}</td>" in row] == ["100.00", "1.00"]
    assert "市财政三年内给予项目配套专项资金600万元以上支持" in page
