"""No file of the project tells on which machine it was written."""

import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

# Folders in which somebody works; the paths that the docs promise (/plan/, /usr/bin/…) are others.
FOLDERS = re.compile(r"(?<![\w.])/(?:work|farm|root|home|Users)/\w|/opt/(?:pypi|wheels)")
SHORTEST_HOST = 6  # shorter names are words, too


def faults(home: Path) -> Iterator[str]:
    own = [str(home), str(Path.home()), *_host()]
    for file in tracked(home):
        try:
            text = (home / file).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        yield from faults_of(file, text, own)


def faults_of(file: str, text: str, own: list[str]) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        told = FOLDERS.search(line)
        for name in [told[0]] if told else [name for name in own if len(name) > 1 and name in line]:
            yield f"{file}:{number} tells of a machine: {name}"


def tracked(home: Path) -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=home, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name]


def _host() -> list[str]:
    name = socket.gethostname()
    return [name] if len(name) >= SHORTEST_HOST and not name.startswith("localhost") else []
