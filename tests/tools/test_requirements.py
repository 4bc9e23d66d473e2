import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tools.requirements import NoReport, Requirement, page, read_report, read_rows, states

from tools import requirements

A_TEST = Requirement("PRG-39", "programme", "check", "test", "Sums agree.")
A_DUTY = Requirement("PRG-15", "programme", "store", "duty", "Every town has its body.")
AN_OUTSIDE = Requirement("INT-01", "integration", "do", "outside", "Docking with the Ministry.")
A_JOURNEY = Requirement("STA-33", "stations", "do", "journey", "Buying on behalf of villagers.")


def a_test(row: str, **outcomes: str) -> dict[str, Any]:
    return {"proves": [row], "outcomes": outcomes}


@pytest.mark.parametrize(
    ("tests", "state"),
    [
        pytest.param([], "open", id="no test marks it"),
        pytest.param([a_test("PRG-39", sqlite="passed")], "proven", id="passed where it ran"),
        pytest.param([a_test("PRG-39", sqlite="passed", postgresql="passed")], "proven", id="passed twice"),
        pytest.param(
            [a_test("PRG-39", sqlite="passed", postgresql="failed")], "open", id="failed on one database"
        ),
        pytest.param(
            [a_test("PRG-39", sqlite="passed", postgresql="skipped")], "open", id="skipped on one database"
        ),
        pytest.param([a_test("PRG-39", sqlite="skipped")], "open", id="a skipped test proves nothing"),
        pytest.param([a_test("PRG-39", sqlite="xfailed")], "open", id="an expected failure proves nothing"),
        pytest.param(
            [a_test("PRG-39", sqlite="passed"), a_test("PRG-39", browser="skipped")],
            "proven",
            id="a skipped test takes nothing from another",
        ),
        pytest.param(
            [a_test("PRG-39", sqlite="passed"), a_test("PRG-39", sqlite="failed")],
            "open",
            id="one that failed speaks against it",
        ),
    ],
)
def test_a_row_stands_when_its_tests_passed_wherever_they_ran(
    tests: list[dict[str, Any]], state: str
) -> None:
    named = {f"test_{number}": test for number, test in enumerate(tests)}

    assert states([A_TEST], named) == {"PRG-39": state}


def test_a_duty_is_kept_and_an_outside_party_is_waited_for() -> None:
    tests = {"a": a_test("PRG-15", sqlite="passed"), "b": a_test("INT-01", sqlite="passed")}

    assert states([A_DUTY, AN_OUTSIDE], tests) == {"PRG-15": "kept", "INT-01": "ready"}


@pytest.mark.parametrize(("stage", "state"), [("browser", "proven"), ("sqlite", "open")])
def test_a_journey_is_walked_in_a_browser(stage: str, state: str) -> None:
    assert states([A_JOURNEY], {"a": a_test("STA-33", **{stage: "passed"})}) == {"STA-33": state}


def test_all_rows_are_read_and_stand_word_for_word_on_the_page() -> None:
    rows = read_rows()

    assert len(rows) == 379
    assert len({row.id for row in rows}) == 379
    text = page(rows).replace("\\|", "|").replace("&lt;", "<")
    assert [
        row.id for row in rows if f"| {row.id} | {row.kind} | {row.proof} | {row.sentence} |\n" not in text
    ] == []


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A small checkout with one commit."""
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.invalid")
    for words in (("init", "-q"), (*identity, "commit", "-q", "--allow-empty", "-m", "One.")):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    return tmp_path


def report(home: Path, **changed: object) -> None:
    file = home / requirements.REPORT
    file.parent.mkdir(parents=True)
    plain = {"commit": requirements.commit(home), "clean": True, "stages": {"sqlite": "run"}, "tests": {}}
    file.write_text(json.dumps(plain | changed))


def test_a_report_of_this_commit_is_read(home: Path) -> None:
    report(home)

    assert read_report(home)["stages"] == {"sqlite": "run"}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (None, "还没有完整的测试报告。请先运行 ./xj test。"),
        ({"clean": False}, "测试报告是在有未提交改动时做的"),
        ({"commit": "0" * 40}, "测试报告是提交 000000000000 的"),
    ],
)
def test_without_a_report_of_this_commit_nothing_is_said(
    home: Path, changed: dict[str, object] | None, sentence: str
) -> None:
    if changed is not None:
        report(home, **changed)

    with pytest.raises(NoReport, match=sentence):
        read_report(home)


def test_the_command_ends_with_3_without_a_report(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(requirements, "HOME", home)
    monkeypatch.setattr(read_report, "__defaults__", (home,))

    assert requirements.main([]) == 3
    assert "请先运行 ./xj test" in capsys.readouterr().out


def test_a_word_that_names_no_row_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert requirements.main(["PRG-999"]) == 2
    assert "没有叫“PRG-999”的需求条目" in capsys.readouterr().out
