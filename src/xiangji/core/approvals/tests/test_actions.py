"""The way of a paper, and everything that must not move it."""

import pytest

from xiangji.core.approvals import actions, queries
from xiangji.core.approvals.tests.examples import NOW, a_cast, a_submitted_paper

pytestmark = pytest.mark.django_db


def test_a_paper_is_approved_by_its_stages_in_order() -> None:
    cast = a_cast()
    paper = a_submitted_paper(cast.author)

    actions.approve(paper_id=paper.pk, by=cast.clerk, happened_at=NOW, reason="五项齐全", seen=1)
    done = actions.approve(paper_id=paper.pk, by=cast.head, happened_at=NOW, seen=2)

    assert done.state == "approved"
    assert [(step.did, step.stage, step.by.name, step.post_title) for step in queries.steps_of(done)] == [
        ("submitted", "", "示例·承办企业", "示例甲公司 承办企业"),
        ("approved", "first", "示例·商务局经办", "示例·商务局 商务局经办"),
        ("approved", "last", "示例·商务局负责人", "示例·商务局 商务局负责人"),
    ]
