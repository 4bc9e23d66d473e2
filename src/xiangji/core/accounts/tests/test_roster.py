"""Staff of a roster, and the passwords that are handed out to them."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.utils import timezone

from xiangji.core.accounts import actions
from xiangji.core.accounts.models import Organisation, Post, User
from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import COUNTY, a_person, a_post, an_organisation, one
from xiangji.core.audit.models import Entry

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=2_000)


def entered(boss: User, unit: Organisation, username: str = "driver-1") -> User:
    return actions.enter_staff(
        username=username,
        name="示例·一号",
        kind=PostKind.DRIVER,
        organisation=unit,
        place=COUNTY,
        since=LONG_AGO.date(),
        until=None,
        by=boss,
        happened_at=LONG_AGO,
    )


def test_who_stands_in_a_roster_has_a_post_since_the_true_day_and_no_password_yet() -> None:
    unit = an_organisation("示例甲公司")
    boss = one(PostKind.CONTRACTOR, organisation=unit)

    person = entered(boss, unit)

    assert not person.has_usable_password()
    assert Post.objects.get(person=person).given_at == LONG_AGO
    created = Entry.objects.get(did="accounts.account_created")
    assert LONG_AGO.isoformat()[:10] in created.text


def test_nobody_enters_the_staff_of_another_organisation() -> None:
    own, other = an_organisation("示例甲公司"), an_organisation("示例乙公司")
    boss = one(PostKind.CONTRACTOR, organisation=own)

    with pytest.raises(NotYours):
        entered(boss, other)

    assert (User.objects.count(), Post.objects.count(), Entry.objects.count()) == (1, 1, 0)


def test_passwords_are_handed_out_once_to_each_and_open_until_they_are_changed() -> None:
    unit = an_organisation("示例甲公司")
    boss = one(PostKind.CONTRACTOR, organisation=unit)
    people = [entered(boss, unit, f"driver-{number}") for number in range(3)]

    given = actions.hand_out_passwords(people=people, by=boss, happened_at=timezone.now())

    assert [newcomer.person for newcomer in given] == people
    for newcomer in given:
        assert check_password(newcomer.password, User.objects.get(pk=newcomer.person.pk).password)
    assert Entry.objects.filter(did="accounts.password_handed_out").count() == 3
    assert all(newcomer.password not in entry.text for newcomer in given for entry in Entry.objects.all())


def test_handed_out_again_the_former_password_opens_nothing() -> None:
    unit = an_organisation("示例甲公司")
    boss = one(PostKind.CONTRACTOR, organisation=unit)
    person = entered(boss, unit)
    (first,) = actions.hand_out_passwords(people=[person], by=boss, happened_at=timezone.now())
    person.refresh_from_db()

    (second,) = actions.hand_out_passwords(people=[person], by=boss, happened_at=timezone.now())

    person.refresh_from_db()
    assert check_password(second.password, person.password)
    assert not check_password(first.password, person.password)


def test_who_chose_a_password_keeps_it() -> None:
    unit = an_organisation("示例甲公司")
    boss = one(PostKind.CONTRACTOR, organisation=unit)
    chose = a_post(PostKind.DRIVER, a_person(), organisation=unit).person
    before = chose.password

    assert actions.hand_out_passwords(people=[chose], by=boss, happened_at=timezone.now()) == ()

    chose.refresh_from_db()
    assert chose.password == before


def test_a_stranger_hands_out_nothing() -> None:
    unit = an_organisation("示例甲公司")
    person = entered(one(PostKind.CONTRACTOR, organisation=unit), unit)
    stranger = one(PostKind.FINANCE)
    before = Entry.objects.count()

    with pytest.raises((NotPermitted, NotYours)):
        actions.hand_out_passwords(people=[person], by=stranger, happened_at=timezone.now())

    person.refresh_from_db()
    assert not person.has_usable_password()
    assert Entry.objects.count() == before
