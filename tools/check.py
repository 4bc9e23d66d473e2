"""./xj check: format, lint, types, architecture, migrations, templates, colours, dependencies, docs."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from tools.laws import examples, locks, traces
from tools.processes import HOME
from tools.requirements import PAGE, page, read_rows

BIN = Path(sys.executable).parent
CODE = ("src", "tools", "tests", "benchmarks", "conftest.py")
# Django, granian and the tests name these by a string or start them as a program.
NAMED_BY_STRING = "DEP002=django-htmx|granian|psycopg|whitenoise"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at: `run` gives what is wrong, or nothing."""

    title: str
    run: Callable[[], str]


def main(argv: list[str]) -> int:
    """./xj check [--fix]"""
    if argv == ["--fix"]:
        fix()
    elif argv:
        print(f"没有检查：不认识“{' '.join(argv)}”，只有 --fix。")
        return 2
    return look(checks())


def checks() -> list[Check]:
    """The slow ones first, because two run at a time."""
    return [
        Check("类型", program("mypy", *there_is(CODE))),
        Check("格式", program("ruff", "format", "--check", ".", "xj")),
        Check("写法", program("ruff", "check", ".", "xj")),
        Check("架构", program("lint-imports", "--config", "importlinter.toml")),
        Check("迁移", lambda: django("makemigrations", "--check", "--dry-run")),
        Check("设置", lambda: django("check", "--fail-level", "WARNING")),
        Check("模板", program("djlint", "src", "--lint", "--quiet")),
        Check("模板格式", lambda: program("djade", "--check", "--target-version", "5.2", *templates())()),
        Check("配色", program("python", "tools/check_contrast.py")),
        Check("依赖", program("deptry", "src", "-ee", ".*/tests/.*", "--per-rule-ignores", NAMED_BY_STRING)),
        Check("文档", program("mkdocs", "build", "--strict", "--quiet")),
        Check(
            "文档里的例子",
            lambda: lines(fault for paper in examples.papers(HOME) for fault in faults_of(paper)),
        ),
        Check("文档里的命令", commands_of_papers),
        Check("需求条目页", requirements_page),
        Check("锁文件", lambda: lines(locks.faults(HOME))),
        Check("本机痕迹", lambda: lines(traces.faults(HOME))),
    ]


def look(those: list[Check]) -> int:
    started = time.monotonic()
    failed: list[str] = []
    with ThreadPoolExecutor(2) as two_at_a_time:
        runs = {two_at_a_time.submit(timed, check): check for check in those}
        for done in as_completed(runs):
            wrong, seconds = done.result()
            print(f"{'不通过' if wrong else '通过'}  {runs[done].title}（{seconds:.1f} 秒）", flush=True)
            if wrong:
                failed.append(runs[done].title)
                print(wrong.rstrip() + "\n", flush=True)
    seconds = time.monotonic() - started
    print(f"\n没有通过的检查：{'、'.join(failed)}。" if failed else f"\n{len(those)} 项检查全部通过。")
    counts = f"{len(failed)} failed, " if failed else ""
    print(f" {counts}{len(those) - len(failed)} passed in {seconds:.2f}s ".center(80, "="), flush=True)
    return 1 if failed else 0


def timed(check: Check) -> tuple[str, float]:
    started = time.monotonic()
    return check.run(), time.monotonic() - started


def program(name: str, *words: str, **variables: str) -> Callable[[], str]:
    """A check by another program: what it prints when it is not content."""

    def run() -> str:
        done = subprocess.run(
            [str(BIN / name), *words],
            cwd=HOME,
            env=environment(variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return (done.stdout or f"{name}：退出码 {done.returncode}") if done.returncode else ""

    return run


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("XIANGJI_")}
    own = {
        "XIANGJI_HOME": str(HOME),
        "PYTHONPATH": os.pathsep.join((str(HOME / "src"), str(HOME))),
        "DJANGO_SETTINGS_MODULE": "xiangji.project.settings",
        "NO_MKDOCS_2_WARNING": "1",
        "NO_COLOR": "1",
    }
    return {**plain, **own, **variables}


def there_is(names: Iterable[str]) -> list[str]:
    return [name for name in names if (HOME / name).exists()]


def templates() -> list[str]:
    return [str(file) for file in sorted((HOME / "src").glob("xiangji/**/templates/**/*.html"))]


def django(*words: str) -> str:
    """Against an empty database of its own: Django looks into the one that the settings name."""
    with tempfile.TemporaryDirectory() as folder:
        return program("python", "-m", "django", *words, XIANGJI_VAR=folder)()


def commands_of_papers() -> str:
    with tempfile.TemporaryDirectory() as folder:
        return program("python", "-m", "tools.laws.commands", XIANGJI_VAR=folder)()


def faults_of(paper: Path) -> Iterable[str]:
    return examples.faults(paper.relative_to(HOME).as_posix(), paper.read_text(encoding="utf-8"))


def requirements_page() -> str:
    is_current = (HOME / PAGE).exists() and (HOME / PAGE).read_text(encoding="utf-8") == page(read_rows())
    return "" if is_current else f"{PAGE} 和 data/requirements.toml 不一致。请运行 ./xj check --fix。"


def lines(faults: Iterable[str]) -> str:
    return "\n".join(faults)


def fix() -> None:
    for words in (("ruff", "check", "--fix", "--quiet", ".", "xj"), ("ruff", "format", "--quiet", ".", "xj")):
        program(*words)()
    program("djade", "--target-version", "5.2", *templates())()
    (HOME / PAGE).write_text(page(read_rows()), encoding="utf-8")
