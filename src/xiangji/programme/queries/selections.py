"""Reads of selections (选定): what was wanted, offered and awarded, and how far each one is."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may, reach
from xiangji.programme.models import Award, Bid, Objection, Publicity, Selection
from xiangji.programme.queries import document_of
from xiangji.programme.rules.document import BudgetLine
from xiangji.programme.rules.publicity import Outcome
from xiangji.programme.rules.selecting import Facts, Shown, Stage, stage_of
from xiangji.programme.rules.starting import Asked, Key

_SHOWN, _AWARD = "conditions_shown", "award__publicity"
_BEFORE = Q(failed_at=None, award=None)
# How the stages look to the database; rules.selecting.stage_of is their meaning, and a test compares the two.
_CONDITIONS = _BEFORE & Q(noticed_on=None)
_AWARDED = Q(failed_at=None, award__isnull=False)
WHERE = {
    Stage.WRITTEN: _CONDITIONS & Q(conditions_shown=None),
    Stage.CONDITIONS_SHOWN: _CONDITIONS & Q(conditions_shown__outcome="open", is_conditions_objected=False),
    Stage.CONDITIONS_OBJECTED: _CONDITIONS & Q(conditions_shown__outcome="open", is_conditions_objected=True),
    Stage.CONDITIONS_STOPPED: _CONDITIONS & Q(conditions_shown__outcome="stopped"),
    Stage.CONDITIONS_CLEAR: _CONDITIONS & Q(conditions_shown__outcome="clear"),
    Stage.NOTICED: _BEFORE & Q(noticed_on__isnull=False),
    Stage.AWARDED: _AWARDED & Q(award__publicity=None),
    Stage.AWARD_SHOWN: _AWARDED & Q(award__publicity__outcome="open", is_award_objected=False),
    Stage.AWARD_OBJECTED: _AWARDED & Q(award__publicity__outcome="open", is_award_objected=True),
    Stage.AWARD_STOPPED: _AWARDED & Q(award__publicity__outcome="stopped"),
    Stage.CHOSEN: _AWARDED & Q(award__publicity__outcome="clear"),
    Stage.FAILED: Q(failed_at__isnull=False),
}
_OF_A_CLERK = (
    Stage.WRITTEN,
    Stage.CONDITIONS_STOPPED,
    Stage.CONDITIONS_CLEAR,
    Stage.NOTICED,
    Stage.AWARDED,
    Stage.AWARD_STOPPED,
)
_OBJECTED = (Stage.CONDITIONS_OBJECTED, Stage.AWARD_OBJECTED)


def rows() -> QuerySet[Selection]:
    """With what the stage needs."""
    return (
        Selection.objects.select_related(
            "programme__version", _SHOWN, _AWARD, "award__bid", "award__publicity__by"
        )
        .defer("programme__version__body")
        .annotate(
            is_conditions_objected=Exists(_open_objections(_SHOWN)),
            is_award_objected=Exists(_open_objections(_AWARD)),
        )
    )


def _open_objections(path: str) -> QuerySet[Objection]:
    return Objection.objects.filter(publicity=OuterRef(path), finding="")


def lock(selection: Selection) -> Selection | None:
    """The row for this transaction alone, then read anew with what is joined to it."""
    if Selection.objects.select_for_update().filter(pk=selection.pk).first() is None:
        return None
    return rows().get(pk=selection.pk)


def stage(selection: Selection) -> Stage:
    """Of a row of `rows()`."""
    award = selection.award
    return stage_of(
        Facts(
            conditions=_shown(selection.conditions_shown, selection.is_conditions_objected),  # type: ignore[attr-defined]
            is_noticed=selection.noticed_on is not None,
            is_awarded=award is not None,
            award=_shown(award.publicity, selection.is_award_objected) if award else None,  # type: ignore[attr-defined]
            is_failed=selection.failed_at is not None,
        )
    )


def _shown(publicity: Publicity | None, is_objected: bool) -> Shown | None:  # noqa: FBT001 - one fact of two
    return Shown(Outcome(publicity.outcome), is_objected) if publicity else None


def for_person(person: User) -> QuerySet[Selection]:
    return rows().filter(reach(person, "programme.read_selections").q(place="programme__place_id"))


def waits_for(person: User, on: date) -> Q:
    """Of the rows that a person sees, those with which it is her turn."""
    turn = Q(pk__in=())
    if may(person, "programme.choose_contractor"):
        for each in _OF_A_CLERK:
            turn |= WHERE[each]
    if may(person, "programme.handle_objection"):
        for each in _OBJECTED:
            turn |= WHERE[each]
    if may(person, "programme.publicise"):
        turn |= WHERE[Stage.CONDITIONS_SHOWN] & Q(conditions_shown__ends_on__lt=on)
        turn |= WHERE[Stage.AWARD_SHOWN] & Q(award__publicity__ends_on__lt=on)
    return turn


def bids_of(selection: Selection) -> list[Bid]:
    return list(Bid.objects.filter(selection=selection).order_by("pk"))


def stopped_bids(selection: Selection) -> set[int]:
    """The bids whose award the public has stopped."""
    stopped = Award.objects.filter(selection=selection, publicity__outcome="stopped")
    return set(stopped.values_list("bid_id", flat=True))


def line_of(selection: Selection) -> BudgetLine | None:
    return document_of(selection.programme).line(selection.budget_line)


def asked_of(selection: Selection, key: Key) -> Asked | None:
    return document_of(selection.programme).asked(key)
