"""The way in and out, as a browser without script sees it."""

from datetime import timedelta

import pyotp
import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from xiangji.core.accounts import demo
from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import PASSWORD, a_person, a_post, one, some_places
from xiangji.core.audit.models import Entry
from xiangji.core.office.tests.cast import as_a, inside, put_away

pytestmark = pytest.mark.django_db


def logs_in(client: Client, username: str, password: str = PASSWORD, next_page: str = "") -> str:
    """Where the log-in leads; the whole page when it leads nowhere."""
    answer = client.post("/office/login/", {"username": username, "password": password, "next": next_page})
    return answer.headers.get("Location", "") or answer.content.decode()


def test_a_stranger_is_led_to_the_log_in_and_comes_back(client: Client) -> None:
    a_post(PostKind.AUDIT_VIEWER, a_person(username="zhao"))

    answer = client.get("/office/audit/?q=user")

    assert answer.headers["Location"] == "/office/login/?next=%2Foffice%2Faudit%2F%3Fq%3Duser"
    assert 'value="/office/audit/?q=user"' in client.get(answer.headers["Location"]).content.decode()
    assert logs_in(client, "zhao", next_page="/office/audit/?q=user") == "/office/audit/?q=user"
    assert client.get("/office/audit/?q=user").status_code == 200


@pytest.mark.parametrize(
    "wanted",
    [
        "https://example.org/office/",
        "//example.org/office/",
        "/plan/",
        "javascript:alert(1)",
        "/office/../x\\",
        "\x00",
    ],
)
def test_after_the_log_in_nobody_is_led_out_of_the_house(client: Client, wanted: str) -> None:
    a_post(PostKind.AUDIT_VIEWER, a_person(username="zhao"))

    led = logs_in(client, "zhao", next_page=wanted)

    assert led.startswith("/office/")
    assert "example.org" not in led


def test_htmx_is_led_to_the_log_in_as_a_whole_page(client: Client) -> None:
    answer = client.get("/office/people/1/", headers={"HX-Request": "true", "HX-Target": "detail"})

    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith("/office/login/?next=")


def test_a_wrong_password_is_said_and_nobody_is_inside(client: Client) -> None:
    a_post(PostKind.AUDIT_VIEWER, a_person(username="zhao"))

    answer = client.post("/office/login/", {"username": "zhao", "password": "wrong"})

    assert answer.status_code == 422
    assert "没有登录。登录名、口令或者动态口令不对" in answer.content.decode()
    assert "wrong" not in answer.content.decode()
    assert client.get("/office/").status_code == 302


def test_both_fields_must_be_filled_in(client: Client) -> None:
    answer = client.post("/office/login/", {"username": "zhao"})

    assert answer.status_code == 422
    assert not Entry.objects.exists()


def test_a_demo_shows_each_post_as_a_door(client: Client, settings: LazySettings) -> None:
    settings.DEMO, settings.TOTP = True, False
    some_places()
    demo.build(timezone.now())

    page = client.get("/office/login/").content.decode()
    assert [kind.label for kind in PostKind if f"<b>{kind.label}</b>" not in page] == []
    assert "xiangji-demo" in page

    answer = client.post("/office/login/", {"example": "finance", "next": "/office/"})
    assert answer.headers["Location"] == "/office/"
    assert "示例·王审核" in client.get("/office/").content.decode()


def test_outside_of_a_demo_there_is_no_such_door(client: Client, settings: LazySettings) -> None:
    settings.DEMO = True
    some_places()
    demo.build(timezone.now())
    settings.DEMO = False

    page = client.get("/office/login/").content.decode()
    answer = client.post("/office/login/", {"example": "finance"})

    assert "xiangji-demo" not in page
    assert answer.status_code == 422
    assert client.get("/office/").status_code == 302


def test_who_leaves_is_outside(client: Client) -> None:
    client = as_a(PostKind.AUDIT_VIEWER)
    assert client.get("/office/logout/").status_code == 405

    client.post("/office/logout/")

    assert client.get("/office/").status_code == 302
    assert Entry.objects.filter(did="accounts.logged_out").count() == 1


def test_a_one_time_password_opens_nothing_but_the_page_where_it_is_changed(client: Client) -> None:
    person = a_post(PostKind.AUDIT_VIEWER, a_person(username="zhao")).person
    User.objects.filter(pk=person.pk).update(password_until=timezone.now() + timedelta(days=1))
    logs_in(client, "zhao")

    assert client.get("/office/audit/").headers["Location"] == "/office/me/password/"
    changed = client.post(
        "/office/me/password/", {"old": PASSWORD, "new": "Reed-2026-苇", "again": "Reed-2026-苇"}
    )

    assert changed.headers["Location"] == "/office/me/"
    assert client.get("/office/audit/").status_code == 200


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param({"again": "Other-2026-苇"}, "两遍写的不一样", id="two different"),
        pytest.param({"new": "short", "again": "short"}, "至少要8个", id="too short"),
        pytest.param({"old": "not-mine"}, "现在的口令不对", id="old one wrong"),
    ],
)
def test_a_password_that_is_not_good_is_not_taken(typed: dict[str, str], said: str) -> None:
    person = one(PostKind.AUDIT_VIEWER)
    before = User.objects.get(pk=person.pk).password

    answer = inside(person).post(
        "/office/me/password/", {"old": PASSWORD, "new": "Reed-2026-苇", "again": "Reed-2026-苇", **typed}
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert User.objects.get(pk=person.pk).password == before


def test_a_staff_post_must_enrol_a_code_and_needs_it_from_then_on(
    client: Client, settings: LazySettings
) -> None:
    settings.TOTP = True
    a_post(PostKind.FINANCE, a_person(username="wang"))
    logs_in(client, "wang")
    assert client.get("/office/rights/").headers["Location"] == "/office/me/code/"

    page = client.post("/office/me/code/")
    secret = page.context["begun"].secret
    client.post("/office/me/code/", {"code": pyotp.TOTP(secret).now()})
    assert client.get("/office/rights/").status_code == 200

    client.post("/office/logout/")
    led = logs_in(client, "wang", next_page="/office/rights/")
    assert led == "/office/login/code/?next=%2Foffice%2Frights%2F"
    assert client.get("/office/rights/").status_code == 302
    wrong = client.post(led, {"code": "000000"})
    assert wrong.status_code == 422
    assert client.get("/office/rights/").status_code == 302
    later = pyotp.TOTP(secret).at(timezone.now(), counter_offset=1)
    assert client.post(led, {"code": later}).headers["Location"] == "/office/rights/"
    assert client.get("/office/rights/").status_code == 200


def test_nothing_of_the_workbench_is_kept_by_a_browser() -> None:
    client = as_a(PostKind.AUDIT_VIEWER)

    for address in ("/office/", "/office/audit/", "/office/me/", "/office/rights/", "/office/audit/export/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        put_away(answer)
