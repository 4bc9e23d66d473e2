"""The examples in our papers can be read by the machine they are written for."""

import ast
import json
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

BLOCK = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def papers(home: Path) -> list[Path]:
    return [*sorted(home.glob("*.md")), *sorted(home.glob("docs/**/*.md")), *sorted(home.glob("src/**/*.md"))]


def faults(name: str, text: str) -> Iterator[str]:
    for found in BLOCK.finditer(text):
        read = READERS.get(found[1])
        said = read(found[2]) if read else ""
        if said:
            line = text.count("\n", 0, found.start()) + 1
            yield f"{name}:{line} the {found[1]} example cannot be read: {said}"


def _python(text: str) -> str:
    try:
        ast.parse(text)
    except SyntaxError as error:
        return str(error)
    return ""


def _toml(text: str) -> str:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return str(error)
    return ""


def _json(text: str) -> str:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return str(error)
    return ""


def _shell(text: str) -> str:
    return subprocess.run(
        ["bash", "-n"], input=text, capture_output=True, text=True, check=False
    ).stderr.strip()


READERS: dict[str, Callable[[str], str]] = {"python": _python, "toml": _toml, "json": _json, "bash": _shell}
