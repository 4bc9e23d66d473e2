"""A new county key: every data key is wrapped anew, sealed values stay as they are.

The new key lies beside the old one until nothing hangs on the old one any more; then it takes its place.
Whatever interrupts it, the same command goes on where it stopped: what is left is found by state.
"""

from __future__ import annotations

import fcntl
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from xiangji.core.audit import Actor, note
from xiangji.core.errors import Refused
from xiangji.core.parties import envelope, key_files, keys
from xiangji.core.parties.envelope import Broken
from xiangji.core.parties.key_files import COUNTY
from xiangji.core.parties.models import DataKey, Key
from xiangji.core.parties.sealing import wrapping_place

NEXT = keys.NEXT[COUNTY]
# One write transaction, well below the half second after which others would feel it.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    left: int


def rewrap(*, by: Actor | None, happened_at: datetime) -> Generator[Progress]:
    """Goes on with a renewal that was begun, or begins one. Each step is committed when it is given."""
    with _alone():
        new = _begin(by=by, happened_at=happened_at)
        done, last, stuck = 0, 0, 0
        while batch := list(_waiting().filter(pk__gt=last).values_list("pk", flat=True)[:AT_ONCE]):
            last = batch[-1]
            wrapped = _wrap_anew(batch)
            done, stuck = done + wrapped, stuck + len(batch) - wrapped
            yield Progress(done, _waiting().count())
        if _waiting().exists():
            raise Refused(
                "some_keys_do_not_open",
                f"县钥匙没有换完。有 {stuck} 把数据钥匙用旧钥匙打不开，旧钥匙因此还留着。"
                "请安全管理员核对备份，改好以后再运行一次。",
            )
        _finish(new, by=by, happened_at=happened_at)


@contextmanager
def _alone() -> Iterator[None]:
    lock = key_files.file_of(COUNTY).with_suffix(".lock")
    lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("rewrap_is_running", "没有换县钥匙。另一次更换正在进行，请等它做完。") from None
        yield


def _begin(*, by: Actor | None, happened_at: datetime) -> Key:
    """The new key is in its file before the database knows it, and known before it wraps anything."""
    keys.material(COUNTY)
    if key_files.read(NEXT) is None:
        key_files.make(NEXT)
    made = key_files.read(NEXT)
    if made is None:
        raise keys.missing(COUNTY)
    with transaction.atomic():
        old = Key.objects.select_for_update().get(kind=COUNTY, retired_at=None)
        if old.fingerprint == made.fingerprint:
            return old
        old.retired_at = timezone.now()
        old.save(update_fields=["retired_at"])
        new = Key.objects.create(kind=COUNTY, fingerprint=made.fingerprint)
        facts = {"old": old.fingerprint, "new": new.fingerprint}
        note(by=by, did="county_key.renewal_begun", what=new, happened_at=happened_at, facts=facts)
    return new


def _waiting() -> QuerySet[DataKey]:
    return DataKey.objects.filter(county_key__retired_at__isnull=False, destroyed_at=None).order_by("pk")


@transaction.atomic
def _wrap_anew(ids: list[int]) -> int:
    """How many of them; one that does not open stays as it is."""
    new, secret = keys.current(COUNTY)
    ring = keys.ring(COUNTY)
    found = _waiting().filter(pk__in=ids).select_related("county_key").select_for_update(of=("self",))
    anew = [key for key in found if _rewrapped(key, ring, new, secret)]
    DataKey.objects.bulk_update(anew, ["county_key", "wrapped"])
    return len(anew)


def _rewrapped(key: DataKey, ring: dict[str, bytes], new: Key, secret: bytes) -> bool:
    old = ring.get(key.county_key.fingerprint)
    place = wrapping_place(key.owner)
    try:
        plain = envelope.open_(bytes(key.wrapped), key=old, at=place) if old else None
    except Broken:
        plain = None
    if plain is None:
        return False
    key.wrapped, key.county_key = envelope.close(plain, key=secret, key_id=new.pk, at=place), new
    return True


def _finish(new: Key, *, by: Actor | None, happened_at: datetime) -> None:
    """The old file is gone after this. Last of all, so that a crash before it only repeats the entry."""
    with transaction.atomic():
        facts = {"new": new.fingerprint}
        note(by=by, did="county_key.renewed", what=new, happened_at=happened_at, facts=facts)
        key_files.replace(COUNTY, by=NEXT)
