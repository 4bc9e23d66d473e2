"""Accounts and passwords."""

from itertools import pairwise

import pytest
from django.conf import LazySettings
from django.contrib.auth.hashers import check_password, get_hasher
from django.utils import timezone

from xiangji.core.accounts import actions, passwords, second_factor
from xiangji.core.accounts.models import OldPassword, Post, User
from xiangji.core.accounts.permitting import posts_of
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.acting import give, last_entry, refuses
from xiangji.core.accounts.tests.examples import (
    OTHER_TOWN,
    PASSWORD,
    TOWN,
    VILLAGE,
    a_person,
    a_post,
    an_organisation,
    one,
)

pytestmark = pytest.mark.django_db


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
