"""./xj demo: a county that lives, built when that is needed, then served until somebody stops it."""

import http.client
import shutil
import socket
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from xiangji.core.errors import Refused
from xiangji.project import keys, settings
from xiangji.project.children import SAID_WHY, Child, module
from xiangji.project.demo_folder import DemoFolder
from xiangji.project.demo_stamp import Stamp, made_from, static_made_from
from xiangji.project.signals import Signals
from xiangji.project.supervisor import Supervisor

HOST = "127.0.0.1"
STOPPED = 130


def run(*, county: str, port: int, fresh: bool, serve: bool) -> int:
    folder = DemoFolder.of(county)
    demo = Demo(folder, port)
    with folder.taken(note=demo.address if serve else ""), Signals() as signals:
        if serve:
            refuse_a_taken_port(port)
        code = demo.make_current(signals, fresh=fresh)
        if code or not serve:
            return code
        refuse_a_taken_port(port)
        return demo.serve(signals)


def say(sentence: str) -> None:
    """A terminal that was closed must not keep the demo from stopping."""
    with suppress(OSError):
        print(sentence, flush=True)


def refuse_a_taken_port(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except PermissionError:
            raise Refused(
                "port_is_reserved", f"没有启动：端口 {port} 只有系统管理员能用。请换一个：--port 8000。"
            ) from None
        except OSError:
            other = port + 1 if port < 65535 else 8000
            sentence = f"没有启动：端口 {port} 已经被别的程序占用。请换一个，例如 ./xj demo --port {other}。"
            raise Refused("port_is_taken", sentence) from None


@dataclass(frozen=True, slots=True)
class Demo:
    folder: DemoFolder
    port: int

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}/"

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
            "XIANGJI_PUBLIC_URL": self.address,
            "XIANGJI_ALLOWED_HOSTS": ",".join({*settings.ALLOWED_HOSTS, HOST, "localhost"}),
        }
        logs = self.folder.logs
        children = [
            Child("网页", module("xiangji.project.web", str(self.port)), logs / "web.log", variables),
            Child("后台", module("xiangji.project.manage", "worker"), logs / "worker.log", variables),
        ]
        return Supervisor(children, say=say, is_ready=self._answers, when_ready=self._announce).run(signals)

    def _answers(self) -> bool:
        asking = http.client.HTTPConnection(HOST, self.port, timeout=1)
        try:
            asking.request("GET", "/healthz")
            return asking.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asking.close()

    def _announce(self) -> None:
        say(f"{self.folder.name}的演示已经启动：{self.address}")
        say(f"按 Ctrl+C 停下。日志在 {self.folder.logs}。")
