"""A county to keep: settings, keys, entries in the audit, papers; and the commands run as people run them."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TypeAlias

from django.conf import settings
from django.db import connection
from django.utils import timezone

from xiangji.core.audit.tasks import anchor, seal
from xiangji.core.audit.tests.examples import note_some
from xiangji.core.evidence.models import Evidence
from xiangji.core.parties import keys as sealing_keys
from xiangji.project import keys
from xiangji.project.county_folder import CountyFolder

Words: TypeAlias = tuple[str | Path, ...]
WORDS = "three words and a number 7"
PAPER = b"a paper of the county"


def a_county(var: Path) -> Path:
    """Five entries of which two still wait for their seal, one paper, all keys, in the folder `var`."""
    shutil.copytree(settings.HOME / "counties" / "tengzhou", var / "counties" / "tengzhou")
    keys.make_secret_key(var / "keys")
    sealing_keys.material("county")
    sealing_keys.material("index")
    CountyFolder(var).write_env({"XIANGJI_COUNTY": "tengzhou", "XIANGJI_TOTP": "0"})
    some_more(3)
    note_some(2)
    a_paper(var, PAPER)
    return var


def some_more(count: int) -> None:
    note_some(count)
    while connection.in_atomic_block is False and _waits():
        seal()
    anchor()


def _waits() -> bool:
    from xiangji.core.chain.models import Unsealed

    return Unsealed.objects.exists()


def a_paper(var: Path, content: bytes) -> Path:
    sha256 = hashlib.sha256(content).hexdigest()
    (var / "files").mkdir(exist_ok=True)
    file = var / "files" / sha256
    file.write_bytes(content)
    now = timezone.now()
    Evidence.objects.create(
        target="programme.Decision:1",
        sha256=sha256,
        kind="photo",
        size=len(content),
        name="照片.jpg",
        added_at=now,
        happened_at=now,
    )
    return file


def xj(*words: str | Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "xiangji.project.cli", *map(str, words)]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=120)


def started(*words: str | Path, env: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "xiangji.project.cli", *map(str, words)]
    return subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def a_backup(var: Path, file: Path, env: dict[str, str]) -> Path:
    done = xj("backup", file, "--var", var, env=env)
    assert done.stderr == "", done.stderr
    assert done.returncode == 0
    return file


def plain() -> dict[str, str]:
    """The surroundings of a program that knows nothing of the tests' database."""
    others = {
        name: value for name, value in os.environ.items() if not name.startswith(("XIANGJI_", "DJANGO_"))
    }
    return others | {"XIANGJI_HOME": str(settings.HOME), "PYTHONPATH": str(settings.SOURCE.parent)}
