"""./xj bench house: the measures of the house, in a scratch folder that is gone afterwards."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.goals import Figure, run
from benchmarks.machine import commits_per_second, python_milliseconds
from tools.processes import HOME
from tools.served import a_demo, answers

PYTHON_ROUNDS = 5


def main(argv: list[str]) -> int:
    """./xj bench house [set-up | demo | pages | kernel …]: all parts, or those that are named."""
    return run({"set-up": set_up, "demo": demo, "pages": pages, "kernel": kernel}, argv)


def set_up(scratch: Path) -> Iterator[Figure]:
    """The last commit, cloned into an empty folder, by the Python outside of our environment."""
    clone = scratch / "clone"
    subprocess.run(["git", "clone", "--quiet", str(HOME), str(clone)], check=True)
    outside = {
        name: value for name, value in os.environ.items() if not name.startswith(("XIANGJI_", "PYTHON"))
    }
    here = str(Path(sys.executable).parent)
    outside["PATH"] = os.pathsep.join(part for part in os.get_exec_path() if part != here)
    for words, what in ((("--help",), "运行"), (("test", "--version"), "再加检查和测试")):
        started = time.monotonic()
        subprocess.run(["./xj", *words], cwd=clone, env=outside, stdout=subprocess.DEVNULL, check=True)
        yield Figure(f"准备环境（{what}）", time.monotonic() - started, "秒", goal=60)


def demo(scratch: Path) -> Iterator[Figure]:
    """From the command to the first page, with nothing built; and the second start."""
    var = {"XIANGJI_VAR": str(scratch / "var")}
    for title, goal in (("演示第一次启动到首页", 60.0), ("演示第二次启动到首页", 10.0)):
        started = time.monotonic()
        with a_demo(variables=var) as address:
            if not answers(address + "/"):
                raise SystemExit(f"{address}/ does not answer 200")
            yield Figure(title, time.monotonic() - started, "秒", goal=goal)


def pages(scratch: Path) -> Iterator[Figure]:
    """In the surroundings of a demo, which `demo` may have built already."""
    os.environ["XIANGJI_VAR"] = str(scratch / "var")
    from xiangji.project.demo_folder import DemoFolder

    folder = DemoFolder.of("tengzhou")
    if not folder.is_built:
        command = [sys.executable, "-m", "xiangji.project.cli", "demo", "--no-serve"]
        subprocess.run(command, cwd=HOME, stdout=subprocess.DEVNULL, check=True)
    addresses = ("/", "/plan/", "/stations/", "/healthz")
    yield from figures_of(module("benchmarks.pages", *addresses, variables=folder.variables()))


def figures_of(measured: dict[str, dict[str, float]]) -> Iterator[Figure]:
    """The home page has goals; the other pages stand beside it."""
    loop = min(python_milliseconds() for _ in range(PYTHON_ROUNDS))
    goals = {"/": {"cpu_ms": 10.0, "queries": 8.0, "bytes": 120.0}}
    for address, said in measured.items():
        goal = goals.get(address, {})
        in_loops = f"一段固定的纯 Python（{loop:.1f} 毫秒）的 {said['cpu_ms'] / loop:.2f} 倍"
        yield Figure(f"{address} CPU", said["cpu_ms"], "毫秒", goal=goal.get("cpu_ms"), beside=in_loops)
        yield Figure(f"{address} 查询", said["queries"], "次", goal=goal.get("queries"))
        yield Figure(f"{address} 第一次打开", said["bytes"] / 1000, "kB", goal=goal.get("bytes"))


def kernel(scratch: Path) -> Iterator[Figure]:
    """Actions with audit and event on SQLite with full sync, sealing, and a proof of a million entries."""
    own = {"XIANGJI_VAR": str(scratch / "kernel"), "DJANGO_SETTINGS_MODULE": "xiangji.project.settings"}
    said = module("benchmarks.kernel", variables=own)
    commits = f"SQLite 自己每秒提交 {commits_per_second(scratch):,.0f} 次"
    bare = f"每秒只写一行 {said['bare_writes_per_second']:,.0f} 次；{commits}"
    cpu = f"其中 CPU {said['verify_cpu_seconds']:.1f} 秒"
    actions, ratio = said["actions_per_second"], said["action_to_bare_write"]
    yield Figure("带审计和事件的动作", actions, "次/秒", goal=200, better="more", beside=bare)
    yield Figure("带审计和事件，是只写一行的", ratio, "倍")
    yield Figure("封存", said["entries_sealed_per_second"], "条/秒", goal=5_000, better="more")
    yield Figure(f"核对 {said['entries_proven']:,.0f} 条", said["verify_seconds"], "秒", goal=60, beside=cpu)


def module(name: str, *words: str, variables: Mapping[str, str]) -> dict[str, Any]:
    """What a benchmark that runs in surroundings of its own says, as JSON."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith("XIANGJI_")}
    path = {"XIANGJI_HOME": str(HOME), "PYTHONPATH": f"{HOME / 'src'}{os.pathsep}{HOME}"}
    command = [sys.executable, "-m", name, *words]
    surroundings = {**plain, **path, **variables}
    said = subprocess.run(command, cwd=HOME, env=surroundings, stdout=subprocess.PIPE, check=True).stdout
    read: dict[str, Any] = json.loads(said)
    return read
