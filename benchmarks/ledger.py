"""What the ledger costs: an entry in its own transaction, and the proof of a million of them.

Run by benchmarks/money.py as a module, on a scratch folder (XIANGJI_VAR); prints JSON and asserts nothing.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xiangji.core.accounts.models import User
    from xiangji.programme.models import Book
    from xiangji.programme.rules.money.ledger import Written

WRITES, BLOCK = 400, 50
ENTRIES, AT_ONCE = 1_000_000, 5_000
OWN_PLACES = ("370481",)
COUNTY_DIGITS = 6
INSERT_ENTRY = (
    "INSERT INTO programme_ledgerentry (id, book_id, year, number, kind, booked_on, summary, document_number,"
    " document_on, document_kind, about, recorded_at, post_title, text, sha256)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


def prepare() -> None:
    """A county whose plan is in force, with one example account for each post."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    settings.VAR.mkdir(parents=True, exist_ok=True)
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from xiangji.core.accounts import demo as accounts
    from xiangji.core.events import drain
    from xiangji.programme import demo
    from xiangji.programme.models import Programme

    if Programme.objects.exists():
        return
    now, plan = timezone.now(), Path(settings.HOME) / "plans" / "tengzhou-2019.toml"
    load_places()
    accounts.build(now)
    demo.register_document(plan, at=now)
    demo.register_running_copy(plan, today=timezone.localdate(now), at=now)
    drain()


def load_places() -> None:
    from django.conf import settings

    from xiangji.core.calendar import load_holidays
    from xiangji.core.places import load_regions

    data = Path(settings.HOME) / "data"
    first, *lines = (data / "regions.csv").read_text(encoding="utf-8").splitlines()
    own = [line for line in lines if line.startswith(OWN_PLACES) or line.index(",") <= COUNTY_DIGITS]
    file = Path(settings.VAR) / "regions.csv"
    file.write_text("\n".join([first, *own]) + "\n", encoding="utf-8")
    load_regions(file, by=None)
    load_holidays(data / "holidays.csv", by=None)


def person(username: str) -> User:
    from xiangji.core.accounts.models import User

    return User.objects.get(username=username)


def a_book() -> Book:
    from django.utils import timezone

    from xiangji.core.places.county import current_county
    from xiangji.programme import queries
    from xiangji.programme.actions.money import booking
    from xiangji.programme.models import Book

    standing = Book.objects.first()
    if standing:
        return standing
    running = queries.running(current_county().code)
    if running is None:
        raise SystemExit("the bench has no plan in force")
    plan, now = queries.programmes().get(key=running.key), timezone.now()
    opened = timezone.localdate(now) - timedelta(days=200)
    return booking.open_book(programme=plan, booked_on=opened, by=person("finance"), happened_at=now)


def write_costs(writes: int = WRITES) -> dict[str, float]:
    """A bare write, an entry alone, and the whole deed with permission and audit, each its own commit.

    In turns, so that a disk that becomes slower becomes slower for all.
    """
    prepare()
    deeds = deeds_on(a_book())
    spent = {name: [0.0, 0.0] for name in deeds}
    for act in deeds.values():
        act(0)
    for start in range(0, writes, BLOCK):
        for name, act in deeds.items():
            cpu, wall = time.process_time(), time.perf_counter()
            for number in range(start, start + BLOCK):
                act(number)
            spent[name][0] += time.process_time() - cpu
            spent[name][1] += time.perf_counter() - wall
    done = -(-writes // BLOCK) * BLOCK
    per_second = {f"{name}_per_second": done / wall for name, (_, wall) in spent.items()}
    return per_second | {f"{name}_cpu_ms": cpu * 1000 / done for name, (cpu, _) in spent.items()}


def deeds_on(book: Book) -> dict[str, Callable[[int], object]]:
    from django.db import transaction
    from django.utils import timezone

    from xiangji.core.accounts.models import User
    from xiangji.core.values import Money
    from xiangji.programme.actions.money import booking, posting
    from xiangji.programme.rules.budget import Source
    from xiangji.programme.rules.money import moves
    from xiangji.programme.rules.money.accounts import EntryKind
    from xiangji.programme.rules.money.booking import Booked
    from xiangji.programme.rules.money.ledger import Document
    from xiangji.programme.rules.money.moves import Share

    by, today = person("finance"), timezone.localdate()
    share = Share(Source.CENTRAL, "county_centre", 100)

    def bare(number: int) -> None:
        with transaction.atomic():
            User.objects.filter(pk=by.pk).update(name=f"示例·王审核{number}")

    def entry(number: int) -> None:
        with transaction.atomic():
            posting.post(
                book=book,
                kind=EntryKind.REQUEST,
                postings=moves.request((share,)),
                booked_on=today,
                summary=f"申请占用 {number}",
                about=f"programme.Payment:{number + 1}",
                by=by,
                acting=None,
                happened_at=timezone.now(),
            )

    def deed(number: int) -> None:
        paper = Document(f"示例财建〔{today.year}〕{number}号", today, "指标文")
        booked = Booked(Source.CENTRAL, "county_centre", Money(100), today, "资金到账", paper)
        booking.record_transfer(book=book, booked=booked, by=by, happened_at=timezone.now())

    return {"bare": bare, "entry": entry, "deed": deed}


def fill(entries: int) -> None:
    """Entries as post() writes them, many at once by plain SQL; they wait for their seals."""
    from django.db import connection, transaction

    from xiangji.programme.models import LedgerEntry

    book, first = a_book(), max(LedgerEntry.objects.values_list("pk", flat=True), default=0) + 1
    for start in range(first, first + entries, AT_ONCE):
        written = [(key, an_entry(book, key)) for key in range(start, min(start + AT_ONCE, first + entries))]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(INSERT_ENTRY, [columns_of(key, each) for key, each in written])
            cursor.executemany(
                "INSERT INTO programme_posting (entry_id, account, source, line, fen)"
                " VALUES (%s, %s, %s, %s, %s)",
                [
                    (key, line.account.value, line.source.value, line.line, line.fen)
                    for key, each in written
                    for line in each.lines
                ],
            )
            queued = "INSERT INTO chain_unsealed (chain, entry) VALUES ('ledger', %s)"
            cursor.executemany(queued, [(key,) for key, _ in written])


def an_entry(book: Book, key: int) -> Written:
    """Four lines each second one, otherwise two."""
    from django.utils import timezone

    from xiangji.programme.rules.budget import Source
    from xiangji.programme.rules.money import moves
    from xiangji.programme.rules.money.accounts import EntryKind
    from xiangji.programme.rules.money.ledger import Document, Written
    from xiangji.programme.rules.money.moves import Share

    share, day = Share(Source.CENTRAL, "county_centre", key), date(2026, 1, 1) + timedelta(days=key % 300)
    return Written(
        book=book.pk,
        year=2000 + key // 100_000,
        number=key,
        kind=EntryKind.OPENING if key % 2 else EntryKind.PAY,
        booked_on=day,
        summary=f"镇级分拣线，第{key}笔",
        document=Document(f"示例支-{key:09}", day, "支付凭证"),
        about=f"programme.Payment:{key}",
        reverses=None,
        recorded_at=timezone.now(),
        by="",
        post="示例·财政局财政审核",
        lines=moves.paid_before((share,)) if key % 2 else moves.pay((share,)),
    )


def columns_of(key: int, written: Written) -> tuple[int | str | date | None, ...]:
    from xiangji.programme.rules.money.ledger import digest

    text, paper = written.text(), written.document
    return (
        key,
        written.book,
        written.year,
        written.number,
        written.kind.value,
        written.booked_on,
        written.summary,
        paper.number,
        paper.on,
        paper.kind,
        written.about,
        written.recorded_at,
        written.post,
        text,
        digest(text),
    )


def proof(entries: int = ENTRIES) -> dict[str, float]:
    """How long sealing and proving take, with how much CPU; filling is not counted."""
    prepare()
    fill(entries)
    from xiangji.core.chain import sealing
    from xiangji.core.chain.verifying import verify
    from xiangji.programme.queries.money.chain import LEDGER

    started = time.perf_counter()
    sealed = sum(iter(lambda: sealing.seal(LEDGER), 0))
    sealing_seconds = time.perf_counter() - started
    cpu, started = time.process_time(), time.perf_counter()
    report = verify(LEDGER)
    seconds, spent = time.perf_counter() - started, time.process_time() - cpu
    if not report.is_whole:
        raise SystemExit(f"the ledger of the bench is broken: {report.findings[0].sentence}")
    return {
        "entries_sealed_per_second": sealed / sealing_seconds,
        "entries_proven": report.sealed,
        "verify_seconds": seconds,
        "verify_cpu_seconds": spent,
        "peak_mb": peak_megabytes(),
    }


def peak_megabytes() -> float:
    """Of this process since it began: a proof must not hold a million entries."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def run(words: list[str]) -> Iterator[tuple[str, float]]:
    part, *rest = words
    yield from {"postings": write_costs, "proof": proof}[part](*map(int, rest)).items()


if __name__ == "__main__":
    print(json.dumps(dict(run(sys.argv[1:]))))
