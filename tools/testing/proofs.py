"""Which rows a test proves, in which stage it runs, and what became of it (read by tools/results.py)."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from tools.requirements import read_rows

STAGES = ("sqlite", "postgresql", "browser")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("xiangji")
    group.addoption("--stage", choices=STAGES, help="run the tests that belong to this stage of ./xj test")
    group.addoption("--record", type=Path, help="append what becomes of every test to this file")


def pytest_configure(config: pytest.Config) -> None:
    record = config.getoption("--record")
    if record and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(record), "xiangji-recorder")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        item.user_properties.append(("proves", rows_of(item)))
    stage = config.getoption("--stage")
    if stage:
        left_out = [item for item in items if not belongs(item, stage)]
        items[:] = [item for item in items if belongs(item, stage)]
        config.hook.pytest_deselected(items=left_out)


def pytest_runtest_setup(item: pytest.Item) -> None:
    unknown = unknown_rows(rows_of(item), item.config.rootpath)
    if unknown:
        pytest.fail(f"data/requirements.toml has no row {', '.join(unknown)}", pytrace=False)


def rows_of(item: pytest.Item) -> list[str]:
    return [str(row) for marker in item.iter_markers("proves") for row in marker.args]


def unknown_rows(rows: Iterable[str], home: Path) -> list[str]:
    known = {row.id for row in read_rows(home)}
    return [row for row in rows if row not in known]


def belongs(item: pytest.Item, stage: str) -> bool:
    if item.get_closest_marker("browser"):
        return stage == "browser"
    return stage == "sqlite" or (stage == "postgresql" and touches_database(item))


def touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


class Recorder:
    """A line of JSON for every start and phase, written at once: a run that was stopped can still be read."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("a", encoding="utf-8")

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._write({"test": nodeid, "phase": "start"})

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        outcome = "xfailed" if hasattr(report, "wasxfail") else report.outcome
        proves = dict(report.user_properties).get("proves", [])
        line = {"test": report.nodeid, "phase": report.when, "outcome": outcome, "seconds": report.duration}
        self._write(line | {"proves": proves})

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._write(
                {"test": report.nodeid, "phase": "collect", "outcome": "failed", "seconds": 0, "proves": []}
            )

    def pytest_unconfigure(self) -> None:
        self._file.close()

    def _write(self, line: dict[str, object]) -> None:
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._file.flush()
