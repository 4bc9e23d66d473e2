"""What a person and a machine are told when something does not work."""

import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

pytestmark = [
    pytest.mark.urls("xiangji.core.ui.tests.addresses"),
    pytest.mark.django_db,
]

MACHINES = [
    pytest.param({"HTTP_ACCEPT": "application/json"}, id="asks for JSON"),
    pytest.param({"HTTP_HX_REQUEST": "true"}, id="HTMX"),
]


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False, HTTP_ACCEPT="text/html,application/xhtml+xml,*/*;q=0.8")


@pytest.fixture
def machine() -> Callable[[dict[str, str]], Client]:
    return lambda headers: Client(raise_request_exception=False, **headers)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/refuse/", 422, "<b>这笔没有付出去。</b>预算行7只剩86,000.00元，不够付120,000.00元。可以改金额。"),
        ("/fail/", 503, "<b>银行那边没有回话。</b>账没有动，每5分钟自动再问一次。"),
        ("/no-such-page", 404, "没有这一页，或者它不归您的岗位看。"),
        ("/keep-out/", 403, "没有这一页，或者它不归您的岗位看。"),
        ("/misread/", 400, "这个请求没有看懂，什么也没有改。"),
        ("/break/", 500, "不是您的错，已经存好的都还在。"),
    ],
)
def test_a_person_reads_one_sentence_on_a_whole_page(
    browser: Client, path: str, status: int, sentence: str
) -> None:
    answer = browser.get(path)

    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert answer.content.decode().startswith("<!doctype html>")
    assert "Traceback" not in answer.content.decode()


@pytest.mark.parametrize("headers", MACHINES)
@pytest.mark.parametrize(
    ("path", "status", "code", "beginning"),
    [
        ("/refuse/", 422, "not_enough_left", "这笔没有付出去。预算行7"),
        ("/fail/", 503, "bank_silent", "银行那边没有回话。"),
        ("/no-such-page", 404, "not_found", "没有这一页"),
        ("/keep-out/", 403, "not_yours", "没有这一页"),
        ("/misread/", 400, "bad_request", "这个请求没有看懂"),
        ("/break/", 500, "broken", "不是您的错"),
    ],
)
def test_a_machine_gets_a_code_and_the_same_sentence(
    machine: Callable[[dict[str, str]], Client],
    headers: dict[str, str],
    path: str,
    status: int,
    code: str,
    beginning: str,
) -> None:
    answer = machine(headers).get(path)

    assert answer.status_code == status
    assert answer.json()["code"] == code
    assert answer.json()["sentence"].startswith(beginning)


def test_an_address_below_api_answers_machines_whatever_they_accept(browser: Client) -> None:
    assert browser.get("/api/v1/no-such-thing").json()["code"] == "not_found"


def test_the_number_that_a_person_reads_stands_in_the_log(
    browser: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        page = browser.get("/break/").content.decode()

    number = re.search(r"编号 <b class=\"fig\">(\d{4}-\d{4}-\d{4})</b>", page)
    assert number
    assert f"编号 {number[1]}：GET /break/" in caplog.text
    assert "KeyError: 'a bug'" in caplog.text


def test_a_machine_gets_the_number_too(caplog: pytest.LogCaptureFixture) -> None:
    client = Client(raise_request_exception=False, HTTP_ACCEPT="application/json")

    with caplog.at_level(logging.ERROR):
        number = client.get("/break/").json()["number"]

    assert f"编号 {number}：GET /break/" in caplog.text


def test_two_faults_have_two_numbers(browser: Client) -> None:
    numbers = {re.findall(r"\d{4}-\d{4}-\d{4}", browser.get("/break/").content.decode())[0] for _ in range(3)}

    assert len(numbers) == 3


def test_the_page_of_a_bug_needs_neither_county_nor_colours(
    browser: Client, settings: LazySettings, tmp_path: Path
) -> None:
    settings.COUNTIES = tmp_path

    answer = browser.get("/")

    assert answer.status_code == 500
    assert "系统出了错" in answer.content.decode()


def test_the_page_of_a_bug_asks_no_database(
    browser: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert browser.get("/break/").status_code == 500


def test_a_form_that_lay_too_long_is_refused_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/take/")

    assert answer.status_code == 403
    assert "刚才填的没有收下，页面放得太久了。" in answer.content.decode()


def test_a_refusal_leads_back_to_the_page_it_came_from(browser: Client) -> None:
    ours = browser.get("/refuse/", HTTP_REFERER="http://testserver/plan/?x=1").content.decode()
    theirs = browser.get("/refuse/", HTTP_REFERER="http://testserver.evil.example/").content.decode()

    assert '<a class="btn" href="/plan/?x=1">回到刚才那一页</a>' in ours
    assert "回到刚才那一页" not in theirs


def test_a_refusal_is_never_markup(browser: Client) -> None:
    page = browser.get("/no-such-page/<script>alert(1)</script>").content.decode()

    assert "<script>alert" not in page


def test_a_demo_says_so_in_every_answer(settings: LazySettings, browser: Client) -> None:
    settings.DEMO = True

    for path in ("/", "/no-such-page", "/break/", "/api/v1/openapi.json", "/static/ui/icon.svg", "/stations"):
        answer = browser.get(path)
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["X-Xiangji-Demo"] == "1"
        answer.close()
    assert "演示数据，与真实单位无关" in browser.get("/").content.decode()
    assert "演示数据，与真实单位无关" in browser.get("/break/").content.decode()


def test_a_real_county_carries_no_mark_of_a_demo(settings: LazySettings, browser: Client) -> None:
    settings.DEMO = False

    answer = browser.get("/")

    assert "X-Xiangji-Demo" not in answer.headers
    assert "演示" not in answer.content.decode()


def test_pages_differ_by_cookie_and_by_what_is_accepted(browser: Client) -> None:
    assert {"Cookie", "Accept"} <= set(browser.get("/").headers["Vary"].split(", "))
