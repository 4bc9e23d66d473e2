"""Names, passwords and slow-down."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.utils import timezone

from xiangji.core.accounts import actions, signing_in
from xiangji.core.accounts.models import User, WrongTries
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.signing_in import First, Step
from xiangji.core.accounts.tasks import forget_what_is_over
from xiangji.core.accounts.tests.door import did, facts, log_in, refused, who
from xiangji.core.accounts.tests.examples import (
    ELSEWHERE,
    HOME,
    PASSWORD,
    Browser,
    CountingHasher,
    a_person,
    one,
)
from xiangji.core.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def second_factor_is_off(settings: LazySettings) -> None:
    settings.TOTP = False


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


def test_the_clock_forgets_what_is_over() -> None:
    a_person(username="zhang")
    now = timezone.now()
    refused(Browser(), "zhang", "wrong", at=now - timedelta(days=2))
    refused(Browser(), "li", "wrong", at=now)

    forget_what_is_over()

    assert WrongTries.objects.get().last_at == now
