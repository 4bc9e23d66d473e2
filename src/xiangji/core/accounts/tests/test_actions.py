from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from django.conf import LazySettings
from django.contrib.auth.hashers import check_password, get_hasher
from django.test import RequestFactory
from django.utils import timezone

from xiangji.core.accounts import actions, keys, passwords, second_factor
from xiangji.core.accounts.models import Deputy, OldPassword, Organisation, OrganisationKey, Post, User
from xiangji.core.accounts.permitting import may, posts_of
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import (
    COUNTY,
    OTHER_COUNTY,
    OTHER_TOWN,
    PASSWORD,
    TOWN,
    VILLAGE,
    a_person,
    a_post,
    an_organisation,
    one,
    some_places,
)
from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused
from xiangji.core.values import PlaceCode

pytestmark = pytest.mark.django_db


def give(
    by: User | None,
    kind: PostKind,
    *,
    person: User | None = None,
    organisation: Organisation | None = None,
    place: PlaceCode = COUNTY,
) -> Post:
    return actions.give_post(
        person=person or a_person(),
        kind=kind,
        organisation=organisation or an_organisation(),
        place=place,
        since=timezone.localdate(),
        until=None,
        by=by,
        happened_at=timezone.now(),
    )


def take_on(by: User, kind: PostKind, organisation: Organisation, place: PlaceCode) -> actions.Newcomer:
    return actions.take_on_staff(
        username="newcomer",
        name="示例·新人",
        kind=kind,
        organisation=organisation,
        place=place,
        since=timezone.localdate(),
        until=None,
        by=by,
        happened_at=timezone.now(),
    )


def refuses(act: Callable[[], object], code: str) -> str:
    """The sentence; and nothing was changed."""
    before = (Post.objects.count(), User.objects.count(), Deputy.objects.count(), Entry.objects.count())
    with pytest.raises(Refused) as refusal:
        act()
    assert refusal.value.code == code
    assert before == (
        Post.objects.count(),
        User.objects.count(),
        Deputy.objects.count(),
        Entry.objects.count(),
    )
    return refusal.value.sentence


def last_entry() -> Entry:
    return Entry.objects.order_by("-pk")[0]


def test_the_system_administrator_opens_accounts_that_may_nothing() -> None:
    admin = one(PostKind.SYSTEM_ADMIN)

    newcomer = actions.create_account(
        username=" Zhang.San ", name="示例·张三", by=admin, happened_at=timezone.now()
    )

    assert newcomer.person.username == "zhang.san"
    assert posts_of(newcomer.person) == ()
    assert (last_entry().did, last_entry().by_key) == ("accounts.account_created", str(admin.pk))
    assert newcomer.password not in last_entry().text
    assert passwords.fits(newcomer.person, newcomer.password)


@pytest.mark.parametrize("kind", [PostKind.SECURITY_ADMIN, PostKind.AUDIT_ADMIN, PostKind.COMMERCE_HEAD])
def test_others_open_no_bare_accounts(kind: PostKind) -> None:
    by = one(kind)

    refuses(
        lambda: actions.create_account(username="x1", name="示例", by=by, happened_at=timezone.now()),
        "not_permitted",
    )


@pytest.mark.parametrize(
    ("username", "name", "code"),
    [
        ("a", "示例", "account_name_not_good"),
        ("ab\x00", "示例", "account_name_not_good"),
        ("x" * 100_000, "示例", "account_name_not_good"),
        ("ab", "", "account_name_not_good"),
        ("ab", "名" * 65, "account_name_not_good"),
        ("ab", "两\n行", "account_name_not_good"),
        ("ＴＡＫＥＮ", "示例", "account_name_taken"),
    ],
)
def test_a_bad_name_opens_no_account(username: str, name: str, code: str) -> None:
    a_person(username="taken")

    refuses(
        lambda: actions.create_account(username=username, name=name, by=None, happened_at=timezone.now()),
        code,
    )


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


def a_row(number: int, username: str, organisation: Organisation) -> actions.Staff:
    return actions.Staff(
        row=number,
        username=username,
        name=f"示例·{number}号",
        kind=PostKind.DRIVER,
        organisation=organisation,
        place=COUNTY,
        since=timezone.localdate(),
        until=None,
    )


def test_a_roster_is_taken_on_as_a_whole() -> None:
    own = an_organisation("示例甲公司")
    boss = one(PostKind.CONTRACTOR, organisation=own)
    roster = [a_row(number, f"driver-{number}", own) for number in range(2, 202)]

    newcomers = actions.take_on_roster(roster=roster, by=boss, happened_at=timezone.now())

    assert len(newcomers) == 200
    assert Post.objects.filter(kind=PostKind.DRIVER).count() == 200
    assert len({newcomer.password for newcomer in newcomers}) == 200


def test_a_roster_with_bad_rows_names_them_all_and_takes_on_nobody() -> None:
    own, other = an_organisation("示例甲公司"), an_organisation("示例乙公司")
    boss = one(PostKind.CONTRACTOR, organisation=own)
    roster = [
        a_row(2, "driver-2", own),
        a_row(3, "x", own),
        a_row(4, "driver-2", own),
        a_row(5, "driver-5", other),
        a_row(6, "driver-6", own),
    ]

    with pytest.raises(actions.BadRoster) as refusal:
        actions.take_on_roster(roster=roster, by=boss, happened_at=timezone.now())

    assert refusal.value.sentence == "名册没有收。有3行不对，第一处是第3行；改好以后整份再交一次。"
    assert refusal.value.faults == (
        (3, "账号没有开。登录名有1个字，应当是2到64个字。"),
        (4, "账号没有开。登录名“driver-2”已经有人用，请换一个。"),
        (5, "没有这一页，或者它不归您的岗位看。"),
    )
    assert (User.objects.count(), Post.objects.count(), Entry.objects.count()) == (1, 1, 0)


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


def test_a_password_is_changed_by_its_owner_and_the_last_five_do_not_come_back() -> None:
    person = one(PostKind.FINANCE)
    used = [PASSWORD, *(f"Reed-2027-{number}" for number in range(5))]
    for old, new in pairwise(used):
        actions.change_password(old=old, new=new, by=person, happened_at=timezone.now())

    assert last_entry().did == "accounts.password_changed"
    assert "Reed" not in last_entry().text
    assert OldPassword.objects.filter(person=person).count() == 5
    for again in used[1:]:
        refuses(
            lambda again=again: actions.change_password(  # type: ignore[misc]
                old=used[-1], new=again, by=person, happened_at=timezone.now()
            ),
            "password_not_good",
        )
    actions.change_password(old=used[-1], new=PASSWORD, by=person, happened_at=timezone.now())


@pytest.mark.parametrize(
    "new", ["short", "xiangji-demo", "Password1!", "\ud800" * 9, "莲" * 200, "", "Aa1-\x00\x00\x00\x00"]
)
def test_a_bad_password_is_not_taken(new: str) -> None:
    person = one(PostKind.KEEPER)
    kept = person.password

    refuses(
        lambda: actions.change_password(old=PASSWORD, new=new, by=person, happened_at=timezone.now()),
        "password_not_good",
    )
    assert User.objects.get(pk=person.pk).password == kept


def test_a_one_time_password_costs_less_to_make_and_as_much_to_guess(settings: LazySettings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]

    given = passwords.one_time()

    assert given.encoded.startswith("pbkdf2_sha256$20000$")
    assert check_password(given.password, given.encoded)
    assert get_hasher().must_update(given.encoded), "so that a wrong try takes as long as for others"


def test_a_wrong_old_password_changes_nothing() -> None:
    person = one(PostKind.FINANCE)

    refuses(
        lambda: actions.change_password(
            old="wrong", new="Reed-2027-苇", by=person, happened_at=timezone.now()
        ),
        "old_password_wrong",
    )


def test_who_resets_a_password() -> None:
    keeper = one(PostKind.KEEPER, place=VILLAGE)
    clerk, neighbour = one(PostKind.TOWN_CLERK, place=TOWN), one(PostKind.TOWN_CLERK, place=OTHER_TOWN)
    admin, security = one(PostKind.SYSTEM_ADMIN), one(PostKind.SECURITY_ADMIN)
    organisation = an_organisation("示例一站", VILLAGE)
    Post.objects.filter(person=keeper).update(organisation=organisation)

    def reset(by: User, person: User = keeper) -> str:
        return actions.reset_password(person=person, by=by, happened_at=timezone.now())

    for by in (clerk, admin):
        password = reset(by)
        keeper.refresh_from_db()
        assert passwords.fits(keeper, password)
        assert password not in last_entry().text
    refuses(lambda: reset(neighbour), "not_found")
    refuses(lambda: reset(security), "not_permitted")
    refuses(lambda: reset(admin, admin), "not_for_oneself")


def test_an_operator_resets_nobody_who_is_more_than_his_staff() -> None:
    clerk, keeper = one(PostKind.TOWN_CLERK, place=TOWN), one(PostKind.KEEPER, place=VILLAGE)
    Post.objects.filter(person=keeper).update(organisation=an_organisation("示例一站", VILLAGE))
    a_post(PostKind.LEADING_GROUP, keeper)

    refuses(lambda: actions.reset_password(person=keeper, by=clerk, happened_at=timezone.now()), "not_found")


def test_password_and_second_factor_are_reset_by_different_people() -> None:
    person, now = one(PostKind.FINANCE), timezone.now()
    second_factor.begin(by=person, happened_at=now)
    admin, security = one(PostKind.SYSTEM_ADMIN), one(PostKind.SECURITY_ADMIN)

    refuses(
        lambda: actions.reset_second_factor(person=person, reason="手机丢了", by=admin, happened_at=now),
        "not_permitted",
    )
    actions.reset_second_factor(person=person, reason="手机丢了", by=security, happened_at=now)

    assert last_entry().did == "accounts.second_factor_reset"
    refuses(
        lambda: actions.reset_second_factor(person=person, reason="再清一次", by=security, happened_at=now),
        "no_second_factor",
    )


def test_a_closed_account_stays_as_a_name() -> None:
    person, admin = one(PostKind.FINANCE), one(PostKind.SYSTEM_ADMIN)

    actions.close_account(person=person, reason="退休", by=admin, happened_at=timezone.now())

    person.refresh_from_db()
    assert (person.is_active, person.name) == (False, "示例·财政局审核")
    assert not passwords.fits(person, PASSWORD)
    assert last_entry().did == "accounts.account_closed"
    refuses(lambda: give(None, PostKind.FINANCE, person=person), "account_is_closed")


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


def a_key(quota: int = 2) -> actions.MadeKey:
    return actions.make_key(
        organisation=an_organisation("示例甲公司", TOWN),
        name="对账程序",
        place=TOWN,
        daily_quota=quota,
        by=one(PostKind.SECURITY_ADMIN),
        happened_at=timezone.now(),
    )


def test_a_key_is_shown_once_and_kept_as_a_digest() -> None:
    made = a_key()

    assert made.key not in str(OrganisationKey.objects.values().get())
    assert made.key not in last_entry().text
    caller = keys.caller_of(made.key, on=timezone.localdate())
    assert (caller.organisation.name, caller.place) == ("示例甲公司", TOWN)


def test_a_key_over_its_quota_waits_until_tomorrow() -> None:
    made, today = a_key(quota=2), timezone.localdate()
    keys.caller_of(made.key, on=today)
    keys.caller_of(made.key, on=today)

    with pytest.raises(keys.QuotaUsedUp) as refusal:
        keys.caller_of(made.key, on=today)

    assert (refusal.value.status, refusal.value.code) == (429, "key_quota_used_up")
    assert "每天最多用2次" in refusal.value.sentence
    assert keys.caller_of(made.key, on=today + timedelta(days=1)).key == made.row


def test_a_program_shows_its_key_in_a_header() -> None:
    made, ask = a_key(), RequestFactory().get

    caller = keys.ApiKey()(ask("/api/v1/", headers={"X-Api-Key": made.key}))

    assert isinstance(caller, keys.Caller)
    assert caller.organisation.name == "示例甲公司"
    with pytest.raises(keys.KeyNeeded):
        keys.ApiKey()(ask("/api/v1/"))


@pytest.mark.parametrize("key", ["", "xj-demo-key", "\ud800", "x" * 100_000, "\x00"])
def test_an_unknown_key_is_no_key(key: str) -> None:
    a_key()

    with pytest.raises(keys.KeyNeeded) as refusal:
        keys.caller_of(key, on=timezone.localdate())

    assert refusal.value.status == 401


def test_a_revoked_key_opens_nothing() -> None:
    made, security = a_key(), one(PostKind.SECURITY_ADMIN)

    actions.revoke_key(key=made.row, by=security, happened_at=timezone.now())

    with pytest.raises(keys.KeyNeeded):
        keys.caller_of(made.key, on=timezone.localdate())
    refuses(
        lambda: actions.revoke_key(key=made.row, by=security, happened_at=timezone.now()), "key_is_revoked"
    )


def test_a_key_of_the_demo_opens_in_a_demo_only(settings: LazySettings) -> None:
    made = a_key()
    OrganisationKey.objects.update(is_example=True)

    settings.DEMO = False
    with pytest.raises(keys.KeyNeeded):
        keys.caller_of(made.key, on=timezone.localdate())
    settings.DEMO = True
    assert keys.caller_of(made.key, on=timezone.localdate()).key == made.row


@pytest.mark.parametrize(("quota", "place"), [(0, TOWN), (-1, TOWN), (10**7, TOWN), (5, COUNTY)])
def test_a_key_reaches_no_further_than_its_organisation(quota: int, place: PlaceCode) -> None:
    organisation, security = an_organisation("示例甲公司", TOWN), one(PostKind.SECURITY_ADMIN)

    refuses(
        lambda: actions.make_key(
            organisation=organisation,
            name="对账程序",
            place=place,
            daily_quota=quota,
            by=security,
            happened_at=timezone.now(),
        ),
        "key_not_good",
    )
