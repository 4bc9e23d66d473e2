"""The web server of one machine: granian. One process and this machine alone, unless it is told otherwise."""

import argparse
import os
import sys
from pathlib import Path
from wsgiref.types import WSGIApplication

from granian.constants import Interfaces, SSLProtocols
from granian.log import LogLevels
from granian.server import Server

from xiangji.project.children import die_with_parent
from xiangji.project.ports import LOCAL

THREADS = 4
# Below the supervisor's ten seconds, so that granian ends its own process before it is killed itself.
STOP_SECONDS = 7


def application() -> WSGIApplication:
    from xiangji.project.wsgi import application

    return application


def options(words: list[str]) -> argparse.Namespace:
    """Given by the supervisor, never by a person."""
    parser = argparse.ArgumentParser("web")
    parser.add_argument("port", type=int)
    parser.add_argument("--host", default=LOCAL)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--certificate", type=Path)
    parser.add_argument("--key", type=Path)
    return parser.parse_args(words)


def main() -> None:
    if os.environ.get("XIANGJI_SUPERVISED"):
        die_with_parent()
    given = options(sys.argv[1:])
    server = Server(
        "xiangji.project.wsgi:application",
        address=given.host,
        port=given.port,
        interface=Interfaces.WSGI,
        workers=given.workers,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
        ssl_cert=given.certificate,
        ssl_key=given.key,
        ssl_protocol_min=SSLProtocols.tls12,
    )
    server.serve(target_loader=application, wrap_loader=False)


if __name__ == "__main__":
    main()
