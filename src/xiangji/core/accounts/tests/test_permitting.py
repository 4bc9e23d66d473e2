from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from xiangji.core.accounts import queries
from xiangji.core.accounts.models import Deputy, Organisation, Post, User
from xiangji.core.accounts.permitting import (
    Acting,
    LogInNeeded,
    NotPermitted,
    NotYours,
    may,
    permit,
    posts_of,
    reach,
    same_person,
)
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import (
    CITY,
    COUNTY,
    LONG_AGO,
    OTHER_COUNTY,
    OTHER_TOWN,
    PROVINCE,
    TOWN,
    VILLAGE,
    a_person,
    a_post,
    an_organisation,
    one,
    some_places,
)

pytestmark = pytest.mark.django_db
DECIDE, READ_STAFF = "programme.decide_question", "accounts.read_staff"


def a_deputy(post: Post, person: User, *, since: date | None = None, until: date | None = None) -> Deputy:
    today = timezone.localdate()
    return Deputy.objects.create(
        post=post, deputy=person, since=since or today, until=until or today, given_at=LONG_AGO
    )


def test_a_leader_decides_in_her_county() -> None:
    leader = one(PostKind.LEADING_GROUP)

    acting = permit(leader, DECIDE, place=COUNTY)

    assert (acting.kind, acting.person, acting.is_deputy, acting.title) == (
        PostKind.LEADING_GROUP,
        leader,
        False,
        "领导小组",
    )


def test_without_the_capability_it_is_forbidden_and_out_of_scope_it_is_not_there() -> None:
    clerk, leader = one(PostKind.COMMERCE_CLERK), one(PostKind.LEADING_GROUP)

    with pytest.raises(NotPermitted) as forbidden:
        permit(clerk, DECIDE, place=COUNTY)
    with pytest.raises(NotYours) as hidden:
        permit(leader, DECIDE, place=OTHER_COUNTY)

    assert (forbidden.value.status, hidden.value.status) == (403, 404)
    assert forbidden.value.sentence == (
        "没有做。这要有“裁定存疑读法”的权限，您现在的岗位没有；哪个岗位有，看权限表。"
    )


def test_a_stranger_must_log_in() -> None:
    with pytest.raises(LogInNeeded) as refusal:
        permit(AnonymousUser(), DECIDE, place=COUNTY)

    assert refusal.value.status == 401
    assert not may(AnonymousUser(), DECIDE)
    assert posts_of(AnonymousUser()) == ()


def test_a_name_of_no_capability_is_a_bug_for_everybody() -> None:
    for person in (one(PostKind.LEADING_GROUP), a_person()):
        with pytest.raises(LookupError):
            may(person, "programme.decide_everything")


@pytest.mark.parametrize(
    "gone",
    [
        {"until": -1},
        {"since": 1},
        {"ended_at": LONG_AGO},
        {"expires_at": LONG_AGO},
    ],
    ids=["over", "to come", "taken back", "expired"],
)
def test_a_post_that_does_not_count_today_permits_nothing(gone: dict[str, Any]) -> None:
    days = {
        name: timezone.localdate() + timedelta(days=day) for name, day in gone.items() if type(day) is int
    }
    post = a_post(PostKind.LEADING_GROUP, **{**gone, **days})

    with pytest.raises(NotPermitted):
        permit(post.person, DECIDE, place=COUNTY)


def test_the_last_day_of_a_post_is_still_a_day_of_it() -> None:
    post = a_post(PostKind.LEADING_GROUP, until=timezone.localdate())

    assert may(post.person, DECIDE, place=COUNTY)


def test_a_closed_account_may_nothing_and_nobody_stands_in_for_it() -> None:
    post, deputy = a_post(PostKind.LEADING_GROUP), a_person()
    a_deputy(post, deputy)
    User.objects.filter(pk=post.person_id).update(is_active=False)
    post.person.refresh_from_db()

    assert posts_of(post.person) == ()
    assert not may(deputy, DECIDE, place=COUNTY)


def test_a_post_of_another_county_is_worth_nothing_here() -> None:
    some_places()
    stranger = one(PostKind.LEADING_GROUP, place=OTHER_COUNTY)

    assert not may(stranger, DECIDE, place=COUNTY)
    assert not may(stranger, DECIDE, place=OTHER_COUNTY)
    assert not may(stranger, DECIDE)


def test_a_town_clerk_sees_her_town_and_not_the_next() -> None:
    clerk = one(PostKind.TOWN_CLERK, place=TOWN)

    assert may(clerk, READ_STAFF, place=VILLAGE)
    with pytest.raises(NotYours):
        permit(clerk, READ_STAFF, place=OTHER_TOWN)
    with pytest.raises(NotYours):
        permit(clerk, READ_STAFF, place=COUNTY)


def test_a_company_sees_its_own_people_only() -> None:
    own, other = an_organisation("示例甲公司"), an_organisation("示例乙公司")
    boss = one(PostKind.CONTRACTOR, organisation=own)

    assert may(boss, READ_STAFF, organisation=own)
    with pytest.raises(NotYours):
        permit(boss, READ_STAFF, organisation=other)
    with pytest.raises(NotYours):
        permit(boss, READ_STAFF, place=COUNTY)


def test_an_inspector_of_the_city_reads_the_register_of_its_county() -> None:
    some_places()
    inspector = one(PostKind.INSPECTOR, place=CITY)

    assert may(inspector, "programme.read_register", place=COUNTY)
    assert not may(inspector, "programme.read_register", place=PROVINCE)


def test_two_posts_add_up() -> None:
    person = one(PostKind.COMMERCE_CLERK)
    a_post(PostKind.LEADING_GROUP, person)

    assert permit(person, "programme.propose_reading", place=COUNTY).kind is PostKind.COMMERCE_CLERK
    assert permit(person, DECIDE, place=COUNTY).kind is PostKind.LEADING_GROUP


def test_a_deputy_acts_in_the_post_and_is_herself() -> None:
    post, deputy = a_post(PostKind.LEADING_GROUP), one(PostKind.COMMERCE_CLERK)
    a_deputy(post, deputy)

    acting = permit(deputy, DECIDE, place=COUNTY)

    assert (acting.person, acting.post, acting.is_deputy, acting.title) == (
        deputy,
        post,
        True,
        "领导小组（代理）",
    )


@pytest.mark.parametrize(("since", "until"), [(1, 2), (-2, -1)], ids=["to come", "over"])
def test_a_deputy_acts_on_her_days_only(since: int, until: int) -> None:
    today, deputy = timezone.localdate(), a_person()
    a_deputy(
        a_post(PostKind.LEADING_GROUP),
        deputy,
        since=today + timedelta(days=since),
        until=today + timedelta(days=until),
    )

    assert not may(deputy, DECIDE)


def test_a_deputy_of_an_ended_post_may_nothing() -> None:
    deputy = a_person()
    a_deputy(a_post(PostKind.LEADING_GROUP, ended_at=LONG_AGO), deputy)

    assert not may(deputy, DECIDE)


def test_separation_is_by_person_through_posts_and_deputies() -> None:
    maker, checker, deputy = one(PostKind.COMMERCE_CLERK), one(PostKind.COMMERCE_HEAD), a_person()
    second_post = Acting(a_post(PostKind.LEADING_GROUP, maker), maker)
    head = posts_of(checker)[0]
    for_maker = Acting(posts_of(maker)[0].post, deputy)

    assert same_person(maker, maker)
    assert same_person(maker, second_post), "two posts of one person"
    assert same_person(deputy, for_maker), "a deputy with a paper of her own"
    assert same_person(maker, for_maker), "a deputy with a paper of whom she stands in for"
    assert same_person(posts_of(maker)[0], for_maker)
    assert not same_person(maker, checker)
    assert not same_person(for_maker, head)


def test_a_list_is_cut_to_what_can_be_reached() -> None:
    own, other = an_organisation("示例甲公司"), an_organisation("示例乙公司")
    boss = one(PostKind.CONTRACTOR, organisation=own)
    driver = a_post(PostKind.DRIVER, organisation=own)
    a_post(PostKind.DRIVER, organisation=other)
    town_clerk = one(PostKind.TOWN_CLERK, place=TOWN)
    keeper = a_post(PostKind.KEEPER, place=VILLAGE)
    a_post(PostKind.KEEPER, place=OTHER_TOWN)

    assert {post.person for post in queries.posts_in_reach(boss)} == {boss, driver.person}
    assert {post.person for post in queries.posts_in_reach(town_clerk)} == {town_clerk, keeper.person}
    assert list(queries.posts_in_reach(keeper.person)) == []
    assert list(queries.organisations_in_reach(boss)) == [own]


def test_reaching_nothing_finds_nothing() -> None:
    an_organisation()

    assert list(Organisation.objects.filter(reach(a_person(), READ_STAFF).q(place="place_id"))) == []


def test_permission_costs_one_query_for_a_whole_request(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    leader = one(PostKind.LEADING_GROUP)
    a_post(PostKind.COMMERCE_CLERK, leader)
    leader.kept_posts = {}

    with django_assert_num_queries(1):
        assert may(leader, DECIDE, place=COUNTY)
        assert may(leader, "programme.propose_reading")
        assert not may(leader, "office.read_audit")
        assert reach(leader, "programme.read_register").places == (COUNTY,)
        assert posts_of(leader)[0].post.organisation.name


def test_who_loses_a_post_loses_it_with_the_next_request() -> None:
    post = a_post(PostKind.LEADING_GROUP)
    assert may(post.person, DECIDE)

    Post.objects.filter(pk=post.pk).update(ended_at=timezone.now(), end_reason="调离")

    assert not may(post.person, DECIDE)


def test_who_gives_posts_also_sees_people_without_any() -> None:
    newcomer = a_person("示例·新人")
    security, boss = one(PostKind.SECURITY_ADMIN), one(PostKind.COMMERCE_HEAD)

    assert set(queries.people_in_reach(security)) == {security, boss, newcomer}
    assert set(queries.people_in_reach(boss)) == {security, boss}
