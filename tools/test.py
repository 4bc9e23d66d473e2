"""./xj test: everything on SQLite, what touches the database again on PostgreSQL, the browser once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

from tools.browser import find_browser
from tools.processes import HOME, running
from tools.requirements import REPORT, commit, is_clean
from tools.results import TITLES, Stage, conclude, print_slowest, read_record, write_report

from tools import pg

RECORDS = HOME / "var" / "tests"
HARD_STOP_SECONDS = 60 * 60
# A full run sees none of the settings of the shell it was started from.
OUR_VARIABLES = "XIANGJI_"

Deadline = float
RunStage = Callable[[Deadline], Stage]


class OutOfTime(Exception):
    """The hard stop came before the stage ended."""


def main(argv: list[str]) -> int:
    """./xj test [arguments of pytest]: with arguments it is one plain run of pytest."""
    signal.signal(signal.SIGTERM, _stop_like_ctrl_c)
    if argv:
        with running(pytest(*argv), os.environ) as run:
            return run.wait()
    return run_everything((run_sqlite, run_postgresql, run_browser), seconds=HARD_STOP_SECONDS)


def _stop_like_ctrl_c(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def run_everything(runs: tuple[RunStage, ...], *, seconds: float) -> int:
    """The report is written when all stages have ended, so that only full runs speak about a commit."""
    (HOME / REPORT).unlink(missing_ok=True)
    started, head, was_clean = time.monotonic(), commit(HOME), is_clean(HOME)
    stages: list[Stage] = []
    try:
        for run in runs:
            stages.append(run(started + seconds))  # noqa: PERF401 - what has ended is named at a hard stop
    except OutOfTime:
        print(f"\n测试超过了 {seconds / 60:.0f} 分钟，停下了，没有写报告。")
        print_slowest(stages, RECORDS)
        return 1
    except KeyboardInterrupt:
        print("\n测试被中断了，没有写报告。")
        return 130
    stayed = was_clean and is_clean(HOME) and commit(HOME) == head
    write_report(HOME / REPORT, stages, commit=head, clean=stayed)
    return conclude(stages, time.monotonic() - started)


def run_sqlite(deadline: Deadline) -> Stage:
    return run_stage("sqlite", deadline, "", "-n", "2")


def run_postgresql(deadline: Deadline) -> Stage:
    try:
        with pg.cluster() as address:
            return run_stage("postgresql", deadline, address, "-n", "2")
    except pg.NoCluster as reason:
        return skip("postgresql", str(reason))


def run_browser(deadline: Deadline) -> Stage:
    if find_browser() is None:
        return skip("browser", "这台机器没有装 Chromium。")
    return run_stage("browser", deadline, "")


def skip(name: str, reason: str) -> Stage:
    """Visible on a person's machine, a failure in CI."""
    stage = Stage(name, how=reason, code=1 if os.environ.get("CI") else 0)
    demand = "CI 里不能缺它，所以算没有通过。" if stage.code else ""
    print(f"\n【跳过】{TITLES[name]} 测试没有跑：{reason}{demand}", flush=True)
    return stage


def run_stage(name: str, deadline: Deadline, database: str, *options: str) -> Stage:
    print(f"\n【{TITLES[name]}】", flush=True)
    RECORDS.mkdir(parents=True, exist_ok=True)
    record = RECORDS / f"{name}.jsonl"
    record.unlink(missing_ok=True)
    with running(pytest("--stage", name, "--record", str(record), *options), environment(database)) as run:
        try:
            code = run.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise OutOfTime from None
    return Stage(name, code=code, tests=read_record(record))


def pytest(*options: str) -> list[str]:
    return [sys.executable, "-m", "pytest", *options]


def environment(database: str) -> dict[str, str]:
    foreign = {name: value for name, value in os.environ.items() if not name.startswith(OUR_VARIABLES)}
    return foreign | {"XIANGJI_HOME": str(HOME), "XIANGJI_DATABASE_URL": database}
