"""Taking copies out of the house: the evidence pack of a project, the slip of a payment. Each is noted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours, permit
from xiangji.core.audit import note
from xiangji.programme.models import Payment, Project
from xiangji.programme.queries import projects
from xiangji.programme.queries.money import payments
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


@transaction.atomic
def take_slip(*, payment: Payment, form: str, digest: str, by: User, happened_at: datetime) -> Payment:
    """The slip (审批单) as a file, by the check digits that are printed on it."""
    place, firm = payment.project.programme.place_code, payment.project.contractor
    permit(by, "programme.read_payments", place=place, organisation=firm)
    found = payments.for_person(by).filter(pk=payment.pk).first()
    if found is None:
        raise NotYours

    facts = {"form": form, "digest": digest}
    note(by=by, did="programme.slip_taken", what=found, happened_at=happened_at, facts=facts)
    return found
