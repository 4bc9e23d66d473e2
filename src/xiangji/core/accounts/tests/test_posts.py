"""Posts, deputies and organisations."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from xiangji.core.accounts import actions
from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.permitting import may, posts_of
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.acting import give, last_entry, refuses, take_on
from xiangji.core.accounts.tests.examples import (
    COUNTY,
    OTHER_COUNTY,
    OTHER_TOWN,
    TOWN,
    VILLAGE,
    a_person,
    a_post,
    an_organisation,
    one,
    some_places,
)
from xiangji.core.audit.models import Entry

pytestmark = pytest.mark.django_db


def test_the_security_administrator_gives_every_post_and_holds_no_business() -> None:
    security, person = one(PostKind.SECURITY_ADMIN), a_person()

    give(security, PostKind.LEADING_GROUP, person=person)

    assert may(person, "programme.decide_question", place=COUNTY)
    assert not may(security, "programme.decide_question")
    assert (last_entry().did, last_entry().what) == ("accounts.post_given", f"accounts.User {person.pk}")


def test_nobody_gives_a_post_to_herself() -> None:
    security = one(PostKind.SECURITY_ADMIN)

    refuses(lambda: give(security, PostKind.LEADING_GROUP, person=security), "not_for_oneself")


@pytest.mark.parametrize(
    ("held", "given"),
    [
        (PostKind.SYSTEM_ADMIN, PostKind.FINANCE),
        (PostKind.FINANCE, PostKind.AUDIT_ADMIN),
        (PostKind.SYSTEM_ADMIN, PostKind.SECURITY_ADMIN),
    ],
)
def test_an_administrator_gets_no_second_post(held: PostKind, given: PostKind) -> None:
    person = one(held)

    sentence = refuses(lambda: give(None, given, person=person), "posts_must_be_apart")

    assert held.label in sentence
    assert given.label in sentence


def test_not_even_a_post_that_comes_later() -> None:
    some_places()
    person = a_person()
    a_post(PostKind.FINANCE, person, since=timezone.localdate() + timedelta(days=30))

    refuses(lambda: give(None, PostKind.SYSTEM_ADMIN, person=person), "posts_must_be_apart")


def test_an_administrator_cannot_stand_in_for_business() -> None:
    security, today = one(PostKind.SECURITY_ADMIN), timezone.localdate()
    leader = a_post(PostKind.LEADING_GROUP)
    other = one(PostKind.SECURITY_ADMIN)

    refuses(
        lambda: actions.deputise(
            post=leader, deputy=security, since=today, until=today, by=other, happened_at=timezone.now()
        ),
        "posts_must_be_apart",
    )


def test_a_post_in_another_county_is_given_by_nobody() -> None:
    some_places()
    security, person = one(PostKind.SECURITY_ADMIN), a_person()

    def there(by: User | None) -> Callable[[], object]:
        return lambda: give(by, PostKind.FINANCE, person=person, place=OTHER_COUNTY)

    refuses(there(security), "not_found")
    assert "不是滕州市的地方" in refuses(there(None), "place_not_ours")


def test_the_same_post_is_not_given_twice_and_not_for_no_days() -> None:
    person, today = a_person(), timezone.localdate()
    give(None, PostKind.FINANCE, person=person)

    refuses(lambda: give(None, PostKind.FINANCE, person=person), "post_stands")
    refuses(
        lambda: actions.give_post(
            person=person,
            kind=PostKind.DRIVER,
            organisation=an_organisation(),
            place=COUNTY,
            since=today,
            until=today - timedelta(days=1),
            by=None,
            happened_at=timezone.now(),
        ),
        "days_turned_round",
    )


def test_a_town_clerk_takes_on_keepers_of_her_own_town() -> None:
    clerk, station = one(PostKind.TOWN_CLERK, place=TOWN), an_organisation("示例一站", VILLAGE)

    newcomer = take_on(clerk, PostKind.KEEPER, station, VILLAGE)

    assert [acting.kind for acting in posts_of(newcomer.person)] == [PostKind.KEEPER]
    assert {entry.did for entry in Entry.objects.all()} == {
        "accounts.account_created",
        "accounts.post_given",
    }


def test_but_not_of_the_next_town_and_nothing_else() -> None:
    clerk = one(PostKind.TOWN_CLERK, place=TOWN)
    own, next_door = an_organisation("示例一站", VILLAGE), an_organisation("示例二站", OTHER_TOWN)

    refuses(lambda: take_on(clerk, PostKind.KEEPER, next_door, OTHER_TOWN), "not_found")
    refuses(lambda: take_on(clerk, PostKind.KEEPER, own, OTHER_TOWN), "not_found")
    refuses(lambda: take_on(clerk, PostKind.TOWN_CLERK, own, VILLAGE), "not_permitted")
    refuses(lambda: take_on(clerk, PostKind.LEADING_GROUP, own, VILLAGE), "not_permitted")


def test_a_company_takes_on_its_own_drivers_and_nobody_elses() -> None:
    own, other = an_organisation("示例甲公司"), an_organisation("示例乙公司")
    boss = one(PostKind.CONTRACTOR, organisation=own)

    assert take_on(boss, PostKind.DRIVER, own, COUNTY).post is not None
    refuses(lambda: take_on(boss, PostKind.DRIVER, other, COUNTY), "not_found")


@pytest.mark.parametrize("kind", [PostKind.KEEPER, PostKind.DRIVER, PostKind.FINANCE, PostKind.LEADING_GROUP])
def test_who_is_no_operator_takes_on_nobody(kind: PostKind) -> None:
    by = one(kind)

    refuses(lambda: take_on(by, PostKind.DRIVER, an_organisation(), COUNTY), "not_permitted")


def test_a_post_ends_at_once_with_a_reason() -> None:
    security, post = one(PostKind.SECURITY_ADMIN), a_post(PostKind.LEADING_GROUP)

    refuses(
        lambda: actions.end_post(post=post, reason="", by=security, happened_at=timezone.now()),
        "reason_missing",
    )
    actions.end_post(post=post, reason="调到别的单位", by=security, happened_at=timezone.now())

    assert not may(post.person, "programme.decide_question")
    assert last_entry().did == "accounts.post_ended"
    refuses(
        lambda: actions.end_post(post=post, reason="再收一次", by=security, happened_at=timezone.now()),
        "post_is_over",
    )


def test_an_operator_ends_no_post_above_him() -> None:
    clerk, leader = one(PostKind.TOWN_CLERK, place=TOWN), a_post(PostKind.LEADING_GROUP, place=TOWN)

    refuses(
        lambda: actions.end_post(post=leader, reason="不喜欢", by=clerk, happened_at=timezone.now()),
        "not_permitted",
    )


def test_the_holder_names_a_deputy_of_the_own_house_for_some_days() -> None:
    post, deputy, today = a_post(PostKind.LEADING_GROUP), one(PostKind.COMMERCE_CLERK), timezone.localdate()

    named = actions.deputise(
        post=post,
        deputy=deputy,
        since=today,
        until=today + timedelta(days=7),
        by=post.person,
        happened_at=timezone.now(),
    )

    assert may(deputy, "programme.decide_question", place=COUNTY)
    assert last_entry().did == "accounts.deputy_named"
    actions.end_deputy(deputy=named, by=post.person, happened_at=timezone.now())
    assert not may(deputy, "programme.decide_question", place=COUNTY)
    refuses(
        lambda: actions.end_deputy(deputy=named, by=post.person, happened_at=timezone.now()),
        "deputy_is_over",
    )


def test_who_cannot_be_a_deputy() -> None:
    post, today = a_post(PostKind.LEADING_GROUP), timezone.localdate()
    colleague = one(PostKind.COMMERCE_CLERK)
    stranger = one(PostKind.CONTRACTOR, organisation=an_organisation("示例甲公司"))

    def name(deputy: User, by: User, days: int = 0) -> Callable[[], object]:
        return lambda: actions.deputise(
            post=post,
            deputy=deputy,
            since=today,
            until=today + timedelta(days=days),
            by=by,
            happened_at=timezone.now(),
        )

    refuses(name(post.person, post.person), "deputy_is_the_holder")
    refuses(name(stranger, post.person), "deputy_is_a_stranger")
    refuses(name(colleague, colleague), "not_permitted")
    refuses(name(colleague, post.person, days=-1), "days_turned_round")
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    refuses(name(colleague, post.person), "account_is_closed")


def test_a_deputy_names_no_deputy() -> None:
    post, today = a_post(PostKind.LEADING_GROUP), timezone.localdate()
    deputy, third = one(PostKind.COMMERCE_CLERK), one(PostKind.FINANCE)
    actions.deputise(
        post=post, deputy=deputy, since=today, until=today, by=post.person, happened_at=timezone.now()
    )

    refuses(
        lambda: actions.deputise(
            post=post, deputy=third, since=today, until=today, by=deputy, happened_at=timezone.now()
        ),
        "not_permitted",
    )


def test_an_organisation_is_opened_once() -> None:
    some_places()
    security, head = one(PostKind.SECURITY_ADMIN), one(PostKind.COMMERCE_HEAD)

    def open_it(name: str, by: User = security) -> Organisation:
        return actions.open_organisation(
            name=name, kind="company", place=TOWN, by=by, happened_at=timezone.now()
        )

    opened = open_it("示例甲公司")

    assert last_entry().what == f"accounts.Organisation {opened.pk}"
    refuses(lambda: open_it("示例甲公司"), "organisation_stands")
    refuses(lambda: open_it(""), "organisation_name_not_good")
    refuses(lambda: open_it("名" * 121), "organisation_name_not_good")
    refuses(lambda: open_it("示例乙公司", head), "not_permitted")
