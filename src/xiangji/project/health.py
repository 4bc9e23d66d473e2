"""Whether this process lives and whether the platform can do its work, for a probe that asks often."""

import threading
from dataclasses import asdict, dataclass, field

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from xiangji.core import events

WORKER_IS_GONE_SECONDS = 60
# The tables of a running process never become fewer: once they are whole, nobody needs to count them again.
_tables_are_whole = threading.Event()


@dataclass(frozen=True, slots=True)
class Readiness:
    """What stands in the way of work, and what somebody should look at although pages still answer."""

    stops: list[str] = field(default_factory=list)
    warns: list[str] = field(default_factory=list)
    events: dict[str, int | None] | None = None


def readiness() -> Readiness:
    try:
        if not tables_are_whole():
            return Readiness(["数据库的表还不全，请停下服务，运行 ./xj upgrade。"])
        seen = events.health()
    except Error:
        return Readiness(["数据库连不上或者读不了，请看日志。"])
    return Readiness(
        worker_is_missing(seen.worker_seen_seconds), somebody_has_to_look(seen.parked), asdict(seen)
    )


def tables_are_whole() -> bool:
    if not _tables_are_whole.is_set():
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _tables_are_whole.set()
    return True


def worker_is_missing(seen_seconds: int | None) -> list[str]:
    if seen_seconds is None:
        return ["后台还没有启动过，消息不会送达，审计记录不会封存。"]
    if seen_seconds > WORKER_IS_GONE_SECONDS:
        return [f"后台 {seen_seconds} 秒没有动静，消息不会送达，审计记录不会封存。"]
    return []


def somebody_has_to_look(parked: int) -> list[str]:
    return [f"有 {parked} 条消息停下来等人处理，请运行 ./xj manage events。"] if parked else []


@require_safe
def alive(_request: HttpRequest) -> JsonResponse:
    return answer({"alive": True}, 200)


@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    found = readiness()
    body = {"ready": not found.stops, "sentences": found.stops + found.warns, "events": found.events}
    return answer(body, 503 if found.stops else 200)


def answer(body: dict[str, object], status: int) -> JsonResponse:
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response
