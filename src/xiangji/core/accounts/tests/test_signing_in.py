import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
import time_machine
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from xiangji.core.accounts import actions, second_factor, signing_in
from xiangji.core.accounts.models import SecondFactor, User, WrongTries
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.signing_in import First, Step
from xiangji.core.accounts.tasks import forget_what_is_over
from xiangji.core.accounts.tests.examples import (
    ELSEWHERE,
    HOME,
    PASSWORD,
    Browser,
    CountingHasher,
    a_person,
    a_post,
    one,
)
from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def second_factor_is_off(settings: LazySettings) -> None:
    settings.TOTP = False


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


def test_it_lets_a_person_in_and_out_and_writes_both_down() -> None:
    a_person("示例·张三", username="zhang")
    browser = Browser()

    assert log_in(browser, "zhang") is Step.INSIDE
    assert who(browser) == "示例·张三"
    browser.ask(lambda request: signing_in.log_out(request, happened_at=timezone.now()))

    assert who(browser) == ""
    assert did() == ["accounts.logged_in", "accounts.logged_out"]
    assert Session.objects.count() == 0
    assert facts(Entry.objects.order_by("pk")[0]) == {"network": "192.0.2.0/24", "second_factor": False}


@pytest.mark.parametrize("typed", ["Zhang", " ｚｈａｎｇ "])
def test_a_name_may_be_typed_in_any_way(typed: str) -> None:
    a_person(username="zhang")

    assert log_in(Browser(), typed) is Step.INSIDE


def test_a_password_may_be_typed_with_a_chinese_keyboard() -> None:
    a_person(username="zhang")

    assert log_in(Browser(), "zhang", "Ｌｏｔｕｓ－２０２６－莲") is Step.INSIDE


def test_a_session_from_before_the_log_in_is_worth_nothing_after_it() -> None:
    a_person(username="zhang")
    browser = Browser()
    browser.ask(lambda request: request.session.update({"seen_by": "a stranger"}))
    before = browser.session_cookie

    log_in(browser, "zhang")

    assert before
    assert browser.session_cookie != before
    assert not Session.objects.filter(pk=before).exists()


def test_a_wrong_name_and_a_wrong_password_are_told_in_the_same_words() -> None:
    a_person(username="zhang")
    closed = a_person(username="closed")
    User.objects.filter(pk=closed.pk).update(is_active=False)

    answers = [
        refused(Browser(), "zhang", "wrong"),
        refused(Browser(), "nobody", "wrong"),
        refused(Browser(), "closed", PASSWORD),
    ]

    assert {(answer.code, answer.sentence) for answer in answers} == {
        (
            "log_in_wrong",
            "没有登录。登录名、口令或者动态口令不对，请再试一次；忘了口令，请本单位管人员的人重设。",
        )
    }


def test_the_same_work_is_done_for_a_name_that_nobody_has(settings: LazySettings) -> None:
    settings.PASSWORD_HASHERS = [f"{CountingHasher.__module__}.{CountingHasher.__qualname__}"]
    a_person(username="zhang")
    CountingHasher.worked.clear()

    refused(Browser(), "zhang", "wrong")
    refused(Browser(), "nobody", "wrong")

    assert CountingHasher.worked == ["wrong", "wrong"]


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("", ""),
        ("zhang", ""),
        ("zhang\x00", PASSWORD),
        ("\ud800", "\ud800"),
        ("张" * 100_000, "莲" * 100_000),
        ("zhang", PASSWORD * 1000),
        ("zhang'; DROP TABLE", "%s"),
        ("🐟", "🐟"),
    ],
)
def test_whatever_is_typed_gets_the_sentence(username: str, password: str) -> None:
    a_person(username="zhang")
    browser = Browser()

    assert refused(browser, username, password).code == "log_in_wrong"
    assert who(browser) == ""


def test_a_person_with_a_long_name_and_a_long_password_comes_in() -> None:
    long_name, long_password = "字" * 64, "Aa1莲" * 32
    a_person(username=long_name, password=long_password)

    assert log_in(Browser(), long_name, long_password) is Step.INSIDE


def test_the_sixth_try_waits_even_with_the_right_password() -> None:
    a_person(username="zhang")
    now = timezone.now()
    for number in range(1, 6):
        answer = refused(Browser(), "zhang", f"wrong {number}", at=now)
    assert "请过30秒再试" in answer.sentence

    waiting = refused(Browser(), "zhang", PASSWORD, at=now + timedelta(seconds=29))

    assert waiting.code == "log_in_waits"
    assert waiting.sentence == "没有登录。连着错了5次，请过1秒再试，现在试也不算。"
    assert log_in(Browser(), "zhang", at=now + timedelta(seconds=30)) is Step.INSIDE
    assert not WrongTries.objects.exists()
    assert did() == ["accounts.log_in_refused"] * 4 + ["accounts.log_in_slowed", "accounts.logged_in"]


def test_a_try_while_waiting_neither_counts_nor_prolongs() -> None:
    a_person(username="zhang")
    now = timezone.now()
    for _ in range(5):
        refused(Browser(), "zhang", "wrong", at=now)

    for second in range(1, 20):
        refused(Browser(), "zhang", "wrong", at=now + timedelta(seconds=second))

    assert WrongTries.objects.get().count == 5
    assert len(did()) == 5
    assert log_in(Browser(), "zhang", at=now + timedelta(seconds=30)) is Step.INSIDE


def test_nobody_can_lock_another_out_from_another_network() -> None:
    a_person(username="zhang")
    for _ in range(5):
        refused(Browser(ELSEWHERE), "zhang", "wrong")
    assert refused(Browser(ELSEWHERE), "zhang", PASSWORD).code == "log_in_waits"

    assert log_in(Browser(HOME), "zhang") is Step.INSIDE


def test_a_neighbour_in_the_same_office_cannot_lock_out_a_browser_that_is_known() -> None:
    a_person(username="zhang")
    own = Browser(HOME)
    log_in(own, "zhang")
    own.ask(lambda request: signing_in.log_out(request, happened_at=timezone.now()))
    for _ in range(5):
        refused(Browser("192.0.2.99"), "zhang", "wrong")

    assert refused(Browser("192.0.2.98"), "zhang", PASSWORD).code == "log_in_waits"
    assert log_in(own, "zhang") is Step.INSIDE


def test_a_known_browser_waits_after_its_own_wrong_ones_and_is_known_to_its_person_only() -> None:
    a_person(username="zhang")
    a_person(username="li")
    browser = Browser(HOME)
    log_in(browser, "zhang")
    for _ in range(5):
        refused(browser, "zhang", "wrong")
        refused(browser, "li", "wrong")

    assert refused(browser, "zhang", PASSWORD).code == "log_in_waits"
    assert refused(Browser(HOME), "li", PASSWORD).code == "log_in_waits", "as the network, not as the browser"


def test_a_forged_mark_of_a_browser_is_no_mark() -> None:
    a_person(username="zhang")
    forger = Browser(HOME)
    forger.cookies["xj_known"] = "WyJhIixbMV1d:1uXxXx:forged"
    for _ in range(5):
        refused(forger, "zhang", "wrong")

    assert refused(Browser(HOME), "zhang", "wrong").code == "log_in_waits"


def test_other_names_are_not_slowed_by_one() -> None:
    a_person(username="zhang")
    a_person(username="li")
    for _ in range(5):
        refused(Browser(), "zhang", "wrong")

    assert log_in(Browser(), "li") is Step.INSIDE


def test_what_was_typed_stands_nowhere() -> None:
    person = a_person(username="zhang")

    refused(Browser(), "My-Secret-2026", "wrong-secret")
    refused(Browser(), "zhang", "wrong-secret")

    texts = " ".join(Entry.objects.values_list("text", flat=True))
    assert "ecret" not in texts
    assert not WrongTries.objects.filter(name_digest__icontains="secret").exists()
    assert [entry.what for entry in Entry.objects.order_by("pk")] == [
        "accounts.log_in",
        f"accounts.User {person.pk}",
    ]


def test_two_log_ins_at_once_live_beside_each_other() -> None:
    a_person("示例·张三", username="zhang")
    desk, laptop = Browser(HOME), Browser(ELSEWHERE)
    log_in(desk, "zhang")
    log_in(laptop, "zhang")

    assert (who(desk), who(laptop)) == ("示例·张三", "示例·张三")
    desk.ask(lambda request: signing_in.log_out(request, happened_at=timezone.now()))
    assert (who(desk), who(laptop)) == ("", "示例·张三")


def test_a_stolen_session_is_ended_and_written_down() -> None:
    person = a_person(username="zhang")
    owner, thief = Browser(HOME), Browser(ELSEWHERE)
    log_in(owner, "zhang")
    thief.steal_from(owner)

    assert who(thief) == ""

    entry = Entry.objects.order_by("-pk")[0]
    assert (entry.did, entry.what) == ("accounts.session_ended", f"accounts.User {person.pk}")
    assert facts(entry) == {
        "reason": "network",
        "network": "198.51.100.0/24",
        "began_in": "192.0.2.0/24",
    }
    assert why(thief).startswith("换了网络，为了防止别人冒用，已经替您退出。")
    assert why(thief) == "", "said once"
    assert who(owner) == "", "the owner logs in again, and learns of it from the audit"


def test_another_address_of_the_same_network_is_no_theft() -> None:
    a_person("示例·张三", username="zhang")
    browser = Browser("192.0.2.10")
    log_in(browser, "zhang")
    browser.address = "192.0.2.200"

    assert who(browser) == "示例·张三"


@pytest.mark.parametrize(
    ("minutes", "lives"), [(20, True), (21, False)], ids=["twenty minutes away", "longer"]
)
def test_who_is_away_is_logged_out(*, minutes: int, lives: bool) -> None:
    a_person("示例·张三", username="zhang")
    browser, start = Browser(), timezone.now()
    with time_machine.travel(start, tick=False):
        log_in(browser, "zhang")

    with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
        assert who(browser) == ("示例·张三" if lives else "")
        assert why(browser) == ("" if lives else "您离开了20分钟，已经替您退出。请重新登录。")
    assert did()[1:] == ([] if lives else ["accounts.session_ended"])


def test_a_day_of_work_ends_after_twelve_hours() -> None:
    a_person("示例·张三", username="zhang")
    browser, start = Browser(), timezone.now()
    with time_machine.travel(start, tick=False):
        log_in(browser, "zhang")
    for quarter in range(1, 48):
        with time_machine.travel(start + timedelta(minutes=15 * quarter), tick=False):
            assert who(browser) == "示例·张三"

    with time_machine.travel(start + timedelta(hours=12), tick=False):
        assert who(browser) == ""
        assert why(browser) == "这次登录已满12小时，已经替您退出。请重新登录。"


def test_the_pages_of_a_person_are_kept_by_no_cache() -> None:
    a_person(username="zhang")
    browser = Browser()
    who(browser)
    assert "Cache-Control" not in browser.answer.headers

    log_in(browser, "zhang")
    who(browser)

    assert browser.answer.headers["Cache-Control"] == "no-store"


def test_a_closed_account_is_outside_with_the_next_request() -> None:
    person = a_person(username="zhang")
    browser = Browser()
    log_in(browser, "zhang")

    User.objects.filter(pk=person.pk).update(is_active=False)

    assert who(browser) == ""


def test_a_new_password_ends_every_log_in() -> None:
    person = a_person(username="zhang")
    browser, other = Browser(), Browser(ELSEWHERE)
    log_in(browser, "zhang")
    log_in(other, "zhang")

    actions.change_password(old=PASSWORD, new="Reed-2027-苇", by=person, happened_at=timezone.now())

    assert (who(browser), who(other)) == ("", "")
    assert log_in(browser, "zhang", "Reed-2027-苇") is Step.INSIDE


def test_a_one_time_password_leads_to_a_new_one_and_ends() -> None:
    now = timezone.now()
    newcomer = actions.create_account(username="zhang", name="示例·张三", by=None, happened_at=now)
    browser = Browser()

    log_in(browser, "zhang", newcomer.password)

    assert browser.ask(lambda request: signing_in.what_first(request, now=now)) is First.PASSWORD
    late = refused(Browser(), "zhang", newcomer.password, at=now + timedelta(days=7))
    assert late.code == "one_time_password_over"


def test_staff_with_an_old_password_choose_a_new_one_first() -> None:
    person = one(PostKind.FINANCE)
    now = timezone.now()
    browser = Browser()
    log_in(browser, person.username)
    assert browser.ask(lambda request: signing_in.what_first(request, now=now)) is First.NOTHING

    later = now + timedelta(days=90)

    assert browser.ask(lambda request: signing_in.what_first(request, now=later)) is First.PASSWORD


def test_an_account_of_the_demo_opens_in_a_demo_only(settings: LazySettings) -> None:
    person = a_person(username="zhang")
    User.objects.filter(pk=person.pk).update(is_example=True)

    settings.DEMO = False
    assert refused(Browser(), "zhang", PASSWORD).code == "log_in_wrong"

    settings.DEMO = True
    assert log_in(Browser(), "zhang") is Step.INSIDE


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


def test_the_clock_forgets_what_is_over() -> None:
    a_person(username="zhang")
    now = timezone.now()
    refused(Browser(), "zhang", "wrong", at=now - timedelta(days=2))
    refused(Browser(), "li", "wrong", at=now)

    forget_what_is_over()

    assert WrongTries.objects.get().last_at == now


def test_a_post_that_needs_no_code_and_one_that_does_need_one(settings: LazySettings) -> None:
    settings.TOTP = True
    person = one(PostKind.KEEPER)
    a_post(PostKind.FINANCE, person)

    assert second_factor.is_missing(person)
