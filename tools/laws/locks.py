"""The locks of requirements/: complete for pyproject.toml, hashed, and without the name of any host."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)([^\\\n]*)", re.MULTILINE)
ADDRESS = re.compile(r"[a-z]+://|--(?:extra-)?index-url|--find-links|\s@\s", re.IGNORECASE)


def faults(home: Path) -> Iterator[str]:
    project = tomllib.loads((home / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [Requirement(text) for text in project["project"]["dependencies"]]
    every = [Requirement(text) for group in project["dependency-groups"].values() for text in group]
    yield from faults_of("run.lock", (home / "requirements" / "run.lock").read_text(), wanted)
    yield from faults_of("all.lock", (home / "requirements" / "all.lock").read_text(), wanted + every)
    yield from faults_of("uv-itself.lock", (home / "requirements" / "uv-itself.lock").read_text(), [])


def faults_of(name: str, text: str, wanted: list[Requirement]) -> Iterator[str]:
    for found in ADDRESS.finditer(text):
        yield f"{name}:{text.count(chr(10), 0, found.start()) + 1} names an address: {found[0].strip()}"
    pinned = {plain(found[1]): Version(found[2]) for found in PINNED.finditer(text)}
    for block in re.split(r"\n(?=\S)", text):
        if PINNED.match(block) and "--hash=sha256:" not in block:
            yield f"{name} has no hash for {block.split()[0]}"
    for requirement in wanted:
        version = pinned.get(plain(requirement.name))
        if version is None:
            yield f"{name} does not hold {requirement.name}; run ./xj lock"
        elif version not in requirement.specifier:
            yield f"{name} holds {requirement.name} {version}, not {requirement.specifier}; run ./xj lock"


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
