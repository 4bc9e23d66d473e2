"""What a demo was built from: a second start takes seconds, and a stale one says why it is built again."""

import hashlib
import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from xiangji.project import settings
from xiangji.project.demo_folder import STAMP, DemoFolder

WORDS = {
    "tables": "数据表的结构改过",
    "plans": "方案文件改过",
    "regions": "区划表改过",
    "holidays": "节假日表改过",
    "county": "县的资料改过",
    "programme": "程序换过版本",
}


@dataclass(frozen=True, slots=True)
class Stamp:
    made_from: dict[str, str]
    built_on: date
    good_until: date

    @classmethod
    def read(cls, folder: DemoFolder) -> "Stamp | None":
        """None when there is none, or when it cannot be read: then it proves nothing."""
        try:
            text: dict[str, Any] = json.loads((folder.path / STAMP).read_text(encoding="utf-8"))
            built_on, good_until = (
                date.fromisoformat(text["built_on"]),
                date.fromisoformat(text["good_until"]),
            )
            return cls(dict(text["made_from"]), built_on, good_until)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, folder: Path) -> None:
        text = {
            "made_from": self.made_from,
            "built_on": self.built_on.isoformat(),
            "good_until": self.good_until.isoformat(),
        }
        (folder / STAMP).write_text(json.dumps(text, indent=1), encoding="utf-8")

    def why_stale(self, now: dict[str, str], today: date) -> str:
        """Empty when the demo can be served as it is."""
        changed = [words for part, words in WORDS.items() if self.made_from.get(part) != now.get(part)]
        if not self.built_on <= today <= self.good_until:
            changed.append(f"方案的顺延只管到 {self.good_until.isoformat()}")
        return "；".join(changed)


def made_from(county: str) -> dict[str, str]:
    """A fingerprint of everything that the rows of a demo come from."""
    home, source = settings.HOME, settings.SOURCE
    return {
        "tables": fingerprint(source, sorted(source.glob("**/migrations/*.py"))),
        "plans": fingerprint(home, sorted((home / "plans").glob("*.toml"))),
        "regions": fingerprint(home, [home / "data" / "regions.csv"]),
        "holidays": fingerprint(home, [home / "data" / "holidays.csv"]),
        "county": fingerprint(settings.COUNTIES, [settings.COUNTIES / county / "county.toml"]),
        "programme": _version()
        + fingerprint(source, sorted([*source.glob("**/demo.py"), *source.glob("**/demo/*.py")])),
    }


def static_made_from() -> str:
    files = (
        file for folder in settings.STATICFILES_DIRS for file in sorted(folder.glob("**/*")) if file.is_file()
    )
    return fingerprint(settings.SOURCE, files)


def fingerprint(root: Path, files: Iterable[Path]) -> str:
    """Names and contents; a missing file is a fact like any other."""
    sha = hashlib.sha256()
    for file in files:
        content = file.read_bytes() if file.is_file() else b""
        sha.update(f"{file.relative_to(root)} {len(content)}\n".encode() + content)
    return sha.hexdigest()


def _version() -> str:
    project = tomllib.loads((settings.HOME / "pyproject.toml").read_text(encoding="utf-8"))
    return f"{project['project']['version']} django {version('django')} "
