"""Passwords as they are kept: hashed by Django, the last five remembered, one-time ones with an end."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.contrib.auth.hashers import (
    PBKDF2PasswordHasher,
    check_password,
    get_hasher,
    make_password,
)
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from xiangji.core.accounts.models import OldPassword, User
from xiangji.core.accounts.rules import passwords as rules
from xiangji.core.errors import Refused

DEMO_PASSWORD = "xiangji-demo"  # noqa: S105 - known to all, and usable in a demo only
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else on paper
GROUPS, GROUP_LENGTH = 3, 4
ROUNDS_FOR_ONE_TIME = 20_000


def fits(person: User | None, password: str) -> bool:
    """Takes as long for nobody as for somebody, so that nobody learns which names exist."""
    plain = rules.plain(password)
    if not plain:
        return False
    if person is None:
        make_password(plain)
        return False
    return check_password(plain, person.password)


@dataclass(frozen=True, slots=True)
class OneTime:
    """A password that ends, as it is read out once and as it is kept."""

    password: str
    encoded: str


def one_time() -> OneTime:
    """59 random bits for a few days need no slow hash, and a roster of 200 people is hashed in a second.

    Django's check takes as long for a wrong try here as for every other account.
    """
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    password, hasher = "-".join(groups), get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return OneTime(password, hasher.encode(password, hasher.salt(), iterations=ROUNDS_FOR_ONE_TIME))
    return OneTime(password, hasher.encode(password, hasher.salt()))


def give_one_time(person: User, given: OneTime, *, now: datetime, until: datetime) -> None:
    """Its owner must choose another one before anything else."""
    person.password = given.encoded
    person.password_changed_at, person.password_until = now, until
    person.save(update_fields=["password", "password_changed_at", "password_until"])


def chosen(person: User, password: str, *, is_staff: bool) -> str:
    """What the person chose, hashed; or a refusal. Slow: not for the inside of a transaction."""
    plain = rules.plain(password)
    fault = rules.fault(plain, username=person.username, name=person.name, is_staff=is_staff)
    fault = fault or _fault_of_use(person, plain)
    if fault:
        raise Refused("password_not_good", f"口令没有改。{fault}")
    return make_password(plain)


def keep_chosen(person: User, encoded: str, *, now: datetime) -> None:
    person.password = encoded
    person.password_changed_at, person.password_until = now, None
    person.save(update_fields=["password", "password_changed_at", "password_until"])
    OldPassword.objects.create(person=person, encoded=encoded, set_at=now)
    kept = OldPassword.objects.filter(person=person).values_list("pk", flat=True)[: rules.KEPT]
    OldPassword.objects.filter(person=person).exclude(pk__in=list(kept)).delete()


def _fault_of_use(person: User, plain: str) -> str:
    if plain.casefold() == DEMO_PASSWORD or _is_well_known(plain):
        return "这个口令很多人在用，容易猜到，请换一个。"
    used = OldPassword.objects.filter(person=person).values_list("encoded", flat=True)[: rules.KEPT]
    if any(check_password(plain, encoded) for encoded in (person.password, *used)):
        return f"这个口令以前用过，最近{rules.KEPT}次用过的都不能再用。"
    return ""


def _is_well_known(plain: str) -> bool:
    try:
        _well_known().validate(plain)
    except ValidationError:
        return True
    return False


@lru_cache(maxsize=1)
def _well_known() -> CommonPasswordValidator:
    return CommonPasswordValidator()
