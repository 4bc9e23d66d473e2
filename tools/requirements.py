"""The requirement rows: which are proven by the last full run of this commit, and their page in the docs."""

import json
import subprocess
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parents[1]
ROWS = Path("data", "requirements.toml")
PAGE = Path("docs", "requirements.md")
REPORT = Path("var", "reports", "tests.json")
NO_REPORT = 3

# What a row becomes when tests prove it: a duty is kept, and what needs an absent party is ready for it.
STATE_OF_PROOF = {"duty": "kept", "outside": "ready"}
PAGE_HEAD = """# Requirement rows

Made from `data/requirements.toml` by `./xj check --fix`; nobody rewords a row.
`./xj requirements` says which are proven by the last full run of this commit.
"""
STATES = ("proven", "kept", "ready", "open")
WORDS = {"proven": "已证明", "kept": "已记录并提醒", "ready": "已备好，等外部", "open": "还没有"}


@dataclass(frozen=True, slots=True)
class Requirement:
    id: str
    app: str
    kind: str
    proof: str
    sentence: str


class NoReport(Exception):
    """Says in one sentence why nothing can be said about this commit."""


@cache
def read_rows(home: Path = HOME) -> tuple[Requirement, ...]:
    document = tomllib.loads((home / ROWS).read_text(encoding="utf-8"))
    return tuple(Requirement(**row) for row in document["row"])


def states(rows: Iterable[Requirement], tests: dict[str, Any]) -> dict[str, str]:
    """A row stands when a test that marks it passed wherever it ran, and no test that marks it failed."""
    marking: dict[str, list[dict[str, str]]] = {}
    for test in tests.values():
        for row in test["proves"]:
            marking.setdefault(row, []).append(test["outcomes"])
    return {row.id: _state(row, marking.get(row.id, [])) for row in rows}


def _state(row: Requirement, marking: list[dict[str, str]]) -> str:
    """`marking`: for each test that marks the row, its outcome by stage. A journey is walked in a browser."""
    failed = any("failed" in outcomes.values() for outcomes in marking)
    proves = any(
        set(outcomes.values()) == {"passed"} and (row.proof != "journey" or "browser" in outcomes)
        for outcomes in marking
    )
    return STATE_OF_PROOF.get(row.proof, "proven") if proves and not failed else "open"


def read_report(home: Path = HOME) -> dict[str, Any]:
    """The report of the commit that is checked out, or NoReport."""
    file = home / REPORT
    if not file.exists():
        raise NoReport("还没有完整的测试报告。请先运行 ./xj test。")
    report: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    now = commit(home)
    if report["commit"] != now:
        raise NoReport(
            f"测试报告是提交 {report['commit'][:12]} 的，现在是 {now[:12]}。请重新运行 ./xj test。"
        )
    if not report["clean"]:
        raise NoReport("测试报告是在有未提交改动时做的，不能说明这个提交。请提交后重新运行 ./xj test。")
    return report


def commit(home: Path = HOME) -> str:
    return _git(home, "rev-parse", "HEAD").strip()


def is_clean(home: Path = HOME) -> bool:
    return not _git(home, "status", "--porcelain").strip()


def _git(home: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=home, capture_output=True, text=True, check=True).stdout


def page(rows: Iterable[Requirement]) -> str:
    """docs/requirements.md, word for word from the list."""
    parts = [PAGE_HEAD]
    by_app: dict[str, list[Requirement]] = {}
    for row in rows:
        by_app.setdefault(row.app, []).append(row)
    for app, those in by_app.items():
        parts.append(f"\n## {app}\n\n| row | kind | proof | requirement |\n| --- | --- | --- | --- |\n")
        parts.extend(f"| {row.id} | {row.kind} | {row.proof} | {_cell(row.sentence)} |\n" for row in those)
    return "".join(parts)


def _cell(sentence: str) -> str:
    return sentence.replace("|", "\\|").replace("<", "&lt;")


def wanted(rows: Iterable[Requirement], words: list[str]) -> list[Requirement]:
    """All rows, or those whose id, family (PRG) or app is named."""
    return [row for row in rows if not words or {row.id, row.id.partition("-")[0], row.app} & set(words)]


def main(argv: list[str]) -> int:
    """./xj requirements [--json] [ROW, family or app …]"""
    words = [word for word in argv if word != "--json"]
    rows = wanted(read_rows(), words)
    if not rows:
        print(f"没有叫“{'、'.join(words)}”的需求条目。可以写编号（PRG-01）、类别（PRG）或应用（programme）。")
        return 2
    try:
        report = read_report()
    except NoReport as reason:
        print(reason)
        return NO_REPORT
    state = states(rows, report["tests"])
    if "--json" in argv:
        print(json.dumps({"commit": report["commit"], "stages": report["stages"], "rows": state}, indent=1))
    else:
        _print(rows, state, report)
    return 0


def _print(rows: list[Requirement], state: dict[str, str], report: dict[str, Any]) -> None:
    for app in dict.fromkeys(row.app for row in rows):
        those = [row for row in rows if row.app == app]
        print(f"\n{app}（共 {len(those)} 条）")
        for name in STATES:
            ids = [row.id for row in those if state[row.id] == name]
            if ids:
                print(f"  {WORDS[name]} {len(ids)} 条：{' '.join(ids)}")
    missing = [stage for stage, how in report["stages"].items() if how != "run"]
    if missing:
        print(f"\n这次没有跑的部分：{'、'.join(missing)}。")
    standing = sum(state[row.id] != "open" for row in rows)
    print(f"\n提交 {report['commit'][:12]}：{len(rows)} 条里有 {standing} 条站得住。")
