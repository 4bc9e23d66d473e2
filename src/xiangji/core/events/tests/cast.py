"""Facts and reactions for the tests, in this process and in workers of their own."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from xiangji.core.events import Event, announce, every, hears
from xiangji.core.events.models import Delivery, Fact


@dataclass(frozen=True, slots=True)
class BoxSeen(Event):
    """`flag` is a file: who hears of the box first leaves it there and hangs; a gated box waits at it."""

    box: str
    number: int = 1
    flag: str = ""

    def order_key(self) -> str:
        return self.box


@dataclass(frozen=True, slots=True)
class BoxEchoed(Event):
    """What a reaction leaves behind, so that one can count how often its writes were committed."""

    box: str
    number: int

    def order_key(self) -> str:
        return self.box


def see(*boxes: str, flag: str = "") -> None:
    """Each in a transaction of its own, as actions would."""
    for number, box in enumerate(boxes, start=1):
        with transaction.atomic():
            announce(BoxSeen(box, number, flag))


def echo(fact: BoxSeen) -> None:
    announce(BoxEchoed(fact.box, fact.number))
    if fact.box == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    if fact.box == "gated":
        Path(fact.flag).read_text()
    elif fact.flag and not Path(fact.flag).exists():
        Path(fact.flag).touch()
        time.sleep(3600)


def tick() -> None:
    """Work of the clock that leaves a trace."""
    with transaction.atomic():
        announce(BoxEchoed("tick", 1))


def listen() -> None:
    hears(BoxSeen)(echo)
    every(minutes=5)(tick)


def echoes(box: str = "") -> list[str]:
    facts = Fact.objects.filter(name=BoxEchoed.event_name()).order_by("pk")
    return list((facts.filter(key=box) if box else facts).values_list("body", flat=True))


def the_delivery() -> Delivery:
    return Delivery.objects.get()


def let_time_pass() -> None:
    """As if the waiting time of every delivery were over."""
    Delivery.objects.update(due_at="2020-01-01T00:00:00+08:00")
