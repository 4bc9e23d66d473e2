import pytest
from django.db import transaction

from xiangji.core.events import Event, announce, drain, every, hears
from xiangji.core.events.models import Delivery, Fact
from xiangji.core.events.tests.cast import BoxEchoed, BoxSeen, see


@pytest.mark.django_db(transaction=True)
def test_a_fact_is_announced_only_inside_of_a_transaction() -> None:
    with pytest.raises(RuntimeError, match=r"events\.BoxSeen was announced outside"):
        announce(BoxSeen("a"))

    assert not Fact.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_said() -> None:
    heard = remember()

    with transaction.atomic():
        announce(BoxSeen("a"))
        transaction.set_rollback(True)

    assert drain() == 0
    assert not heard
    assert not Fact.objects.exists()


@pytest.mark.django_db
def test_each_reaction_gets_a_delivery_of_its_own() -> None:
    one, other = remember(), remember_too()

    see("a", "b")

    assert Delivery.objects.count() == 4
    assert drain() == 4
    assert one == other == [BoxSeen("a", 1), BoxSeen("b", 2)]


@pytest.mark.django_db
def test_a_fact_that_nobody_hears_is_kept_all_the_same() -> None:
    see("a")

    assert Fact.objects.get().name == "events.BoxSeen"
    assert not Delivery.objects.exists()


def test_two_events_of_an_app_cannot_have_one_name() -> None:
    with pytest.raises(ValueError, match=r"two events are called events\.BoxSeen"):
        type("BoxSeen", (Event,), {"__module__": "xiangji.core.events.tests.other"})


def test_two_reactions_cannot_have_one_name() -> None:
    remember()

    with pytest.raises(ValueError, match=r"two reactions to events\.BoxSeen"):
        remember()


@pytest.mark.django_db
def test_one_reaction_may_hear_two_facts() -> None:
    heard: list[object] = []

    def look(fact: BoxSeen | BoxEchoed) -> None:
        heard.append(fact)

    hears(BoxSeen)(look)
    hears(BoxEchoed)(look)
    with transaction.atomic():
        announce(BoxSeen("a"))
        announce(BoxEchoed("a", 1))

    drain()

    assert heard == [BoxSeen("a"), BoxEchoed("a", 1)]


@pytest.mark.parametrize(
    "wrong", [{}, {"at": "02:30", "minutes": 5}, {"seconds": 1, "minutes": 1}, {"minutes": -1}]
)
def test_the_clock_is_told_one_time(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="say one of"):
        every(**wrong)  # type: ignore[arg-type]


def test_two_jobs_cannot_have_one_name() -> None:
    def count() -> None: ...

    every(seconds=1)(count)

    with pytest.raises(ValueError, match="two jobs"):
        every("02:30")(count)


def remember() -> list[BoxSeen]:
    heard: list[BoxSeen] = []

    @hears(BoxSeen)
    def hear(fact: BoxSeen) -> None:
        heard.append(fact)

    return heard


def remember_too() -> list[BoxSeen]:
    heard: list[BoxSeen] = []

    @hears(BoxSeen)
    def hear(fact: BoxSeen) -> None:
        heard.append(fact)

    return heard
