"""Which key is used now. The database knows keys by fingerprint: a wrong or a lost file is said at once."""

from __future__ import annotations

from django.db import IntegrityError, connection, transaction

from xiangji.core.errors import Unavailable
from xiangji.core.parties import key_files
from xiangji.core.parties.key_files import COUNTY, Material
from xiangji.core.parties.models import Key

# A new county key lies here until it takes the place of the old one.
NEXT = {COUNTY: "county.next"}


def ring(kind: str) -> dict[str, bytes]:
    """Every key of the kind by fingerprint. The next one first: while it moves, it is in one of both."""
    names = [NEXT[kind], kind] if kind in NEXT else [kind]
    found = [material for name in names if (material := key_files.read(name))]
    return {material.fingerprint: material.secret for material in found}


def current(kind: str) -> tuple[Key, bytes]:
    """The key that seals now, with its row held so that it is not retired before this transaction ends."""
    for _ in range(2):
        if row := _held(kind):
            return row, _secret(kind, row)
        _begin(kind)
    raise missing(kind)


def material(kind: str) -> bytes:
    """The key of the kind, for reading."""
    row = Key.objects.filter(kind=kind, retired_at=None).first()
    return _secret(kind, row) if row else current(kind)[1]


def missing(kind: str) -> Unavailable:
    return Unavailable(
        "sealing_key_missing",
        f"钥匙文件 {key_files.file_of(kind)} 不在，或者不是这个库的那一把，密封的内容不能读也不能写。"
        "请从备份里放回原处。",
    )


def _held(kind: str) -> Key | None:
    """Who retires a key waits for all who still use it, and who comes later finds the new one.

    SQLite needs no word for it: its writers go one after the other.
    """
    hold = " FOR SHARE" if connection.vendor == "postgresql" else ""
    rows = Key.objects.raw(f"SELECT * FROM parties_key WHERE kind = %s AND retired_at IS NULL{hold}", [kind])  # noqa: S608
    return next(iter(rows), None)


def _secret(kind: str, row: Key) -> bytes:
    found = ring(kind).get(row.fingerprint)
    if found is None:
        raise missing(kind)
    return found


def _begin(kind: str) -> None:
    """The first use: the file is made where the database has never known one."""
    if Key.objects.filter(kind=kind, retired_at=None).exists():
        return
    if key_files.read(kind) is None:
        key_files.make(kind)
    made = key_files.read(kind)
    if not isinstance(made, Material):
        raise missing(kind)
    try:
        with transaction.atomic():
            Key.objects.create(kind=kind, fingerprint=made.fingerprint)
    except IntegrityError:  # somebody else began at the same moment
        return
