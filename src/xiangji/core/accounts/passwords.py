"""Passwords as they are kept: hashed by Django, the last five remembered, one-time ones with an end."""

import secrets
from datetime import datetime
from functools import lru_cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from xiangji.core.accounts.models import OldPassword, User
from xiangji.core.accounts.rules import passwords as rules
from xiangji.core.errors import Refused

DEMO_PASSWORD = "xiangji-demo"  # noqa: S105 - known to all, and usable in a demo only
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else on paper
GROUPS, GROUP_LENGTH = 3, 4


def fits(person: User | None, password: str) -> bool:
    """Takes as long for nobody as for somebody, so that nobody learns which names exist."""
    plain = rules.plain(password)
    if not plain:
        return False
    if person is None:
        make_password(plain)
        return False
    return check_password(plain, person.password)


def one_time() -> str:
    """About 59 bits, to be read out or written on a slip once."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def give_one_time(person: User, *, now: datetime, until: datetime) -> str:
    """Sets a password that ends; its owner must choose another one before anything else."""
    password = one_time()
    person.password = make_password(password)
    person.password_changed_at, person.password_until = now, until
    person.save(update_fields=["password", "password_changed_at", "password_until"])
    return password


def set_own(person: User, password: str, *, is_staff: bool, now: datetime) -> None:
    """Sets what the person chose, or refuses with a sentence."""
    plain = rules.plain(password)
    fault = rules.fault(plain, username=person.username, name=person.name, is_staff=is_staff)
    fault = fault or _fault_of_use(person, plain)
    if fault:
        raise Refused("password_not_good", f"口令没有改。{fault}")
    person.password = make_password(plain)
    person.password_changed_at, person.password_until = now, None
    person.save(update_fields=["password", "password_changed_at", "password_until"])
    OldPassword.objects.create(person=person, encoded=person.password, set_at=now)
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
