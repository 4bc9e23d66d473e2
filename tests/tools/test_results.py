import json
from collections import Counter
from pathlib import Path

import pytest
from tools.results import (
    Result,
    Stage,
    closing_line,
    conclude,
    print_slowest,
    read_record,
    verdict,
    write_report,
)


def a_record(folder: Path, name: str, *lines: dict[str, object]) -> Path:
    file = folder / f"{name}.jsonl"
    file.write_text("".join(json.dumps({"seconds": 1.0, "proves": []} | line) + "\n" for line in lines))
    return file


def phases(setup: str, call: str | None, teardown: str) -> list[dict[str, object]]:
    lines: list[dict[str, object]] = [{"test": "a", "phase": "start"}]
    said = {"setup": setup, "call": call, "teardown": teardown}
    return lines + [{"test": "a", "phase": phase, "outcome": how} for phase, how in said.items() if how]


@pytest.mark.parametrize(
    ("setup", "call", "teardown", "outcome"),
    [
        pytest.param("passed", "passed", "passed", "passed", id="all passed"),
        pytest.param("passed", "failed", "passed", "failed", id="the body failed"),
        pytest.param("failed", None, "passed", "failed", id="the situation failed"),
        pytest.param("passed", "passed", "failed", "failed", id="the clearing up failed"),
        pytest.param("skipped", None, "passed", "skipped", id="skipped"),
        pytest.param("passed", "skipped", "passed", "skipped", id="skipped from inside"),
        pytest.param("passed", "xfailed", "passed", "xfailed", id="expected to fail"),
    ],
)
def test_a_test_passed_when_nothing_of_it_failed(
    tmp_path: Path, setup: str, call: str | None, teardown: str, outcome: str
) -> None:
    record = a_record(tmp_path, "sqlite", *phases(setup, call, teardown))

    assert read_record(record)["a"].outcome == outcome


def test_a_test_that_never_ended_is_known_as_started(tmp_path: Path) -> None:
    record = a_record(tmp_path, "sqlite", {"test": "a", "phase": "start"})

    assert read_record(record)["a"].outcome == "started"


def test_the_report_holds_each_stage_and_each_outcome(tmp_path: Path) -> None:
    stages = [
        Stage("sqlite", tests={"a": Result("passed", 1.0, ["PRG-39"])}),
        Stage("postgresql", tests={"a": Result("failed", 1.0, ["PRG-39"])}),
        Stage("browser", how="这台机器没有装 Chromium。"),
    ]

    write_report(tmp_path / "var" / "tests.json", stages, commit="c0ffee", clean=True)

    assert json.loads((tmp_path / "var" / "tests.json").read_text()) == {
        "commit": "c0ffee",
        "clean": True,
        "stages": {"sqlite": "run", "postgresql": "run", "browser": "这台机器没有装 Chromium。"},
        "tests": {"a": {"proves": ["PRG-39"], "outcomes": {"sqlite": "passed", "postgresql": "failed"}}},
    }


def test_the_end_names_every_failure_and_closes_in_the_form_of_pytest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    stages = [
        Stage("sqlite", code=1, tests={"a": Result("failed"), "b": Result("passed"), "c": Result("skipped")}),
        Stage("postgresql", tests={"b": Result("passed")}),
    ]

    code = conclude(stages, 75.5)

    said = capsys.readouterr().out.splitlines()
    assert code == 1
    assert said[-3:-1] == ["FAILED [SQLite] a", "没有通过：SQLite。"]
    assert said[-1].strip("= ") == "1 failed, 2 passed, 1 skipped in 75.50s (0:01:15)"


@pytest.mark.parametrize(
    ("browser", "sentence"),
    [
        (Stage("browser"), "全部通过：SQLite、浏览器。"),
        (Stage("browser", how="这台机器没有装 Chromium。"), "跑了的都通过了；没有跑：浏览器。"),
    ],
)
def test_what_was_skipped_is_said(browser: Stage, sentence: str) -> None:
    assert verdict([Stage("sqlite"), browser], []) == sentence


def test_a_run_without_tests_says_so() -> None:
    assert "no tests ran in 1.00s" in closing_line(Counter(), 1.0)


def test_at_the_hard_stop_the_slowest_are_named_and_who_had_not_ended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quick = {f"quick_{number}": Result("passed", number / 100) for number in range(40)}
    a_record(
        tmp_path,
        "postgresql",
        {"test": "slow", "phase": "call", "outcome": "passed", "seconds": 99.0},
        {"test": "hangs", "phase": "start"},
    )

    print_slowest([Stage("sqlite", tests=quick)], tmp_path)

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "最慢的 30 个："
    assert said[1].split() == ["99.0", "秒", "[PostgreSQL]", "slow"]
    assert said[-1].split() == ["没有结束", "[PostgreSQL]", "hangs"]
    assert len(said) == 32
