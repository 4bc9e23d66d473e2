"""Entries to play with, and the hand that tampers with them."""

from django.db import connection, transaction

from xiangji.core.audit import note
from xiangji.core.audit.models import Entry
from xiangji.core.audit.tasks import seal
from xiangji.core.chain import guards


def note_some(count: int) -> list[int]:
    """Committed, and not sealed. Gives the ids."""
    before = set(Entry.objects.values_list("pk", flat=True))
    for number in range(1, count + 1):
        with transaction.atomic():
            note(by=None, did="box.seen", what=f"box {number}", facts={"weight": number})
    return sorted(set(Entry.objects.values_list("pk", flat=True)) - before)


def seal_all() -> None:
    seal()


def some_entries(count: int) -> list[int]:
    """Committed and sealed."""
    ids = note_some(count)
    seal_all()
    return ids


def tamper(statement: str, *values: int | str) -> None:
    """As someone would who has the database but not the key."""
    with guards.lifted(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def forge_an_entry() -> int:
    """A copy of the oldest entry, as if it had been done twice; gives its id."""
    before = set(Entry.objects.values_list("pk", flat=True))
    tamper(
        "INSERT INTO audit_entry (noted_at, did, what, by_key, command, text, sha256)"
        " SELECT noted_at, did, what, by_key, command, text, sha256 FROM audit_entry WHERE id = %s",
        min(before),
    )
    [forged] = set(Entry.objects.values_list("pk", flat=True)) - before
    return forged


def forge_a_seal(number: int, entry: int) -> None:
    tamper(
        "INSERT INTO chain_link (chain, number, entry, seal) VALUES ('audit', %s, %s, %s)",
        number,
        entry,
        "f" * 64,
    )
