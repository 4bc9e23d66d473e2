"""The trial of a new administrator, from the bundle to a project that came back out of a backup.

Run without network by tools.trial.alone; it follows docs/it/first-days.md line by line.
"""

import json
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql
from tools.trial.browsing import Browser, LostOnTheWay
from tools.trial.people import Person, Staff, draft_project, first_days, sees_the_project
from tools.trial.server import Server

PORT = 8441
UNTIL_THE_WORKER_IS_GONE = 31
PLAN = "plans/tengzhou-2019.toml"
ANSWERS = """
code = "370481"
hosts = "滕州市商务和投资促进局"

[administrators.system]
name = "张一"
username = "zhangyi"

[administrators.security]
name = "李二"
username = "lier"

[administrators.audit]
name = "王三"
username = "wangsan"
"""
GIVEN = re.compile(r"登录名 (\S+)  口令 (\S+)")
WHOLE = "审计链完好。"


@dataclass
class Trial:
    server: Server
    scratch: Path
    database: str
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        started = time.monotonic()
        yield
        self.seconds[words] = spent = time.monotonic() - started
        print(f"  {words}：{spent:.1f} 秒", flush=True)

    @property
    def words(self) -> Path:
        return self.scratch / "words.txt"

    def run(self) -> None:
        var, again, keys = (self.scratch / name for name in ("county", "again", "keys.box"))
        with self.step("安装"):
            self.server.xj()
        with self.step("建县"):
            passwords = self.make(var)
        staff = self.draft(var, passwords, keys)
        with self.step("恢复到别处"):
            said = self.server.xj("restore", self.scratch / "county.tar", *self.keys(keys), "--var", again)
            found(said, WHOLE)
        self.prove(again, staff, "恢复以后")
        self.on_postgres(again, staff, keys)

    def make(self, var: Path) -> dict[str, str]:
        answers = self.scratch / "county.toml"
        answers.write_text(ANSWERS, encoding="utf-8")
        plan = self.server.folder / PLAN
        said = self.server.xj("county", "new", "--from", answers, "--plan", plan, "--var", var)
        self.server.xj("doctor", "--var", var)
        return dict(GIVEN.findall(said))

    def draft(self, var: Path, passwords: dict[str, str], keys: Path) -> Staff:
        """Everything that people do, and the backup while they work."""
        with self.server.serving(var) as signer:
            system, security = (self.person(name, passwords[name], signer) for name in ("zhangyi", "lier"))
            with self.step("管理员开账号、给岗位，各人第一次登录"):
                staff = first_days(
                    system, security, lambda name, password: self.person(name, password, signer)
                )
            with self.step("承办企业写项目、报送"):
                draft_project(staff.contractor)
                sees_the_project(staff.clerk)
            with self.step("备份"):
                self.words.write_text("four words and number 9\n", encoding="utf-8")
                self.server.xj("backup", self.scratch / "county.tar", "--var", var)
                self.server.xj("backup-keys", keys, "--passphrase-file", self.words, "--var", var)
        return staff

    def person(self, username: str, password: str, signer: Path) -> Person:
        return Person(username, password, Browser(self.server.port, signer))

    def keys(self, box: Path) -> tuple[str | Path, ...]:
        return ("--keys", box, "--passphrase-file", self.words)

    def prove(self, var: Path, staff: Staff, when: str) -> None:
        """The chain is whole, and the people of before find the project of before."""
        with self.step(f"{when}核对、启动、登录、看到项目"):
            found(self.server.xj("verify", "audit", "--var", var), WHOLE)
            with self.server.serving(var) as signer:
                for person in (staff.contractor, staff.clerk):
                    person.browser.ca = signer
                    person.log_in()
                    sees_the_project(person)
            found(self.server.xj("verify", "all", "--var", var), WHOLE)

    def on_postgres(self, var: Path, staff: Staff, keys: Path) -> None:
        moved, back = (a_database(self.database, name) for name in ("county", "again"))
        with self.step("停下，等30秒，搬到 PostgreSQL"):
            # The backup was made while a worker ran; its copy believes for half a minute that one runs still.
            time.sleep(UNTIL_THE_WORKER_IS_GONE)
            self.server.xj("move-to-postgres", moved, "--var", var)
        self.prove(var, staff, "搬过去以后")
        archive, again = self.scratch / "postgres.tar", self.scratch / "postgres"
        with self.step("从 PostgreSQL 备份，恢复到另一个 PostgreSQL"):
            self.server.xj("backup", archive, "--var", var)
            words = ("restore", archive, *self.keys(keys), "--var", again, "--database", back)
            found(self.server.xj(*words), WHOLE)
        self.prove(again, staff, "再恢复以后")


def found(said: str, words: str) -> None:
    if words not in said:
        raise LostOnTheWay(f"没有说“{words}”，说的是：\n{said}")


def a_database(address: str, name: str) -> str:
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    return address.replace("/postgres?", f"/{name}?")


def main(bundle: str, scratch: str, database: str) -> int:
    trial = Trial(Server.unpacked(Path(bundle), Path(scratch) / "host", PORT), Path(scratch), database)
    try:
        trial.run()
    except LostOnTheWay as reason:
        print(f"走不下去：{reason}", file=sys.stderr)
        return 1
    (Path(scratch) / "seconds.json").write_text(json.dumps(trial.seconds))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
