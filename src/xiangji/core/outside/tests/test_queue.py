"""Questions wait, are sent, come again and stop; nothing is done twice, and nothing is open to read."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from xiangji.core.audit.models import Entry
from xiangji.core.events.models import Fact
from xiangji.core.outside import asking
from xiangji.core.outside.asking import NotSigned, OutsideRefused, answer_of
from xiangji.core.outside.models import Attempt, Direction, Exchange, State
from xiangji.core.outside.rules.signing import HEADER, is_signed, signature
from xiangji.core.outside.sending import send_due
from xiangji.core.outside.tasks import forget_what_was_exchanged
from xiangji.core.outside.tests.cast import LINE, REMOTE, SECRET, a_question, known, says, twin
from xiangji.core.parties import sealing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _signing_now() -> Iterator[None]:
    LINE.at = int(timezone.now().timestamp())
    yield
    LINE.address = ""


def due() -> None:
    """The wait between two tries is over."""
    Exchange.objects.filter(state=State.WAITING).update(due_at=timezone.now())


def tell(body: bytes, header: str) -> Exchange | None:
    headers = {HEADER: header}
    return asking.receive(REMOTE, name="tests.told", path="/in", body=body, headers=headers, secret=SECRET)


def signed(body: bytes) -> str:
    return signature(body, secret=SECRET, at=int(timezone.now().timestamp()))


def test_what_is_asked_waits_while_nobody_is_connected() -> None:
    row = a_question()

    with known():
        assert send_due() == 0

    row.refresh_from_db()
    assert (row.state, row.tries) == (State.WAITING, 0)


def test_what_is_asked_is_sent_once_signed_and_its_answer_is_announced_and_kept() -> None:
    row = a_question()
    again = a_question()

    with twin(answer=lambda _asked: says(200, b'{"name": "z", "n": 1}')) as other:
        assert send_due() == 1
        assert send_due() == 0

    row.refresh_from_db()
    asked = other.asked[0]
    assert again == row
    assert (len(other.asked), asked.method, asked.path, asked.body) == (
        1,
        "POST",
        "/one",
        b'{"room_name": "x", "name": "y"}',
    )
    assert is_signed(asked.body, header=asked.headers[HEADER.lower()], secret=SECRET, now=LINE.at)
    assert (row.state, row.status, answer_of(row.pk)) == (State.DONE, 200, (200, '{"name": "z", "n": 1}'))
    assert b'"z"' not in bytes(row.answer)
    assert '"z"' not in row.answer_shown
    assert Fact.objects.filter(name="outside.OutsideAnswered").count() == 1


def test_what_fails_for_now_is_tried_again_with_the_same_key_until_it_is_done() -> None:
    row = a_question()

    with twin(fail_first=2) as other:
        for _ in range(3):
            send_due()
            due()

    row.refresh_from_db()
    assert (row.state, row.tries, other.repeated) == (State.DONE, 3, 2)
    assert list(Attempt.objects.values_list("number", "status")) == [(1, 503), (2, 503), (3, 200)]


def test_after_its_last_try_it_stops_and_says_why() -> None:
    row = a_question()

    with twin(fail_first=9):
        for _ in range(4):
            send_due()
            due()

    row.refresh_from_db()
    assert (row.state, row.tries) == (State.PARKED, 3)
    assert row.sentence == "对方说现在办不了（503），过一会儿再送。"


def test_what_will_never_be_taken_stops_at_once_and_a_person_sends_it_again() -> None:
    row = a_question()

    with twin(fail_first=1, failure=says(403)):
        send_due()
        row.refresh_from_db()
        assert (row.state, row.tries) == (State.PARKED, 1)
        asking.send_again(row, by=None, happened_at=timezone.now())
        send_due()

    row.refresh_from_db()
    assert row.state == State.DONE
    assert Entry.objects.filter(did="outside.sent_again").count() == 1


@pytest.mark.parametrize("slow", [{"slow_seconds": 0.9}, {"drip_seconds": 0.2}])
def test_one_who_is_slow_holds_up_nothing_beyond_its_time(slow: dict[str, float]) -> None:
    row = a_question()
    a_question("示例又一次")

    with twin(answer=lambda _asked: says(200, b"0123456789"), **slow) as other:
        assert send_due() == 1  # whoever did not answer is left alone for the rest of the round

    row.refresh_from_db()
    assert (row.state, len(other.asked)) == (State.WAITING, 1)
    assert row.sentence == "没有办成。对方0.5秒里没有答完。"


def test_where_nobody_listens_it_waits_for_the_next_try() -> None:
    row = a_question()
    with twin():
        gone = LINE.address
    LINE.address = gone

    with known():
        send_due()

    row.refresh_from_db()
    assert (row.state, row.sentence) == (
        State.WAITING,
        "没有办成。连不上127.0.0.1（ConnectionRefusedError）。",
    )


def test_a_huge_answer_is_not_taken() -> None:
    row = a_question()

    with twin(answer=lambda _asked: says(200, b"x" * 1_000_001)):
        send_due()

    row.refresh_from_db()
    assert (row.state, bytes(row.answer)) == (State.WAITING, b"")


def test_a_drop_says_why_and_ends_it() -> None:
    row = a_question()

    with pytest.raises(OutsideRefused, match="请用一行写明为什么不送了"):
        asking.drop(row, reason=" ", by=None, happened_at=timezone.now())
    asking.drop(row, reason="示例会议取消了。", by=None, happened_at=timezone.now())
    with pytest.raises(OutsideRefused, match="已经了结"):
        asking.drop(row, reason="再来。", by=None, happened_at=timezone.now())
    with pytest.raises(OutsideRefused, match="没有重送"):
        asking.send_again(row, by=None, happened_at=timezone.now())

    row.refresh_from_db()
    assert (row.state, row.sentence) == (State.DROPPED, "示例会议取消了。")


def test_what_comes_in_is_taken_once_when_it_is_signed() -> None:
    body = b'{"name": "y"}'

    first, second = tell(body, signed(body)), tell(body, signed(body))

    assert first is not None
    assert second is None
    assert Exchange.objects.filter(direction=Direction.IN).count() == 1
    assert '"y"' not in first.body_shown


@pytest.mark.parametrize("header", ["", "t=1,v1=x", signature(b"{}", secret="别人的", at=0)])
def test_what_is_not_signed_is_refused_and_leaves_no_row(header: str) -> None:
    with pytest.raises(NotSigned, match="没有收。签名或者口令不对"):
        tell(b"{}", header)

    assert Exchange.objects.count() == 0


def test_a_month_after_it_ended_it_is_gone_with_its_key_and_what_waits_stays() -> None:
    old, waiting = a_question("示例旧的"), a_question("示例等着的")
    before = timezone.now() - timedelta(days=40)
    Exchange.objects.filter(pk=old.pk).update(
        made_at=before, ended_at=before, state=State.DROPPED, sentence="示例"
    )

    forget_what_was_exchanged()

    assert list(Exchange.objects.all()) == [waiting]
    with pytest.raises(sealing.Erased):
        sealing.seal("x", table="outside_exchange", field="f", row=timezone.localdate(before).isoformat())
