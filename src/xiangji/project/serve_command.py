"""./xj serve: the real county of this machine, looked over first, then kept running until stopped."""

import os
from dataclasses import dataclass
from pathlib import Path

from xiangji.core.errors import Refused
from xiangji.project import listening, machine_checks, ports, tls
from xiangji.project.children import SAID_WHY, Child, module
from xiangji.project.county_folder import WORKER, CountyFolder, the_county
from xiangji.project.demo_command import STOPPED, say
from xiangji.project.env import Environment
from xiangji.project.listening import Listening
from xiangji.project.signals import Signals
from xiangji.project.supervisor import Supervisor

SELF = "self"
PORT, TLS_PORT = 8000, 8443
# More than two that write get into each other's way on SQLite (docs/adr/0004).
MOST_ON_SQLITE = 2


@dataclass(frozen=True, slots=True)
class Certificate:
    """What --tls and --tls-key say: nothing, `self`, or a file."""

    said: str = ""
    key: Path | None = None

    @property
    def is_wanted(self) -> bool:
        return bool(self.said)

    def pair(self, folder: CountyFolder, host: str, public_url: str) -> tls.Pair | None:
        if not self.said:
            return None
        if self.said == SELF:
            return tls.self_signed(folder.keys / "tls", listening.names_of(host, public_url))
        return tls.bought(Path(self.said).expanduser().absolute(), self.key)


def run(
    *,
    var: Path | None,
    host: str | None,
    port: int | None,
    plain_port: int | None,
    certificate: Certificate,
    only: str = "",
) -> int:
    """Everything is refused before the first process is started."""
    folder = the_county(var)
    settings = Environment({**os.environ, **folder.variables()})
    _refuse_a_demo(settings)
    if only == WORKER:
        _refuse_a_door_of_the_worker(host, port, plain_port, certificate)
        with folder.taken("后台", part=only), Signals() as signals:
            return Serving(folder, settings, Listening(ports.LOCAL, PORT), only).run(signals)
    where = host or ("0.0.0.0" if certificate.is_wanted else ports.LOCAL)  # noqa: S104 - with a certificate
    number = port or (TLS_PORT if certificate.is_wanted else PORT)
    _refuse_a_plain_door_alone(plain_port, certificate)
    with folder.taken(f"端口 {number}", part=only), Signals() as signals:
        for one in (number, plain_port):
            if one:
                ports.refuse_a_taken_port(one, host=where, command="serve")
        pair = certificate.pair(folder, where, settings.public_url("XIANGJI_PUBLIC_URL"))
        return Serving(folder, settings, Listening(where, number, pair, plain_port), only).run(signals)


@dataclass(frozen=True, slots=True)
class Serving:
    folder: CountyFolder
    settings: Environment
    where: Listening
    only: str = ""

    def run(self, signals: Signals) -> int:
        code = self._look_over(signals)
        if code:
            return code
        children = self.where.children(
            workers=self._workers(), variables=self._variables(), logs=self.folder.logs, only=self.only
        )
        if self.only == WORKER:
            return self._run_the_worker(children, signals)
        self._note_what_is_served()
        return Supervisor(children, say=say, is_ready=self.where.is_answering, when_ready=self._announce).run(
            signals
        )

    def _run_the_worker(self, children: list[Child], signals: Signals) -> int:
        """It listens nowhere: what it leaves in the database says that it is there."""
        log = self.folder.logs / "start-worker.log"
        seen = Child("等后台", module("xiangji.project.worker_seen"), log, self._variables())
        seen.start()
        try:
            return Supervisor(
                children,
                say=say,
                is_ready=lambda: seen.exit_code == 0,
                when_ready=lambda: say("后台已经启动，网页另外启动：./xj serve --only web。"),
                not_ready="后台还没有动静",
            ).run(signals)
        finally:
            seen.kill()

    def _note_what_is_served(self) -> None:
        certificate = self.where.pair.certificate if self.where.pair else None
        machine_checks.note_what_is_served(
            self.folder, host=self.where.host, port=self.where.port, certificate=certificate
        )

    def _look_over(self, signals: Signals) -> int:
        """0 when the county may be served."""
        looking = Child(
            "检查",
            module("xiangji.project.before_serving", *([self.only] if self.only else [])),
            self.folder.logs / ("start-worker.log" if self.only == WORKER else "start.log"),
            self._variables(),
            speaks_to_people=True,
        )
        looking.start()
        while looking.is_running and not signals.times_asked:
            signals.wait(1.0)
        if looking.is_running:
            looking.kill()
            return STOPPED
        if looking.exit_code not in {0, SAID_WHY}:
            say(f"没有启动：检查到一半意外停了，原因写在 {looking.log}。")
        return 1 if looking.exit_code else 0

    def _variables(self) -> dict[str, str]:
        said = self.settings.words("XIANGJI_ALLOWED_HOSTS")
        public = self.settings.public_url("XIANGJI_PUBLIC_URL")
        return self.folder.variables() | {
            "XIANGJI_ALLOWED_HOSTS": listening.allowed_hosts(said, self.where.host, public),
            "XIANGJI_STATIC": "collected",
            "XIANGJI_TLS": self.where.tls,
        }

    def _workers(self) -> int:
        cores = len(os.sched_getaffinity(0))
        kind = self.settings.database("XIANGJI_DATABASE_URL", Path("/"))["ENGINE"]
        return min(cores, MOST_ON_SQLITE) if str(kind).endswith("sqlite3") else cores

    def _announce(self) -> None:
        public = self.settings.public_url("XIANGJI_PUBLIC_URL")
        say(f"已经启动：{self.where.address()}")
        if self.only:
            say("这里只有网页，后台另外启动：./xj serve --only worker。")
        for sentence in _remarks(self.where, public):
            say(sentence)
        say(f"按 Ctrl+C 停下。日志在 {self.folder.logs}。")


def _remarks(where: Listening, public: str) -> list[str]:
    """What does not stop a start and should be known."""
    found = []
    if not public:
        found.append("还没有设 XIANGJI_PUBLIC_URL，印到货上、纸上的码做不了。")
    if where.pair and where.pair.ca:
        way = (
            f"手机、电脑打开 http://{where.seen_from_the_network()}:{where.plain_port}/ 装"
            if where.plain_port
            else f"把 {where.pair.ca} 拷过去装"
        )
        found.append(f"证书是自签的，别的机器要先装签发者：{way}。")
    if where.pair is None and where.host not in {*listening.LOOPBACK, "::1"}:
        found.append(
            "网络上的人也能连，可是没有加密，口令会明着走。请加 --tls self，或者放在加密的代理后面。"
        )
    return found


def _refuse_a_demo(settings: Environment) -> None:
    if settings.flag("XIANGJI_DEMO"):
        raise Refused(
            "demo_is_not_served", "没有启动：XIANGJI_DEMO 开着，这是演示的设置。演示用 ./xj demo 启动。"
        )


def _refuse_a_door_of_the_worker(
    host: str | None, port: int | None, plain_port: int | None, certificate: Certificate
) -> None:
    if host or port or plain_port or certificate.is_wanted:
        raise Refused(
            "worker_has_no_door",
            "没有启动：后台不听端口，--host、--port、--tls、--http-port 不能和 --only worker 一起写。",
        )


def _refuse_a_plain_door_alone(port: int | None, certificate: Certificate) -> None:
    if port and not certificate.is_wanted:
        raise Refused("plain_door_needs_tls", "没有启动：--http-port 是转到加密网址去的，要和 --tls 一起写。")
