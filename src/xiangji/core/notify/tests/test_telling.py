"""Telling, reading and settling; and everything by which somebody would be told twice, or wrongly."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from xiangji.core.accounts.permitting import Acting, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import (
    COUNTY,
    OTHER_COUNTY,
    OTHER_TOWN,
    TOWN,
    a_person,
    a_post,
    an_organisation,
    one,
)
from xiangji.core.approvals.tests.examples import a_deputy_of
from xiangji.core.notify import reading, telling
from xiangji.core.notify.models import Message
from xiangji.core.notify.people import others, who_may
from xiangji.core.notify.tasks import KEPT, forget_what_is_long_read
from xiangji.core.notify.telling import kind, settle, tell, word_of
from xiangji.core.notify.tests.examples import ABOUT, NEWS, NOW, the_message_to, told, under_the_bell

pytestmark = pytest.mark.django_db


def test_a_message_stands_under_the_bell_of_the_one_who_is_told() -> None:
    clerk, head = a_person("示例·张经办"), a_person("示例·李局长")

    told(clerk, title="有一件公文等您。")

    message = the_message_to(clerk)
    assert (message.title, message.about, message.happened_at) == ("有一件公文等您。", ABOUT, NOW)
    assert message.is_unread
    assert under_the_bell(head) == []


def test_a_person_is_told_of_a_fact_once_however_often_the_reaction_runs() -> None:
    clerk = a_person()
    told(clerk, clerk, title="第一次。")

    told(clerk, title="又说一次。")

    assert under_the_bell(clerk) == ["第一次。"]


def test_a_second_run_tells_those_whom_the_first_one_did_not_reach() -> None:
    clerk, head = a_person(), a_person()
    told(clerk)

    told(clerk, head)

    assert Message.objects.count() == 2
    assert len(under_the_bell(head)) == 1


def test_the_database_itself_refuses_a_second_message_of_a_fact() -> None:
    clerk = a_person()
    told(clerk)
    twice = the_message_to(clerk)
    twice.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()


def test_a_deputy_who_also_holds_the_post_is_told_once() -> None:
    person = a_person()
    post = a_post(PostKind.COMMERCE_CLERK, person)

    told(Acting(post, person), person)

    assert len(under_the_bell(person)) == 1


def test_nobody_is_told_whose_account_is_closed() -> None:
    gone = a_person()
    gone.is_active = False

    told(gone)

    assert not Message.objects.exists()


def test_fifty_people_are_told_in_one_insert(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    people = [a_person(f"示例·{number}") for number in range(50)]

    with django_assert_num_queries(1):
        told(*people)

    assert Message.objects.count() == 50


def test_telling_nobody_asks_the_database_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        told()


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"title": "没有句号"}, "no whole sentence"),
        ({"title": ""}, "no whole sentence"),
        ({"body": "没有句号"}, "no whole sentence"),
        ({"about": ""}, "names the thing"),
        ({"key": ""}, "names the thing"),
        ({"address": "https://example.com/"}, "leads out"),
        ({"address": "//example.com/office/"}, "leads out"),
        ({"address": "javascript:alert(1)"}, "leads out"),
    ],
)
def test_a_wrong_message_is_a_bug_and_reaches_nobody(wrong: dict[str, str], fault: str) -> None:
    whole = {"about": ABOUT, "title": "有一件公文等您。", "key": "tests.Fact:1", **wrong}

    with pytest.raises(ValueError, match=fault):
        tell([a_person()], kind=NEWS, happened_at=NOW, **whole)

    assert not Message.objects.exists()


def test_quotes_inside_a_name_become_the_inner_ones() -> None:
    assert telling.quoted("“覆盖70%”怎样算") == "“‘覆盖70%’怎样算”"


def test_a_kind_is_declared_once_and_one_that_is_gone_shows_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "_kinds", {})
    kind("tests.news", "示例消息")

    with pytest.raises(ValueError, match="declared twice"):
        kind("tests.news", "别的意思")

    assert (word_of("tests.news"), word_of("tests.gone")) == ("示例消息", "tests.gone")


def test_what_is_settled_leaves_every_bell_and_stays_in_the_list() -> None:
    clerk, other = a_person(), a_person()
    told(clerk, other)
    told(clerk, key="tests.Fact:2")

    settle(["tests.Fact:1"], happened_at=NOW)

    assert under_the_bell(clerk) == ["tests.Fact:2有了结果。"]
    assert under_the_bell(other) == []
    assert reading.messages_of(clerk).count() == 2


def test_settling_again_keeps_the_first_time() -> None:
    clerk = a_person()
    told(clerk)
    settle(["tests.Fact:1"], happened_at=NOW)

    settle(["tests.Fact:1"], happened_at=NOW + timedelta(days=1))

    assert the_message_to(clerk).settled_at == NOW


def test_what_was_opened_is_read_and_keeps_its_first_time() -> None:
    clerk = a_person()
    told(clerk)
    message = the_message_to(clerk)

    reading.read(clerk, message.pk, at=NOW)
    reading.read(clerk, message.pk, at=NOW + timedelta(hours=1))

    assert the_message_to(clerk).read_at == NOW
    assert under_the_bell(clerk) == []


def test_another_persons_message_does_not_exist_and_stays_unread() -> None:
    clerk, stranger = a_person(), a_person()
    told(clerk)

    with pytest.raises(NotYours):
        reading.read(stranger, the_message_to(clerk).pk, at=NOW)

    assert the_message_to(clerk).read_at is None


def test_all_as_read_leaves_what_came_after_the_page_was_made_and_what_is_of_others() -> None:
    clerk, other = a_person(), a_person()
    told(clerk, other)
    shown = Message.objects.filter(to=clerk).latest("pk").pk
    told(clerk, key="tests.Fact:2")

    assert reading.read_all(clerk, upto=shown, at=NOW) == 1

    assert under_the_bell(clerk) == ["tests.Fact:2有了结果。"]
    assert len(under_the_bell(other)) == 1


def test_what_stands_under_the_bell_comes_first() -> None:
    clerk = a_person()
    for number in range(3):
        told(clerk, key=f"tests.Fact:{number}")
    reading.read(clerk, Message.objects.get(key="tests.Fact:2").pk, at=NOW)

    assert [message.key for message in reading.messages_of(clerk)] == [
        "tests.Fact:1",
        "tests.Fact:0",
        "tests.Fact:2",
    ]


def test_everybody_who_may_is_found_deputies_too_and_nobody_from_elsewhere() -> None:
    here, away, deputy = one(PostKind.TOWN_CLERK, place=TOWN), a_person("示例·休假"), a_person("示例·代理")
    a_deputy_of(a_post(PostKind.TOWN_CLERK, away, place=TOWN), deputy)
    one(PostKind.TOWN_CLERK, place=OTHER_TOWN)
    one(PostKind.COMMERCE_CLERK)
    a_post(
        PostKind.COMMERCE_HEAD, organisation=an_organisation("示例·别县", OTHER_COUNTY), place=OTHER_COUNTY
    )

    found = who_may("accounts.manage_staff", place=TOWN)

    assert {acting.person for acting in found} == {here, away, deputy}
    assert who_may("programme.decide_question", place=COUNTY) == ()


def test_whoever_did_it_is_not_among_the_others_nor_are_her_deputies() -> None:
    doer, other = one(PostKind.COMMERCE_HEAD), one(PostKind.LEADING_GROUP)
    (acting,) = [each for each in who_may("programme.decide_question", place=COUNTY) if each.person == doer]
    a_deputy_of(acting.post, a_person("示例·代理"))

    left = others(who_may("programme.decide_question", place=COUNTY), doer)

    assert [each.person for each in left] == [other]


def test_what_was_read_or_settled_a_year_ago_is_forgotten_and_the_unread_stays() -> None:
    clerk, long_ago = a_person(), timezone.now() - KEPT - timedelta(days=1)
    for key in ("read", "settled", "unread", "lately"):
        told(clerk, key=key)
    Message.objects.filter(key="read").update(read_at=long_ago)
    Message.objects.filter(key="settled").update(settled_at=long_ago)
    Message.objects.filter(key="unread").update(happened_at=long_ago)
    Message.objects.filter(key="lately").update(read_at=timezone.now(), settled_at=timezone.now())

    forget_what_is_long_read()

    assert set(Message.objects.values_list("key", flat=True)) == {"unread", "lately"}
