"""The second factor of staff posts (动态口令, RFC 6238). Each code opens once."""

import hmac
from dataclasses import dataclass
from datetime import datetime

import pyotp
from django.conf import settings
from django.db import transaction

from xiangji.core.accounts.models import SecondFactor, User
from xiangji.core.accounts.permitting import posts_of
from xiangji.core.audit import note
from xiangji.core.errors import Refused
from xiangji.core.parties import sealing
from xiangji.core.places.county import current_county

STEP_SECONDS = 30
STEPS_OFF = 1  # a phone's clock may be half a minute off
_TABLE, _FIELD = "accounts_secondfactor", "secret"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a person's code generator must learn: as an address to be drawn as a QR code, and to be typed."""

    uri: str
    secret: str


def is_on() -> bool:
    """A county's setting; a demo has it off, and says so."""
    return bool(settings.TOTP)


def is_enrolled(person: User) -> bool:
    return SecondFactor.objects.filter(person=person, confirmed_at__isnull=False).exists()


def is_asked_of(person: User) -> bool:
    """At the log-in."""
    return is_on() and is_enrolled(person)


def is_missing(person: User) -> bool:
    """Whether the person must enrol before anything else."""
    return is_on() and any(acting.kind.is_staff for acting in posts_of(person)) and not is_enrolled(person)


@transaction.atomic
def begin(*, by: User, happened_at: datetime) -> Enrolment:
    """A new secret; asking again before it is confirmed gives another one."""
    User.objects.select_for_update().get(pk=by.pk)
    if is_enrolled(by):
        raise Refused(
            "second_factor_stands", "没有重新登记。您的动态口令已经登记好；手机丢了，请安全管理员先清掉旧的。"
        )
    secret = pyotp.random_base32()
    SecondFactor.objects.update_or_create(
        person=by,
        defaults={
            "secret": sealing.seal(secret, table=_TABLE, field=_FIELD, row=by.pk),
            "begun_at": happened_at,
            "last_step": 0,
        },
    )
    uri = pyotp.TOTP(secret).provisioning_uri(name=by.username, issuer_name=current_county().slip)
    return Enrolment(uri, secret)


@transaction.atomic
def confirm(*, code: str, by: User, happened_at: datetime) -> None:
    """The first code shows that the phone has learnt the secret."""
    factor = SecondFactor.objects.select_for_update().filter(person=by, confirmed_at=None).first()
    if factor is None or not _is_used_up(factor, code, happened_at):
        raise Refused(
            "second_factor_not_confirmed",
            "没有登记好。这6位数不对或者过时了，请看手机上现在的6位数再填；手机的时间要准。",
        )
    factor.confirmed_at = happened_at
    factor.save(update_fields=["confirmed_at"])
    note(by=by, did="accounts.second_factor_confirmed", what=by, happened_at=happened_at)


@transaction.atomic
def opens(person: User, code: str, now: datetime) -> bool:
    """Whether the code is right, and not used before; it is used up by this."""
    factor = SecondFactor.objects.select_for_update().filter(person=person).first()
    return factor is not None and factor.confirmed_at is not None and _is_used_up(factor, code, now)


def _is_used_up(factor: SecondFactor, code: str, now: datetime) -> bool:
    typed = "".join(code[:20].split())
    secret = sealing.unseal(bytes(factor.secret), table=_TABLE, field=_FIELD, row=factor.pk)
    generator, present = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    for step in range(max(present - STEPS_OFF, factor.last_step + 1), present + STEPS_OFF + 1):
        if hmac.compare_digest(generator.generate_otp(step).encode(), typed.encode(errors="replace")):
            factor.last_step = step
            factor.save(update_fields=["last_step"])
            return True
    return False
