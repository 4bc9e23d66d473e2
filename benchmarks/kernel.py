"""What an action costs with its audit entry and its event, and how fast chains are sealed and proven.

Run by benchmarks/house.py as a module, on a scratch folder (XIANGJI_VAR); prints JSON and asserts nothing.
"""

import hashlib
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

WRITES = 400
BLOCK = 50
ENTRIES = 1_000_000
AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one call, on average: CPU of this process, and time until the disk had it."""

    cpu_ms: float
    wall_ms: float

    @property
    def per_second(self) -> float:
        return 1000 / self.wall_ms


def prepare() -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.VAR.mkdir(parents=True, exist_ok=True)
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def write_costs(writes: int = WRITES) -> tuple[Cost, Cost]:
    """A bare write, and the same write with an audit entry and an event that one reaction hears.

    In turns, so that a disk that becomes slower becomes slower for both.
    """
    bare, whole = _actions()
    spent = {bare: [0.0, 0.0], whole: [0.0, 0.0]}
    for act in (bare, whole):
        act(0)
    for start in range(0, writes, BLOCK):
        for act, sums in spent.items():
            cpu, wall = time.process_time(), time.perf_counter()
            for number in range(start, start + BLOCK):
                act(number)
            sums[0] += time.process_time() - cpu
            sums[1] += time.perf_counter() - wall
    done = -(-writes // BLOCK) * BLOCK
    of_bare, of_whole = (Cost(cpu * 1000 / done, wall * 1000 / done) for cpu, wall in spent.values())
    return of_bare, of_whole


def _actions() -> tuple[Callable[[int], None], Callable[[int], None]]:
    from django.db import transaction

    from xiangji.core.accounts.models import User
    from xiangji.core.audit import note
    from xiangji.core.events import Event, announce, hears

    @dataclass(frozen=True, slots=True)
    class PersonRenamed(Event):
        person: int
        name: str

        def order_key(self) -> str:
            return str(self.person)

    hears(PersonRenamed)(lambda _fact: None)
    person = User.objects.create(username="bench", name="示例·张三")

    def bare(number: int) -> None:
        with transaction.atomic():
            User.objects.filter(pk=person.pk).update(name=f"示例·{number}")

    def whole(number: int) -> None:
        with transaction.atomic():
            User.objects.filter(pk=person.pk).update(name=f"示例·{number}")
            note(by=person, did="person.renamed", what=person, facts={"changed": ["name"]})
            announce(PersonRenamed(person.pk, f"示例·{number}"))

    return bare, whole


def fill(entries: int) -> None:
    """Entries as note() writes them, many at once; they wait for their seals."""
    from django.db import transaction
    from django.utils import timezone

    from xiangji.core.audit.models import Entry
    from xiangji.core.audit.text import Deed
    from xiangji.core.chain.models import Unsealed

    first = timezone.now()
    last_id = max(Entry.objects.values_list("pk", flat=True), default=0)

    def entry(number: int) -> Entry:
        at = first + timedelta(seconds=number)
        what, facts = f"logistics.Parcel {number}", {"waybill": f"XJ{number:09d}"}
        deed = Deed("7", "示例·张三", "parcel.signed", what, at, at, None, facts)
        text = deed.text()
        return Entry(
            id=last_id + 1 + number,
            noted_at=at,
            did=deed.did,
            what=what,
            by_key=deed.by_key,
            text=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
        )

    for start in range(0, entries, AT_ONCE):
        rows = [entry(number) for number in range(start, min(start + AT_ONCE, entries))]
        with transaction.atomic():
            Entry.objects.bulk_create(rows)
            Unsealed.objects.bulk_create(Unsealed(chain="audit", entry=row.pk) for row in rows)


def seal_all() -> tuple[int, float, float]:
    """How many entries were sealed, in how many seconds, and with how many seconds of CPU."""
    from xiangji.core.audit.entries import AUDIT
    from xiangji.core.chain import sealing

    cpu, wall, sealed = time.process_time(), time.perf_counter(), 0
    while now_sealed := sealing.seal(AUDIT):
        sealed += now_sealed
    return sealed, time.perf_counter() - wall, time.process_time() - cpu


def verify_all() -> tuple[int, float, float]:
    """How many entries were proven, in how many seconds, and with how many seconds of CPU."""
    from xiangji.core.audit import verify

    cpu, wall = time.process_time(), time.perf_counter()
    report = verify()
    if not report.is_whole:
        raise SystemExit(f"the chain of the bench is broken: {report.findings[0].sentence}")
    return report.sealed, time.perf_counter() - wall, time.process_time() - cpu


def measure(entries: int = ENTRIES) -> dict[str, float]:
    """Everything, by names that say what is counted."""
    prepare()
    bare, whole = write_costs()
    fill(entries)
    sealed, sealing_seconds, sealing_cpu_seconds = seal_all()
    proven, verify_seconds, verify_cpu_seconds = verify_all()
    return {
        "bare_writes_per_second": bare.per_second,
        "actions_per_second": whole.per_second,
        "action_to_bare_write": whole.wall_ms / bare.wall_ms,
        "bare_write_cpu_ms": bare.cpu_ms,
        "action_cpu_ms": whole.cpu_ms,
        "entries_sealed_per_second": sealed / sealing_seconds,
        "entries_sealed_per_cpu_second": sealed / sealing_cpu_seconds,
        "entries_proven": proven,
        "verify_seconds": verify_seconds,
        "verify_cpu_seconds": verify_cpu_seconds,
    }


if __name__ == "__main__":
    print(json.dumps(measure(*(int(word) for word in sys.argv[1:2]))))
