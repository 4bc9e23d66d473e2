"""Taking the evidence pack of a project: a copy of everything leaves, so it is permitted and written down."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours, permit
from xiangji.core.audit import note
from xiangji.programme.models import Project
from xiangji.programme.queries import projects
from xiangji.programme.queries.money.pack import gather
from xiangji.programme.rules.money.pack import Pack


@transaction.atomic
def take_pack(*, project: Project, by: User, happened_at: datetime) -> Pack:
    """What a project that this person may see holds; its files are read when the zip is written."""
    permit(by, "programme.take_pack", place=project.programme.place_code)
    found = projects.for_person(by).filter(pk=project.pk).first()
    if found is None:
        raise NotYours

    pack = gather(found, by=by)
    note(
        by=by,
        did="programme.pack_taken",
        what=found,
        happened_at=happened_at,
        facts={
            "papers": pack.papers,
            "evidence": pack.files,
            "entries": len(pack.entries),
            "left_out": pack.left_out,
        },
    )
    return pack
