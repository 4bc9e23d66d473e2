"""The end of a publicity (公示): its days have passed, and nothing stands in the way of what was shown."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import permit
from xiangji.programme.actions.constructing import construction_in_force
from xiangji.programme.actions.plan_papers import plan_paper_is_clear
from xiangji.programme.actions.publicising import project_in_force
from xiangji.programme.actions.publicity import latest, lock
from xiangji.programme.actions.selecting import award_in_force, conditions_in_force
from xiangji.programme.models import Objection, Publicity, Showable
from xiangji.programme.queries import notices
from xiangji.programme.rules import publicity as rules
from xiangji.programme.rules.publicity import Outcome, PublicityRefused
from xiangji.programme.rules.shown import Kind


class Ending(Protocol):
    def __call__(self, *, publicity: Publicity, by: User | None, happened_at: datetime) -> None: ...


# What follows when a publicity of a kind is clear: one function each, which writes, notes and announces.
_FOLLOWS: Mapping[str, Ending] = {
    Kind.PROJECT: project_in_force,
    Kind.PLAN: plan_paper_is_clear,
    Kind.CHANGE: plan_paper_is_clear,
    Kind.CONDITIONS: conditions_in_force,
    Kind.AWARD: award_in_force,
    Kind.CONSTRUCTION: construction_in_force,
}


@transaction.atomic
def conclude(*, publicity: Publicity, by: User | None, happened_at: datetime) -> Publicity:
    """The days have passed and every objection is answered. By the clock each night, or by a person."""
    if by is not None:
        permit(by, "programme.publicise", place=publicity.place_code)
    shown = lock(publicity)
    if not shown.is_open:
        said = f"没有生效。“{shown.title}”的公示已经结束：{Outcome(shown.outcome).word}。"
        raise PublicityRefused("publicity_out_of_turn", said)
    open_ones = Objection.objects.filter(publicity=shown, finding="").count()
    rules.check_clear(shown.standing(timezone.localdate(happened_at)), open_objections=open_ones)

    shown.end(Outcome.CLEAR, happened_at)
    _FOLLOWS[shown.kind](publicity=shown, by=by, happened_at=happened_at)
    return shown


def put_in_force(*, thing: Showable, by: User | None, happened_at: datetime) -> Publicity:
    """The same, for who holds the shown thing in hand."""
    shown = latest(thing)
    if shown is None:
        raise PublicityRefused("publicity_out_of_turn", f"没有生效。“{thing}”还没有公示过，这一步不合时候。")
    return conclude(publicity=shown, by=by, happened_at=happened_at)


def conclude_due(*, by: User | None, happened_at: datetime) -> list[Publicity]:
    """Each in a transaction of its own."""
    found = notices.due(timezone.localdate(happened_at))
    return [conclude(publicity=each, by=by, happened_at=happened_at) for each in found]
