"""What an answer means, how long to wait, what is shown of a body, whose signature counts."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.outside.rules.addresses import Address
from xiangji.core.outside.rules.judging import LONGEST_WAIT, Verdict, judge, wait
from xiangji.core.outside.rules.masking import HIDDEN, masked
from xiangji.core.outside.rules.signing import TOLERANCE_SECONDS, is_bearer, is_signed, signature

BODY = '{"示例": 1}'.encode()
AT = 1_700_000_000


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Verdict.DONE),
        (204, Verdict.DONE),
        (302, Verdict.PARK),
        (400, Verdict.PARK),
        (401, Verdict.PARK),
        (404, Verdict.PARK),
        (408, Verdict.AGAIN),
        (429, Verdict.AGAIN),
        (500, Verdict.AGAIN),
        (503, Verdict.AGAIN),
    ],
)
def test_what_may_pass_is_tried_again_and_what_will_not_waits_for_a_person(
    status: int, verdict: Verdict
) -> None:
    judged = judge(status)

    assert judged.verdict is verdict
    assert (judged.sentence == "") is (verdict is Verdict.DONE)


def test_a_status_that_the_asker_expects_is_an_answer() -> None:
    assert judge(404, also_fine=[404]).verdict is Verdict.DONE


def test_a_wish_of_the_other_side_counts_where_it_is_longer_and_never_beyond_six_hours() -> None:
    assert wait(1) == timedelta(seconds=10)
    assert wait(1, retry_after="120") == timedelta(seconds=120)
    assert wait(3, retry_after="1") == wait(3)
    assert wait(1, retry_after="Wed, 21 Oct 2015 07:28:00 GMT") == wait(1)
    assert wait(12, retry_after="999999") == LONGEST_WAIT


def test_names_numbers_and_tokens_are_hidden_wherever_they_stand() -> None:
    body = {
        "room_name": "xiangji-7",
        "participant": {"name": "示例·张三", "email": "a@example.com", "id": 4},
        "tokens": [{"jwt": "x.y.z"}],
    }

    shown = json.loads(masked(json.dumps(body).encode()))

    assert shown == {
        "room_name": "xiangji-7",
        "participant": {"name": HIDDEN, "email": HIDDEN, "id": 4},
        "tokens": [{"jwt": HIDDEN}],
    }


@given(st.binary(max_size=200))
def test_any_body_can_be_shown(body: bytes) -> None:
    assert isinstance(masked(body), str)


def test_only_the_same_body_time_and_secret_are_signed() -> None:
    header = signature(BODY, secret="甲", at=AT)

    assert is_signed(BODY, header=header, secret="甲", now=AT)
    assert is_signed(BODY, header=header, secret="甲", now=AT + TOLERANCE_SECONDS)
    assert not is_signed(BODY, header=header, secret="甲", now=AT + TOLERANCE_SECONDS + 1)
    assert not is_signed(BODY, header=header, secret="甲", now=AT - TOLERANCE_SECONDS - 1)
    assert not is_signed(BODY + b" ", header=header, secret="甲", now=AT)
    assert not is_signed(BODY, header=header, secret="乙", now=AT)
    assert not is_signed(BODY, header=signature(BODY, secret="", at=AT), secret="", now=AT)


@given(st.text(max_size=80))
def test_nothing_invented_is_signed(header: str) -> None:
    assert not is_signed(BODY, header=header, secret="甲", now=AT)
    assert not is_bearer(header, token="")


def test_an_agreed_token_counts_and_no_other() -> None:
    assert is_bearer("Bearer 甲", token="甲")
    assert not is_bearer("Bearer 乙", token="甲")
    assert not is_bearer("甲", token="甲")


def test_an_address_is_read_with_its_port_and_path() -> None:
    assert Address.parse("https://meet.example.cn/api/") == Address(True, "meet.example.cn", 443, "/api")
    assert Address.parse("http://127.0.0.1:8000").shown == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    "text",
    ["", "meet.example.cn", "ftp://meet.example.cn", "https://a:b@meet.example.cn", "https://x/?q=1"],
)
def test_what_is_no_address_or_carries_a_password_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no address of a server"):
        Address.parse(text)
