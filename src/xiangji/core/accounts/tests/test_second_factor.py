"""Codes at the log-in."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pyotp
import pytest
from django.conf import LazySettings
from django.utils import timezone

from xiangji.core.accounts import second_factor, signing_in
from xiangji.core.accounts.models import SecondFactor, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.signing_in import First, Step
from xiangji.core.accounts.tests.door import did, facts, log_in, refused, who
from xiangji.core.accounts.tests.examples import (
    ELSEWHERE,
    PASSWORD,
    Browser,
    a_post,
    one,
)
from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def second_factor_is_off(settings: LazySettings) -> None:
    settings.TOTP = False


def enrolled(person: User, at: datetime) -> pyotp.TOTP:
    enrolment = second_factor.begin(by=person, happened_at=at)
    generator = pyotp.TOTP(enrolment.secret)
    second_factor.confirm(code=generator.at(at), by=person, happened_at=at)
    return generator


def give_code(browser: Browser, code: str, at: datetime) -> Step:
    return browser.ask(lambda request: signing_in.give_code(request, code=code, happened_at=at))


def test_staff_enrol_first_and_then_need_a_code(settings: LazySettings) -> None:
    settings.TOTP = True
    person, now = one(PostKind.FINANCE), timezone.now()
    browser = Browser()
    log_in(browser, person.username, at=now)
    assert browser.ask(lambda request: signing_in.what_first(request, now=now)) is First.SECOND_FACTOR
    generator = enrolled(person, now)
    assert browser.ask(lambda request: signing_in.what_first(request, now=now)) is First.NOTHING

    later, again = now + timedelta(minutes=2), Browser()
    assert log_in(again, person.username, at=later) is Step.CODE
    assert who(again) == "", "half inside is outside"
    assert give_code(again, generator.at(later), later) is Step.INSIDE

    assert who(again) == person.name
    assert facts(Entry.objects.order_by("-pk")[0])["second_factor"] is True


def test_a_keeper_needs_no_code(settings: LazySettings) -> None:
    settings.TOTP = True
    person, now = one(PostKind.KEEPER), timezone.now()
    browser = Browser()

    assert log_in(browser, person.username) is Step.INSIDE
    assert browser.ask(lambda request: signing_in.what_first(request, now=now)) is First.NOTHING


def test_a_code_opens_once(settings: LazySettings) -> None:
    settings.TOTP = True
    person, now = one(PostKind.FINANCE), timezone.now()
    generator, later = enrolled(person, now), now + timedelta(minutes=2)
    first, second = Browser(), Browser()
    log_in(first, person.username, at=later)
    log_in(second, person.username, at=later)
    give_code(first, generator.at(later), later)

    with pytest.raises(Refused, match="动态口令不对"):
        give_code(second, generator.at(later), later)

    assert who(second) == ""


def test_codes_cannot_be_guessed_by_who_has_the_password(settings: LazySettings) -> None:
    settings.TOTP = True
    person, now = one(PostKind.FINANCE), timezone.now()
    generator, later = enrolled(person, now), now + timedelta(minutes=2)
    for number in range(5):
        browser = Browser()
        log_in(browser, person.username, at=later)
        with pytest.raises(Refused, match="动态口令不对"):
            give_code(browser, f"00000{number}", later)

    assert refused(Browser(), person.username, PASSWORD, at=later).code == "log_in_waits"
    with pytest.raises(Refused, match="连着错了5次"):
        give_code(browser, generator.at(later), later)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda browser: setattr(browser, "address", ELSEWHERE),
        lambda browser: browser.cookies.clear(),
        lambda _: User.objects.update(is_active=False),
        lambda _: User.objects.update(password="another"),
    ],
    ids=["another network", "another browser", "closed", "another password"],
)
def test_the_second_step_belongs_to_the_first(
    settings: LazySettings, spoil: Callable[[Browser], object]
) -> None:
    settings.TOTP = True
    person, now = one(PostKind.FINANCE), timezone.now()
    generator, later = enrolled(person, now), now + timedelta(minutes=2)
    browser = Browser()
    log_in(browser, person.username, at=later)

    spoil(browser)

    with pytest.raises(Refused, match="请从登录名和口令重新开始"):
        give_code(browser, generator.at(later), later)
    assert who(browser) == ""


def test_the_second_step_may_take_five_minutes(settings: LazySettings) -> None:
    settings.TOTP = True
    person, now = one(PostKind.FINANCE), timezone.now()
    generator, browser = enrolled(person, now), Browser()
    log_in(browser, person.username, at=now)

    late = now + timedelta(minutes=5)

    with pytest.raises(Refused, match="时间过了"):
        give_code(browser, generator.at(late), late)


@pytest.mark.parametrize("code", ["", "000000", "abc", "１２３４５６", "1" * 10_000, "\ud800"])
def test_a_wrong_code_enrols_nobody(code: str) -> None:
    person, now = one(PostKind.FINANCE), timezone.now()
    second_factor.begin(by=person, happened_at=now)

    with pytest.raises(Refused) as refusal:
        second_factor.confirm(code=code, by=person, happened_at=now)

    assert refusal.value.code == "second_factor_not_confirmed"
    assert not second_factor.is_enrolled(person)
    assert did() == []


def test_the_secret_is_sealed_and_enrolling_twice_is_refused() -> None:
    person, now = one(PostKind.FINANCE), timezone.now()
    enrolment = second_factor.begin(by=person, happened_at=now)
    assert enrolment.uri.startswith("otpauth://totp/")
    assert enrolment.secret.encode() not in bytes(SecondFactor.objects.get().secret)
    second_factor.confirm(code=pyotp.TOTP(enrolment.secret).at(now), by=person, happened_at=now)

    with pytest.raises(Refused) as refusal:
        second_factor.begin(by=person, happened_at=now)

    assert refusal.value.code == "second_factor_stands"


def test_a_post_that_needs_no_code_and_one_that_does_need_one(settings: LazySettings) -> None:
    settings.TOTP = True
    person = one(PostKind.KEEPER)
    a_post(PostKind.FINANCE, person)

    assert second_factor.is_missing(person)
