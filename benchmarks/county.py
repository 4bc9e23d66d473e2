"""./xj bench county: backup and restore of a gigabyte, and what each kind of page weighs."""

import hashlib
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.goals import Figure, run
from benchmarks.house import module
from tools.processes import HOME
from tools.trial import alone

# A county after some years: photographs and papers, and a database with long texts.
FILES, FILE_BYTES = 350, 2_000_000
ROWS, ROW_BYTES = 60_000, 5_000
PIECE = 1 << 20
SETTINGS = "xiangji.project.settings"
KINDS = {"html": "HTML", "css": "CSS", "js": "JS", "fonts": "字体", "images": "图", "other": "其他"}
# kB of a first visit, and queries: the home page's goals are those of the house, lists have eight queries.
BUDGETS = {"home": (120.0, 8.0), "board": (120.0, None), "list": (None, 8.0)}
TITLES = {"home": "首页", "board": "方案看板", "list": "名单", "paper": "一件", "login": "登录"}


def main(argv: list[str]) -> int:
    """./xj bench county [keeping | pages | trial …]: all parts, or those that are named."""
    return run({"keeping": keeping, "pages": pages, "trial": trial}, argv)


def keeping(scratch: Path) -> Iterator[Figure]:
    var, archive, again = scratch / "county", scratch / "county.tar", scratch / "again"
    whole = a_county_of_a_gigabyte(var)
    plain = f"{whole / 1e9:.2f} GB；只复制要 {copying_seconds(var, scratch / 'copied'):.1f} 秒"
    spent, cpu = seconds("backup", archive, "--var", var)
    yield Figure("备份 1 GB", spent, "秒", goal=60, beside=f"其中 CPU {cpu:.1f} 秒；{plain}")
    yield Figure("备份的大小", archive.stat().st_size / 1e6, "MB")
    restore = ("restore", archive, "--var", again, "--keys", var / "keys")
    spent, cpu = seconds(*restore)
    yield Figure("恢复 1 GB", spent, "秒", goal=60, beside=f"其中 CPU {cpu:.1f} 秒；{plain}")


def seconds(*words: str | Path) -> tuple[float, float]:
    """How long it took, and how much of that a processor worked."""
    started, worked = time.monotonic(), cpu_of_children()
    command = [sys.executable, "-m", "xiangji.project.cli", *map(str, words)]
    subprocess.run(command, cwd=HOME, env=surroundings(), stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - started, cpu_of_children() - worked


def cpu_of_children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def surroundings() -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("XIANGJI_")}
    return plain | {"XIANGJI_HOME": str(HOME), "PYTHONPATH": str(HOME / "src")}


def a_county_of_a_gigabyte(var: Path) -> int:
    """Its tables are those of the platform; the bulk lies in the sessions and in files/. Gives bytes."""
    from xiangji.project import keys
    from xiangji.project.county_folder import CountyFolder

    shutil.copytree(HOME / "counties" / "tengzhou", var / "counties" / "tengzhou")
    keys.make_secret_key(var / "keys")
    CountyFolder(var).write_env({"XIANGJI_COUNTY": "tengzhou"})
    own = {**surroundings(), "XIANGJI_VAR": str(var), "XIANGJI_COUNTIES": str(var / "counties")}
    migrate = [sys.executable, "-m", "xiangji.project.manage", "migrate", "--verbosity=0"]
    subprocess.run(migrate, cwd=HOME, env=own, check=True)
    fill_database(var / "xiangji.sqlite3")
    fill_files(var / "files")
    return sum(file.stat().st_size for file in var.rglob("*") if file.is_file())


def fill_database(file: Path) -> None:
    """Text that packs as texts of people do: half of it is noise."""
    with closing(sqlite3.connect(file)) as writing:
        rows = (
            (f"{number:032}", os.urandom(ROW_BYTES // 4).hex() + "乡集 " * (ROW_BYTES // 14), "2030-01-01")
            for number in range(ROWS)
        )
        writing.executemany("INSERT INTO django_session VALUES (?, ?, ?)", rows)
        writing.commit()


def fill_files(folder: Path) -> None:
    """Noise, as photographs are to every packer."""
    folder.mkdir()
    for _ in range(FILES):
        content = os.urandom(FILE_BYTES)
        (folder / hashlib.sha256(content).hexdigest()).write_bytes(content)


def copying_seconds(var: Path, to: Path) -> float:
    """What this disk needs to read and write as much, forced to it at the end."""
    started = time.monotonic()
    with to.open("wb") as writing:
        for file in (file for file in var.rglob("*") if file.is_file()):
            with file.open("rb") as reading:
                shutil.copyfileobj(reading, writing, PIECE)
        writing.flush()
        os.fsync(writing.fileno())
    to.unlink()
    return time.monotonic() - started


def trial(scratch: Path) -> Iterator[Figure]:
    """The way of a new administrator without network (tools/trial), of which the installing has a goal."""
    folder = scratch / "trial"
    folder.mkdir()
    for step, spent in alone.run(folder).items():
        yield Figure(step, spent, "秒", goal=60 if step == "安装" else None)


def pages(scratch: Path) -> Iterator[Figure]:
    """In the surroundings of a demo that is built here."""
    os.environ["XIANGJI_VAR"] = str(scratch / "demo")
    from xiangji.project.demo_folder import DemoFolder

    command = [sys.executable, "-m", "xiangji.project.cli", "demo", "--no-serve"]
    own = {**surroundings(), "XIANGJI_VAR": str(scratch / "demo")}
    subprocess.run(command, cwd=HOME, env=own, stdout=subprocess.DEVNULL, check=True)
    folder = DemoFolder.of("tengzhou")
    variables = folder.variables(scratch / "demo" / "demo" / "tengzhou")
    said = module("benchmarks.weights", variables=variables | {"DJANGO_SETTINGS_MODULE": SETTINGS})
    for name, page in said.items():
        most, most_queries = BUDGETS.get(name, (None, None))
        title = f"{TITLES[name]} {page['address']}"
        weight = sum(page["bytes"].values()) / 1000
        yield Figure(f"{title}，第一次打开", weight, "kB", goal=most, beside=parts_of(page["bytes"]))
        yield Figure(f"{title}，查询", page["queries"], "次", goal=most_queries)


def parts_of(sizes: dict[str, int]) -> str:
    return "，".join(f"{KINDS[kind]} {size / 1000:.1f}" for kind, size in sizes.items() if size)
