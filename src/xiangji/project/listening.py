"""Where the web server of a county listens, with which certificate, and the processes that this takes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from xiangji.project import lan
from xiangji.project.answering import EVERYWHERE, answers
from xiangji.project.children import Child, module
from xiangji.project.county_folder import WEB, WORKER
from xiangji.project.tls import Pair

LOOPBACK = ("localhost", "127.0.0.1")


@dataclass(frozen=True, slots=True)
class Listening:
    host: str
    port: int
    pair: Pair | None = None
    plain_port: int | None = None

    @property
    def is_everywhere(self) -> bool:
        return self.host in EVERYWHERE

    @property
    def scheme(self) -> str:
        return "https" if self.pair else "http"

    @property
    def tls(self) -> str:
        """The word for XIANGJI_TLS."""
        if self.pair is None:
            return "none"
        return "real" if self.pair.is_trusted_by_itself else "self"

    def address(self, host: str = "") -> str:
        """As somebody on this network, or on this machine, writes it."""
        name = host or (self.seen_from_the_network() if self.is_everywhere else self.host)
        return f"{self.scheme}://{f'[{name}]' if ':' in name else name}:{self.port}/"

    def seen_from_the_network(self) -> str:
        return next(iter(lan.addresses()), LOOPBACK[1])

    def is_answering(self) -> bool:
        return answers(self.host, self.port, tls=self.pair is not None)

    def children(
        self, *, workers: int, variables: Mapping[str, str], logs: Path, only: str = ""
    ) -> list[Child]:
        own = {**variables, "XIANGJI_TLS": self.tls}
        found = []
        if only != WORKER:
            found.append(Child("网页", self._web(workers), logs / "web.log", own))
        if only != WEB:
            found.append(worker(own, logs))
        if self.pair and self.plain_port:
            found.append(Child("转址", self._plain_door(self.pair, self.plain_port), logs / "plain.log", own))
        return found

    def _web(self, workers: int) -> list[str]:
        words = [str(self.port), "--host", self.host, "--workers", str(workers)]
        if self.pair:
            words += ["--certificate", str(self.pair.certificate), "--key", str(self.pair.key)]
        return module("xiangji.project.web", *words)

    def _plain_door(self, pair: Pair, port: int) -> list[str]:
        words = [self.host, str(port), "--to", str(self.port)]
        return module("xiangji.project.plain_door", *words, *(["--ca", str(pair.ca)] if pair.ca else []))


def worker(variables: Mapping[str, str], logs: Path) -> Child:
    return Child("后台", module("xiangji.project.manage", "worker"), logs / "worker.log", dict(variables))


def names_of(host: str, public_url: str) -> list[str]:
    """What a certificate of ours names: this machine as it is called here, on the network and in public."""
    own = lan.addresses() if host in EVERYWHERE else [host]
    public = urlsplit(public_url).hostname or ""
    return [name for name in dict.fromkeys([public, lan.host_name(), *own, *LOOPBACK]) if name]


def allowed_hosts(said: Iterable[str], host: str, public_url: str) -> str:
    """For XIANGJI_ALLOWED_HOSTS: what somebody has set, and every name under which we can be found."""
    names = (f"[{name}]" if ":" in name else name for name in names_of(host, public_url))
    return ",".join(dict.fromkeys([*said, *names]))
