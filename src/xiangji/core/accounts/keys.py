"""Keys (接口钥匙) with which an organisation's program asks: header X-Api-Key, within a daily quota."""

from __future__ import annotations

import hashlib
import math
import secrets
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import APIKeyHeader

from xiangji.core.accounts.models import KeyUse, Organisation, OrganisationKey
from xiangji.core.errors import Refused
from xiangji.core.values import PlaceCode

HEADER = "X-Api-Key"
DEMO_KEY = "xj-demo-key"
LONGEST = 100
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rate:
    """How much of its day a key has used, and when the next one begins."""

    quota: int
    used: int
    seconds: int

    @property
    def left(self) -> int:
        return max(self.quota - self.used, 0)


class KeyNeeded(Refused):
    status = 401

    def __init__(self) -> None:
        super().__init__(
            "key_needed", f"没有回答。请求头 {HEADER} 里要有一把有效的接口钥匙，请向安全管理员要。"
        )


class QuotaUsedUp(Refused):
    status = 429

    def __init__(self, key: OrganisationKey, rate: Rate) -> None:
        self.rate = rate
        super().__init__(
            "key_quota_used_up",
            f"没有回答。这把钥匙每天最多用{key.daily_quota}次，今天已经用完，请明天再用，"
            "或者请安全管理员加量。",
        )


@dataclass(frozen=True, slots=True)
class Caller:
    """The organisation that asks, and the place it may ask about, with all below."""

    key: OrganisationKey
    organisation: Organisation
    place: PlaceCode
    rate: Rate


class ApiKey(APIKeyHeader):
    """For routers: `Router(auth=ApiKey())`; the endpoint finds a Caller in `request.auth`."""

    param_name = HEADER

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller:
        """What is left of the day is told with every answer, also with a refusal (api.put_rate)."""
        try:
            asking = caller_of(key or "", now=timezone.now())
        except QuotaUsedUp as refusal:
            request.rate = refusal.rate  # type: ignore[attr-defined]
            raise
        request.rate = asking.rate  # type: ignore[attr-defined]
        return asking


def caller(request: HttpRequest) -> Caller:
    """Who asks, behind `auth=ApiKey()`."""
    found = getattr(request, "auth", None)
    if not isinstance(found, Caller):
        raise TypeError("a closed answer was asked for without a key")
    return found


def new_key() -> str:
    return f"xj-{secrets.token_urlsafe(30)}"


def digest_of(key: str) -> str:
    """Plain SHA-256: the key is long and random, so nobody guesses it from the digest."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


def caller_of(key: str, *, now: datetime) -> Caller:
    """Whose key it is; this use is counted. Raises KeyNeeded or QuotaUsedUp."""
    found = (
        OrganisationKey.objects.select_related("organisation")
        .filter(sha256=digest_of(key[:LONGEST]), revoked_at=None)
        .first()
    )
    if found is None or (found.is_example and not settings.DEMO):
        raise KeyNeeded
    return Caller(found, found.organisation, found.place_code, _count(found, now))


@transaction.atomic
def _count(key: OrganisationKey, now: datetime) -> Rate:
    """Counting and looking are one statement: of two askers for the last use one gets it."""
    here = timezone.localtime(now)
    seconds = math.ceil((datetime.combine(here.date() + ONE_DAY, time(), here.tzinfo) - now).total_seconds())
    today = KeyUse.objects.filter(key=key, day=here.date())
    KeyUse.objects.get_or_create(key=key, day=here.date())
    if not today.filter(count__lt=key.daily_quota).update(count=F("count") + 1, last_at=now):
        raise QuotaUsedUp(key, Rate(key.daily_quota, key.daily_quota, seconds))
    used = today.values_list("count", flat=True)[0]
    return Rate(key.daily_quota, used, seconds)
