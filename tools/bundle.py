"""./xj bundle FILE.tar.gz: all that a county's server needs, in one archive that installs without network."""

import gzip
import hashlib
import io
import json
import os
import platform
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.processes import HOME

# What an engineer needs and a server does not.
LEFT_OUT = re.compile(
    r"(^|/)(tests|benchmarks|tools)/|^\.|^(conftest.py|djlint.toml|importlinter.toml|mkdocs.yml)$|^requirements/"
)
LOCKS = ("run.lock", "uv-itself.lock")
WHEEL = re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+)-.+\.whl")


class NotBundled(Exception):
    """The sentence that is shown."""


def main(argv: list[str]) -> int:
    """./xj bundle FILE.tar.gz"""
    try:
        target = _target(argv)
        _tell_unfinished(HOME)
        with tempfile.TemporaryDirectory(prefix="xj-bundle-") as scratch:
            print("正在取 Python 包……", flush=True)
            size = bundle(HOME, build_wheels(HOME, Path(scratch)), target)
    except NotBundled as reason:
        print(reason, file=sys.stderr)
        return 1
    python, machine = made_for()
    print(f"安装包做好了：{target}，{size / 1_000_000:.0f} MB，配 {machine} 的机器和 Python {python}。")
    print("到服务器上解压，进入文件夹，运行 ./xj county new；不用网络，也不用 pip。")
    return 0


def _target(argv: Sequence[str]) -> Path:
    if len(argv) != 1 or not argv[0].endswith(".tar.gz"):
        raise NotBundled("没有做安装包：写法是 ./xj bundle 文件名.tar.gz。")
    target = Path(argv[0]).absolute()
    if target.exists():
        raise NotBundled(f"没有做安装包：{target} 已经有了，换一个名字。")
    if not target.parent.is_dir():
        raise NotBundled(f"没有做安装包：没有文件夹 {target.parent}。")
    return target


def _tell_unfinished(home: Path) -> None:
    changed = _git(home, "status", "--porcelain", "--untracked-files=no")
    if changed:
        raise NotBundled("没有做安装包：源代码里有没提交的改动，先提交，安装包才说得清是哪一版。")


def made_for() -> tuple[str, str]:
    """The Python and the machine of the packages."""
    return f"{sys.version_info[0]}.{sys.version_info[1]}", platform.machine()


def build_wheels(home: Path, folder: Path) -> Path:
    """Fetch what the locks name, hash by hash; what comes as sources is built here. Needs the network."""
    python = getattr(sys, "_base_executable", sys.executable)
    pip = (python, "-m", "pip", "--disable-pip-version-check", "-qq", "wheel", "--require-hashes")
    for lock in LOCKS:
        words = [*pip, "-r", str(home / "requirements" / lock), "-w", str(folder)]
        done = subprocess.run(words, check=False, capture_output=True, text=True)
        if done.returncode != 0:
            told = "\n".join(done.stderr.splitlines()[-3:])
            raise NotBundled(f"没有做安装包：Python 包没有取到。做安装包的机器要能取到包。\n{told}")
    return folder


def bundle(home: Path, wheels: Path, target: Path) -> int:
    """Write the archive whole or not at all; returns its bytes. Same commit, same wheels: same bytes."""
    name = f"xiangji-{version_of(home)}"
    unfinished = target.with_name(target.name + ".part")
    try:
        with (
            unfinished.open("wb") as raw,
            gzip.GzipFile("", "wb", fileobj=raw, mtime=0, compresslevel=6) as packed,
        ):
            with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
                for path, content, mode in _members(home, wheels):
                    archive.addfile(*_member(f"{name}/{path}", content, mode))
            packed.flush()
        unfinished.replace(target)
    except OSError as fault:
        raise NotBundled(f"没有做安装包：{target} 写不下去，{fault.strerror}。") from None
    finally:
        unfinished.unlink(missing_ok=True)
    return target.stat().st_size


def _members(home: Path, wheels: Path) -> Iterator[tuple[str, bytes, int]]:
    sums: dict[str, str] = {}
    for path, content, mode in (*_sources(home), *_packages(wheels)):
        sums[path] = hashlib.sha256(content).hexdigest()
        yield path, content, mode
    told = {
        "version": version_of(home),
        "commit": _git(home, "rev-parse", "HEAD"),
        "made_for": made_for(),
        "files": sums,
    }
    yield "BUNDLE.json", json.dumps(told, indent=1, sort_keys=True).encode(), 0o644


def _sources(home: Path) -> Iterator[tuple[str, bytes, int]]:
    for path in _git(home, "ls-files", "-z").split("\0"):
        if path and not LEFT_OUT.search(path):
            file = home / path
            yield path, file.read_bytes(), 0o755 if os.access(file, os.X_OK) else 0o644


def _packages(wheels: Path) -> Iterator[tuple[str, bytes, int]]:
    """The wheels with locks of their own: one that was built here has a hash that no other lock can know."""
    pins: dict[str, str] = {}
    for file in sorted(wheels.glob("*.whl")):
        content = file.read_bytes()
        found = WHEEL.fullmatch(file.name)
        if found is None:
            raise NotBundled(f"没有做安装包：{file.name} 不是 wheel 的名字。")
        pins[found["name"]] = (
            f"{found['name']}=={found['version']} --hash=sha256:{hashlib.sha256(content).hexdigest()}"
        )
        yield f"wheels/{file.name}", content, 0o644
    uv = pins.pop("uv", "")
    yield "wheels/uv-itself.lock", (uv + "\n").encode(), 0o644
    yield "wheels/run.lock", ("\n".join(pins.values()) + "\n").encode(), 0o644
    yield "wheels/made_for.txt", (" ".join(made_for()) + "\n").encode(), 0o644


def _member(path: str, content: bytes, mode: int) -> tuple[tarfile.TarInfo, io.BytesIO]:
    member = tarfile.TarInfo(path)
    member.size, member.mode = len(content), mode
    return member, io.BytesIO(content)


def version_of(home: Path) -> str:
    return str(tomllib.loads((home / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def _git(home: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=home, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise NotBundled("没有做安装包：这里不是 git 的源代码文件夹。")
    return done.stdout.strip()
