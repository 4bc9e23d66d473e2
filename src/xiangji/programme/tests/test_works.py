"""What binds a contractor to a project and what must stand before work begins, with the real actions."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import one
from xiangji.core.errors import Refused
from xiangji.core.events.models import Fact
from xiangji.programme import actions, published
from xiangji.programme.models import Agreement, Bid, Project, WorkStart, YearlyCheck
from xiangji.programme.queries import works
from xiangji.programme.rules.agreement import AgreementRefused, Kind, Service, checks_due
from xiangji.programme.rules.constructing import ConstructionRefused
from xiangji.programme.rules.starting import Key, StartRefused, missing
from xiangji.programme.tests.contracting_cast import (
    BECAUSE,
    DAYS,
    LATER,
    SECOND,
    award,
    bureau,
    chosen,
    in_force,
    leader,
    manager,
    noticed,
    plan_approved,
    plan_clear,
    plan_written,
    registered,
    show_award,
    show_conditions,
    signed,
    strict_plan,
    three_bids,
    work,
    written,
)
from xiangji.programme.tests.examples import TODAY, register_running
from xiangji.programme.tests.project_cast import (
    OVER,
    again,
    approved,
    company,
    contractor,
    holidays,
    traces,
)

READERS = (PostKind.FINANCE, PostKind.AUDIT_VIEWER, PostKind.INSPECTOR, PostKind.SYSTEM_ADMIN)


@pytest.fixture
def plan(counties: None) -> None:
    """滕州: the selection blocks, the construction plan warns."""
    register_running()
    holidays()


@pytest.fixture
def strict(counties: None, tmp_path: Path) -> None:
    """A plan that asks for everything."""
    strict_plan(tmp_path)
    holidays()


def started(project: Project, *, by: User | None = None, on: datetime = LATER, reason: str = "") -> WorkStart:
    return actions.start_work(
        project=again(project),
        started_on=on.date(),
        reason=reason,
        by=by or bureau(),
        happened_at=on,
    )


def lacking(project: Project) -> set[Key]:
    return {each.key for each in missing(work(project).conditions, "block")}


def chosen_with_conditions() -> None:
    selection = written()
    actions.conclude(publicity=show_conditions(selection), by=None, happened_at=OVER)
    noticed(selection=selection, at=OVER)
    award(selection, three_bids(selection, at=OVER), at=OVER)
    actions.conclude(publicity=show_award(selection, at=OVER), by=None, happened_at=LATER)


@pytest.mark.proves("PRG-68")
@pytest.mark.proves("PRG-69")
@pytest.mark.proves("PRG-70")
def test_work_begins_when_everything_that_the_plan_asks_stands_and_not_before(strict: None) -> None:
    project = in_force()
    deeds = (
        (Key.LEGAL_PERSON, registered),
        (Key.SELECTION, chosen_with_conditions),
        (Key.CONSTRUCTION, lambda: plan_clear(project)),
        (Key.OPERATION, lambda: signed(project)),
        (Key.INFORMATION, lambda: signed(project, "information")),
    )
    for key, deed in deeds:
        assert key in lacking(project)
        with pytest.raises(StartRefused, match=key.word):
            started(project)
        deed()
        assert key not in lacking(project)

    begun = started(project)
    assert (begun.started_on, begun.lacking, begun.reason) == (LATER.date(), "", "")
    assert Fact.objects.filter(name="programme.WorkStarted").count() == 1


def test_a_refused_start_changes_nothing_and_names_the_clause(strict: None) -> None:
    project = in_force()
    clerk = bureau()
    before = traces()

    with pytest.raises(StartRefused, match="签了建设运营协议（七\\(一\\)）"):
        started(project, by=clerk)
    assert (traces(), WorkStart.objects.count()) == (before, 0)


def test_what_the_plan_wants_in_principle_asks_for_a_reason(plan: None) -> None:
    project = in_force()
    registered()
    chosen()

    with pytest.raises(StartRefused, match="写明为什么现在开工"):
        started(project)
    begun = started(project, reason="秋收前要用，建设方案边报边建。")

    assert begun.lacking == "项目建设方案批准并公示"
    assert begun.reason == "秋收前要用，建设方案边报边建。"


def test_work_begins_once(plan: None) -> None:
    project = in_force()
    registered()
    chosen()
    plan_clear(project)
    started(project)

    with pytest.raises(StartRefused, match="已经开工"):
        started(project)
    assert WorkStart.objects.count() == 1


def test_a_project_that_is_not_in_force_does_not_begin(plan: None) -> None:
    project = approved()

    with pytest.raises(StartRefused, match="项目已经生效"):
        started(project)
    assert not WorkStart.objects.exists()


def test_somebody_elses_award_lets_nobody_begin(plan: None) -> None:
    project = in_force()
    registered()
    selection = noticed(selection=written())
    three_bids(selection)
    award(selection, Bid.objects.get(name=SECOND))
    actions.conclude(publicity=show_award(selection), by=None, happened_at=OVER)

    assert Key.SELECTION in lacking(project)


@pytest.mark.proves("PRG-69")
def test_a_construction_plan_goes_from_bureau_to_county_to_the_public(plan: None) -> None:
    project = in_force()
    made = plan_written(project)
    actions.submit_construction_plan(project=again(project), by=manager(project), happened_at=OVER)
    with pytest.raises(Refused):
        actions.approve_construction_plan(project=again(project), by=leader(), happened_at=OVER)
    actions.approve_construction_plan(project=again(project), by=bureau(), happened_at=OVER)
    with pytest.raises(ConstructionRefused, match="文号或者哪次会议"):
        actions.approve_construction_plan(project=again(project), by=leader(), happened_at=OVER)
    with pytest.raises(ConstructionRefused, match="还没有经县政府批准"):
        actions.publicise_construction_plan(
            project=again(project), by=bureau(), happened_at=OVER, days=DAYS, reason=BECAUSE
        )

    actions.approve_construction_plan(
        project=again(project),
        by=leader(),
        happened_at=OVER,
        decision="县政府第12次常务会议",
        decided_on=OVER.date(),
    )
    shown = actions.publicise_construction_plan(
        project=again(project), by=bureau(), happened_at=OVER, days=DAYS, reason=BECAUSE
    )
    assert shown.shown.words_of("decision") == "县政府第12次常务会议"
    assert shown.shown.words_of("summary") == made.summary
    assert not _met(project, Key.CONSTRUCTION)
    actions.conclude(publicity=shown, by=None, happened_at=LATER)
    assert _met(project, Key.CONSTRUCTION)


def _met(project: Project, key: Key) -> bool:
    return next(each.is_met for each in work(project).conditions if each.key is key)


def test_a_stopped_construction_plan_is_written_again(plan: None) -> None:
    project = in_force()
    plan_approved(project)
    shown = actions.publicise_construction_plan(
        project=again(project), by=bureau(), happened_at=OVER, days=DAYS, reason=BECAUSE
    )
    objection = actions.file_objection(
        publicity=shown, text="选址不妥。", sender="", network="192.0.2.0/24", by=None, happened_at=OVER
    )
    actions.answer_construction_objection(
        project=again(project),
        objection=objection.pk,
        finding="upheld",
        reply="换地方再报。",
        by=bureau(),
        happened_at=OVER,
    )
    assert not _met(project, Key.CONSTRUCTION)

    plan_clear(project, at=LATER, ends=LATER + timedelta(days=20))
    assert _met(project, Key.CONSTRUCTION)


@pytest.mark.proves("PRG-70")
def test_an_operation_agreement_shorter_than_six_years_is_refused(strict: None) -> None:
    project = in_force()
    clerk = bureau()
    before = traces()

    with pytest.raises(AgreementRefused, match="不能少于72个月"):
        signed(project, months=60)
    with pytest.raises(AgreementRefused, match="服务期从哪天起"):
        signed(project, months=None)
    assert (traces(), Agreement.objects.count()) == (before, 0)
    assert signed(project).service_months == 72
    assert clerk.pk


@pytest.mark.proves("PRG-70")
def test_each_year_of_service_is_checked_when_it_is_over_and_waits_until_then(strict: None) -> None:
    project = in_force()
    signed(project, since=date(2026, 10, 1))
    after = datetime(2028, 10, 2, 2, 0, tzinfo=OVER.tzinfo)
    assert not works.works().filter(works.with_checks_due(OVER.date())).exists()
    assert works.works().filter(works.with_checks_due(after.date())).get() == project
    assert work(project).checks_due(after.date()) == (1, 2)

    def checked(year: int) -> YearlyCheck:
        return actions.check_service(
            project=again(project),
            year=year,
            is_kept=year == 1,
            finding="站点开门，台账齐全。",
            by=bureau(),
            happened_at=after,
        )

    with pytest.raises(AgreementRefused, match="才满"):
        checked(3)
    checked(1)
    with pytest.raises(AgreementRefused, match="检查过了"):
        checked(1)
    checked(2)
    assert work(project).checks_due(after.date()) == ()
    assert list(YearlyCheck.objects.values_list("year", "is_kept")) == [(1, True), (2, False)]


@pytest.mark.parametrize(
    "since", [date(2026, 1, 31), date(2024, 2, 29), date(2026, 2, 28), date(2026, 8, 15)]
)
@pytest.mark.parametrize("months", [1, 12, 13, 72])
def test_the_database_finds_a_year_to_check_on_the_very_day_of_the_rule(
    plan: None, since: date, months: int
) -> None:
    project = in_force()
    agreement = Agreement.objects.create(
        project=project,
        kind=Kind.OPERATION.value,
        number="示例协议",
        with_whom="示例·商务局",
        signed_on=TODAY,
        service_since=since,
        service_months=months,
        by=bureau(),
        post_title="商务局经办",
        at=OVER,
    )
    service = Service(since, months)
    checked: set[int] = set()

    for year in range(1, min(service.years, 3) + 1):
        for days in (-31, -2, -1, 0, 1, 2, 31):
            on = service.due(year) + timedelta(days=days)
            expected = bool(checks_due(service, frozenset(checked), on))
            assert works.works().filter(works.with_checks_due(on)).exists() == expected, (year, on)
        checked.add(year)
        YearlyCheck.objects.create(
            project=project,
            agreement=agreement,
            year=year,
            is_kept=True,
            finding="齐全",
            by=bureau(),
            post_title="商务局经办",
            at=OVER,
        )


def test_an_operation_agreement_is_signed_before_the_start(plan: None) -> None:
    project = in_force()
    registered()
    chosen()
    plan_clear(project)
    started(project)

    with pytest.raises(AgreementRefused, match="项目实施前"):
        signed(project, at=LATER + timedelta(days=3))
    assert not Agreement.objects.exists()
    signed(project, signed_on=LATER.date(), at=LATER + timedelta(days=3))


@pytest.mark.proves("PRG-71")
def test_an_information_agreement_is_kept_and_given_to_others(plan: None) -> None:
    project = in_force()
    signed(project, "information")
    signed(project)

    found = {one.kind: one for one in published.agreements(project.pk)}
    assert set(found) == {"information", "operation"}
    assert (found["information"].number, found["information"].service_until) == ("示例协议-information", None)
    assert found["operation"].service_until == date(TODAY.year + 6, TODAY.month, TODAY.day)


def test_a_replaced_agreement_needs_a_reason_and_only_the_last_counts(plan: None) -> None:
    project = in_force()
    signed(project)

    with pytest.raises(AgreementRefused, match="换一份要写明理由"):
        signed(project, months=84)
    signed(project, months=84, reason="续签一年。")

    assert work(project).agreements[Kind.OPERATION].service_months == 84
    assert [one.service_months for one in published.agreements(project.pk)] == [84]


def test_what_others_learn_of_the_contractor(plan: None) -> None:
    project = in_force()
    assert published.contractor(0) is None
    before = published.contractor(project.pk)
    assert before is not None
    assert (before.party, before.legal_form) == (None, "")

    record = registered()
    after = published.contractor(project.pk)
    assert after is not None
    assert (after.name, after.party, after.legal_form) == (company().name, record.party_id, "有限责任公司")


def waiting(person: User, on: datetime) -> bool:
    return works.works_for(person).filter(works.waits_for(person, on.date())).exists()


def test_a_project_waits_for_the_contractor_until_others_have_its_plan_and_until_it_began(plan: None) -> None:
    project = in_force()
    own, clerk, group = manager(project), bureau(), leader()
    registered()
    chosen()
    assert (waiting(own, OVER), waiting(clerk, OVER), waiting(group, OVER)) == (True, False, False)

    plan_written(project)
    actions.submit_construction_plan(project=again(project), by=own, happened_at=OVER)
    assert (waiting(own, OVER), waiting(clerk, OVER), waiting(group, OVER)) == (False, True, False)
    actions.approve_construction_plan(project=again(project), by=clerk, happened_at=OVER)
    assert (waiting(own, OVER), waiting(clerk, OVER), waiting(group, OVER)) == (False, False, True)

    actions.approve_construction_plan(
        project=again(project), by=group, happened_at=OVER, decision="第12次会", decided_on=OVER.date()
    )
    shown = actions.publicise_construction_plan(
        project=again(project), by=clerk, happened_at=OVER, days=DAYS, reason=BECAUSE
    )
    assert (waiting(own, OVER), waiting(clerk, OVER), waiting(clerk, LATER)) == (False, False, True)
    actions.conclude(publicity=shown, by=None, happened_at=LATER)
    assert (waiting(own, LATER), waiting(clerk, LATER)) == (True, False)
    started(project)
    assert not waiting(own, LATER)


@pytest.mark.parametrize("kind", READERS)
def test_who_only_reads_signs_checks_and_starts_nothing(plan: None, kind: PostKind) -> None:
    project = in_force()
    bureau()
    stranger = one(kind)
    before = traces()

    for deed in (
        lambda: started(project, by=stranger),
        lambda: actions.check_service(
            project=project, year=1, is_kept=True, finding="好", by=stranger, happened_at=LATER
        ),
        lambda: actions.write_construction_plan(
            project=project, summary="好", by=stranger, happened_at=LATER
        ),
    ):
        with pytest.raises(NotPermitted):
            deed()
    assert (traces(), WorkStart.objects.count()) == (before, 0)


def test_another_contractor_finds_nothing(plan: None) -> None:
    project = in_force()
    other = contractor(company("示例二号物流有限公司"), name="示例·何经理")

    with pytest.raises(NotYours):
        started(project, by=other)
    with pytest.raises(NotYours):
        actions.write_construction_plan(project=project, summary="好", by=other, happened_at=LATER)
    assert list(works.works_for(other)) == []
    assert list(works.works_for(manager(project))) == [project]
