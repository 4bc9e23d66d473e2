"""Objections (异议) to what is publicised: anybody may, and each one is answered in public."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.core.events import announce
from xiangji.programme.actions.publicity import latest, lock, title_of
from xiangji.programme.events import ObjectionFiled, ObjectionHandled
from xiangji.programme.models import Objection, Publicity, Showable
from xiangji.programme.rules import publicity as rules
from xiangji.programme.rules.publicity import Outcome, PublicityRefused, TooManyObjections

LANE_SALT = "programme.objection"


@transaction.atomic
def file_objection(
    *, publicity: Publicity, text: str, sender: str, network: str, by: None, happened_at: datetime
) -> Objection:
    """Anybody may, without a name. The audit trail gets neither words nor name: they stay in the table."""
    shown = lock(publicity)
    today = timezone.localdate(happened_at)
    if not shown.is_open:
        said = f"没有收下。“{shown.title}”的公示已经结束：{Outcome(shown.outcome).word}。"
        raise PublicityRefused("publicity_out_of_turn", said)
    rules.check_open(shown.standing(today))
    kept, name = rules.objection_of(text, sender)
    lane = _lane(network, today)
    if Objection.objects.filter(lane=lane).count() >= rules.OBJECTIONS_A_DAY:
        raise TooManyObjections

    objection = Objection.objects.create(
        publicity=shown, text=kept, sender=name, lane=lane, filed_at=happened_at
    )
    facts: dict[str, JSON] = {"objection": objection.pk}
    note(by=by, did="programme.objection_filed", what=shown.what, happened_at=happened_at, facts=facts)
    announce(
        ObjectionFiled(
            publicity=shown.pk,
            kind=shown.kind,
            about=shown.about,
            objection=objection.pk,
            programme=shown.programme.key,
            place=shown.place_code,
            title=shown.title,
            filed_at=happened_at,
        )
    )
    return objection


@transaction.atomic
def handle_objection(
    *, publicity: Publicity, objection: int, finding: str, reply: str, by: User, happened_at: datetime
) -> Objection:
    """Answer it in public. One that is right stops what is shown; one that is not lets its days go on."""
    acting = permit(by, "programme.handle_objection", place=publicity.place_code)
    shown = lock(publicity)
    row = _unanswered(shown, objection)
    kept = rules.reply_of(reply)
    is_upheld = Objection.Finding(finding) is Objection.Finding.UPHELD

    row.answer(finding=finding, reply=kept, by=by, title=title_of(acting), at=happened_at)
    if is_upheld and shown.is_open:
        shown.end(Outcome.STOPPED, happened_at)
    facts: dict[str, JSON] = {"objection": row.pk, "finding": row.get_finding_display(), "reply": kept}
    note(by=by, did="programme.objection_handled", what=shown.what, happened_at=happened_at, facts=facts)
    announce(
        ObjectionHandled(
            publicity=shown.pk,
            kind=shown.kind,
            about=shown.about,
            objection=row.pk,
            programme=shown.programme.key,
            place=shown.place_code,
            is_upheld=is_upheld,
            handled_at=happened_at,
        )
    )
    return row


def answer_objection(
    *, thing: Showable, objection: int, finding: str, reply: str, by: User, happened_at: datetime
) -> Objection:
    """The same, for who holds the shown thing in hand."""
    shown = latest(thing)
    if shown is None:
        raise NotYours
    return handle_objection(
        publicity=shown,
        objection=objection,
        finding=finding,
        reply=reply,
        by=by,
        happened_at=happened_at,
    )


def _unanswered(shown: Publicity, key: int) -> Objection:
    row = Objection.objects.filter(pk=key, publicity=shown).first()
    if row is None:
        raise NotYours
    if row.finding:
        who = row.handled_by.name if row.handled_by else ""
        said = f"没有办结。这条异议{who}（{row.handler_title}）已经办结：{row.get_finding_display()}。"
        raise PublicityRefused("objection_was_handled", said)
    return row


def _lane(network: str, on: date) -> str:
    """Tells apart the networks of one day and of no longer; nobody can go back from it to a network."""
    return salted_hmac(LANE_SALT, f"{on.isoformat()} {network}", algorithm="sha256").hexdigest()
