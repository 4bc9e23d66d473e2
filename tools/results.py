"""What became of the tests: read from the records, told to people, kept for ./xj requirements."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

TITLES = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "browser": "浏览器"}
SLOWEST = 30
STARTED = "started"


@dataclass(slots=True)
class Result:
    """What became of one test in one stage."""

    outcome: str = STARTED
    seconds: float = 0.0
    proves: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Stage:
    """`how` is "run", or the sentence that says why it was skipped; `code` is what the shell would see."""

    name: str
    how: str = "run"
    code: int = 0
    tests: dict[str, Result] = field(default_factory=dict)


def read_record(record: Path) -> dict[str, Result]:
    """A test passed when its body passed and nothing before or after it failed."""
    tests: dict[str, Result] = {}
    for line in record.read_text(encoding="utf-8").splitlines() if record.exists() else []:
        said = json.loads(line)
        test = tests.setdefault(said["test"], Result())
        if said["phase"] == "start":
            continue
        test.seconds += said["seconds"]
        test.proves = said["proves"]
        if test.outcome != "failed" and (said["phase"] == "call" or said["outcome"] != "passed"):
            test.outcome = said["outcome"]
    return tests


def write_report(file: Path, stages: Sequence[Stage], *, commit: str, clean: bool) -> None:
    tests: dict[str, Any] = {}
    for stage in stages:
        for name, test in stage.tests.items():
            known = tests.setdefault(name, {"proves": test.proves, "outcomes": {}})
            known["outcomes"][stage.name] = test.outcome
    how = {stage.name: stage.how for stage in stages}
    report = {"commit": commit, "clean": clean, "stages": how, "tests": tests}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def print_slowest(ended: Sequence[Stage], records: Path) -> None:
    """The stage that was stopped is not among those that ended; its record says how far it came."""
    names = {stage.name for stage in ended}
    stopped = next(name for name in TITLES if name not in names)
    stages = [*ended, Stage(stopped, tests=read_record(records / f"{stopped}.jsonl"))]
    everything = [
        (test, f"[{TITLES[stage.name]}] {name}") for stage in stages for name, test in stage.tests.items()
    ]
    print(f"最慢的 {SLOWEST} 个：")
    for test, name in sorted(everything, key=lambda one: -one[0].seconds)[:SLOWEST]:
        print(f"  {test.seconds:7.1f} 秒  {name}")
    for test, name in everything:
        if test.outcome == STARTED:
            print(f"  没有结束  {name}")


def conclude(stages: Sequence[Stage], seconds: float) -> int:
    """All failures once more, one sentence, and a last line over all stages in pytest's own form."""
    bad = [stage for stage in stages if stage.code]
    print()
    for stage in bad:
        for name in failures(stage):
            print(f"FAILED [{TITLES[stage.name]}] {name}")
    print(verdict(stages, bad))
    print(
        closing_line(Counter(test.outcome for stage in stages for test in stage.tests.values()), seconds),
        flush=True,
    )
    return 1 if bad else 0


def failures(stage: Stage) -> Iterable[str]:
    return (name for name, test in stage.tests.items() if test.outcome in {"failed", STARTED})


def verdict(stages: Sequence[Stage], bad: Sequence[Stage]) -> str:
    if bad:
        return f"没有通过：{'、'.join(TITLES[stage.name] for stage in bad)}。"
    skipped = [TITLES[stage.name] for stage in stages if stage.how != "run"]
    if skipped:
        return f"跑了的都通过了；没有跑：{'、'.join(skipped)}。"
    return f"全部通过：{'、'.join(TITLES[stage.name] for stage in stages)}。"


def closing_line(counts: Counter[str], seconds: float) -> str:
    order = ("failed", STARTED, "passed", "skipped", "xfailed")
    words = (
        ", ".join(f"{counts[outcome]} {outcome}" for outcome in order if counts[outcome]) or "no tests ran"
    )
    return f" {words or 'no tests ran'} in {seconds:.2f}s ({timedelta(seconds=int(seconds))}) ".center(
        80, "="
    )
