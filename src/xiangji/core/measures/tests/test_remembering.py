"""What everybody's pages count is counted once, and anew as soon as anybody does anything."""

from time import monotonic

import pytest
from django.db import transaction

from xiangji.core.audit import note
from xiangji.core.measures.remembering import MOST, Memory

pytestmark = pytest.mark.django_db


class Counted:
    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def test_the_same_question_is_counted_once() -> None:
    memory, counted = Memory[int](), Counted()

    assert [memory.get("home", counted), memory.get("home", counted)] == [1, 1]
    assert memory.get("another plan", counted) == 2


def test_any_deed_makes_it_be_counted_anew() -> None:
    memory, counted = Memory[int](), Counted()
    memory.get("home", counted)

    note(by=None, did="test.done", what="a thing")

    assert memory.get("home", counted) == 2


def test_what_was_taken_back_with_its_entry_leaves_nothing_wrong_behind() -> None:
    memory, counted = Memory[int](), Counted()
    memory.get("home", counted)
    with transaction.atomic():
        note(by=None, did="test.done", what="a thing")
        memory.get("home", counted)
        transaction.set_rollback(True)

    note(by=None, did="test.done", what="another thing")

    assert memory.get("home", counted) == 3


def test_after_a_minute_it_is_counted_anew_without_a_deed(monkeypatch: pytest.MonkeyPatch) -> None:
    memory, counted = Memory[int](), Counted()
    memory.get("home", counted)
    then = monotonic() + 61
    monkeypatch.setattr("xiangji.core.measures.remembering.monotonic", lambda: then)

    assert memory.get("home", counted) == 2


def test_the_memory_does_not_grow_without_end() -> None:
    memory, counted = Memory[int](), Counted()
    for number in range(MOST + 1):
        memory.get(number, counted)

    assert memory.get(0, counted) == MOST + 2


def test_a_read_that_fails_is_not_remembered() -> None:
    def broken() -> int:
        raise LookupError("nothing there")

    memory, counted = Memory[int](), Counted()
    with pytest.raises(LookupError, match="nothing there"):
        memory.get("home", broken)

    assert memory.get("home", counted) == 1
