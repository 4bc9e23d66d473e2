"""./xj lock: makes requirements/*.lock from pyproject.toml again, hashed and without the name of any host."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from tools.laws import locks
from tools.processes import HOME

UV = Path(sys.executable).with_name("uv")
ALL, RUN, UV_ITSELF = "requirements/all.lock", "requirements/run.lock", "requirements/uv-itself.lock"
OLDEST_PYTHON = "3.11"
# Without a header, because it would tell the command line; what a lock holds already stays unless asked for.
PLAIN = ("--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes", "--no-header", "--quiet")
SHORT = ("--annotation-style", "line")


def main(argv: list[str]) -> int:
    """./xj lock [--upgrade | --upgrade-package NAME]"""
    groups = [word for group in groups_of(HOME) for word in ("--group", group)]
    try:
        pin(ALL, "pyproject.toml", *SHORT, *groups, *argv)
        pin(RUN, "pyproject.toml", *SHORT, "--constraints", ALL)
        pin(UV_ITSELF, "-", "--no-annotate", given=f"uv=={version_of_uv()}\n")
    except subprocess.CalledProcessError as failure:
        print(f"锁文件没有做完：uv 退出码 {failure.returncode}，原因见上面几行。改好后再运行一次。")
        return 1
    faults = list(locks.faults(HOME))
    print("\n".join(faults) or f"锁文件做好了：{RUN}、{ALL}、{UV_ITSELF}。")
    return 1 if faults else 0


def groups_of(home: Path) -> list[str]:
    return list(tomllib.loads((home / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"])


def pin(lock: str, *words: str, given: str = "") -> None:
    subprocess.run(
        [str(UV), "pip", "compile", *PLAIN, *words, "--output-file", lock],
        cwd=HOME,
        env=os.environ | {"UV_PYTHON_DOWNLOADS": "never"},
        input=given,
        stdout=subprocess.DEVNULL,
        text=True,
        check=True,
    )


def version_of_uv() -> str:
    """uv installs everything else; it is pinned by the version that does so now."""
    told = subprocess.run([str(UV), "--version"], capture_output=True, text=True, check=True).stdout
    return told.split()[1]
