"""Deeds that may be refused, for tests of properties."""

from collections.abc import Callable

from xiangji.core.errors import Refused


def sentence_of(deed: Callable[[], object]) -> str:
    """What the refusal says; empty where nothing was refused."""
    try:
        deed()
    except Refused as refusal:
        return refusal.sentence
    return ""
