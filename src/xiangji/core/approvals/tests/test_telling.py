"""What a step leaves behind for others: the fact that is announced, and the words in the audit trail."""

import json

import pytest
from django.db import transaction

from xiangji.core.accounts.tests.examples import COUNTY
from xiangji.core.approvals import actions
from xiangji.core.approvals.tests.examples import ABOUT, NOW, STAGES, a_cast, a_paper, a_submitted_paper
from xiangji.core.audit.models import Entry
from xiangji.core.events.models import Fact

pytestmark = pytest.mark.django_db


def heard() -> list[tuple[str, int]]:
    """The facts that were announced, each with the version of its paper."""
    return [(fact.name, json.loads(fact.body)["version"]) for fact in Fact.objects.order_by("pk")]


def test_others_hear_of_every_step_and_which_version_it_made() -> None:
    cast = a_cast()
    paper = a_submitted_paper(cast.author)
    actions.approve(paper_id=paper.pk, by=cast.clerk, happened_at=NOW)
    actions.return_for_correction(paper_id=paper.pk, by=cast.head, happened_at=NOW, reason="金额不符")
    actions.submit(paper_id=paper.pk, by=cast.author, happened_at=NOW)
    actions.approve(paper_id=paper.pk, by=cast.clerk, happened_at=NOW)
    actions.approve(paper_id=paper.pk, by=cast.head, happened_at=NOW)

    assert heard() == [
        ("approvals.PaperSubmitted", 1),
        ("approvals.PaperMovedOn", 2),
        ("approvals.PaperReturned", 3),
        ("approvals.PaperSubmitted", 4),
        ("approvals.PaperMovedOn", 5),
        ("approvals.PaperApproved", 6),
    ]


def test_others_hear_that_a_paper_was_withdrawn_and_why() -> None:
    cast = a_cast()
    paper = a_submitted_paper(cast.author)
    actions.withdraw(paper_id=paper.pk, by=cast.author, happened_at=NOW, reason="不办了")

    assert heard()[-1] == ("approvals.PaperWithdrawn", 2)
    assert json.loads(Fact.objects.get(name="approvals.PaperWithdrawn").body)["reason"] == "不办了"


def test_what_was_submitted_stands_word_for_word_in_its_entry() -> None:
    cast = a_cast()
    paper = a_paper(cast.author)
    actions.submit(paper_id=paper.pk, by=cast.author, happened_at=NOW, facts={"goal": "镇里当天分拣完"})

    facts = json.loads(Entry.objects.get(did="approvals.submitted").text)["facts"]

    assert facts == {
        "paper": paper.pk,
        "kind": "programme.project",
        "round": 1,
        "stage": "",
        "state": "submitted",
        "reason": "",
        "goal": "镇里当天分拣完",
    }


def test_a_draft_can_be_noted_word_for_word_too() -> None:
    actions.begin(
        kind="programme.project",
        about=ABOUT,
        title="示例·村级站点改造",
        stages=STAGES,
        place=COUNTY,
        organisation=None,
        by=a_cast().author,
        happened_at=NOW,
        facts={"goal": "一村一点"},
    )

    assert json.loads(Entry.objects.get(did="approvals.begun").text)["facts"]["goal"] == "一村一点"


def test_what_approvals_notes_itself_is_not_overwritten() -> None:
    paper = a_paper(a_cast().author)
    before = (Entry.objects.count(), Fact.objects.count())

    with pytest.raises(ValueError, match="state"), transaction.atomic():
        actions.submit(paper_id=paper.pk, by=paper.author, happened_at=NOW, facts={"state": "approved"})

    paper.refresh_from_db()
    assert paper.state == "draft"
    assert (Entry.objects.count(), Fact.objects.count()) == before
