"""Publicity (公示) of whatever it is: shown to everybody for working days.

The action that shows a thing permits and locks it, and calls `start`; rules.shown names the kinds.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from xiangji.core import policy
from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting, NotYours
from xiangji.core.audit import JSON, note
from xiangji.core.calendar import add_working_days
from xiangji.core.events import announce
from xiangji.core.values import PlaceCode
from xiangji.programme.events import Publicised
from xiangji.programme.models import Programme, Publicity, Showable
from xiangji.programme.rules import publicity as rules
from xiangji.programme.rules.publicity import Term
from xiangji.programme.rules.shown import Body, Kind


def start(
    *,
    kind: Kind,
    about: str,
    title: str,
    programme: Programme,
    body: Body,
    acting: Acting,
    by: User,
    happened_at: datetime,
    days: int | None = None,
    reason: str = "",
    rule_keys: Sequence[str] = (rules.RULE,),
    rule_day: date | None = None,
) -> Publicity:
    """Show it to everybody from tomorrow, for the days that the first of the rules says, or a person.

    To be called in the transaction of the action that permitted and locked the thing.
    """
    today = timezone.localdate(happened_at)
    term = _term(programme.place_code, rule_day or today, rule_keys, days=days, reason=reason)
    counted = [add_working_days(today, number + 1) for number in range(term.days)]
    shown = Publicity.objects.create(
        kind=kind.value,
        about=about,
        programme=programme,
        title=title,
        body=body.json,
        started_at=happened_at,
        counted=[each.day.isoformat() for each in counted],
        ends_on=counted[-1].day,
        because=term.because,
        unpublished=rules.unpublished_words(counted[-1].unpublished_years),
        by=by,
        post_title=title_of(acting),
    )
    _tell(shown, term)
    return shown


def _tell(shown: Publicity, term: Term) -> None:
    facts: dict[str, JSON] = {
        "days": term.days,
        "ends_on": shown.ends_on.isoformat(),
        "because": term.because,
    }
    note(
        by=shown.by,
        did="programme.publicised",
        what=shown.what,
        happened_at=shown.started_at,
        facts=facts,
    )
    announce(
        Publicised(
            publicity=shown.pk,
            kind=shown.kind,
            about=shown.about,
            programme=shown.programme.key,
            place=shown.place_code,
            title=shown.title,
            days=term.days,
            ends_on=shown.ends_on,
            publicised_at=shown.started_at,
        )
    )


def latest(thing: Showable) -> Publicity | None:
    """As the table knows it: the row in somebody's hands may be older than its publicity."""
    return Publicity.objects.select_related("programme").filter(about=thing.about).order_by("-pk").first()


def lock(publicity: Publicity) -> Publicity:
    """The row for this transaction alone; its programme is read beside it."""
    if Publicity.objects.select_for_update().filter(pk=publicity.pk).first() is None:
        raise NotYours
    return Publicity.objects.select_related("programme__version", "by").get(pk=publicity.pk)


def title_of(acting: Acting) -> str:
    return f"{acting.post.organisation.name} {acting.title}"


def _term(place: PlaceCode, on: date, keys: Sequence[str], *, days: int | None, reason: str) -> Term:
    for key in keys:
        try:
            rule = policy.rule(key, place=place, on=on)
        except policy.NoRule:
            continue
        return rules.term(rule.value, rule.words, rule.unit, stated=days, reason=reason)
    return rules.term(None, "", "", stated=days, reason=reason)
