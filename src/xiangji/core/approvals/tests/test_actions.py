"""The way of a paper, and everything that must not move it."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from xiangji.core.accounts.models import Post, User
from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import (
    LONG_AGO,
    TOWN,
    a_person,
    a_post,
    an_organisation,
    one,
)
from xiangji.core.approvals import actions, queries
from xiangji.core.approvals.models import Paper, Step
from xiangji.core.approvals.rules.deciding import NotTaken, Stage
from xiangji.core.approvals.tests.examples import (
    ABOUT,
    FIRST,
    LAST,
    NOW,
    STAGES,
    a_cast,
    a_deputy_of,
    a_paper,
    a_submitted_paper,
    the_post_of,
)
from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused
from xiangji.core.events.models import Fact

pytestmark = pytest.mark.django_db


def refused(act: object, paper: Paper, by: User, **more: object) -> Refused:
    """The refusal; nothing at all was changed by it."""
    before = _everything()
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act(paper_id=paper.pk, by=by, happened_at=NOW, **more)  # type: ignore[operator]
    assert _everything() == before
    return refusal.value


def test_a_paper_is_approved_by_its_stages_in_order() -> None:
    cast = a_cast()
    paper = a_submitted_paper(cast.author)

    actions.approve(paper_id=paper.pk, by=cast.clerk, happened_at=NOW, reason="五项齐全", seen=1)
    done = actions.approve(paper_id=paper.pk, by=cast.head, happened_at=NOW, seen=2)

    assert (done.state, done.at_stage, done.version, done.waits_for) == ("approved", 2, 3, "")
    assert [(step.did, step.stage, step.by.name, step.post_title) for step in queries.steps_of(done)] == [
        ("submitted", "", "示例·承办企业", "示例甲公司 承办企业"),
        ("approved", "first", "示例·商务局经办", "示例·商务局 商务局经办"),
        ("approved", "last", "示例·商务局负责人", "示例·商务局 商务局负责人"),
    ]


def test_each_step_is_one_entry_under_the_name_of_the_thing() -> None:
    cast = a_cast()
    paper = a_submitted_paper(cast.author)
    actions.return_for_correction(paper_id=paper.pk, by=cast.clerk, happened_at=NOW, reason="缺验收标准")
    actions.withdraw(paper_id=paper.pk, by=cast.author, happened_at=NOW, reason="不办了")

    assert list(Entry.objects.order_by("pk").values_list("did", "what")) == [
        ("approvals.begun", "programme.Project 12"),
        ("approvals.submitted", "programme.Project 12"),
        ("approvals.returned", "programme.Project 12"),
        ("approvals.withdrawn", "programme.Project 12"),
    ]
    facts = json.loads(Entry.objects.get(did="approvals.returned").text)["facts"]
    assert facts == {
        "paper": paper.pk,
        "kind": "programme.project",
        "round": 1,
        "stage": "初审",
        "state": "returned",
        "reason": "缺验收标准",
    }


def test_a_paper_that_came_back_begins_again_at_the_first_stage() -> None:
    cast = a_cast()
    paper = a_submitted_paper(cast.author)
    actions.approve(paper_id=paper.pk, by=cast.clerk, happened_at=NOW)

    back = actions.return_for_correction(paper_id=paper.pk, by=cast.head, happened_at=NOW, reason="金额不符")
    again = actions.submit(paper_id=paper.pk, by=cast.author, happened_at=NOW, reason="金额已改")

    assert (back.state, back.at_stage) == ("returned", 0)
    assert (again.state, again.at_stage, again.round) == ("submitted", 0, 2)
    assert refused(actions.approve, paper, cast.head).code == "not_permitted"


def test_a_return_and_a_withdrawal_need_a_reason() -> None:
    cast = a_cast()
    paper = a_submitted_paper(cast.author)

    assert refused(actions.return_for_correction, paper, cast.clerk).code == "step_needs_reason"
    assert refused(actions.withdraw, paper, cast.author).code == "step_needs_reason"


def test_an_approved_paper_never_moves_again() -> None:
    cast = a_cast()
    paper = a_submitted_paper(cast.author)
    actions.approve(paper_id=paper.pk, by=cast.clerk, happened_at=NOW)
    actions.approve(paper_id=paper.pk, by=cast.head, happened_at=NOW)

    for act, person in (
        (actions.submit, cast.author),
        (actions.withdraw, cast.author),
        (actions.approve, cast.head),
        (actions.return_for_correction, cast.head),
    ):
        refusal = refused(act, paper, person, reason="再想想")

        assert refusal.code == "step_out_of_turn"
        assert "示例·商务局负责人" in refusal.sentence


def test_nobody_takes_a_stage_of_her_own_paper() -> None:
    clerk, head = one(PostKind.COMMERCE_CLERK), one(PostKind.COMMERCE_HEAD)
    paper = a_submitted_paper(clerk)

    refusal = refused(actions.approve, paper, clerk)

    assert refusal.code == "paper_is_own"
    assert "现在没有人能办“初审”" in refusal.sentence
    assert head.name not in refusal.sentence


def test_a_second_post_does_not_make_the_author_another_person() -> None:
    author = one(PostKind.CONTRACTOR, organisation=an_organisation("示例甲公司"))
    a_post(PostKind.COMMERCE_CLERK, author)
    colleague = one(PostKind.COMMERCE_CLERK)
    paper = a_submitted_paper(author)

    refusal = refused(actions.approve, paper, author)

    assert refusal.code == "paper_is_own"
    assert colleague.name in refusal.sentence


def test_two_posts_of_one_person_do_not_take_two_stages() -> None:
    cast = a_cast()
    a_post(PostKind.COMMERCE_HEAD, cast.clerk)
    paper = a_submitted_paper(cast.author)
    actions.approve(paper_id=paper.pk, by=cast.clerk, happened_at=NOW)

    refusal = refused(actions.approve, paper, cast.clerk)

    assert refusal.code == "stage_by_same_person"
    assert "能办“批准”的有示例·商务局负责人。" in refusal.sentence


def test_the_author_takes_no_stage_as_a_deputy() -> None:
    cast = a_cast()
    a_deputy_of(the_post_of(cast.clerk), cast.author)
    paper = a_submitted_paper(cast.author)

    assert refused(actions.approve, paper, cast.author).code == "paper_is_own"


def test_the_authors_deputy_takes_no_stage_in_the_authors_name() -> None:
    """Written as the deputy of the head: neither of the two decides on it."""
    head, writer = one(PostKind.COMMERCE_HEAD), a_person("示例·王五")
    clerk = one(PostKind.COMMERCE_CLERK)
    a_deputy_of(the_post_of(head), writer)
    paper = a_submitted_paper(writer)
    actions.approve(paper_id=paper.pk, by=clerk, happened_at=NOW)

    assert refused(actions.approve, paper, writer).code == "paper_is_own"
    assert refused(actions.approve, paper, head).code == "paper_is_own"


def test_who_took_a_stage_as_a_deputy_used_up_the_holders_hand_too() -> None:
    cast = a_cast()
    deputy = a_person("示例·王五")
    a_post(PostKind.COMMERCE_CLERK, cast.head, organisation=an_organisation("示例·二局"))
    second = Post.objects.get(person=cast.head, kind="commerce_clerk")
    a_deputy_of(second, deputy)
    paper = a_submitted_paper(cast.author)
    actions.approve(paper_id=paper.pk, by=deputy, happened_at=NOW)

    assert refused(actions.approve, paper, cast.head).code == "stage_by_same_person"
    assert not queries.waiting_for(cast.head)


def test_a_deputy_takes_a_stage_for_the_days_she_stands_in() -> None:
    cast = a_cast()
    deputy = a_person("示例·王五")
    a_deputy_of(the_post_of(cast.clerk), deputy)
    paper = a_submitted_paper(cast.author)

    actions.approve(paper_id=paper.pk, by=deputy, happened_at=NOW)

    assert queries.steps_of(paper)[-1].post_title == "示例·商务局 商务局经办（代理）"


def test_a_deputy_of_two_acts_in_the_post_that_is_free() -> None:
    """Deputy of the author and of another clerk: as the first she is the author's hand, as the second not."""
    author, other = one(PostKind.COMMERCE_CLERK), one(PostKind.COMMERCE_CLERK)
    deputy = a_person("示例·王五")
    for person in (author, other):
        a_deputy_of(the_post_of(person), deputy)
    paper = a_submitted_paper(author)

    actions.approve(paper_id=paper.pk, by=deputy, happened_at=NOW)

    assert queries.steps_of(paper)[-1].post == the_post_of(other)


def test_the_colleague_who_submits_takes_no_stage() -> None:
    author, colleague = one(PostKind.COMMERCE_CLERK), one(PostKind.COMMERCE_CLERK)
    third = one(PostKind.COMMERCE_CLERK)
    paper = a_paper(author)
    actions.submit(paper_id=paper.pk, by=colleague, happened_at=NOW)

    assert refused(actions.approve, paper, colleague).code == "paper_is_own"

    actions.approve(paper_id=paper.pk, by=third, happened_at=NOW)


def test_the_author_takes_no_stage_of_what_a_colleague_submitted() -> None:
    author, colleague = one(PostKind.COMMERCE_CLERK), one(PostKind.COMMERCE_CLERK)
    paper = a_paper(author)
    actions.submit(paper_id=paper.pk, by=colleague, happened_at=NOW)

    assert refused(actions.approve, paper, author).code == "paper_is_own"


def test_who_was_written_for_takes_no_stage_of_what_a_colleague_submitted() -> None:
    head, colleague = one(PostKind.COMMERCE_HEAD), one(PostKind.COMMERCE_HEAD)
    writer = a_person("示例·王五")
    a_deputy_of(the_post_of(head), writer)
    paper = a_paper(writer, stages=(LAST,))
    paper = actions.submit(paper_id=paper.pk, by=colleague, happened_at=NOW)

    assert refused(actions.approve, paper, head).code == "paper_is_own"
    assert not queries.waiting_for(head)
    assert queries.who_can(paper) == ()


def test_only_the_authors_side_submits_and_withdraws() -> None:
    cast = a_cast()
    paper = a_paper(cast.author)

    for act in (actions.submit, actions.withdraw):
        refusal = refused(act, paper, cast.head, reason="催办")

        assert refusal.code == "paper_is_of_another"
        assert "示例·承办企业" in refusal.sentence


def test_strangers_learn_nothing() -> None:
    cast = a_cast()
    paper = a_submitted_paper(cast.author)
    far = one(PostKind.COMMERCE_HEAD, place=TOWN)
    actions.approve(paper_id=paper.pk, by=cast.clerk, happened_at=NOW)
    actions.approve(paper_id=paper.pk, by=cast.head, happened_at=NOW)
    keeper = one(PostKind.KEEPER)

    for act in (actions.submit, actions.withdraw, actions.approve, actions.return_for_correction):
        for more in ({"reason": "看看"}, {"reason": "看看", "seen": 1}):
            assert isinstance(refused(act, paper, keeper, **more), NotPermitted)
            assert isinstance(refused(act, paper, far, **more), NotYours)


def test_a_paper_that_is_not_there_is_said_like_one_that_is_not_yours() -> None:
    with pytest.raises(NotYours):
        actions.approve(paper_id=999, by=one(PostKind.COMMERCE_HEAD), happened_at=NOW)


def test_contents_change_only_while_the_paper_is_with_its_author() -> None:
    cast = a_cast()
    paper = a_paper(cast.author)

    with transaction.atomic():
        assert actions.paper_to_change(cast.author, paper.pk) == paper

    actions.submit(paper_id=paper.pk, by=cast.author, happened_at=NOW)
    with pytest.raises(NotTaken, match=r"没有改。示例·承办企业.*等“初审”"), transaction.atomic():
        actions.paper_to_change(cast.author, paper.pk)

    actions.return_for_correction(paper_id=paper.pk, by=cast.clerk, happened_at=NOW, reason="缺内容")
    with transaction.atomic():
        actions.paper_to_change(cast.author, paper.pk)


def test_a_thing_has_one_open_paper_of_a_kind() -> None:
    cast = a_cast()
    paper = a_paper(cast.author)

    with pytest.raises(NotTaken, match="示例·承办企业已经写了一件，现在是“草稿”") as refusal:
        a_paper(cast.author)
    assert refusal.value.code == "paper_already_begun"
    assert Paper.objects.count() == 1

    actions.withdraw(paper_id=paper.pk, by=cast.author, happened_at=NOW, reason="重写")
    assert a_paper(cast.author).about == ABOUT


def test_a_capability_that_nobody_defined_is_a_bug() -> None:
    with pytest.raises(LookupError, match=r"programme\.dream"):
        a_paper(a_person(), stages=(Stage("one", "想", "programme.dream"),))


def test_the_slower_of_two_is_told_who_was_faster() -> None:
    cast, second = a_cast(), one(PostKind.COMMERCE_CLERK)
    paper = a_submitted_paper(cast.author)
    actions.approve(paper_id=paper.pk, by=cast.clerk, happened_at=NOW, seen=1)

    with_seen = refused(actions.approve, paper, second, seen=1)
    without = refused(actions.approve, paper, second)

    assert with_seen.code == without.code == "paper_moved_on"
    assert cast.clerk.name in with_seen.sentence


def test_a_person_who_may_take_both_stages_takes_none_unseen() -> None:
    cast, both = a_cast(), one(PostKind.COMMERCE_CLERK)
    a_post(PostKind.COMMERCE_HEAD, both)
    paper = a_submitted_paper(cast.author)
    actions.approve(paper_id=paper.pk, by=cast.clerk, happened_at=NOW)

    assert refused(actions.approve, paper, both, seen=1).code == "paper_moved_on"


def test_a_post_that_was_lost_takes_nothing_any_more() -> None:
    cast = a_cast()
    paper = a_submitted_paper(cast.author)
    Post.objects.filter(person=cast.clerk).update(ended_at=LONG_AGO, end_reason="调离")

    assert refused(actions.approve, paper, cast.clerk).code == "not_permitted"


@pytest.mark.parametrize("kind", list(PostKind))
@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_is_taken_by_the_posts_of_its_capability_alone(kind: PostKind, stage: Stage) -> None:
    able = {
        FIRST: {PostKind.COMMERCE_CLERK},
        LAST: {PostKind.COMMERCE_HEAD, PostKind.LEADING_GROUP},
    }
    author = one(PostKind.CONTRACTOR, organisation=an_organisation("示例甲公司"))
    paper = a_submitted_paper(author, stages=(stage,))
    person = one(kind)

    if kind in able[stage]:
        assert actions.approve(paper_id=paper.pk, by=person, happened_at=NOW).state == "approved"
    else:
        assert isinstance(refused(actions.approve, paper, person), NotPermitted)


def test_steps_are_only_added() -> None:
    paper = a_submitted_paper(a_cast().author)

    for statement in ("UPDATE approvals_step SET reason = 'x'", "DELETE FROM approvals_step"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Step.objects.get(paper=paper).reason == ""


def _everything() -> tuple[object, ...]:
    return (
        list(Paper.objects.order_by("pk").values()),
        list(Step.objects.order_by("pk").values()),
        Entry.objects.count(),
        Fact.objects.count(),
    )
