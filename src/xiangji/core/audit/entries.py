"""The audit as a sealed chain: which text is sealed, and whether an entry's columns still agree with it."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from xiangji.core.audit.models import Entry
from xiangji.core.chain.sealing import Original, SealedChain

UNREADABLE = (ValueError, TypeError, AttributeError, KeyError)


def read(ids: Sequence[int]) -> Mapping[int, Original]:
    """A row that was changed into something that cannot even be read is looked for by halves."""
    try:
        entries = Entry.objects.filter(pk__in=ids)
        return {entry.pk: Original(entry.text, agrees(entry)) for entry in entries}
    except UNREADABLE:
        if len(ids) == 1:
            return {ids[0]: Original("", is_whole=False)}
        half = len(ids) // 2
        return {**read(ids[:half]), **read(ids[half:])}


def agrees(entry: Entry) -> bool:
    """Who changes a column to hide an entry from a search changes nothing in its text, and is found here."""
    if hashlib.sha256(entry.text.encode()).hexdigest() != entry.sha256:
        return False
    body = json.loads(entry.text)
    said = (body["by"]["key"], body["did"], body["what"], body["noted_at"], body["command"])
    noted_at = entry.noted_at.isoformat(timespec="microseconds")
    command = str(entry.command) if entry.command else None
    return said == (entry.by_key, entry.did, entry.what, noted_at, command)


AUDIT = SealedChain("audit", Entry, read)
