"""Stages and rows, asked about the very tests that ask."""

import pytest
from tools.laws.source import HOME
from tools.testing.proofs import STAGES, belongs, rows_of, unknown_rows


def stages(item: pytest.Item) -> list[str]:
    return [stage for stage in STAGES if belongs(item, stage)]


def test_a_plain_test_runs_once(request: pytest.FixtureRequest) -> None:
    assert stages(request.node) == ["sqlite"]


@pytest.mark.django_db
def test_a_test_that_is_marked_runs_on_both_databases(request: pytest.FixtureRequest) -> None:
    assert stages(request.node) == ["sqlite", "postgresql"]


def test_a_test_that_asks_for_the_database_runs_on_both(request: pytest.FixtureRequest, db: None) -> None:
    assert stages(request.node) == ["sqlite", "postgresql"]


@pytest.mark.django_db
def test_a_journey_runs_in_the_browser_only(request: pytest.FixtureRequest) -> None:
    request.node.add_marker(pytest.mark.browser)

    assert stages(request.node) == ["browser"]


def test_every_mark_of_a_test_counts(request: pytest.FixtureRequest) -> None:
    assert rows_of(request.node) == []

    request.node.add_marker(pytest.mark.proves("PRG-01", "PRG-02"))
    request.node.add_marker(pytest.mark.proves("INS-07"))

    assert sorted(rows_of(request.node)) == ["INS-07", "PRG-01", "PRG-02"]


def test_a_row_that_does_not_exist_is_named() -> None:
    assert unknown_rows(["PRG-01", "PRG-999"], HOME) == ["PRG-999"]
