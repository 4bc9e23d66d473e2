"""Choosing a contractor from the conditions to the award, with the real actions."""

import json
from pathlib import Path

import pytest

from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import OTHER_COUNTY, a_person, a_post, one
from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused
from xiangji.core.events.models import Fact
from xiangji.core.parties.models import Party
from xiangji.core.values import Money
from xiangji.programme import actions
from xiangji.programme.models import Award, Bid, Selection
from xiangji.programme.queries import selections
from xiangji.programme.rules.contractor import ContractorRefused
from xiangji.programme.rules.publicity import PublicityRefused
from xiangji.programme.rules.selecting import Method, SelectionRefused, Stage, Wanted
from xiangji.programme.tests.contracting_cast import (
    SECOND,
    WANTED,
    award,
    awarded,
    bid,
    bureau,
    chosen,
    code,
    fresh,
    noticed,
    show_award,
    show_conditions,
    stage,
    strict_plan,
    three_bids,
    written,
)
from xiangji.programme.tests.examples import NOW, RUNNING, register_running
from xiangji.programme.tests.project_cast import OVER, contractor, holidays, traces

BUREAU = {PostKind.COMMERCE_CLERK, PostKind.COMMERCE_HEAD}


@pytest.fixture
def plan(counties: None) -> None:
    register_running()
    holidays()


def objected_to(selection: Selection) -> int:
    shown = fresh(selection).publicity
    assert shown is not None
    return actions.file_objection(
        publicity=shown, text="评审不公。", sender="", network="192.0.2.0/24", by=None, happened_at=NOW
    ).pk


def handled(selection: Selection, objection: int, finding: str) -> None:
    actions.answer_objection(
        thing=fresh(selection),
        objection=objection,
        finding=finding,
        reply="查了评审记录，答复如下。",
        by=bureau(),
        happened_at=NOW,
    )


@pytest.mark.proves("PRG-67")
def test_a_contractor_is_chosen_from_conditions_to_award_and_all_of_it_is_kept(plan: None) -> None:
    selection = written()
    actions.conclude(publicity=show_conditions(selection), by=None, happened_at=OVER)
    assert stage(selection) is Stage.CONDITIONS_CLEAR
    noticed(selection=selection, at=OVER)
    first = three_bids(selection, at=OVER)
    bid(
        selection,
        "示例合作社",
        credit_code=code("93370481MA"),
        is_accepted=False,
        reason="不是企业。",
        at=OVER,
    )
    award(selection, first, at=OVER)
    shown = show_award(selection, at=OVER)

    kept = fresh(selection)
    assert (kept.title, kept.content, kept.conditions) == (WANTED.title, WANTED.content, WANTED.conditions)
    assert (kept.way, kept.notice_number) == (Method.OPEN_TENDER, "SDGP370481-2026-017")
    assert [(each.name, each.amount_fen, each.is_accepted) for each in selections.bids_of(kept)][:2] == [
        (first.name, Money.from_wan(38).fen, True),
        (SECOND, Money.from_wan(39).fen, True),
    ]
    assert kept.conditions_shown is not None
    assert kept.conditions_shown.shown.words_of("conditions") == WANTED.conditions
    assert shown.shown.words_of("contractor") == first.name
    assert shown.shown.words_of("method") == "公开招标"
    assert stage(selection) is Stage.AWARD_SHOWN


@pytest.mark.proves("PRG-68")
def test_it_is_chosen_only_when_the_days_have_passed_and_nothing_stands_against_it(plan: None) -> None:
    selection = awarded()
    shown = show_award(selection)
    objection = objected_to(selection)

    with pytest.raises(PublicityRefused, match="还剩"):
        actions.conclude(publicity=shown, by=None, happened_at=NOW)
    with pytest.raises(PublicityRefused, match="没有处理"):
        actions.conclude(publicity=shown, by=None, happened_at=OVER)
    assert stage(selection) is Stage.AWARD_OBJECTED

    handled(selection, objection, "not_upheld")
    actions.conclude(publicity=shown, by=None, happened_at=OVER)
    assert stage(selection) is Stage.CHOSEN
    said = Fact.objects.get(name="programme.ContractorChosen").body
    assert json.loads(said)["names"] == ["示例乡集运营有限公司"]


def test_an_upheld_objection_stops_the_award_and_the_same_firm_is_not_awarded_again(plan: None) -> None:
    selection = awarded()
    winner = fresh(selection).award
    assert winner is not None
    show_award(selection)
    handled(selection, objected_to(selection), "upheld")
    assert stage(selection) is Stage.AWARD_STOPPED
    before = traces()

    with pytest.raises(SelectionRefused, match="异议成立"):
        award(selection, winner.bid)
    assert (traces(), Award.objects.count()) == (before, 1)

    award(selection, Bid.objects.get(name=SECOND))
    assert stage(selection) is Stage.AWARDED
    assert show_award(selection).shown.words_of("contractor") == SECOND


def test_conditions_that_an_objection_stopped_are_mended_and_shown_again(plan: None) -> None:
    selection = written()
    show_conditions(selection)
    handled(selection, objected_to(selection), "upheld")
    assert stage(selection) is Stage.CONDITIONS_STOPPED

    mended = Wanted(WANTED.title, WANTED.content, "企业法人；有仓储业绩。")
    actions.change_selection(selection=fresh(selection), wanted=mended, by=bureau(), happened_at=NOW)
    shown = show_conditions(selection)

    assert shown.shown.words_of("conditions") == mended.conditions
    assert stage(selection) is Stage.CONDITIONS_SHOWN


def test_what_is_shown_is_not_changed(plan: None) -> None:
    selection = written()
    show_conditions(selection)
    before = traces()

    with pytest.raises(SelectionRefused, match="已经锁住"):
        actions.change_selection(
            selection=fresh(selection), wanted=Wanted("别的", "别的", "别的"), by=bureau(), happened_at=NOW
        )
    assert (fresh(selection).title, traces()) == (WANTED.title, before)


def test_a_plan_that_wants_the_conditions_shown_stops_the_notice(counties: None, tmp_path: Path) -> None:
    strict_plan(tmp_path)
    selection = written()
    before = traces()

    with pytest.raises(SelectionRefused, match="向社会公示项目建设内容及承办企业的条件"):
        noticed(selection=selection)
    assert (stage(selection), traces()) == (Stage.WRITTEN, before)


@pytest.mark.proves("PRG-69")
def test_a_cooperative_cannot_be_found_fit(plan: None) -> None:
    selection = noticed()
    before = (traces(), Party.objects.count())

    with pytest.raises(ContractorRefused, match="农民专业合作社"):
        bid(selection, "示例合作社", credit_code=code("93370481MA"))
    assert ((traces(), Party.objects.count()), Bid.objects.count()) == (before, 0)


def test_a_wrong_credit_code_is_refused_by_its_check_character(plan: None) -> None:
    selection = noticed()
    right = code()
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")

    with pytest.raises(Refused, match="统一社会信用代码"):
        bid(selection, credit_code=wrong)
    assert not Bid.objects.exists()


def test_a_supplier_bids_once_alone_or_in_a_consortium(plan: None) -> None:
    selection = noticed()
    first = bid(selection)
    bid(selection, SECOND, leader=first)

    with pytest.raises(SelectionRefused, match="已经记过"):
        bid(selection, SECOND)
    assert Bid.objects.count() == 2


def test_too_few_tenders_are_no_tender(plan: None) -> None:
    selection = noticed()
    first = bid(selection)
    bid(selection, SECOND)

    with pytest.raises(SelectionRefused, match="不足3家应当废标"):
        award(selection, first)
    actions.fail_selection(
        selection=fresh(selection), reason="合格的只有两家，依法废标。", by=bureau(), happened_at=NOW
    )
    assert stage(selection) is Stage.FAILED


def test_a_bid_is_neither_changed_nor_removed(plan: None) -> None:
    from django.db import DatabaseError, transaction

    first = bid(noticed())
    for deed in (lambda: Bid.objects.filter(pk=first.pk).update(amount_fen=1), first.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    assert Bid.objects.get().amount_fen == Money.from_wan(38).fen


@pytest.mark.parametrize("kind", [kind for kind in PostKind if kind not in BUREAU])
def test_only_the_bureau_chooses(plan: None, kind: PostKind) -> None:
    selection = noticed()
    stranger = a_post(kind, a_person("示例·别人")).person
    before = (traces(), Selection.objects.count())

    with pytest.raises(NotPermitted):
        actions.write_selection(
            programme=RUNNING, budget_line="logistics", wanted=WANTED, by=stranger, happened_at=NOW
        )
    with pytest.raises(NotPermitted):
        actions.fail_selection(selection=selection, reason="不选了。", by=stranger, happened_at=NOW)
    assert (traces(), Selection.objects.count()) == before


def test_a_clerk_of_another_county_finds_nothing(plan: None) -> None:
    selection = written()
    stranger = one(PostKind.COMMERCE_CLERK, place=OTHER_COUNTY)

    with pytest.raises((NotYours, NotPermitted)):
        actions.fail_selection(selection=selection, reason="不选了。", by=stranger, happened_at=NOW)
    assert not selections.for_person(stranger).exists()
    assert not selections.for_person(contractor()).exists()


def test_the_database_and_the_rules_agree_on_every_stage(plan: None) -> None:
    written()
    show_conditions(written())
    noticed()
    awarded()
    chosen()
    show_award(awarded())
    failed = noticed()
    actions.fail_selection(selection=failed, reason="没有人响应。", by=bureau(), happened_at=NOW)

    found = list(selections.rows())
    for row in found:
        stands = [
            each for each in Stage if selections.rows().filter(selections.WHERE[each], pk=row.pk).exists()
        ]
        assert stands == [selections.stage(row)]
    assert len(found) == 7


def test_each_step_stands_in_the_audit_once(plan: None) -> None:
    selection = chosen()

    deeds = Entry.objects.filter(what=f"programme.Selection {selection.pk}").values_list("did", flat=True)
    assert sorted(deeds) == sorted(
        [
            "programme.selection_written",
            "programme.purchase_noticed",
            *["programme.bid_recorded"] * 3,
            "programme.contractor_awarded",
            "programme.publicised",
            "programme.contractor_chosen",
        ]
    )
