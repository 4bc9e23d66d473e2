from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import timezone

from xiangji.core.accounts import demo, keys
from xiangji.core.accounts.models import OrganisationKey, Post, User
from xiangji.core.accounts.passwords import DEMO_PASSWORD, fits
from xiangji.core.accounts.permitting import may, posts_of
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import COUNTY, some_places
from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused

pytestmark = pytest.mark.django_db
ICONS = Path(__file__).parents[2] / "ui" / "static" / "ui" / "icons.svg"


def test_without_a_demo_there_is_no_account_whose_password_everybody_knows(settings: LazySettings) -> None:
    some_places()
    settings.DEMO = False

    with pytest.raises(Refused) as refusal:
        demo.build(timezone.now())

    assert refusal.value.code == "demo_accounts_need_a_demo"
    assert demo.accounts() == ()
    counts = (User.objects.count(), Post.objects.count(), OrganisationKey.objects.count())
    assert (*counts, Entry.objects.count()) == (0, 0, 0, 0)


def test_a_demo_has_one_account_for_each_post(settings: LazySettings) -> None:
    some_places()
    settings.DEMO = True

    demo.build(timezone.now())
    demo.build(timezone.now())

    assert [account.kind for account in demo.accounts()] == list(PostKind)
    for account in demo.accounts():
        person = User.objects.get(username=account.username)
        assert [acting.kind for acting in posts_of(person)] == [account.kind]
        assert fits(person, DEMO_PASSWORD)
        assert person.name.startswith("示例·")
    assert User.objects.filter(is_example=False).count() == 0
    assert keys.caller_of("xj-demo-key", now=timezone.now()).organisation.name == "示例乡集运营有限公司"


def test_the_leader_of_the_demo_decides_and_the_clerk_does_not(settings: LazySettings) -> None:
    some_places()
    settings.DEMO = True
    demo.build(timezone.now())

    leader, clerk = (User.objects.get(username=name) for name in ("leading-group", "commerce-clerk"))

    assert may(leader, "programme.decide_question", place=COUNTY)
    assert not may(clerk, "programme.decide_question", place=COUNTY)


@pytest.mark.parametrize("account", demo.ACCOUNTS, ids=lambda account: account.username)
def test_the_icon_of_each_account_is_drawn(account: demo.Account) -> None:
    assert f'id="{account.icon}"' in ICONS.read_text(encoding="utf-8")
