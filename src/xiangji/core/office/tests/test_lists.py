"""Lists: chips, filters, words, order, pages, saved views, and what they cost."""

import re

import pytest
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from xiangji.core.accounts.models import OrganisationKey, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import COUNTY, OTHER_COUNTY, a_person, a_post, an_organisation, one
from xiangji.core.office.desk import find
from xiangji.core.office.listing import Listing
from xiangji.core.office.models import SavedView
from xiangji.core.office.tests.cast import NOON, a_key, as_a, inside, some_keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def security() -> Client:
    return as_a(PostKind.SECURITY_ADMIN)


def names(client: Client, address: str) -> list[str]:
    """What stands in the first column."""
    return [line.title for line in client.get(address).context["lines"]]


def chips(client: Client, address: str) -> dict[str, int]:
    return {choice.title: choice.count for choice in client.get(address).context["listing"].choices()}


def test_every_chip_shows_how_many_it_holds(security: Client) -> None:
    some_keys(3)
    gone = a_key("旧程序")
    gone.revoked_at = NOON
    gone.save()

    assert chips(security, "/office/keys/") == {"能用": 3, "作废": 1, "全部": 4}
    assert len(names(security, "/office/keys/?chip=open")) == 3
    assert len(names(security, "/office/keys/?chip=no-such-chip")) == 4


def test_words_narrow_the_list_and_its_chips(security: Client) -> None:
    some_keys(12)
    a_key("快递对接")

    assert len(names(security, "/office/keys/?q=快递")) == 1
    assert chips(security, "/office/keys/?q=快递")["全部"] == 1
    assert len(names(security, "/office/keys/?q=快递 局")) == 1
    assert names(security, "/office/keys/?q=快递 农场") == []
    assert "没有找到" in security.get("/office/keys/?q=农场").content.decode()


def test_a_column_sorts_in_both_directions_and_no_other_field_does(security: Client) -> None:
    some_keys(3)

    def quotas(address: str) -> list[str]:
        return re.findall(r'data-l="每天最多（次）">(\d+)<', security.get(address).content.decode())

    assert quotas("/office/keys/?order=daily_quota") == ["1", "2", "3"]
    assert quotas("/office/keys/?order=-daily_quota") == ["3", "2", "1"]
    assert sorted(quotas("/office/keys/?order=organisation__opened_at")) == ["1", "2", "3"]
    assert sorted(quotas("/office/keys/?order=sha256")) == ["1", "2", "3"]


@pytest.mark.parametrize(("page", "count"), [("1", 50), ("2", 5), ("9", 5), ("-1", 5), ("x", 50), ("²", 50)])
def test_fifty_rows_a_page_and_a_wrong_page_is_a_near_one(security: Client, page: str, count: int) -> None:
    some_keys(55)

    answer = security.get("/office/keys/", {"page": page})

    assert len(answer.context["lines"]) == count
    assert f"本页{count}把，共55把" in answer.content.decode()


def test_a_filter_that_cannot_be_read_is_said_and_shows_nothing() -> None:
    client = as_a(PostKind.AUDIT_VIEWER)

    answer = client.get("/office/audit/?since=昨天")

    assert answer.status_code == 200
    assert answer.context["lines"] == []
    assert "输入一个有效的日期" in answer.content.decode()


def test_filters_stay_in_the_addresses_of_rows_chips_and_pages(security: Client) -> None:
    some_keys(60)

    page = security.get("/office/keys/?chip=open&q=程序&order=name&evil=1").content.decode()

    hrefs = re.findall(r'href="(/office/keys/[^"]*)"', page)
    rows = [href for href in hrefs if re.match(r"/office/keys/\d+/", href)]
    assert len(rows) == 50
    assert all("chip=open" in href and "order=name" in href and "q=" in href for href in rows)
    assert not any("evil" in href for href in hrefs)


def test_an_empty_list_says_what_will_stand_there(security: Client) -> None:
    assert "还没有发过钥匙" in security.get("/office/keys/").content.decode()


def test_a_search_is_kept_under_a_name_for_oneself_alone() -> None:
    mine, other = one(PostKind.SECURITY_ADMIN), one(PostKind.SECURITY_ADMIN)
    security = inside(mine)

    security.post("/office/keys/views/", {"name": "快递的", "query": "?chip=open&q=快递&page=3&evil=1"})

    view = SavedView.objects.get()
    assert (view.person, view.desk, view.name) == (mine, "keys", "快递的")
    assert view.query == "?chip=open&q=%E5%BF%AB%E9%80%92"
    assert "快递的" in security.get("/office/keys/").content.decode()
    assert "快递的" not in inside(other).get("/office/keys/").content.decode()

    assert inside(other).post(f"/office/keys/views/{view.pk}/forget/").status_code == 404
    assert SavedView.objects.exists()
    security.post(f"/office/keys/views/{view.pk}/forget/")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        pytest.param("", "", "名字要1到20个字", id="no name"),
        pytest.param("长" * 21, "", "收到的是21个字", id="long name"),
        pytest.param("长找法", f"?q={'字' * 60}&chip={'x' * 500}", "筛选的条件太长", id="long query"),
    ],
)
def test_a_view_that_cannot_be_kept_is_refused(security: Client, name: str, query: str, said: str) -> None:
    answer = security.post("/office/keys/views/", {"name": name, "query": query})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not SavedView.objects.exists()


def test_two_views_of_one_list_have_different_names(security: Client) -> None:
    security.post("/office/keys/views/", {"name": "快递的", "query": "?q=快递"})

    answer = security.post("/office/keys/views/", {"name": "快递的", "query": "?q=农场"})

    assert answer.status_code == 422
    assert "已经有一个叫“快递的”的" in answer.content.decode()
    assert SavedView.objects.count() == 1


def test_a_list_costs_the_same_for_many_rows_as_for_few(
    security: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    some_keys(120)

    with django_assert_max_num_queries(8):
        assert len(security.get("/office/keys/").context["lines"]) == 50


def test_who_reads_the_own_organisation_sees_its_people_only() -> None:
    firm, other = an_organisation("示例公司"), an_organisation("示例乙公司", OTHER_COUNTY)
    mine = one(PostKind.CONTRACTOR, organisation=firm)
    a_post(PostKind.DRIVER, a_person("示例·司机"), organisation=firm)
    theirs = a_post(PostKind.DRIVER, a_person("示例·别家司机"), organisation=other, place=COUNTY)

    client = inside(mine)

    assert sorted(names(client, "/office/people/")) == ["示例·司机", "示例·承办企业"]
    assert client.get(f"/office/people/{theirs.person_id}/").status_code == 404
    assert client.get(f"/office/posts/{theirs.pk}/").status_code == 404
    assert "示例·别家司机" not in client.get("/office/search/?q=别家").content.decode()


def test_the_pages_of_a_long_list_follow_each_other_from_the_first_to_the_last(security: Client) -> None:
    """The later half is read from its end."""
    some_keys(4 * 50 + 7)
    whole = "/office/keys/?order=-daily_quota"

    pages = [names(security, f"{whole}&page={number}") for number in range(1, 6)]

    assert [len(page) for page in pages] == [50, 50, 50, 50, 7]
    assert [name[:7] for page in pages for name in page] == [
        f"示例程序{number:03}" for number in range(206, -1, -1)
    ]


def test_the_paper_that_comes_next_is_the_one_below_also_on_the_last_page(security: Client) -> None:
    some_keys(3 * 50 + 3)
    desk = find("keys")
    assert desk is not None
    listing = Listing(desk, User.objects.get(), QueryDict("order=daily_quota&page=4"))

    assert [OrganisationKey.objects.get(pk=pk).daily_quota for pk in listing.page_keys()] == [151, 152, 153]
