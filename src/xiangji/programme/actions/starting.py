"""Beginning work (开工): only with what the plan asks for, or in principle with a reason."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.core.events import announce
from xiangji.programme.actions.publicity import title_of
from xiangji.programme.events import WorkStarted
from xiangji.programme.models import Project, WorkStart
from xiangji.programme.queries import projects, works
from xiangji.programme.rules import starting as rules
from xiangji.programme.rules.starting import StartRefused
from xiangji.programme.rules.words import day_words


@transaction.atomic
def start_work(
    *, project: Project, started_on: date, reason: str, by: User, happened_at: datetime
) -> WorkStart:
    """Say that work began; refused with everything that is missing (PRG-68 to PRG-71)."""
    locked = projects.lock(project)
    if locked is None:
        raise NotYours
    acting = permit(
        by, "programme.start_work", place=locked.programme.place_code, organisation=locked.contractor
    )
    work = works.work_of(locked)
    if work.start is not None:
        said = f"没有登记。“{locked.name}”{day_words(work.start.started_on)}已经开工，不用再登记。"
        raise StartRefused("work_has_started", said)
    kept, lacking = rules.check_start(work.conditions, reason)
    shown = locked.publicity
    ended = timezone.localdate(shown.ended_at) if shown and shown.ended_at else locked.in_force_before
    rules.check_day(started_on, today=timezone.localdate(happened_at), in_force_on=ended)

    begun = WorkStart.objects.create(
        project=locked,
        started_on=started_on,
        lacking="、".join(each.word for each in lacking),
        reason=kept if lacking else "",
        by=by,
        post_title=title_of(acting),
        at=happened_at,
    )
    facts: dict[str, JSON] = {
        "started_on": started_on.isoformat(),
        "lacking": begun.lacking,
        "reason": begun.reason,
    }
    note(by=by, did="programme.work_started", what=locked, happened_at=happened_at, facts=facts)
    announce(
        WorkStarted(
            project=locked.pk,
            programme=locked.programme.key,
            place=locked.programme.place_code,
            organisation=locked.contractor_id,
            started_on=started_on,
            registered_at=happened_at,
        )
    )
    return begun
