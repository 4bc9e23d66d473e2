"""Reads: what waits for a person, who can take a stage, how a paper came to where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from xiangji.core.approvals.hands import conflict_of, everyone_able
from xiangji.core.approvals.models import Paper, Step
from xiangji.core.approvals.rules.deciding import can_take


def steps_of(paper: Paper) -> list[Step]:
    """From the first to the last, over all rounds. One query."""
    rows = Step.objects.filter(paper=paper).select_related("by", "post__person", "post__organisation")
    return list(rows.order_by("number"))


def who_can(paper: Paper, steps: Sequence[Step] | None = None) -> tuple[str, ...]:
    """The names of the people who could take the stage that waits; empty when none waits or nobody could."""
    stage = paper.stage
    if stage is None:
        return ()
    taken = steps_of(paper) if steps is None else steps
    able = [acting for acting in everyone_able(paper, stage) if conflict_of(acting, paper, taken) is None]
    return tuple(dict.fromkeys(acting.person.name for acting in able))


def who_can_words(paper: Paper, steps: Sequence[Step] | None = None) -> str:
    """A sentence, also for a stage that nobody can take; nothing when no stage waits."""
    return can_take(paper.stage, who_can(paper, steps)) if paper.stage else ""
