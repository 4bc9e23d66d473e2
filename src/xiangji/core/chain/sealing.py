"""Gives committed entries their numbers and seals, in order and without gaps (docs/adr/0003)."""

import hmac
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from xiangji.core.chain import anchors, keys
from xiangji.core.chain.models import Chain, Link, Unsealed

log = logging.getLogger(__name__)

# One write transaction: well below the half second after which others would feel it.
AT_ONCE = 2_000


class Original(NamedTuple):
    """What stands in the owner's table: the text that is sealed, and whether its row agrees with it."""

    text: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class SealedChain:
    """A chain of an owner's entries. `read` fetches originals by id; an id that is not there is left out."""

    name: str
    table: type[Model]
    read: Callable[[Sequence[int]], Mapping[int, Original]]


def queue(chain: SealedChain, entry: int) -> None:
    """In the transaction that writes the entry."""
    Unsealed.objects.create(chain=chain.name, entry=entry)


def seal(chain: SealedChain, *, most: int = AT_ONCE) -> int:
    """Seal what is committed and waits, at most so many. Looks before it locks: an idle call only reads."""
    if not _waiting(chain).exists():
        return 0
    with transaction.atomic():
        Chain.objects.select_for_update().get_or_create(name=chain.name)
        last = Link.objects.filter(chain=chain.name).order_by("number").last()
        _keep_what_contradicts(chain, last)
        links = _links_for(chain, last, list(_waiting(chain)[:most]))
    if links:
        anchors.replace_head(chain.name, links[-1].number, links[-1].seal, at=timezone.localtime())
    return len(links)


def _waiting(chain: SealedChain) -> QuerySet[Unsealed]:
    return Unsealed.objects.filter(chain=chain.name).order_by("pk")


def _links_for(chain: SealedChain, last: Link | None, rows: list[Unsealed]) -> list[Link]:
    key = keys.chain_key(is_first_use=last is None and not Link.objects.exists())
    previous, first = (last.seal, last.number + 1) if last else (genesis(key, chain.name), 1)
    originals = chain.read([row.entry for row in rows])
    links = []
    for number, row in enumerate(rows, start=first):
        # An entry that was removed before it was sealed keeps its place: its absence is found for ever.
        original = originals.get(row.entry)
        previous = next_seal(key, previous, original.text if original else "")
        links.append(Link(chain=chain.name, number=number, entry=row.entry, seal=previous))
    Link.objects.bulk_create(links)
    Unsealed.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return links


def _keep_what_contradicts(chain: SealedChain, last: Link | None) -> None:
    """Sealing goes on after the end was cut off, but must not overwrite the head that proves it."""
    head = anchors.head(chain.name)
    number, seal = (last.number, last.seal) if last else (0, "")
    if head and (head.number > number or (head.number == number and head.seal != seal)):
        anchors.keep(chain.name, head)
        log.error(
            "chain %s ends at %s, but its head names %s: it was cut off", chain.name, number, head.number
        )


def genesis(key: bytes, name: str) -> str:
    """What the first seal stands on; its own for each chain, so that none can be passed off as another."""
    return hmac.digest(key, name.encode(), "sha256").hex()


def next_seal(key: bytes, previous: str, text: str) -> str:
    """HMAC-SHA256(key, previous ‖ text), the previous seal as its 64 hexadecimal digits."""
    return hmac.digest(key, (previous + text).encode(), "sha256").hex()
