"""Photos from a phone that is not logged in: a code on the screen lets one phone add to one paper."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.audit import note
from xiangji.core.errors import Refused
from xiangji.core.evidence import files
from xiangji.core.evidence.actions import Checked, attach, check
from xiangji.core.evidence.models import PhoneLink
from xiangji.core.evidence.owners import Paper, Target, paper_to_add

LASTS = timedelta(minutes=10)
MOST_PHOTOS = 9


class CodeIsOver(Refused):
    """The code was good once. The phone cannot do anything; the person at the computer can."""

    status = 410


@dataclass(frozen=True, slots=True)
class Code:
    """Shown once as a QR; the token is kept nowhere."""

    token: str
    paper: Paper
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """What the phone's page says. `phone` is the phone's own secret, empty until it has sent something."""

    paper: Paper
    shown_by: str
    expires_at: datetime
    received: int
    phone: str = ""

    @property
    def left(self) -> int:
        return MOST_PHOTOS - self.received


@transaction.atomic
def show_phone_code(*, to: str, by: User, happened_at: datetime) -> Code:
    target = Target.parse(to)
    paper = paper_to_add(by, target)
    token = secrets.token_urlsafe(32)
    now = timezone.now()

    PhoneLink.objects.create(
        token_sha256=_digest(token),
        target=str(target),
        shown_by=by,
        made_at=now,
        expires_at=now + LASTS,
    )
    _note(by, "evidence.phone_shown", target, happened_at=happened_at)
    return Code(token, paper, now + LASTS)


def visit(token: str, phone: str) -> Visit:
    """The page on the phone, as long as the code is good and nobody else's."""
    link = PhoneLink.objects.select_related("shown_by").filter(token_sha256=_digest(token)).first()
    return _visit(_good(link, phone), phone)


def add_from_phone(*, token: str, phone: str, photos: Sequence[File[bytes]], happened_at: datetime) -> Visit:
    """All of these photos or none. The first phone that sends something keeps the code for itself.

    The person who showed the code is the one who adds; her permission is asked again now.
    """
    visit(token, phone)
    checked = [_photo(photo) for photo in photos]
    if not checked:
        raise Refused("no_photo_chosen", "还没有传。没有选照片，请先拍一张，或者从相册里选。")
    kept = [(one, files.keep(one.content)) for one in checked[:MOST_PHOTOS]]

    with transaction.atomic():
        found = PhoneLink.objects.select_for_update().filter(token_sha256=_digest(token)).first()
        link = _good(found, phone)
        if link.received + len(checked) > MOST_PHOTOS:
            raise Refused(
                "too_many_photos",
                f"照片没有传。选了{len(checked)}张，这个码还能传{MOST_PHOTOS - link.received}张，"
                "请少选几张。",
            )
        by, target = link.shown_by, Target.parse(link.target)
        paper_to_add(by, target)
        for one, sha256 in kept:
            attach(target, one, sha256, by=by, happened_at=happened_at, is_from_phone=True)
        secret = phone or secrets.token_urlsafe(32)
        link.phone_sha256 = _digest(secret)
        link.received += len(kept)
        if link.received == MOST_PHOTOS:
            _end(link, happened_at=happened_at)
        link.save()
    return _visit(link, secret)


@transaction.atomic
def end_phone_code(*, token: str, phone: str, happened_at: datetime) -> Paper:
    """The person with the phone says that this was all."""
    found = PhoneLink.objects.select_for_update().filter(token_sha256=_digest(token)).first()
    link = _good(found, phone)
    paper = paper_to_add(link.shown_by, Target.parse(link.target))
    _end(link, happened_at=happened_at)
    link.save()
    return paper


def _good(link: PhoneLink | None, phone: str) -> PhoneLink:
    if link is None or not link.shown_by.is_active:
        raise NotYours
    if link.ended_at is not None:
        raise CodeIsOver("phone_code_used", "这个码用完了，没有再收照片。要再加，请在电脑上再出一个码。")
    if link.expires_at <= timezone.now():
        raise CodeIsOver(
            "phone_code_expired",
            f"这个码过了{LASTS // timedelta(minutes=1)}分钟，没有再收照片。要再加，请在电脑上再出一个码。",
        )
    if link.phone_sha256 and not constant_time_compare(link.phone_sha256, _digest(phone)):
        raise CodeIsOver(
            "phone_code_taken",
            "这个码已经有一部手机在用，没有再收照片。请用那部手机，或者在电脑上再出一个码。",
        )
    return link


def _photo(photo: File[bytes]) -> Checked:
    checked = check(photo)
    if not checked.kind.is_picture:
        raise Refused(
            "not_a_photo",
            f"照片没有传。文件“{checked.name}”是{checked.kind.label}，这里只收照片；别的文件请在电脑上加。",
        )
    return checked


def _visit(link: PhoneLink, phone: str) -> Visit:
    paper = paper_to_add(link.shown_by, Target.parse(link.target))
    return Visit(paper, link.shown_by.name, link.expires_at, link.received, phone)


def _end(link: PhoneLink, *, happened_at: datetime) -> None:
    link.ended_at = timezone.now()
    _note(
        link.shown_by,
        "evidence.phone_ended",
        Target.parse(link.target),
        happened_at=happened_at,
        photos=link.received,
    )


def _note(by: User, did: str, target: Target, *, happened_at: datetime, photos: int = 0) -> None:
    what = f"{target.model} {target.key}"
    note(by=by, did=did, what=what, happened_at=happened_at, facts={"photos": photos} if photos else {})


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
