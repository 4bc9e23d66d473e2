"""Sealed values of any table: `seal` before writing, `unseal` after reading.

Each row (table, key) has a data key of its own, wrapped by the county key; `destroy` makes everything that
was ever sealed for the row unreadable, copies in backups of the table included.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from xiangji.core.errors import Refused
from xiangji.core.parties import envelope, keys
from xiangji.core.parties.envelope import Broken, Place
from xiangji.core.parties.key_files import COUNTY
from xiangji.core.parties.models import DataKey


class Unreadable(Refused):
    """The sealed value is not the one that was sealed for this field of this row."""

    def __init__(self, place: Place) -> None:
        super().__init__(
            "seal_broken",
            f"没有读出。{_row(place)}的 {place.field} 和它的封对不上，"
            "被改过或者从别处挪来。请安全管理员核对审计记录和备份。",
        )


class Erased(Refused):
    """The key of the row was destroyed on purpose."""

    status = 410

    def __init__(self, whose: str) -> None:
        super().__init__("already_erased", f"没有办。{whose}的个人信息已经删除，读不出，也不能再写。")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed value and where it was found."""

    place: Place
    value: bytes


def seal(plain: str, *, table: str, field: str, row: object) -> bytes:
    """The row must have its key already: a value is bound to it."""
    place = Place(table, field, str(row))
    with transaction.atomic():
        key = _data_key(_owner(table, row), place)
        return envelope.close(plain.encode(), key=_unwrap(key), key_id=key.pk, at=place)


def unseal(sealed: bytes, *, table: str, field: str, row: object) -> str:
    """Raises Unreadable for what was changed or moved, Erased for what was destroyed."""
    return open_one(Sealed(Place(table, field, str(row)), bytes(sealed)), data_keys([bytes(sealed)]))


def data_keys(sealed: Iterable[bytes]) -> Mapping[int, bytes]:
    """The data keys of many sealed values in one query: an empty one was destroyed, unknown are left out."""
    ids = set()
    for value in sealed:
        try:
            ids.add(envelope.key_id_of(value))
        except Broken:
            continue
    found = list(DataKey.objects.filter(pk__in=ids).select_related("county_key"))
    return unwrapped(found)


def open_one(sealed: Sealed, of: Mapping[int, bytes]) -> str:
    try:
        key = of[envelope.key_id_of(sealed.value)]
        if not key:
            raise Erased(_row(sealed.place))
        return envelope.open_(sealed.value, key=key, at=sealed.place).decode()
    except (Broken, KeyError):
        raise Unreadable(sealed.place) from None


def destroy(*, table: str, row: object) -> None:
    """The key of the row is gone for good; a row without one gets a stone, so that it never has one."""
    with transaction.atomic():
        key = _data_key(_owner(table, row), Place(table, "", str(row)))
        key.wrapped, key.destroyed_at = b"", timezone.now()
        key.save(update_fields=["wrapped", "destroyed_at"])


def wrapping_place(owner: str) -> Place:
    return Place("parties_datakey", "wrapped", owner)


def _row(place: Place) -> str:
    return f"{place.table} 第 {place.row} 行"


def _owner(table: str, row: object) -> str:
    return f"{table} {row}"


def _data_key(owner: str, place: Place) -> DataKey:
    """The living key of the owner, made at the first sealing."""
    key = DataKey.objects.select_related("county_key").filter(owner=owner).first() or _make(owner)
    if key.destroyed_at:
        raise Erased(_row(place))
    return key


def _make(owner: str) -> DataKey:
    county, secret = keys.current(COUNTY)
    wrapped = envelope.close(
        secrets.token_bytes(envelope.KEY_BYTES), key=secret, key_id=county.pk, at=wrapping_place(owner)
    )
    made, _ = DataKey.objects.get_or_create(owner=owner, defaults={"county_key": county, "wrapped": wrapped})
    return made


def _unwrap(key: DataKey) -> bytes:
    found = unwrapped([key]).get(key.pk)
    if not found:
        raise Unreadable(wrapping_place(key.owner))
    return found


def unwrapped(found: Sequence[DataKey]) -> dict[int, bytes]:
    """With the county keys of now; rows that were read before a renewal ended are read once more."""
    ring = keys.ring(COUNTY)
    if any(key.county_key.fingerprint not in ring for key in found if not key.destroyed_at):
        found = list(DataKey.objects.filter(pk__in=[key.pk for key in found]).select_related("county_key"))
        ring = keys.ring(COUNTY)
    opened = {}
    for key in found:
        try:
            opened[key.pk] = b"" if key.destroyed_at else _open(key, ring)
        except Broken:
            continue
    return opened


def _open(key: DataKey, ring: Mapping[str, bytes]) -> bytes:
    secret = ring.get(key.county_key.fingerprint)
    if secret is None:
        raise keys.missing(COUNTY)
    return envelope.open_(bytes(key.wrapped), key=secret, at=wrapping_place(key.owner))
