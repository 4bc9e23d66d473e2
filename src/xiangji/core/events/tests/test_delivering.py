import io
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from xiangji.core.errors import Refused
from xiangji.core.events import Health, announce, delivering, drain, event, health, hears, registry
from xiangji.core.events.delivering import deliver, take_one
from xiangji.core.events.models import Delivery, Fact
from xiangji.core.events.tasks import forget_what_was_delivered
from xiangji.core.events.tests.cast import BoxEchoed, BoxSeen, echoes, let_time_pass, see, the_delivery
from xiangji.core.events.worker import Worker

pytestmark = pytest.mark.django_db


class Listener:
    """Hears of boxes, leaves an echo of each, and cannot stand the ones named `refuses`."""

    def __init__(self, *refuses: str, app: str = "market") -> None:
        self.heard: list[int] = []
        self.refuses = set(refuses)

        def hear(fact: BoxSeen) -> None:
            announce(BoxEchoed(fact.box, fact.number))
            if fact.box in self.refuses:
                raise Refused("too_heavy", f"箱子 {fact.box} 太重。")
            self.heard.append(fact.number)

        hear.__module__ = f"xiangji.{app}.reactions"
        hears(BoxSeen)(hear)


def work() -> None:
    """What a worker does until nothing is due: failures do not stop it."""
    worker = Worker()
    while worker.turn():
        pass


def test_a_reaction_and_the_mark_done_are_one_transaction() -> None:
    Listener("a")
    see("a")

    with pytest.raises(Refused):
        drain()

    assert not echoes()
    delivery = the_delivery()
    assert (delivery.state, delivery.tries, delivery.ended_at) == ("waiting", 1, None)
    assert delivery.error == "箱子 a 太重。"


def test_what_was_delivered_is_not_delivered_again() -> None:
    listener = Listener()
    see("a")

    assert drain() == 1
    assert drain() == 0

    assert listener.heard == [1]
    assert len(echoes()) == 1
    assert the_delivery().ended_at is not None


def test_a_failure_is_tried_again_after_ten_seconds() -> None:
    listener = Listener("a")
    with time_machine.travel("2026-03-01T08:00:00+08:00", tick=False) as clock:
        see("a")
        work()
        assert the_delivery().due_at == timezone.now() + timedelta(seconds=10)
        listener.refuses.clear()

        clock.shift(9)
        work()
        assert not listener.heard

        clock.shift(1)
        work()
        assert listener.heard == [1]


def test_a_bug_is_written_down_with_its_kind(caplog: pytest.LogCaptureFixture) -> None:
    @hears(BoxSeen)
    def stumble(fact: BoxSeen) -> None:
        raise KeyError(fact.box)

    see("a")

    work()

    assert the_delivery().error == "KeyError: 'a'"
    assert "try 1, failed" in caplog.text
    assert "Traceback" in caplog.text


def test_after_twelve_tries_it_is_parked_and_waits_for_a_person() -> None:
    Listener("a")
    see("a")

    for _ in range(12):
        assert the_delivery().state == "waiting"
        work()
        let_time_pass()

    assert (the_delivery().state, the_delivery().tries) == ("parked", 12)
    work()
    assert the_delivery().tries == 12


def test_facts_of_one_key_keep_their_order() -> None:
    listener = Listener("a")
    see("a", "b", "a", "b")

    work()
    assert listener.heard == [2, 4]

    listener.refuses.clear()
    let_time_pass()
    work()
    assert listener.heard == [2, 4, 1, 3]


def test_a_parked_one_blocks_only_its_key() -> None:
    listener = Listener("a")
    see("a", "b", "a")
    Delivery.objects.filter(fact__key="a").update(tries=11)

    work()
    let_time_pass()
    work()

    states = Delivery.objects.order_by("pk").values_list("fact__key", "state")
    assert list(states) == [("a", "parked"), ("b", "done"), ("a", "waiting")]
    assert listener.heard == [2]


def test_an_app_does_not_wait_for_the_trouble_of_another() -> None:
    troubled, other = Listener("a", app="market"), Listener(app="portal")
    see("a", "a")

    work()

    assert troubled.heard == []
    assert other.heard == [1, 2]


def test_facts_without_a_key_do_not_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BoxSeen, "order_key", lambda _fact: "")
    listener = Listener("a")
    see("a", "b", "a", "b")

    work()

    assert listener.heard == [2, 4]


def test_a_new_reaction_hears_new_facts_and_no_old_ones() -> None:
    see("a")
    newcomer = Listener()
    see("b", "c")

    drain()

    assert newcomer.heard == [1, 2]
    assert Fact.objects.filter(name=BoxSeen.event_name()).count() == 3


def test_a_reaction_that_left_the_code_is_skipped_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    Listener()
    see("a", "a")
    monkeypatch.setattr(registry, "_reactions", {})

    assert drain() == 0

    for delivery in Delivery.objects.all():
        assert delivery.state == "skipped"
        assert delivery.error.startswith("没有送达。程序里已经没有“market.reactions.")
        assert delivery.error.endswith("对“events.BoxSeen”的反应。")


def test_a_fact_whose_class_left_the_code_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    listener = Listener()
    see("a")
    monkeypatch.setattr(event, "_kinds", {})

    drain()

    assert the_delivery().state == "skipped"
    assert not listener.heard


def test_a_claim_that_another_worker_took_over_is_let_go() -> None:
    listener = Listener()
    see("a")
    slow = take_one()
    assert slow
    let_time_pass()
    work()

    assert deliver(slow) is False
    assert listener.heard == [1]


def test_an_idle_look_is_one_question_and_no_write(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1) as said:
        assert take_one() is None

    assert said.captured_queries[0]["sql"].startswith("SELECT")


def test_a_look_goes_by_what_is_open_and_not_through_all_that_was_delivered() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads small tables whole")
    sql, values = delivering._due(timezone.now()).query.sql_with_params()

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        plan = " ".join(str(step[3]) for step in cursor.fetchall())

    assert "USING INDEX delivery_waiting (due_at<?)" in plan
    assert "USING INDEX delivery_open_in_its_queue (queue=? AND fact_id<?)" in plan
    assert "SCAN" not in plan


def test_health_says_how_long_the_oldest_waits_and_what_is_parked() -> None:
    Listener("a")
    assert health() == Health(oldest_seconds=0, parked=0, waiting=0, worker_seen_seconds=None)

    with time_machine.travel("2026-03-01T08:00:00+08:00", tick=False) as clock:
        see("a", "a", "b")
        Delivery.objects.filter(fact__key="a").update(tries=11)
        work()
        clock.shift(90)

        assert health() == Health(oldest_seconds=90, parked=1, waiting=1, worker_seen_seconds=90)


def test_the_command_names_what_is_parked_and_sends_it_again() -> None:
    listener = Listener("a", "b")
    see("a", "b")
    Delivery.objects.update(tries=11)
    work()
    first, second = Delivery.objects.order_by("pk")
    said = io.StringIO()

    call_command("events", stdout=said)
    assert f"停下等人 {first.pk}：events.BoxSeen a → market.reactions." in said.getvalue()
    assert "送了 12 次。箱子 b 太重。" in said.getvalue()

    listener.refuses.clear()
    call_command("events", "--retry", str(second.pk), stdout=said)
    work()
    assert listener.heard == [2]

    call_command("events", "--retry", "all", stdout=said)
    work()
    assert listener.heard == [2, 1]


@pytest.mark.parametrize("which", ["0", "999", "-1", "１", "alle", "1; DROP TABLE"])
def test_the_command_refuses_a_number_that_is_not_parked(which: str) -> None:
    Listener()
    see("a")

    with pytest.raises(Refused) as refusal:
        call_command("events", "--retry=" + which, stdout=io.StringIO())

    assert refusal.value.code == "no_such_parked_delivery"
    assert which in refusal.value.sentence
    assert (the_delivery().state, the_delivery().tries) == ("waiting", 0)


def test_after_thirty_days_only_what_is_open_is_kept() -> None:
    Listener("a")
    with time_machine.travel("2026-03-01T08:00:00+08:00", tick=False) as clock:
        see("a", "b")
        work()

        clock.shift(timedelta(days=30))
        forget_what_was_delivered()
        assert Delivery.objects.count() == 2

        clock.shift(1)
        forget_what_was_delivered()
        assert the_delivery().fact.key == "a"
        assert Fact.objects.count() == 1
