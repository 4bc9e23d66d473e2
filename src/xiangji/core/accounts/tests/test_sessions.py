"""How long a log-in lasts."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.utils import timezone

from xiangji.core.accounts import actions, signing_in
from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.signing_in import Step
from xiangji.core.accounts.tests.door import did, facts, log_in, who, why
from xiangji.core.accounts.tests.examples import (
    ELSEWHERE,
    HOME,
    PASSWORD,
    VILLAGE,
    Browser,
    a_person,
    a_post,
)
from xiangji.core.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def second_factor_is_off(settings: LazySettings) -> None:
    settings.TOTP = False


def test_a_session_from_before_the_log_in_is_worth_nothing_after_it() -> None:
    a_person(username="zhang")
    browser = Browser()
    browser.ask(lambda request: request.session.update({"seen_by": "a stranger"}))
    before = browser.session_cookie

    log_in(browser, "zhang")

    assert before
    assert browser.session_cookie != before
    assert not Session.objects.filter(pk=before).exists()


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


def test_a_keeper_whose_phone_changes_networks_stays_inside_and_it_is_noted_once_for_each() -> None:
    keeper = a_post(PostKind.KEEPER, a_person("示例·周站长", username="zhou"), place=VILLAGE).person
    phone = Browser(HOME)
    log_in(phone, "zhou")

    for address in (ELSEWHERE, HOME, "2001:db8::1", ELSEWHERE):
        phone.address = address
        assert who(phone) == "示例·周站长"

    noted = Entry.objects.filter(did="accounts.network_changed").order_by("pk")
    assert [facts(entry) for entry in noted] == [
        {"network": "198.51.100.0/24", "began_in": "192.0.2.0/24"},
        {"network": "2001:db8::/64", "began_in": "192.0.2.0/24"},
    ]
    assert {entry.what for entry in noted} == {f"accounts.User {keeper.pk}"}


@pytest.mark.parametrize("kind", [PostKind.COMMERCE_CLERK, PostKind.TOWN_CLERK, PostKind.SECURITY_ADMIN])
def test_the_stolen_session_of_a_desk_post_is_ended(kind: PostKind) -> None:
    a_post(kind, a_person(username="zhang"))
    owner, thief = Browser(HOME), Browser(ELSEWHERE)
    log_in(owner, "zhang")
    thief.steal_from(owner)

    assert (who(thief), who(owner)) == ("", "")


def test_a_keeper_who_also_holds_a_desk_post_is_held_to_its_rule() -> None:
    person = a_post(PostKind.KEEPER, a_person(username="zhou"), place=VILLAGE).person
    a_post(PostKind.TOWN_CLERK, person)
    phone = Browser(HOME)
    log_in(phone, "zhou")
    phone.address = ELSEWHERE

    assert who(phone) == ""


def test_within_the_countys_own_networks_a_desk_post_stays_inside(settings: LazySettings) -> None:
    settings.COUNTY_NETWORKS = ["192.0.2.0/24", "2001:db8::/48"]
    a_post(PostKind.COMMERCE_CLERK, a_person("示例·张三", username="zhang"))
    desk = Browser(HOME)
    log_in(desk, "zhang")
    desk.address = "2001:db8:0:7::5"
    assert who(desk) == "示例·张三"
    assert did()[-1] == "accounts.network_changed"

    desk.address = ELSEWHERE

    assert who(desk) == "", "from outside it is a theft as before"


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
