import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import OTHER_COUNTY, one
from xiangji.core.audit.models import Entry
from xiangji.core.events.models import Fact
from xiangji.core.values import Money
from xiangji.programme import actions, tasks
from xiangji.programme.models import Objection, Publicity
from xiangji.programme.queries import projects
from xiangji.programme.rules.project import State
from xiangji.programme.rules.publicity import OBJECTIONS_A_DAY, Outcome, PublicityRefused, TooManyObjections
from xiangji.programme.tests.examples import NOW, YEARS, changed, register, register_running
from xiangji.programme.tests.project_cast import (
    OVER,
    REASON,
    a_clerk,
    again,
    approved,
    approved_by_the_same,
    contractor,
    drafted,
    holidays,
    objected,
    publicise,
    publicised,
    state,
    submitted,
    traces,
)

WAN_ONE = Money.from_wan(1)


@pytest.fixture
def plan(counties: None) -> None:
    register_running()


def test_the_days_are_working_days_over_the_national_holiday(plan: None) -> None:
    holidays()

    project = publicised()

    shown = project.publicity
    assert shown is not None
    assert shown.counted == ["2026-10-08", "2026-10-09", "2026-10-10", "2026-10-12", "2026-10-13"]
    assert (shown.ends_on, shown.because, shown.unpublished) == (date(2026, 10, 13), REASON, "")
    assert shown.post_title == "示例·商务局 商务局经办"
    assert state(project) is State.PUBLICISED


def test_years_without_an_arrangement_are_said(plan: None) -> None:
    project = publicised()

    assert project.publicity
    assert project.publicity.unpublished == "2026年的放假安排还没有公布，先按周一到周五算。"


def test_the_plan_says_how_many_days_and_fewer_are_refused(counties: None, tmp_path: Path) -> None:
    register("tengzhou-2019")
    rule = 'key = "monthly_inspection"\nunit = "每月"'
    file = changed("tengzhou-2019", rule, 'key = "publicity"\nvalue = 5\nunit = "工作日"', folder=tmp_path)
    actions.register_plan(plan_file=file, reading_file=None, by=None, happened_at=NOW, successor_years=YEARS)
    project = approved()
    before = traces()

    with pytest.raises(PublicityRefused, match="不能少于5个"):
        publicise(project, a_clerk(), days=3, reason="赶进度")
    assert (state(project), traces()) == (State.APPROVED, before)

    publicise(project, a_clerk(), days=None, reason="")
    shown = Publicity.objects.get()
    assert (len(shown.counted), "5工作日" in shown.because) == (5, True)


@pytest.mark.parametrize(("days", "reason"), [(None, ""), (5, ""), (0, "急"), (61, "慢")])
def test_without_a_rule_somebody_states_days_and_says_why(plan: None, days: int | None, reason: str) -> None:
    project = approved()
    before = traces()

    with pytest.raises(PublicityRefused):
        publicise(project, a_clerk(), days=days, reason=reason)

    assert (state(project), traces()) == (State.APPROVED, before)
    assert not Publicity.objects.exists()


def test_only_an_approved_project_is_publicised_and_only_once(plan: None) -> None:
    early = submitted(contractor())
    late = publicised(name="县级冷库", central=WAN_ONE)

    for project in (early, late):
        with pytest.raises(PublicityRefused, match="这一步不合时候"):
            publicise(project, a_clerk())

    assert Publicity.objects.count() == 1


@pytest.mark.parametrize("kind", [PostKind.CONTRACTOR, PostKind.FINANCE, PostKind.KEEPER])
def test_who_may_not_publicise_is_refused(plan: None, kind: PostKind) -> None:
    project = approved()

    with pytest.raises(NotPermitted):
        publicise(project, one(kind))

    assert state(project) is State.APPROVED


def test_a_clerk_of_another_county_finds_nothing(plan: None) -> None:
    project = publicised()
    stranger = one(PostKind.COMMERCE_CLERK, place=OTHER_COUNTY)

    with pytest.raises((NotYours, NotPermitted)):
        actions.put_in_force(thing=project, by=stranger, happened_at=OVER)

    assert not projects.for_person(stranger).exists()


def test_nothing_is_in_force_before_the_last_day_has_passed(plan: None) -> None:
    project = publicised()

    with pytest.raises(PublicityRefused, match="公示到2026年10月7日为止，还剩1个工作日"):
        actions.put_in_force(thing=project, by=a_clerk(), happened_at=NOW + timedelta(days=7))

    assert state(project) is State.PUBLICISED


def test_the_clock_puts_in_force_what_is_clear_and_nothing_else(plan: None) -> None:
    clear = publicised()
    running = approved_by_the_same(clear, "县级冷库")
    publicise(running, a_clerk(), at=OVER - timedelta(days=1))
    disputed = approved_by_the_same(clear, "冷链车两台")
    publicise(disputed, a_clerk())
    objected(disputed)

    done = actions.conclude_due(by=None, happened_at=OVER)

    assert [each.about for each in done] == [clear.about]
    assert [state(each) for each in (clear, running, disputed)] == [
        State.IN_FORCE,
        State.PUBLICISED,
        State.OBJECTED,
    ]
    assert Fact.objects.filter(name="programme.ProjectInForce").count() == 1
    assert actions.conclude_due(by=None, happened_at=OVER) == []


def test_the_nightly_task_runs(plan: None) -> None:
    project = publicised()

    tasks.end_publicities()

    assert state(project) is State.IN_FORCE


def test_an_open_objection_stops_the_result_until_it_is_answered(plan: None) -> None:
    project = publicised()
    objection = objected(project)
    assert state(project) is State.OBJECTED

    with pytest.raises(PublicityRefused, match="还有1条异议没有处理"):
        actions.put_in_force(thing=project, by=a_clerk(), happened_at=OVER)
    actions.handle_objection(
        publicity=objection.publicity,
        objection=objection.pk,
        finding="not_upheld",
        reply="询价三家，报价在其中。",
        by=a_clerk(),
        happened_at=NOW,
    )
    assert state(project) is State.PUBLICISED
    actions.put_in_force(thing=project, by=a_clerk(), happened_at=OVER)

    assert state(project) is State.IN_FORCE


def test_an_objection_that_is_right_stops_the_project_and_frees_its_money(plan: None) -> None:
    project = publicised()
    objection = objected(project)

    actions.handle_objection(
        publicity=objection.publicity,
        objection=objection.pk,
        finding="upheld",
        reply="确有重复，停下重写。",
        by=a_clerk(),
        happened_at=NOW,
    )

    assert state(project) is State.STOPPED
    assert projects.holding(project.programme, project.budget_line) == []
    with pytest.raises(PublicityRefused, match="异议成立，停下了"):
        actions.put_in_force(thing=project, by=a_clerk(), happened_at=OVER)


def test_an_objection_is_answered_once_and_the_second_is_told_by_whom(plan: None) -> None:
    project = publicised()
    objection = objected(project)
    told = {"publicity": objection.publicity, "objection": objection.pk, "by": a_clerk(), "happened_at": NOW}
    actions.handle_objection(finding="not_upheld", reply="查过了。", **told)  # type: ignore[arg-type]
    before = traces()

    with pytest.raises(PublicityRefused, match="这条异议示例·张经办（示例·商务局 商务局经办）已经办结"):
        actions.handle_objection(finding="upheld", reply="改了。", **told)  # type: ignore[arg-type]

    assert (Objection.objects.get().reply, traces()) == ("查过了。", before)


def test_an_objection_to_another_project_is_not_found_here(plan: None) -> None:
    project = publicised()
    other = approved_by_the_same(project, "县级冷库")
    publicise(other, a_clerk())
    objection = objected(other)

    with pytest.raises(NotYours):
        actions.answer_objection(
            thing=project,
            objection=objection.pk,
            finding="upheld",
            reply="停",
            by=a_clerk(),
            happened_at=NOW,
        )

    assert state(other) is State.OBJECTED


def test_words_and_name_of_an_objection_stay_out_of_the_audit_trail(plan: None) -> None:
    objected(publicised(), "示例·孙某收了钱。", sender="示例·钱某")

    text = Entry.objects.get(did="programme.objection_filed").text
    assert "孙某" not in text
    assert "钱某" not in text
    assert set(json.loads(text)["facts"]) == {"objection"}


def test_nobody_can_object_to_what_is_no_longer_in_publicity(plan: None) -> None:
    project = publicised()
    before = traces()

    with pytest.raises(PublicityRefused, match="公示在2026年10月7日结束了"):
        objected(project, happened_at=OVER)
    assert traces() == before
    actions.put_in_force(thing=project, by=None, happened_at=OVER)
    with pytest.raises(PublicityRefused, match="没有收下。“镇级分拣线”的公示已经结束：期满"):
        objected(project, happened_at=OVER)

    assert not Objection.objects.exists()


def test_one_network_cannot_fill_the_box_and_does_not_close_it_for_others(plan: None) -> None:
    project = publicised()
    for _ in range(OBJECTIONS_A_DAY):
        objected(project)
    before = traces()

    with pytest.raises(TooManyObjections) as refusal:
        objected(project)

    assert (refusal.value.status, Objection.objects.count()) == (429, OBJECTIONS_A_DAY)
    assert traces() == before
    objected(project, network="198.51.100.0/24")
    objected(project, happened_at=NOW + timedelta(days=1))
    assert Objection.objects.count() == OBJECTIONS_A_DAY + 2


def test_the_network_of_an_objection_is_not_kept(plan: None) -> None:
    first = objected(publicised())

    assert "192.0.2" not in first.lane
    assert len(first.lane) == 64


def test_the_database_and_the_rule_agree_where_each_project_stands(plan: None) -> None:
    first = publicised()
    draft = drafted(contractor(name="示例·何经理"), name="草稿", central=WAN_ONE)
    waiting = submitted(contractor(name="示例·吕经理"), name="在审", central=WAN_ONE)
    second = approved_by_the_same(first, "县级冷库")

    for project in (first, draft, waiting, second):
        found = [key for key, where in projects.WHERE.items() if projects.rows().filter(where, pk=project.pk)]
        assert found == [state(project)]


def test_a_publicity_that_ended_says_when(plan: None) -> None:
    project = publicised()
    actions.put_in_force(thing=project, by=None, happened_at=OVER)

    shown = again(project).publicity
    assert shown is not None
    assert (shown.outcome, shown.ended_at) == (Outcome.CLEAR, OVER)
