"""Deeds in words."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import transaction

from xiangji.core.accounts.tests.examples import a_person
from xiangji.core.audit import note
from xiangji.core.office.history import (
    calls,
    fact_label,
    fact_said,
    fact_word,
    history,
    says,
    thing_word,
    word_for,
    words,
)

DEED = re.compile(r"[a-z_]+\.[a-z_]+")
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def deeds() -> Iterator[str]:
    """What the source notes: the constant behind `did=`, and constants that a function notes for others."""
    for file in Path(settings.SOURCE).rglob("*.py"):
        if "tests" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.keyword) and node.arg == "did":
                yield from constants(node.value)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in {"did", "_NOTED"}:
                yield from constants(node.value)
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "_note":
                yield from (text for one in node.args for text in constants(one))


def constants(node: ast.expr) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and DEED.fullmatch(one.value):
            yield one.value


def test_every_deed_of_the_house_has_words() -> None:
    assert sorted(did for did in set(deeds()) if did not in words()) == []


def test_no_word_is_for_a_deed_that_nobody_does() -> None:
    assert sorted(set(words()) - set(deeds())) == []


def test_a_deed_is_said_once() -> None:
    with pytest.raises(ValueError, match="said twice"):
        says("accounts.logged_in", "又登录了")


def test_a_deed_without_words_shows_its_name() -> None:
    assert word_for("box.opened") == "box.opened"


def test_what_is_no_row_stands_as_it_was_noted() -> None:
    assert thing_word("accounts.Post 12") == "岗位 12"
    assert thing_word("data/regions.csv") == "data/regions.csv"
    assert thing_word("box 3") == "box 3"


@pytest.mark.django_db
def test_the_latest_deed_stands_first_with_the_facts_that_have_words() -> None:
    person = a_person("示例·张三")
    with transaction.atomic():
        note(by=person, did="accounts.account_created", what="accounts.User 7", happened_at=NOON)
        facts = {"reason": "调离", "secret": "x"}
        note(by=person, did="accounts.account_closed", what="accounts.User 7", happened_at=NOON, facts=facts)
        note(by=person, did="accounts.account_closed", what="accounts.User 77", happened_at=NOON)

    steps = history(["accounts.User 7"])

    assert [(step.who, step.word, step.facts) for step in steps] == [
        ("示例·张三", "停用了账号", (("理由", "调离"),)),
        ("示例·张三", "开了账号", ()),
    ]


@pytest.mark.django_db
def test_what_was_noted_late_tells_both_times() -> None:
    with time_machine.travel(NOON + timedelta(days=3), tick=False), transaction.atomic():
        note(by=None, did="accounts.logged_in", what="accounts.User 7", happened_at=NOON)
    with time_machine.travel(NOON + timedelta(minutes=4), tick=False), transaction.atomic():
        note(by=None, did="accounts.logged_out", what="accounts.User 7", happened_at=NOON)

    soon, late = history(["accounts.User 7"])

    assert soon.when == "2026年11月22日 12:00"
    assert late.when == "2026年11月22日 12:00（2026年11月25日 12:00记下）"


@pytest.mark.parametrize(
    ("fact", "word"),
    [
        pytest.param(None, "没有", id="nothing"),
        pytest.param("", "没有", id="an empty text"),
        pytest.param(False, "否", id="no"),
        pytest.param("2025-10-21", "2025年10月21日", id="a day"),
        pytest.param([2025, 2026], "2025、2026", id="a list"),
        pytest.param("127.0.0.0/24", "127.0.0.0/24", id="anything else as it was noted"),
    ],
)
def test_a_fact_is_told_in_chinese(fact: object, word: str) -> None:
    assert fact_word(fact) == word


def test_an_amount_that_was_noted_in_fen_is_told_in_yuan() -> None:
    assert fact_said("central_fen", 30_000_050) == "300,000.50元"
    assert fact_said("files", 3) == "3"
    assert fact_said("closed_through", "2026-03") == "2026年3月"
    assert fact_said("notice", "2026-13") == "2026-13"


def test_the_name_of_a_fact_is_the_deeds_own_then_the_houses_then_as_noted() -> None:
    assert fact_label("accounts.post_given", "since") == "从"
    assert fact_label("accounts.logged_in", "second_factor") == "用了动态口令"
    assert fact_label("accounts.logged_in", "nobody_named_this") == "nobody_named_this"
    assert fact_label("approvals.submitted", "acceptance_standard") == "验收考核标准"


def test_a_fact_is_not_called_two_names() -> None:
    calls({"reason": "理由"})

    with pytest.raises(ValueError, match="理由 already"):
        calls({"reason": "说明"})
