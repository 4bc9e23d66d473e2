"""A paper of the plan on its way: who takes it where, who is refused, and that a refusal changes nothing."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import OTHER_COUNTY, a_post, one
from xiangji.core.approvals.rules.deciding import NotTaken
from xiangji.core.errors import Refused
from xiangji.core.events.models import Fact
from xiangji.core.policy import PolicyVersion
from xiangji.programme import actions, queries
from xiangji.programme.models import Filing, PlanPaper, Programme
from xiangji.programme.queries import plan_papers
from xiangji.programme.rules.plan_paper import PlanPaperRefused, State
from xiangji.programme.rules.publicity import PublicityRefused
from xiangji.programme.tests.examples import (
    NOW,
    RUNNING,
    TENGZHOU,
    YEARS,
    changed,
    register,
    register_running,
)
from xiangji.programme.tests.plan_paper_cast import (
    BECAUSE,
    MEETING,
    MET_ON,
    OVER,
    WRITTEN,
    again,
    change_of,
    drafted,
    edited,
    filed,
    group,
    in_force,
    objected,
    office,
    on_the_site,
    passed,
    publicise,
    state,
    submitted,
    with_minutes,
)
from xiangji.programme.tests.project_cast import company, holidays, publicised, traces

LINE = "budget_line/logistics/central"


@pytest.fixture(autouse=True)
def plan(counties: None) -> None:
    holidays()
    register_running()


@pytest.fixture
def ruled(tmp_path: Path) -> None:
    """The same plan with 东港's rule: publicised for 5 working days, then filed."""
    rule = 'key = "monthly_inspection"\nunit = "每月"'
    file = changed(
        "tengzhou-2019", rule, 'key = "plan_publicity"\nvalue = 5\nunit = "工作日"', folder=tmp_path
    )
    actions.register_plan(plan_file=file, reading_file=None, by=None, happened_at=NOW, successor_years=YEARS)


@pytest.mark.proves("PRG-07")
def test_a_plan_goes_from_draft_over_meeting_publicity_and_filing_into_force() -> None:
    paper = drafted()
    assert state(paper) is State.DRAFTED
    assert state(submitted(paper)) is State.SUBMITTED

    actions.pass_plan_paper(
        paper=with_minutes(paper), meeting=MEETING, met_on=MET_ON, by=group(), happened_at=NOW
    )
    assert (state(paper), again(paper).meeting, again(paper).met_on) == (State.PASSED, MEETING, MET_ON)
    shown = publicise(again(paper))
    assert (state(paper), shown.kind, shown.ends_on) == (State.PUBLICISED, "plan", date(2026, 10, 13))
    actions.conclude_due(by=None, happened_at=OVER)
    assert state(paper) is State.CLEAR
    filed(again(paper))

    assert state(paper) is State.IN_FORCE
    assert again(paper).in_force_at == OVER
    assert Fact.objects.filter(name="programme.PlanPaperInForce").count() == 1


@pytest.mark.proves("PRG-07")
def test_a_plan_that_files_first_counts_when_its_publicity_is_clear() -> None:
    paper = passed(drafted(order="filing_first"))

    with pytest.raises(PlanPaperRefused, match="先把报省商务厅的备案记下来"):
        publicise(paper)
    filed(paper, on=NOW.date(), at=NOW)
    assert state(paper) is State.REPORTED
    publicise(again(paper))
    actions.conclude_due(by=None, happened_at=OVER)

    assert state(paper) is State.IN_FORCE


def test_who_drafted_it_does_not_record_its_meeting_also_with_both_posts() -> None:
    paper = with_minutes(submitted(drafted()))
    both = office()
    a_post(PostKind.LEADING_GROUP, both)
    before = traces()

    with pytest.raises(NotTaken, match="要由别人来审"):
        actions.pass_plan_paper(paper=paper, meeting=MEETING, met_on=MET_ON, by=both, happened_at=NOW)

    assert (state(paper), again(paper).meeting, traces()) == (State.SUBMITTED, "", before)


def test_no_meeting_is_recorded_without_its_minutes_or_for_tomorrow() -> None:
    paper = submitted(drafted())

    with pytest.raises(PlanPaperRefused, match="会议纪要"):
        actions.pass_plan_paper(paper=paper, meeting=MEETING, met_on=MET_ON, by=group(), happened_at=NOW)
    with pytest.raises(PlanPaperRefused, match="还没有到"):
        actions.pass_plan_paper(
            paper=with_minutes(paper), meeting=MEETING, met_on=date(2026, 10, 1), by=group(), happened_at=NOW
        )
    assert state(paper) is State.SUBMITTED


def test_a_meeting_that_did_not_pass_it_sends_it_back_and_the_office_writes_it_anew() -> None:
    paper = submitted(drafted())

    actions.return_plan_paper(paper=paper, reason="资金表缺培训。", by=group(), happened_at=NOW)
    assert state(paper) is State.RETURNED
    told = {**WRITTEN, "summary": "补上培训。"}
    actions.write_plan_paper(paper=again(paper), by=office(), happened_at=NOW, **told)

    assert state(passed(again(paper))) is State.PASSED
    with pytest.raises(PlanPaperRefused, match="内容已经锁住"):
        actions.write_plan_paper(paper=again(paper), by=office(), happened_at=NOW, **told)
    assert again(paper).summary == "补上培训。"


@pytest.mark.parametrize("kind", [PostKind.CONTRACTOR, PostKind.FINANCE, PostKind.LEADING_GROUP])
def test_only_the_office_drafts(kind: PostKind) -> None:
    before = traces()

    with pytest.raises(NotPermitted):
        actions.draft_plan_paper(
            programme=RUNNING,
            sort="plan",
            order="publicity_first",
            because=BECAUSE,
            by=one(kind),
            happened_at=NOW,
            **WRITTEN,
        )

    assert (PlanPaper.objects.count(), traces()) == (0, before)


def test_strangers_of_another_county_find_nothing_and_change_nothing() -> None:
    paper = passed(drafted())
    stranger = one(PostKind.COMMERCE_CLERK, place=OTHER_COUNTY)
    before = traces()

    for deed in (
        lambda: actions.publicise_plan_paper(paper=paper, by=stranger, happened_at=NOW, days=5, reason="x"),
        lambda: actions.record_filing(
            paper=paper, whom="province", on=NOW.date(), number="", by=stranger, happened_at=NOW
        ),
        lambda: actions.draft_plan_paper(
            programme=RUNNING, sort="funds", order="", because="", by=stranger, happened_at=NOW, **WRITTEN
        ),
    ):
        with pytest.raises((NotYours, NotPermitted)):
            deed()

    assert (state(paper), traces()) == (State.PASSED, before)
    assert not plan_papers.for_person(stranger).exists()


@pytest.mark.parametrize(
    "wrong",
    [{"title": " "}, {"title": "长" * 121}, {"summary": ""}, {"number": "号" * 61}, {"title": "\x00"}],
)
def test_what_nobody_could_keep_is_refused_and_nothing_stands(wrong: dict[str, str]) -> None:
    office()
    before = traces()

    with pytest.raises(PlanPaperRefused, match="没有存"):
        drafted(**wrong)

    assert (PlanPaper.objects.count(), traces()) == (0, before)


@pytest.mark.proves("PRG-08")
def test_the_province_gets_nothing_before_the_days_of_the_plans_own_rule(ruled: None) -> None:
    paper = passed(drafted(order=""))
    assert again(paper).order == "publicity_first"
    assert "经市政府网站" in again(paper).because or "5工作日" in again(paper).because

    with pytest.raises(PlanPaperRefused, match="现在还没有公示；今天开始公示，最早2026年10月14日可以报"):
        filed(paper, on=NOW.date(), at=NOW)
    with pytest.raises(PublicityRefused, match="不能少于5个"):
        publicise(paper, days=3)
    shown = publicise(paper, days=None)
    assert len(shown.counted) == 5
    before = traces()
    with pytest.raises(PlanPaperRefused, match="公示到2026年10月13日，最早2026年10月14日可以报"):
        filed(again(paper), on=date(2026, 10, 13))
    assert (Filing.objects.count(), traces()) == (0, before)

    filed(again(paper), on=date(2026, 10, 14))
    assert Filing.objects.count() == 1


@pytest.mark.proves("PRG-08")
def test_an_objection_keeps_the_filing_back_until_it_is_answered_and_for_good_when_it_is_right() -> None:
    paper = passed(drafted())
    publicise(paper)
    objection = objected(paper)

    with pytest.raises(PlanPaperRefused, match="还有1条异议没有处理"):
        filed(again(paper))
    actions.answer_objection(
        thing=again(paper),
        objection=objection.pk,
        finding="upheld",
        reply="确实写错了。",
        by=office(),
        happened_at=NOW,
    )

    assert state(paper) is State.STOPPED
    with pytest.raises(PlanPaperRefused, match="异议成立"):
        filed(again(paper))
    assert not Filing.objects.exists()
    assert state(drafted()) is State.DRAFTED


@pytest.mark.proves("PRG-09")
def test_each_filing_is_kept_with_whom_when_and_its_number_and_never_changed() -> None:
    paper = passed(drafted())
    filed(paper, whom="prefecture", on=NOW.date(), at=NOW)
    before = traces()

    with pytest.raises(PlanPaperRefused, match="已经记过了"):
        filed(paper, whom="prefecture", on=NOW.date(), at=NOW)
    assert traces() == before

    filing = Filing.objects.get()
    assert (filing.about, filing.title, filing.get_whom_display()) == (
        paper.about,
        paper.title,
        "市（地）商务局",
    )
    assert (filing.on, filing.number, filing.by) == (NOW.date(), "回执3号", office())
    filing.number = "改了"
    with pytest.raises(Exception, match="append"):
        filing.save()


@pytest.mark.proves("PRG-11")
def test_a_publicised_plan_gets_no_new_version_beside_a_change(tmp_path: Path) -> None:
    paper = passed(drafted())
    publicise(paper)
    file = changed("tengzhou-2019", 'name = "', 'name = "新', folder=tmp_path)
    before, versions = traces(), PolicyVersion.objects.count()

    with pytest.raises(
        PlanPaperRefused, match="2026年9月30日开始公示，现在正在公示，不能另行更改；确要改，走变更"
    ):
        actions.register_plan(
            plan_file=file, reading_file=None, by=None, happened_at=NOW, successor_years=YEARS
        )

    assert (PolicyVersion.objects.count(), traces()) == (versions, before)
    assert register("tengzhou-2019", years=YEARS).version.number == 1


@pytest.mark.proves("PRG-11")
def test_a_draft_and_a_stopped_paper_lock_nothing(ruled: None) -> None:
    drafted()

    assert register("tengzhou-2019", years=YEARS).version.number == 3


@pytest.mark.proves("PRG-12")
def test_a_change_of_content_repeats_all_steps_and_then_the_plan_has_its_next_version() -> None:
    original = in_force()
    change = edited(change_of(original), LINE, "300")
    old = Programme.objects.get(key=RUNNING).version_id
    passed(change)
    shown = publicise(again(change), at=OVER)
    assert shown.kind == "change"
    assert any(each.key == "reason" and "线路合并" in each.words for each in shown.shown.rows)
    assert "改为“300”" in shown.shown.words_of("differences")
    later = OVER + timedelta(days=20)
    actions.conclude_due(by=None, happened_at=later)
    filed(again(change), on=later.date(), at=later)
    assert state(change) is State.CLEAR

    on_the_site(shown, at=later)

    assert state(change) is State.IN_FORCE
    now = Programme.objects.select_related("version").get(key=RUNNING)
    assert (now.version.number, again(change).result_id) == (2, now.version_id)
    assert PolicyVersion.objects.get(pk=old).number == 1
    assert again(change).version_id == old
    opened = queries.running(TENGZHOU)
    assert opened is not None
    line = opened.study.document.line("logistics")
    assert line is not None
    assert line.central is not None
    assert line.central.wan == 300


@pytest.mark.proves("PRG-12")
def test_a_change_goes_in_the_order_of_its_original_and_waits_for_its_media() -> None:
    original = in_force()
    change = change_of(original, kind="improvement")

    assert (change.order, change.because) == (original.order, original.because)
    passed(change)
    publicise(again(change), at=OVER)
    assert plan_papers.missing_media(again(change)) == ("市政府网站",)


@pytest.mark.proves("PRG-12")
def test_another_contractor_takes_over_when_the_change_counts_and_the_old_name_stays() -> None:
    original = in_force()
    project = publicised()
    actions.put_in_force(thing=project, by=None, happened_at=OVER)
    newcomer = company("示例二号物流有限公司")
    change = change_of(original, kind="contractor", project=project, newcomer=newcomer)
    assert state(passed(change)) is State.PASSED
    shown = publicise(again(change), at=OVER)
    later = OVER + timedelta(days=20)
    on_the_site(shown, at=later)
    actions.conclude_due(by=None, happened_at=later)
    project.refresh_from_db()
    assert project.contractor.name == "示例乡集运营有限公司"

    filed(again(change), on=later.date(), at=later)

    project.refresh_from_db()
    assert (project.contractor, again(change).before_name) == (newcomer, "示例乡集运营有限公司")
    difference = plan_papers.differences(again(change))[0]
    assert (difference.before, difference.after) == ("示例乡集运营有限公司", "示例二号物流有限公司")


def test_a_contractor_is_replaced_only_by_another_company_and_only_in_a_project_in_force() -> None:
    original = in_force()
    project = publicised()
    before = traces()

    for told in (
        {"project": project, "newcomer": company("示例二号物流有限公司")},
        {"project": None, "newcomer": None},
        {"project": project, "newcomer": project.contractor},
    ):
        with pytest.raises(PlanPaperRefused, match="没有存"):
            change_of(original, kind="contractor", **told)
    with pytest.raises(PlanPaperRefused, match="只有“增加或者更换承建企业”"):
        change_of(original, kind="content", newcomer=project.contractor)

    assert PlanPaper.objects.count() == 1
    assert before[0] == traces()[0]


def test_only_what_counts_is_changed_and_one_change_at_a_time() -> None:
    early = drafted()
    with pytest.raises(PlanPaperRefused, match="生效以后才谈得上变更"):
        change_of(early)
    actions.withdraw_plan_paper(paper=early, reason="重写", by=office(), happened_at=NOW)

    original = in_force()
    change_of(original)
    with pytest.raises(PlanPaperRefused, match="办完这一份再写下一份"):
        change_of(original)
    with pytest.raises(PlanPaperRefused, match="要改请从那一份“写变更”"):
        drafted()


def test_an_edit_that_makes_no_plan_is_refused_and_the_change_stays_as_it_was() -> None:
    change = edited(change_of(in_force()), LINE, "300")

    with pytest.raises(Refused, match="没有改"):
        edited(change, "phase/1/start", "去年")
    assert [each.value for each in again(change).written_edits] == ["300"]

    actions.drop_edit(paper=again(change), place=LINE, by=office(), happened_at=OVER)
    assert again(change).edits == []
    with pytest.raises(PlanPaperRefused, match="没有改这一处"):
        actions.drop_edit(paper=again(change), place=LINE, by=office(), happened_at=OVER)
    with pytest.raises(PlanPaperRefused, match="改方案的哪一处"):
        submitted(again(change))


def test_the_database_and_the_rule_agree_where_each_paper_stands() -> None:
    count = in_force()
    stopped = passed(drafted(sort="measure"))
    publicise(stopped)
    objection = objected(stopped)
    actions.answer_objection(
        thing=stopped, objection=objection.pk, finding="upheld", reply="对。", by=office(), happened_at=NOW
    )
    running = passed(drafted(sort="measure"))
    publicise(running)
    reported = passed(drafted(sort="funds", order="filing_first"))
    filed(reported, on=NOW.date(), at=NOW)
    waits = submitted(drafted(sort="money_rules"))
    change = change_of(count)

    for paper in (count, stopped, running, reported, waits, change):
        found = [
            key for key, where in plan_papers.WHERE.items() if plan_papers.rows().filter(where, pk=paper.pk)
        ]
        assert found == [state(paper)]


def test_a_to_do_is_for_whoever_can_take_the_next_step() -> None:
    paper = submitted(drafted())

    def waits(person: User) -> bool:
        return plan_papers.rows().filter(plan_papers.waits_for(person), pk=paper.pk).exists()

    assert waits(group())
    assert not waits(office())
    passed_paper = again(paper)
    actions.pass_plan_paper(
        paper=with_minutes(passed_paper), meeting=MEETING, met_on=MET_ON, by=group(), happened_at=NOW
    )
    assert waits(office())
    assert not waits(group())
