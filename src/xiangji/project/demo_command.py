"""./xj demo: a county that lives, built when that is needed, then served until somebody stops it."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from xiangji.project import keys, lan_demo, ports, settings
from xiangji.project.children import SAID_WHY, Child, module
from xiangji.project.demo_folder import DemoFolder
from xiangji.project.demo_stamp import Stamp, made_from, static_made_from
from xiangji.project.listening import Listening, allowed_hosts
from xiangji.project.signals import Signals
from xiangji.project.supervisor import Supervisor

STOPPED = 130


def run(*, county: str, port: int, fresh: bool, serve: bool, on_lan: bool = False) -> int:
    folder = DemoFolder.of(county)
    where = lan_demo.listening(port) if on_lan else Listening(ports.LOCAL, port)
    demo = Demo(folder, where)
    with folder.taken(note=where.address() if serve else ""), Signals() as signals:
        if serve:
            demo.refuse_taken_ports()
        code = demo.make_current(signals, fresh=fresh)
        if code or not serve:
            return code
        demo.refuse_taken_ports()
        return demo.serve(signals)


def say(sentence: str) -> None:
    """A terminal that was closed must not keep the demo from stopping."""
    with suppress(OSError):
        print(sentence, flush=True)


@dataclass(frozen=True, slots=True)
class Demo:
    folder: DemoFolder
    where: Listening

    def refuse_taken_ports(self) -> None:
        for port in (self.where.port, self.where.plain_port):
            if port:
                ports.refuse_a_taken_port(port, host=self.where.host)

    def make_current(self, signals: Signals, *, fresh: bool) -> int:
        """Build what is missing or stale; 0 when the demo can be served."""
        why = self._why_build(fresh=fresh)
        if why:
            say(f"{why}，现在建{self.folder.name}的演示……")
            return self._build(signals)
        if self.folder.static_stamp() != static_made_from():
            return self._work("static", signals, self.folder.variables())
        return 0

    def _why_build(self, *, fresh: bool) -> str:
        stamp = Stamp.read(self.folder)
        if stamp is None:
            return "上次没有建完" if self.folder.building.exists() else "还没有建过"
        if fresh:
            return "按 --fresh 重新建"
        today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
        return stamp.why_stale(made_from(self.folder.county), today)

    def _build(self, signals: Signals) -> int:
        """Beside the old one, which stays as it is until the new one is whole."""
        self.folder.clear_building()
        keys.make_secret_key(self.folder.building / "keys")
        code = self._work("all", signals, self.folder.variables(self.folder.building))
        if code:
            shutil.rmtree(self.folder.building)
            return code
        self.folder.put_in_place()
        say(f"{self.folder.name}的演示建好了，在 {self.folder.path}。")
        return 0

    def _work(self, what: str, signals: Signals, variables: dict[str, str]) -> int:
        command = module("xiangji.project.demo_building", what)
        builder = Child("建演示", command, self.folder.logs / "build.log", variables, speaks_to_people=True)
        builder.start()
        while builder.is_running and not signals.times_asked:
            signals.wait(1.0)
        if builder.is_running:
            builder.kill()
            say("\n停下了：演示没有建完，没有建完的不会拿来用。")
            return STOPPED
        if builder.exit_code not in {0, SAID_WHY}:
            say(f"\n演示没有建成：建到一半意外停了，没有建完的不会拿来用。原因写在 {builder.log}。")
        return 1 if builder.exit_code else 0

    def serve(self, signals: Signals) -> int:
        variables = self.folder.variables() | {
            "XIANGJI_PUBLIC_URL": self.where.address(),
            "XIANGJI_ALLOWED_HOSTS": allowed_hosts(settings.ALLOWED_HOSTS, self.where.host, ""),
        }
        children = self.where.children(workers=1, variables=variables, logs=self.folder.logs)
        return Supervisor(children, say=say, is_ready=self.where.is_answering, when_ready=self._announce).run(
            signals
        )

    def _announce(self) -> None:
        say(f"{self.folder.name}的演示已经启动：{self.where.address()}")
        if self.where.plain_port:
            for sentence in lan_demo.steps(self.where):
                say(sentence)
        say(f"按 Ctrl+C 停下。日志在 {self.folder.logs}。")
