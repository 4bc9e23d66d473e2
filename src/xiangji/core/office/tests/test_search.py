"""The one search box, the to-do and the menu: each post sees its own."""

from datetime import date

import pytest

from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.office.tests.cast import a_key, as_a, inside

pytestmark = pytest.mark.django_db


def test_two_characters_find_a_person_and_a_key() -> None:
    a_post(PostKind.KEEPER, a_person("示例·莲花"))
    a_key("莲花物流对接")

    page = as_a(PostKind.SECURITY_ADMIN).get("/office/search/?q=莲花").content.decode()

    assert "<h2>人员</h2>" in page
    assert "<h2>岗位</h2>" in page
    assert "<h2>接口钥匙</h2>" in page


def test_a_list_that_a_post_does_not_open_is_not_searched() -> None:
    a_key("莲花物流对接")

    page = as_a(PostKind.AUDIT_VIEWER).get("/office/search/?q=莲花").content.decode()

    assert "没有“莲花”的结果" in page


@pytest.mark.parametrize(
    ("words", "said"),
    [("", "在您能看的名单里找"), ("莲", "只有一个字"), ("'; --", "没有“"), ("%", "只有一个字")],
)
def test_a_search_that_finds_nothing_says_what_to_try(words: str, said: str) -> None:
    page = as_a(PostKind.SECURITY_ADMIN).get("/office/search/", {"q": words}).content.decode()

    assert said in page


def test_a_sign_of_the_database_is_only_a_sign() -> None:
    a_key("莲花")

    page = as_a(PostKind.SECURITY_ADMIN).get("/office/search/", {"q": "%%"}).content.decode()

    assert "没有“%%”的结果" in page


def test_the_menu_shows_what_the_post_opens() -> None:
    auditor, keeper = as_a(PostKind.AUDIT_VIEWER), as_a(PostKind.KEEPER)

    assert "审计记录" in auditor.get("/office/menu/").content.decode()
    assert "审计记录" not in keeper.get("/office/menu/").content.decode()
    assert "权限表" in keeper.get("/office/menu/").content.decode()


def test_the_menu_speaks_of_posts_that_are_held_today() -> None:
    person = a_post(PostKind.AUDIT_VIEWER, a_person("示例·赵审计"), until=None).person
    a_post(PostKind.FINANCE, person, since=date(2099, 1, 1))

    page = inside(person).get("/office/").content.decode()

    assert "审计查看" in page
    assert "财政局审核" not in page
