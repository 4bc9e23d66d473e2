"""What people read of a paper: what waits for them, who could take it, how it came here."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from pytest_django import DjangoAssertNumQueries

from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import (
    COUNTY,
    OTHER_COUNTY,
    OTHER_TOWN,
    TOWN,
    a_person,
    an_organisation,
    one,
)
from xiangji.core.approvals import actions, queries
from xiangji.core.approvals.models import Paper
from xiangji.core.approvals.progress import progress_of
from xiangji.core.approvals.rules.deciding import Stage
from xiangji.core.approvals.tests.examples import (
    NOW,
    Cast,
    a_cast,
    a_deputy_of,
    a_paper,
    a_submitted_paper,
    the_post_of,
)

pytestmark = pytest.mark.django_db
BY_TOWN = Stage("town", "镇里看", "accounts.manage_staff")


def waiting(user: object) -> list[Paper]:
    return list(queries.waiting_for(user))  # type: ignore[arg-type]


def test_a_paper_waits_for_the_one_whose_turn_it_is() -> None:
    cast = a_cast()
    paper = a_paper(cast.author)
    assert [waiting(each) for each in (cast.author, cast.clerk, cast.head)] == [[], [], []]

    actions.submit(paper_id=paper.pk, by=cast.author, happened_at=NOW)
    assert [waiting(each) for each in (cast.author, cast.clerk, cast.head)] == [[], [paper], []]

    actions.approve(paper_id=paper.pk, by=cast.clerk, happened_at=NOW)
    assert [waiting(each) for each in (cast.author, cast.clerk, cast.head)] == [[], [], [paper]]

    actions.return_for_correction(paper_id=paper.pk, by=cast.head, happened_at=NOW, reason="金额不符")
    assert [waiting(each) for each in (cast.author, cast.clerk, cast.head)] == [[paper], [], []]


def test_what_was_done_before_it_came_back_keeps_nobody_away() -> None:
    cast = a_cast()
    paper = returned(cast, "金额不符")

    paper = actions.submit(paper_id=paper.pk, by=cast.author, happened_at=NOW)

    assert waiting(cast.clerk) == [paper]
    assert queries.who_can(paper) == (cast.clerk.name,)


def test_a_closed_account_is_not_among_those_who_can() -> None:
    cast = a_cast()
    cast.clerk.is_active = False
    cast.clerk.save()

    assert queries.who_can(a_submitted_paper(cast.author)) == ()


def test_a_post_in_another_county_takes_nothing_here() -> None:
    company = an_organisation("示例甲公司")
    far = one(PostKind.CONTRACTOR, organisation=company, place=OTHER_COUNTY)
    draft = a_paper(a_person(), stages=(BY_TOWN,), organisation=company)
    paper = actions.submit(paper_id=draft.pk, by=draft.author, happened_at=NOW)

    assert waiting(far) == []
    assert queries.who_can(paper) == ()


def test_nothing_waits_for_a_stranger() -> None:
    a_submitted_paper(a_cast().author)

    assert waiting(AnonymousUser()) == []
    assert waiting(a_person()) == []


def test_a_paper_waits_in_its_own_place_and_office() -> None:
    company, other = an_organisation("示例甲公司"), an_organisation("示例乙公司")
    here, there = one(PostKind.TOWN_CLERK, place=TOWN), one(PostKind.TOWN_CLERK, place=OTHER_TOWN)
    inside = one(PostKind.CONTRACTOR, organisation=company)
    outside = one(PostKind.CONTRACTOR, organisation=other)
    draft = a_paper(a_person(), stages=(BY_TOWN,), place=TOWN, organisation=company)
    paper = actions.submit(paper_id=draft.pk, by=draft.author, happened_at=NOW)

    assert [waiting(each) for each in (here, there, inside, outside)] == [[paper], [], [paper], []]
    assert set(queries.who_can(paper)) == {here.name, inside.name}


def test_the_to_do_is_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    cast = a_cast()
    for number in range(5):
        a_submitted_paper(cast.author, about=f"programme.Project:{number}")

    with django_assert_num_queries(2):
        found = [(paper.title, paper.author.name, paper.place.name) for paper in waiting(cast.clerk)]

    assert len(found) == 5


def test_the_page_of_a_paper_is_three_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    paper = Paper.objects.select_related("author", "author_post").get(
        pk=a_submitted_paper(a_cast().author).pk
    )

    with django_assert_num_queries(3):
        progress_of(paper)


def test_deputies_stand_among_those_who_can() -> None:
    cast = a_cast()
    deputy, left = a_person("示例·王五"), a_person("示例·赵六")
    left.is_active = False
    left.save()
    for each in (deputy, left, cast.author):
        a_deputy_of(the_post_of(cast.clerk), each)

    assert queries.who_can(a_submitted_paper(cast.author)) == (cast.clerk.name, "示例·王五")


def test_a_stage_that_nobody_can_take_says_so() -> None:
    clerk = one(PostKind.COMMERCE_CLERK)
    paper = a_submitted_paper(clerk)

    assert queries.who_can(paper) == ()
    assert queries.who_can_words(paper) == "现在没有人能办“初审”，请安全管理员给岗位，或者定一位代理。"
    assert "现在没有人能办“初审”" in drawn(paper)


def drawn(paper: Paper) -> str:
    return render_to_string("approvals/_steps.html", {"progress": progress_of(paper)})


def points(paper: Paper) -> list[tuple[str, str, str]]:
    return [(point.title, point.words, point.look) for point in progress_of(paper).points]


def test_the_line_shows_who_and_when() -> None:
    cast = a_cast()
    paper = a_paper(cast.author)
    assert points(paper) == [
        ("提交", "等示例·承办企业提交", "here"),
        ("初审", "—", ""),
        ("批准", "—", ""),
    ]

    paper = actions.submit(paper_id=paper.pk, by=cast.author, happened_at=NOW)
    paper = actions.approve(paper_id=paper.pk, by=cast.clerk, happened_at=NOW)

    assert points(paper) == [
        ("提交", "示例·承办企业，9月29日", "done"),
        ("初审", "示例·商务局经办，9月29日", "done"),
        ("批准", "等示例·商务局负责人", "here"),
    ]


def test_a_paper_that_came_back_says_who_sent_it_and_why() -> None:
    cast = a_cast()
    paper = returned(cast, "金额<不符>")

    assert points(paper) == [
        ("提交", "等示例·承办企业补正", "here"),
        ("初审", "—", ""),
        ("批准", "—", ""),
    ]
    page = drawn(paper)
    assert "示例·商务局负责人（示例·商务局 商务局负责人）2026年9月29日10:30已经在“批准”退回。" in page
    assert "金额&lt;不符&gt;" in page
    assert "办过3步" in page


def test_earlier_rounds_stay_in_the_history_and_leave_the_line() -> None:
    cast = a_cast()
    paper = actions.submit(paper_id=returned(cast, "金额不符").pk, by=cast.author, happened_at=NOW)

    assert [look for _, _, look in points(paper)] == ["done", "here", ""]
    assert len(progress_of(paper).deeds) == 4


def test_a_withdrawn_and_an_approved_paper_wait_for_nobody() -> None:
    cast = a_cast()
    gone = a_submitted_paper(cast.author)
    gone = actions.withdraw(paper_id=gone.pk, by=cast.author, happened_at=NOW, reason="不办了")
    assert "理由：<bdi>不办了</bdi>" in drawn(gone)
    assert queries.who_can_words(gone) == ""

    done = a_submitted_paper(cast.author)
    actions.approve(paper_id=done.pk, by=cast.clerk, happened_at=NOW)
    done = actions.approve(paper_id=done.pk, by=cast.head, happened_at=NOW)
    assert [look for _, _, look in points(done)] == ["done", "done", "done"]
    assert done.place_code == COUNTY


def returned(cast: Cast, reason: str) -> Paper:
    paper = a_submitted_paper(cast.author)
    actions.approve(paper_id=paper.pk, by=cast.clerk, happened_at=NOW)
    return actions.return_for_correction(paper_id=paper.pk, by=cast.head, happened_at=NOW, reason=reason)
