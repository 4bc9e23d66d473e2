"""Rosters of staff."""

import pytest
from django.utils import timezone

from xiangji.core.accounts import actions
from xiangji.core.accounts.models import Organisation, Post, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import (
    COUNTY,
    an_organisation,
    one,
)
from xiangji.core.audit.models import Entry

pytestmark = pytest.mark.django_db


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
