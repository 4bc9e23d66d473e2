"""Examples that are run: in order, in a scratch folder, so that a paper cannot promise what is not there.

Before a fence, `<!-- run -->` says that the block is run, `<!-- file: NAME -->` that it is a file of the run.
Examples in Python need no mark: their imports are made, and those that are whole are run wholly.
"""

import ast
import builtins
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.laws.source import HOME

MARKED = re.compile(r"^<!-- (run|file: (\S+)) -->\n```\w+[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```python[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Folders of a server that a paper may name; in a run they lie in the scratch folder.
SERVER = re.compile(r"(?<![\w./])/(?=(?:mnt|srv)/)")
SECONDS = 120


@dataclass(frozen=True, slots=True)
class Step:
    line: int
    file: str
    text: str


def steps(text: str) -> list[Step]:
    return [
        Step(text.count("\n", 0, found.start()) + 2, found[2] or "", found[3])
        for found in MARKED.finditer(text)
    ]


def furnish(folder: Path) -> None:
    """What stands in the folder of a server: ./xj, the shipped plans, places to keep copies."""
    xj = folder / "xj"
    xj.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m xiangji.project.cli "$@"\n')
    xj.chmod(0o755)
    (folder / "plans").symlink_to(HOME / "plans")
    (folder / "mnt" / "backup").mkdir(parents=True)


def play(name: str, text: str, folder: Path) -> Iterator[str]:
    """Runs what is marked; the first that fails is named, and what follows it is not tried."""
    for step in steps(text):
        if step.file:
            (folder / step.file).write_text(step.text, encoding="utf-8")
            continue
        run = subprocess.run(
            ["bash", "-e", "-c", SERVER.sub(f"{folder}/", step.text)],
            cwd=folder,
            env=surroundings(folder),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        if run.returncode:
            yield f"{name}:{step.line} the example ended with {run.returncode}: {run.stdout}{run.stderr}"
            return


def surroundings(folder: Path) -> dict[str, str]:
    plain = {key: value for key, value in os.environ.items() if not key.startswith("XIANGJI_")}
    own = {"XIANGJI_HOME": str(HOME), "XIANGJI_VAR": str(folder / "var"), "PYTHONPATH": str(HOME / "src")}
    return {**plain, **own, "DJANGO_SETTINGS_MODULE": "xiangji.project.settings"}


def python_examples(text: str) -> Iterator[tuple[int, str]]:
    for found in PYTHON.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, what_can_run(found[1])


def what_can_run(text: str) -> str:
    """All of it when it names nothing that it does not make itself, otherwise its imports."""
    tree = ast.parse(text)
    if not _names_of_others(tree):
        return text
    return "\n".join(ast.unparse(node) for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom))


def _names_of_others(tree: ast.Module) -> set[str]:
    made, wanted = set(dir(builtins)), set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                wanted.add(name)
            case ast.Name(id=name) | ast.arg(arg=name):
                made.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                made.add(name)
            case ast.alias(name=name, asname=asname):
                made.add(asname or name)
            case _:
                pass
    return wanted - made


def python_faults(name: str, text: str, folder: Path) -> Iterator[str]:
    """With Django set up on an empty folder, as in a shell of ./xj manage."""
    for line, example in python_examples(text):
        script = f"import django\ndjango.setup()\n{example}"
        run = subprocess.run(
            [sys.executable, "-P", "-c", script],
            env=surroundings(folder),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        if run.returncode:
            said = run.stderr.strip().splitlines()[-1]
            yield f"{name}:{line} the python example does not run: {said}"
