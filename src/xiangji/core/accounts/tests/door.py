"""Coming in by the door, as a browser does, and what was noted of it."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpRequest
from django.utils import timezone

from xiangji.core.accounts import signing_in
from xiangji.core.accounts.models import User
from xiangji.core.accounts.signing_in import Step
from xiangji.core.accounts.tests.examples import (
    PASSWORD,
    Browser,
)
from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused


def log_in(browser: Browser, username: str, password: str = PASSWORD, *, at: datetime | None = None) -> Step:
    now = at or timezone.now()

    def view(request: HttpRequest) -> Step:
        return signing_in.log_in(request, username=username, password=password, happened_at=now)

    return browser.ask(view)


def refused(browser: Browser, username: str, password: str, *, at: datetime | None = None) -> Refused:
    with pytest.raises(Refused) as refusal:
        log_in(browser, username, password, at=at)
    return refusal.value


def who(browser: Browser) -> str:
    def view(request: HttpRequest) -> str:
        return request.user.name if isinstance(request.user, User) else ""

    return browser.ask(view)


def why(browser: Browser) -> str:
    return browser.ask(signing_in.why_ended)


def did() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("did", flat=True))


def facts(entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(entry.text)["facts"]
    return found
