"""Two reviewers in the same second, with real transactions."""

import pytest

from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_post, one
from xiangji.core.accounts.tests.test_at_once import at_once
from xiangji.core.approvals import actions
from xiangji.core.approvals.models import Paper, Step
from xiangji.core.approvals.tests.examples import NOW, a_cast, a_paper, a_submitted_paper

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 4


def test_of_many_who_take_a_stage_at_once_one_is_done() -> None:
    cast = a_cast()
    clerks = [one(PostKind.COMMERCE_CLERK) for _ in range(MANY)]
    for clerk in clerks:
        a_post(PostKind.COMMERCE_HEAD, clerk)  # so that the next stage would be theirs, too
    paper = a_submitted_paper(cast.author)

    def approve(by: User) -> object:
        return actions.approve(paper_id=paper.pk, by=by, happened_at=NOW, seen=1)

    ended = at_once(*(lambda by=by: approve(by) for by in clerks))

    assert ended == {"done": 1, "paper_moved_on": MANY - 1}
    paper.refresh_from_db()
    assert (paper.at_stage, paper.version) == (1, 2)
    assert Step.objects.filter(paper=paper).count() == 2


def test_of_an_approval_and_a_withdrawal_at_once_one_is_done() -> None:
    cast = a_cast()
    paper = a_submitted_paper(cast.author)
    actions.approve(paper_id=paper.pk, by=cast.clerk, happened_at=NOW)

    ended = at_once(
        lambda: actions.approve(paper_id=paper.pk, by=cast.head, happened_at=NOW, seen=2),
        lambda: actions.withdraw(paper_id=paper.pk, by=cast.author, happened_at=NOW, reason="重写", seen=2),
    )

    assert ended == {"done": 1, "paper_moved_on": 1}
    assert Step.objects.filter(paper=paper).count() == 3


def test_of_two_papers_about_one_thing_at_once_one_is_begun() -> None:
    author = a_cast().author

    ended = at_once(*([lambda: a_paper(author)] * MANY))

    assert ended == {"done": 1, "paper_already_begun": MANY - 1}
    assert Paper.objects.count() == 1
