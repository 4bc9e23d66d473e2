"""Where else a publicity stood (媒体): a change stands where its original stood, before it counts."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import permit
from xiangji.core.audit import JSON, note
from xiangji.programme.actions.plan_papers import plan_paper_is_clear
from xiangji.programme.actions.publicity import lock, title_of
from xiangji.programme.models import Medium, Publicity
from xiangji.programme.rules import publicity as rules
from xiangji.programme.rules.publicity import PublicityRefused
from xiangji.programme.rules.shown import Kind


@transaction.atomic
def note_medium(
    *, publicity: Publicity, name: str, address: str, on: date, by: User, happened_at: datetime
) -> Medium:
    """A scan or a screenshot of it is attached to the publicity."""
    acting = permit(by, "programme.publicise", place=publicity.place_code)
    locked = lock(publicity)
    kept, where = rules.medium_of(name, address, on=on, today=timezone.localdate(happened_at))
    if Medium.objects.filter(publicity=locked, name=kept, on=on).exists():
        raise PublicityRefused("medium_is_noted", f"没有记下。“{kept}”的这一天已经记过了。")

    medium = Medium.objects.create(
        publicity=locked,
        name=kept,
        address=where,
        on=on,
        by=by,
        post_title=title_of(acting),
        at=happened_at,
    )
    facts: dict[str, JSON] = {"medium": kept, "address": where, "on": on.isoformat()}
    note(by=by, did="programme.medium_noted", what=locked.what, happened_at=happened_at, facts=facts)
    if locked.kind in {Kind.PLAN, Kind.CHANGE}:
        plan_paper_is_clear(publicity=locked, by=by, happened_at=happened_at)
    return medium
