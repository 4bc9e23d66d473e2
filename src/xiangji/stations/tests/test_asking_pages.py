"""Asking the centre on the web, looking up one's own request, and rating it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from xiangji.core.audit.models import Entry
from xiangji.core.parties.models import Party
from xiangji.stations import actions
from xiangji.stations.models import Rating, ServiceRequest, WrongLookUp
from xiangji.stations.rules.requests import ASKED_A_DAY, WRONG_A_DAY, State
from xiangji.stations.tasks import forget_what_was_looked_up_wrongly
from xiangji.stations.tests.request_cast import INCUBATION, PHONE, a_centre, a_request, sent
from xiangji.stations.tests.station_cast import NOW, clerk

pytestmark = pytest.mark.usefixtures("the_county")
ASK, LOOK = "/stations/ask/", "/stations/ask/look/"
TYPED = {
    "service": INCUBATION,
    "customer_kind": "founder",
    "name": "示例·王新苗",
    "phone": PHONE,
    "wish": "想学开网店。",
}


def test_anybody_asks_without_a_script_and_gets_a_number(client: Client) -> None:
    a_centre(phone="0632-5500000", hours="工作日8:30到17:30")

    page = client.get(ASK).content.decode()
    answer = client.post(ASK, TYPED)
    told = client.get(answer.headers["Location"]).content.decode()

    assert "培训孵化" in page
    assert "业务指导" not in page
    assert 'href="tel:0632-5500000"' in page
    row = ServiceRequest.objects.get()
    assert row.number in told
    assert row.number.startswith("FW20")
    assert "王新苗" not in told
    assert PHONE not in answer.headers["Location"]


def test_what_was_typed_stays_when_it_is_refused(client: Client) -> None:
    a_centre()

    answer = client.post(ASK, TYPED | {"phone": "12"})

    told = answer.content.decode()
    assert answer.status_code in {400, 422}
    assert "想学开网店。" in told
    assert "11位手机号" in told
    assert not ServiceRequest.objects.exists()
    assert not Party.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        TYPED | {"service": "no.such"},
        TYPED | {"customer_kind": "station"},
        TYPED | {"wish": ""},
        TYPED | {"wish": "字" * 501},
        TYPED | {"name": "有\x00字"},
        {},
    ],
)
def test_bad_input_is_answered_with_a_sentence_and_keeps_nothing(
    client: Client, typed: dict[str, str]
) -> None:
    a_centre()
    before = Entry.objects.count()

    answer = client.post(ASK, typed)

    assert 400 <= answer.status_code < 500
    assert not ServiceRequest.objects.exists()
    assert Entry.objects.count() == before


def test_a_network_that_asks_too_often_waits_until_tomorrow(client: Client) -> None:
    a_centre()
    for number in range(ASKED_A_DAY):
        assert client.post(ASK, TYPED | {"phone": f"1380000009{number}"}).status_code == 302

    answer = client.post(ASK, TYPED)

    assert answer.status_code == 429
    assert "请明天再来" in answer.content.decode()
    assert ServiceRequest.objects.count() == ASKED_A_DAY


def test_without_an_open_centre_the_page_says_where_to_ask(client: Client) -> None:
    told = client.get(ASK).content.decode()

    assert "现在没有开门" in told
    assert "交给中心" not in told
    assert client.post(ASK, TYPED).status_code == 200
    assert not ServiceRequest.objects.exists()


def test_number_and_phone_tail_together_show_the_result_and_nothing_personal(client: Client) -> None:
    a_centre()
    asked, person = sent(), clerk()
    actions.finish_request(request=asked, text="报了下周的班。", by=person, happened_at=NOW)

    answer = client.post(LOOK, {"number": "fw2026 0001", "tail": PHONE[-4:]})

    told = answer.content.decode()
    assert "报了下周的班。" in told
    assert "办好了" in told
    for hidden in ("王新苗", PHONE, "想学开网店", person.name):
        assert hidden not in told


@pytest.mark.parametrize(
    ("number", "tail"),
    [("FW2026-0001", "9999"), ("FW2026-0002", PHONE[-4:]), ("随便", "00"), ("' OR 1", "１２３４")],
)
def test_a_wrong_number_and_a_wrong_phone_are_told_alike(client: Client, number: str, tail: str) -> None:
    a_centre()
    sent()

    answer = client.post(LOOK, {"number": number, "tail": tail})

    assert answer.status_code == 404
    assert "没有查到。编号和电话尾号要跟申请时写的一样" in answer.content.decode()
    assert WrongLookUp.objects.count() == 1


def test_guessing_is_stopped(client: Client) -> None:
    a_centre()
    sent()
    for tail in range(WRONG_A_DAY):
        client.post(LOOK, {"number": "FW2026-0001", "tail": f"{tail:04}"})

    answer = client.post(LOOK, {"number": "FW2026-0001", "tail": PHONE[-4:]})

    assert answer.status_code == 429
    assert "今天从这个网络查错的次数太多了" in answer.content.decode()
    assert WrongLookUp.objects.count() == WRONG_A_DAY


def test_wrong_look_ups_of_yesterday_are_forgotten_by_the_clock(client: Client) -> None:
    a_centre()
    for _ in range(2):
        client.post(LOOK, {"number": "FW2026-0009", "tail": "0000"})
    old = WrongLookUp.objects.earliest("pk")
    WrongLookUp.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=2))

    forget_what_was_looked_up_wrongly()

    assert WrongLookUp.objects.count() == 1
    assert not WrongLookUp.objects.filter(pk=old.pk).exists()


def test_a_request_without_a_phone_is_found_by_nobody(client: Client) -> None:
    a_request(a_centre(), clerk(), phone="")

    for tail in ("", "0000"):
        assert client.post(LOOK, {"number": "FW2026-0001", "tail": tail}).status_code in {404, 422}


def test_the_customer_rates_once_what_is_done(client: Client) -> None:
    a_centre()
    asked = sent()
    typed = {"number": asked.number, "tail": PHONE[-4:], "score": "4", "words": "老师讲得清楚。"}

    early = client.post(LOOK, typed)
    actions.finish_request(request=asked, text="报了班。", by=clerk(), happened_at=NOW)
    offered = client.post(LOOK, {"number": asked.number, "tail": PHONE[-4:]}).content.decode()
    first, second = client.post(LOOK, typed), client.post(LOOK, typed)
    wrong = client.post(LOOK, typed | {"tail": "9999"})

    assert "办好了才能评" in early.content.decode()
    assert "办得怎么样" in offered
    assert "记下了，谢谢" in first.content.decode()
    assert "已经评过了" in second.content.decode()
    assert "对不上" in wrong.content.decode()
    rating = Rating.objects.get()
    assert (rating.score, rating.words, rating.by) == (4, "老师讲得清楚。", None)
    assert ServiceRequest.objects.get().status is State.DONE
