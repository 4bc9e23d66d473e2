"""What only the database can tell: whether it is whole, whose it is, and whether the worker does its work."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from xiangji.core import events
from xiangji.core.accounts.models import OrganisationKey, User
from xiangji.core.audit.models import Entry
from xiangji.core.calendar.models import ArrangedDay
from xiangji.core.chain import anchors, registering
from xiangji.core.chain.models import Link
from xiangji.core.chain.registering import Registered
from xiangji.core.errors import BadFile
from xiangji.core.places.county import current_county
from xiangji.core.places.models import Place
from xiangji.project.findings import Finding, bad, good, stop, warn

FULL = 2  # PRAGMA synchronous
LATE_SECONDS, GONE_SECONDS = 300, 60
ANCHOR_IS_OLD = timedelta(days=2)
NEXT_YEAR_IS_OUT_BY = (12, 10)


def all_of(*, is_served: bool) -> Iterator[Finding]:
    """Stops asking when an answer makes the next ones meaningless."""
    yield from mode()
    try:
        yield from reached()
        pending = list(tables())
        yield from pending
        if any(finding.stops for finding in pending):
            return
        yield from strangers()
        yield from county()
        yield from work(is_served=is_served)
        yield from each_chain(timezone.now(), is_served=is_served)
        yield from clock()
        yield from holidays(timezone.localdate())
    except Error as fault:
        yield stop(
            "database", f"数据库连不上或者读不了（{type(fault).__name__}）。请看库在不在、口令对不对。"
        )


def before_serving() -> Iterator[Finding]:
    """Only what must stop a start."""
    yield from (finding for finding in all_of(is_served=False) if finding.stops)


def mode() -> Iterator[Finding]:
    if settings.DEMO:
        yield stop("demo", "XIANGJI_DEMO 开着，这是演示的设置。正式的县要去掉它。")
    if settings.DEBUG:
        yield stop("debug", "XIANGJI_DEBUG 开着，出错时会把内情写到网页上。正式的县要去掉它。")


def reached() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            journal, sync = (
                cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
            )
            safe = journal == "wal" and sync == FULL
            what = f"SQLite，journal_mode={journal}，synchronous={sync}"
        else:
            cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
            fsync, commit = cursor.fetchone()
            safe = fsync == "on" and commit != "off"
            what = f"PostgreSQL，fsync={fsync}，synchronous_commit={commit}"
    if safe:
        yield good("database", f"数据库连得上：{what}。")
    else:
        yield warn("database", f"数据库连得上，但是断电会丢刚写的：{what}。请改回默认设置。")


def tables() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    known = set(executor.loader.disk_migrations)
    unknown = set(MigrationRecorder(connection).applied_migrations()) - known - set(_replaced(executor))
    if unknown:
        yield stop("migrations", f"库比程序新，有{len(unknown)}步程序不认识。请用建库时那一版或更新的程序。")
    elif plan:
        yield stop("migrations", f"数据表还差{len(plan)}步没有升级。请先备份，再运行 ./xj upgrade。")
    else:
        yield good("migrations", "数据表是全的。")


def _replaced(executor: MigrationExecutor) -> Iterator[tuple[str, str]]:
    """What a squashed migration stands for."""
    for migration in executor.loader.disk_migrations.values():
        yield from migration.replaces


def strangers() -> Iterator[Finding]:
    """Accounts and keys whose passwords everybody knows are in a demo only."""
    people = User.objects.filter(is_example=True).count()
    keys = OrganisationKey.objects.filter(is_example=True).count()
    if people or keys:
        yield stop(
            "demo",
            f"这是一个演示库：有{people}个演示账号、{keys}把演示钥匙，口令人人知道。"
            "正式的县请用 ./xj county new 另建。",
        )
    else:
        yield good("demo", "库里没有演示账号和演示钥匙。")


def county() -> Iterator[Finding]:
    try:
        here = current_county()
    except BadFile as fault:
        yield stop("county", fault.sentence)
        return
    if Place.objects.filter(code=here.code.digits).exists():
        yield good("county", f"县是{here.name}（{here.code}）。")
    else:
        yield stop("county", f"库里没有{here.name}（{here.code}）的区划。请运行 ./xj county regions 文件。")


def work(*, is_served: bool) -> Iterator[Finding]:
    now = events.health()
    seen = now.worker_seen_seconds
    if seen is not None and seen <= GONE_SECONDS:
        yield good("worker", f"后台在 {seen} 秒前露过面。")
    elif is_served:
        yield bad("worker", "后台没有动静，消息不会送达。请看 logs/worker.log，再重新启动 ./xj serve。")
    else:
        yield warn("worker", "后台没有在运行。启动用 ./xj serve。")
    if now.oldest_seconds > LATE_SECONDS:
        yield warn(
            "events", f"有 {now.waiting} 条消息没有送达，最早的等了 {now.oldest_seconds} 秒。后台在不在？"
        )
    else:
        yield good("events", f"等着送的消息有 {now.waiting} 条，最早的等了 {now.oldest_seconds} 秒。")
    if now.parked:
        yield bad("parked", f"有 {now.parked} 条消息停下来等人处理。请运行 ./xj manage events 看原因。")


def each_chain(now: datetime, *, is_served: bool) -> Iterator[Finding]:
    """That of the audit, and those that apps keep, such as the ledger's."""
    for kept in registering.chains():
        yield from chain(kept, now, is_served=is_served)


def chain(kept: Registered, now: datetime, *, is_served: bool) -> Iterator[Finding]:
    name, word = kept.chain.name, kept.word
    last = Link.objects.filter(chain=name).order_by("number").last()
    there, head = last.number if last else 0, anchors.head(name)
    what, proof = f"chain_{name}", f"请运行 ./xj verify {name}。"
    if head and head.number > there:
        yield bad(what, f"{word}只有{there}节，锚点记着第{head.number}节：少了。{proof}")
        return
    if last and head is None:
        said = f"{word}的锚点文件不在。请从备份里放回 anchors/，再运行 ./xj verify {name}。"
        yield bad(what, said)
        return
    newest = max((at for one in anchors.read(name).anchors if (at := _time(one.at))), default=None)
    if is_served and newest and now - newest > ANCHOR_IS_OLD:
        yield warn(what, f"{word}的锚点有 {(now - newest).days} 天没有写新的。后台夜里在不在？")
    else:
        yield good(what, f"{word}有{there}节，锚点跟得上。")


def _time(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None


def clock() -> Iterator[Finding]:
    """A clock behind what was already written was set back, or is that of another machine."""
    latest = Entry.objects.order_by("pk").values_list("noted_at", flat=True).last()
    if latest and latest > timezone.now() + timedelta(minutes=5):
        yield bad(
            "clock", f"时钟比库里最近的审计记录（{timezone.localtime(latest):%Y-%m-%d %H:%M}）还早。请调准。"
        )


def holidays(today: date) -> Iterator[Finding]:
    years = set(ArrangedDay.objects.dates("day", "year"))
    there = {year.year for year in years}
    if today.year not in there:
        yield bad("holidays", f"没有{today.year}年的放假安排，期限会算错。请运行 ./xj county holidays 文件。")
    elif today.year + 1 not in there and (today.month, today.day) >= NEXT_YEAR_IS_OUT_BY:
        yield warn("holidays", f"还没有{today.year + 1}年的放假安排。请运行 ./xj county holidays 文件。")
    else:
        more = "" if today.year + 1 in there else f"；{today.year + 1}年的，国务院公布了就装"
        yield good("holidays", f"{today.year}年的放假安排有了{more}。")
