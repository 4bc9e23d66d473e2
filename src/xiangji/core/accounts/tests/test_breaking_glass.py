from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from xiangji.core.accounts import second_factor
from xiangji.core.accounts.breaking_glass import break_glass
from xiangji.core.accounts.models import Post, SecondFactor, User
from xiangji.core.accounts.passwords import fits
from xiangji.core.accounts.permitting import may
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import PASSWORD, a_person, one, some_places
from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused

pytestmark = pytest.mark.django_db


def test_it_gives_an_hour_as_system_administrator() -> None:
    some_places()
    person, now = a_person(username="zhang"), timezone.now()
    second_factor.begin(by=person, happened_at=now)

    with time_machine.travel(now, tick=False):
        opened = break_glass(who="Zhang", reason="三个管理员都登不上", happened_at=now)

    person.refresh_from_db()
    assert fits(person, opened.password)
    assert not SecondFactor.objects.exists()
    with time_machine.travel(now + timedelta(minutes=59), tick=False):
        assert may(person, "accounts.create_account")
        assert not may(person, "accounts.give_post")
    with time_machine.travel(now + timedelta(minutes=60), tick=False):
        assert not may(person, "accounts.create_account")
    assert [entry.did for entry in Entry.objects.order_by("pk")] == [
        "accounts.glass_broken",
        "accounts.post_given",
    ]
    assert opened.password not in "".join(Entry.objects.values_list("text", flat=True))


def test_it_can_be_done_again_within_the_hour() -> None:
    some_places()
    person, now = a_person(username="zhang"), timezone.now()
    first = break_glass(who="zhang", reason="口令抄错了", happened_at=now)

    second = break_glass(who="zhang", reason="口令又抄错了", happened_at=timezone.now())

    person.refresh_from_db()
    assert (fits(person, first.password), fits(person, second.password)) == (False, True)
    assert Post.objects.filter(person=person, ended_at=None).count() == 1


def test_an_administrator_comes_in_again_by_her_own_post() -> None:
    person, now = one(PostKind.SECURITY_ADMIN), timezone.now()
    second_factor.begin(by=person, happened_at=now)

    opened = break_glass(who=person.username, reason="只有一位安全管理员，手机丢了", happened_at=now)

    person.refresh_from_db()
    assert fits(person, opened.password)
    assert not SecondFactor.objects.exists()
    assert [post.kind for post in Post.objects.all()] == [PostKind.SECURITY_ADMIN]
    assert (may(person, "accounts.give_post"), may(person, "accounts.create_account")) == (True, False)
    assert [entry.did for entry in Entry.objects.all()] == ["accounts.glass_broken"]


@pytest.mark.django_db(transaction=True)
def test_the_entry_stands_even_when_the_giving_is_refused() -> None:
    person = one(PostKind.LEADING_GROUP)

    with pytest.raises(Refused) as refusal:
        break_glass(who=person.username, reason="想试试", happened_at=timezone.now())

    assert refusal.value.code == "posts_must_be_apart"
    assert [entry.did for entry in Entry.objects.all()] == ["accounts.glass_broken"]
    assert Post.objects.count() == 1
    person.refresh_from_db()
    assert fits(person, PASSWORD)


@pytest.mark.parametrize(("who", "reason"), [("nobody", "登不上"), ("zhang", ""), ("example", "登不上")])
def test_without_a_person_or_a_reason_nothing_opens(who: str, reason: str) -> None:
    some_places()
    a_person(username="zhang")
    User.objects.filter(pk=a_person(username="example").pk).update(is_example=True)

    with pytest.raises(Refused) as refusal:
        break_glass(who=who, reason=reason, happened_at=timezone.now())

    assert refusal.value.code == "glass_not_broken"
    assert (Post.objects.count(), Entry.objects.count()) == (0, 0)


def test_the_command_says_the_password_and_its_end() -> None:
    some_places()
    person, said = a_person("示例·张三", username="zhang"), StringIO()

    call_command("breakglass", who="zhang", reason="管理员都登不上", stdout=said)

    person.refresh_from_db()
    password = said.getvalue().partition("一次性口令是 ")[2].partition(" ")[0]
    assert fits(person, password)
    assert "失效" in said.getvalue()
