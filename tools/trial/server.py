"""The county's server as its administrator has it: a folder out of the bundle, and ./xj in it."""

import os
import signal
import subprocess
import sys
import tarfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.trial.browsing import LostOnTheWay

STARTED = "已经启动："
SECONDS_TO_START, SECONDS_TO_STOP = 90, 30


@dataclass(frozen=True, slots=True)
class Server:
    folder: Path
    port: int

    @classmethod
    def unpacked(cls, bundle: Path, where: Path, port: int) -> "Server":
        with tarfile.open(bundle) as archive:
            archive.extractall(where, filter="data")
        (folder,) = where.iterdir()
        return cls(folder, port)

    def xj(self, *words: str | Path) -> str:
        """What it says. A refusal ends the trial."""
        done = subprocess.run(
            self._command(*words), env=self._surroundings(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            said = f"./xj {' '.join(map(str, words))}（退出码 {done.returncode}）"
            raise LostOnTheWay(f"{said}：\n{done.stdout}{done.stderr}")
        return done.stdout

    @contextmanager
    def serving(self, var: Path) -> Iterator[Path]:
        """Gives the signer of the certificate, taken from the open door as a telephone takes it."""
        words = ("serve", "--var", var, "--tls", "self", "--port", str(self.port))
        command = self._command(*words, "--http-port", str(self.port + 1))
        with subprocess.Popen(command, env=self._surroundings(), stdout=subprocess.PIPE) as serving:
            try:
                self._wait(serving)
                yield self._signer(var)
            finally:
                self._stop(serving)
        if serving.returncode:
            raise LostOnTheWay(f"./xj serve 停下时的退出码是 {serving.returncode}。")

    def _wait(self, serving: "subprocess.Popen[bytes]") -> None:
        if serving.stdout is None:
            raise TypeError("the output of serve is not ours")
        until = time.monotonic() + SECONDS_TO_START
        said = ""
        while time.monotonic() < until and serving.poll() is None:
            line = serving.stdout.readline().decode()
            said += line
            if line.startswith(STARTED):
                return
        raise LostOnTheWay(f"./xj serve 没有启动：\n{said}")

    def _stop(self, serving: "subprocess.Popen[bytes]") -> None:
        """As systemd does: it ends its children itself, for which it takes ten seconds at most."""
        serving.send_signal(signal.SIGTERM)
        try:
            serving.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            serving.kill()

    def _signer(self, var: Path) -> Path:
        file = var.with_name(f"{var.name}-ca.crt")
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port + 1}/ca.crt", timeout=30) as answer:
            file.write_bytes(answer.read())
        return file

    def _command(self, *words: str | Path) -> list[str]:
        return [os.path.realpath(sys.executable), str(self.folder / "xj"), *map(str, words)]

    def _surroundings(self) -> dict[str, str]:
        """A machine with a Python and nothing else: no settings of pip, of ours, or of the tests."""
        python = Path(os.path.realpath(sys.executable)).parent
        return {"PATH": f"{python}:/usr/bin:/bin", "HOME": str(self.folder.parent), "LANG": "C.UTF-8"}
