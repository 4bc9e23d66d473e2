"""Papers that go from hand to hand: who hears of which step."""

import pytest

from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, an_organisation, one
from xiangji.core.approvals import actions
from xiangji.core.approvals.tests.examples import (
    ABOUT,
    NOW,
    Cast,
    a_cast,
    a_deputy_of,
    a_paper,
    a_submitted_paper,
    the_post_of,
)
from xiangji.core.events import drain
from xiangji.core.events.delivering import WAITING
from xiangji.core.events.models import Delivery
from xiangji.core.notify import reading
from xiangji.core.notify.models import Message
from xiangji.core.notify.tests.examples import under_the_bell

pytestmark = pytest.mark.django_db
WAITS_FIRST = "“示例·村级站点改造”到了“初审”，等您办。"
WAITS_LAST = "“示例·村级站点改造”到了“批准”，等您办。"


def bells(*people: User) -> list[list[str]]:
    drain()
    return [under_the_bell(person) for person in people]


def all_of(cast: Cast) -> list[list[str]]:
    return bells(cast.author, cast.clerk, cast.head)


def latest(person: User) -> Message:
    return Message.objects.filter(to=person).latest("pk")


def test_a_submitted_paper_rings_at_whoever_can_take_its_first_stage() -> None:
    cast = a_cast()
    a_submitted_paper(cast.author)

    assert all_of(cast) == [[], [WAITS_FIRST], []]
    assert latest(cast.clerk).body == "示例·承办企业（示例甲公司 承办企业）提交。"
    assert latest(cast.clerk).about == ABOUT


def test_a_draft_rings_nowhere() -> None:
    cast = a_cast()
    a_paper(cast.author)

    assert all_of(cast) == [[], [], []]


def test_deputies_are_told_too_but_not_the_author_who_is_one() -> None:
    cast, deputy = a_cast(), a_person("示例·王五")
    for person in (deputy, cast.author):
        a_deputy_of(the_post_of(cast.clerk), person)
    a_submitted_paper(cast.author)

    assert bells(deputy, cast.author) == [[WAITS_FIRST], []]


def test_a_stage_that_was_taken_leaves_every_bell_and_rings_at_the_next() -> None:
    cast, other = a_cast(), one(PostKind.COMMERCE_CLERK)
    paper = a_submitted_paper(cast.author)
    drain()

    actions.approve(paper_id=paper.pk, by=cast.clerk, happened_at=NOW)

    assert [*all_of(cast), *bells(other)] == [[], [], [WAITS_LAST], []]
    assert latest(other).settled_at == NOW
    assert "）在“初审”同意。" in latest(cast.head).body


def test_a_paper_that_moved_on_before_anybody_heard_rings_only_at_its_present_stage() -> None:
    cast = a_cast()
    paper = a_submitted_paper(cast.author)
    actions.approve(paper_id=paper.pk, by=cast.clerk, happened_at=NOW)

    assert all_of(cast) == [[], [], [WAITS_LAST]]
    assert not Message.objects.filter(to=cast.clerk).exists()


def test_a_paper_that_came_back_rings_at_its_author_with_the_reason() -> None:
    cast = a_cast()
    paper = a_submitted_paper(cast.author)
    drain()

    actions.return_for_correction(paper_id=paper.pk, by=cast.clerk, happened_at=NOW, reason="金额不符。")

    assert all_of(cast) == [["“示例·村级站点改造”退回来了，改好再提交。"], [], []]
    assert latest(cast.author).body.endswith("在“初审”退回。理由：金额不符。")


def test_whoever_stands_in_for_the_author_is_told_that_it_came_back() -> None:
    cast, deputy = a_cast(), a_person("示例·王五")
    a_deputy_of(the_post_of(cast.author), deputy)
    paper = a_submitted_paper(cast.author)
    actions.return_for_correction(paper_id=paper.pk, by=cast.clerk, happened_at=NOW, reason="金额不符")

    assert bells(deputy) == [["“示例·村级站点改造”退回来了，改好再提交。"]]


def test_what_came_back_leaves_the_bell_when_it_is_submitted_again() -> None:
    cast = a_cast()
    paper = a_submitted_paper(cast.author)
    actions.return_for_correction(paper_id=paper.pk, by=cast.clerk, happened_at=NOW, reason="金额不符")
    drain()

    actions.submit(paper_id=paper.pk, by=cast.author, happened_at=NOW)

    assert all_of(cast) == [[], [WAITS_FIRST], []]


def test_an_approved_paper_rings_at_its_author_and_waits_for_nobody() -> None:
    cast = a_cast()
    paper = a_submitted_paper(cast.author)
    for reviewer in (cast.clerk, cast.head):
        actions.approve(paper_id=paper.pk, by=reviewer, happened_at=NOW)
        drain()

    assert all_of(cast) == [["“示例·村级站点改造”批准了。"], [], []]


def test_a_withdrawn_paper_rings_at_those_who_were_waiting_and_not_at_its_author() -> None:
    cast = a_cast()
    paper = a_submitted_paper(cast.author)
    drain()

    actions.withdraw(paper_id=paper.pk, by=cast.author, happened_at=NOW, reason="不办了")

    assert all_of(cast) == [[], ["“示例·村级站点改造”撤回了，不用再办。"], []]
    assert latest(cast.clerk).body.endswith("）撤回。理由：不办了。")


def test_a_paper_that_was_withdrawn_before_anybody_heard_of_it_rings_nowhere() -> None:
    cast = a_cast()
    paper = a_submitted_paper(cast.author)
    actions.withdraw(paper_id=paper.pk, by=cast.author, happened_at=NOW, reason="不办了")

    assert all_of(cast) == [[], [], []]


def test_the_author_is_told_when_a_colleague_withdraws_it() -> None:
    cast = a_cast()
    colleague = one(PostKind.CONTRACTOR, organisation=an_organisation("示例甲公司"))
    paper = a_submitted_paper(cast.author)
    drain()

    actions.withdraw(paper_id=paper.pk, by=colleague, happened_at=NOW, reason="并到别的里")

    assert bells(cast.author, colleague) == [["“示例·村级站点改造”撤回了，不用再办。"], []]


def test_a_fact_that_is_delivered_again_tells_nobody_twice() -> None:
    cast = a_cast()
    a_submitted_paper(cast.author)
    drain()
    reading.read(cast.clerk, latest(cast.clerk).pk, at=NOW)

    Delivery.objects.filter(reaction__startswith="notify.").update(state=WAITING, ended_at=None)
    drain()

    assert Message.objects.filter(to=cast.clerk).count() == 1
    assert under_the_bell(cast.clerk) == []


def test_a_stage_that_nobody_can_take_tells_nobody_and_does_no_harm() -> None:
    clerk = one(PostKind.COMMERCE_CLERK)
    a_submitted_paper(clerk)

    assert bells(clerk) == [[]]
