"""Where the trial runs: a bundle of the last commit, a PostgreSQL, and a network with nobody in it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tools.processes import HOME

from tools import bundle, pg

ALONE = 'ip link set lo up && exec "$@"'
OURS = ("XIANGJI_", "DJANGO_")


def run(scratch: Path) -> dict[str, float]:
    """Seconds of each step. Raises SystemExit where the way ends."""
    archive = bundle_of_the_last_commit(scratch)
    with pg.cluster() as database:
        command = [sys.executable, "-m", "tools.trial.journey", str(archive), str(scratch), database]
        done = subprocess.run([*alone(), *command], cwd=HOME, env=surroundings(), check=False)
    if done.returncode:
        raise SystemExit("没有走通，原因见上面。")
    seconds: dict[str, float] = json.loads((scratch / "seconds.json").read_text())
    return seconds


def bundle_of_the_last_commit(scratch: Path) -> Path:
    """From a clean copy: what somebody is just writing is not in it. The only step that fetches."""
    sources, wheels, archive = (scratch / name for name in ("sources", "wheels", "bundle.tar.gz"))
    wheels.mkdir()
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(HOME), str(sources)], check=True)
    bundle.bundle(sources, bundle.build_wheels(sources, wheels), archive)
    return archive


def alone() -> list[str]:
    """A network with a loopback and nothing else; who is not root becomes it in there alone."""
    who = [] if os.geteuid() == 0 else ["--map-root-user"]
    return ["unshare", "--net", *who, "sh", "-c", ALONE, "sh"]


def surroundings() -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return plain | {"PYTHONPATH": f"{HOME}:{HOME / 'src'}", "PYTHONUTF8": "1"}
