"""The web server of one machine: granian, one process, a few threads, reachable from this machine only."""

import os
import sys
from wsgiref.types import WSGIApplication

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from xiangji.project.children import die_with_parent

THREADS = 4
# Below the supervisor's ten seconds, so that granian ends its own process before it is killed itself.
STOP_SECONDS = 7


def application() -> WSGIApplication:
    from xiangji.project.wsgi import application

    return application


def main() -> None:
    if os.environ.get("XIANGJI_SUPERVISED"):
        die_with_parent()
    server = Server(
        "xiangji.project.wsgi:application",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=application, wrap_loader=False)


if __name__ == "__main__":
    main()
