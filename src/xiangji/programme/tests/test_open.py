from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from xiangji.programme import actions
from xiangji.programme.models import Objection, Project, Publicity
from xiangji.programme.rules.publicity import OBJECTIONS_A_DAY
from xiangji.programme.tests.examples import register_running
from xiangji.programme.tests.project_cast import (
    a_clerk,
    approved,
    approved_by_the_same,
    holidays,
    objected,
    publicise,
    traces,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plan(counties: None) -> None:
    holidays()
    register_running()


@pytest.fixture
def project() -> Project:
    """In publicity from a moment ago: the pages go by the clock."""
    found = approved()
    publicise(found, a_clerk(), at=timezone.now() - timedelta(minutes=1))
    return found


def address() -> str:
    return f"/open/{Publicity.objects.get().pk}/"


def page(client: Client, where: str) -> str:
    return client.get(where).content.decode()


def test_before_the_first_notice_the_page_says_what_will_stand_there(client: Client) -> None:
    assert "现在没有正在公示的" in page(client, "/open/")
    assert "正在公示" not in page(client, "/")


def test_what_is_not_publicised_is_not_public(client: Client) -> None:
    found = approved()

    assert found.name not in page(client, "/open/")
    assert client.get("/open/1/").status_code == 404


def test_a_notice_stands_in_the_list_and_at_home_with_its_days(client: Client, project: Project) -> None:
    shown = Publicity.objects.get()

    for where in ("/open/", "/"):
        text = page(client, where)
        assert f'<a href="{address()}">镇级分拣线</a>' in text
        assert text.count("<i></i>") == 5
        assert "还剩5个工作日" in text
        assert f"{shown.ends_on.month}月{shown.ends_on.day}日" in text


def test_a_notice_says_the_five_the_money_and_why_so_many_days(client: Client, project: Project) -> None:
    text = page(client, address())

    for said in ("示例乡集运营有限公司", "镇里当天分拣完", "21条分拣线", "2026年12月", "每条每小时600件"):
        assert said in text
    for amount in ("300,000.00", "100,000.00", "400,000.00"):
        assert amount in text
    assert "方案没有写天数，比照5个工作日。" in text


def test_a_printed_notice_leads_back_to_its_page_once_there_is_a_public_address(
    client: Client, project: Project, settings: LazySettings
) -> None:
    settings.DEMO, settings.PUBLIC_URL = False, ""
    assert "带网址的码没有做。还没有对外的网址" in page(client, address())

    settings.PUBLIC_URL = "https://xiangji.example.cn"
    assert f">https://xiangji.example.cn{address()}</figcaption>" in page(client, address())


def test_anybody_can_object_without_a_name_and_the_words_stay_private(
    client: Client, project: Project
) -> None:
    answer = client.post(address(), {"text": "邻镇同样的只要20万元。", "sender": "示例·孙某"}, follow=True)

    assert answer.status_code == 200
    text = answer.content.decode()
    assert "收下了。" in text
    assert "有异议，正在处理" in text
    for private in ("邻镇", "孙某"):
        assert private not in text
        assert private not in page(client, "/open/")
    assert Objection.objects.get().text == "邻镇同样的只要20万元。"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "还没有写对什么有异议"), ("长" * 1001, "写了1001个字，最多1000个字")],
)
def test_what_cannot_be_taken_comes_back_with_a_sentence_and_what_was_typed(
    client: Client, project: Project, text: str, sentence: str
) -> None:
    before = traces()

    answer = client.post(address(), {"text": text, "sender": "示例·孙某"})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in shown
    assert "示例·孙某" in shown
    assert (Objection.objects.count(), traces()) == (0, before)


def test_one_network_is_told_when_the_box_is_full(client: Client, project: Project) -> None:
    for _ in range(OBJECTIONS_A_DAY):
        client.post(address(), {"text": "太贵。"})

    answer = client.post(address(), {"text": "还是太贵。"})

    assert answer.status_code == 429
    assert "今天已经收到10条异议" in answer.content.decode()
    assert client.post(address(), {"text": "我也说。"}, REMOTE_ADDR="198.51.100.9").status_code == 302


def test_after_the_last_day_the_form_is_gone_and_nothing_is_taken(client: Client) -> None:
    found = approved()
    publicise(found, a_clerk(), at=timezone.now() - timedelta(days=20))

    assert "提出异议" not in page(client, address())
    answer = client.post(address(), {"text": "晚了一步。"})
    assert answer.status_code == 422
    assert "结束了" in answer.content.decode()
    assert not Objection.objects.exists()


def test_the_answer_to_an_objection_is_public(client: Client, project: Project) -> None:
    objection = objected(project, happened_at=timezone.now())
    actions.handle_objection(
        publicity=objection.publicity,
        objection=objection.pk,
        finding="not_upheld",
        reply="询价三家，报价在其中。",
        by=a_clerk(),
        happened_at=timezone.now(),
    )

    text = page(client, address())
    assert "询价三家，报价在其中。" in text
    assert "不成立" in text
    assert "示例·商务局 商务局经办" in text


def test_what_ended_stays_to_be_read_with_its_result(client: Client) -> None:
    found = approved()
    publicise(found, a_clerk(), at=timezone.now() - timedelta(days=20))
    actions.put_in_force(thing=found, by=None, happened_at=timezone.now())
    stopped = approved_by_the_same(found, "县级冷库")
    publicise(stopped, a_clerk(), at=timezone.now())
    objection = objected(stopped, happened_at=timezone.now())
    actions.handle_objection(
        publicity=objection.publicity,
        objection=objection.pk,
        finding="upheld",
        reply="重复建设，停下。",
        by=a_clerk(),
        happened_at=timezone.now(),
    )

    text = page(client, "/open/")
    assert "公示期满，没有成立的异议" in text
    assert "异议成立，项目停下了" in text
    assert "现在没有正在公示的" in text


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_many(
    client: Client, project: Project, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4):
        other = approved_by_the_same(project, f"示例项目{number}")
        publicise(other, a_clerk(), at=timezone.now())

    with django_assert_max_num_queries(4):
        client.get("/open/")


def test_a_form_without_its_token_changes_nothing(project: Project) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(address(), {"text": "太贵。"}).status_code == 403
    assert not Objection.objects.exists()


def test_machines_read_the_notices_in_fen_without_words_or_names_of_objections(
    client: Client, project: Project
) -> None:
    objected(project, "示例·孙某收了钱。", happened_at=timezone.now())

    answer = client.get("/api/v1/notices")

    assert "孙某" not in answer.content.decode()
    notice = answer.json()[0]
    assert (notice["address"], notice["project"]) == (address(), "镇级分拣线")
    assert notice["fen_by_source"] == {"central": 30_000_000, "county": 10_000_000}
    assert (notice["working_days"], notice["working_days_passed"]) == (5, 0)
    assert (notice["outcome"], notice["has_open_objection"]) == ("open", True)
