"""Who is outside. An app names a remote party once, beside the code that speaks its language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from xiangji.core.outside.rules.addresses import Address


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A question as it goes over the wire. `query` and `headers` may hold what is never written down."""

    method: str
    path: str
    body: bytes
    key: str
    headers: tuple[tuple[str, str], ...] = ()

    def with_header(self, name: str, value: str) -> Outgoing:
        return replace(self, headers=(*self.headers, (name, value)))


def as_it_is(outgoing: Outgoing) -> Outgoing:
    return outgoing


@dataclass(frozen=True, slots=True)
class Remote:
    """Somebody outside.

    `address` gives the base of all its addresses, empty while nobody is connected: then what is asked waits.
    `dress` adds a token or a signature at the moment of sending, so that it stands in no table.
    `names` says in words what is asked and told: the name of an exchange → 问会议室里有谁.
    """

    key: str
    word: str
    address: Callable[[], str]
    dress: Callable[[Outgoing], Outgoing] = as_it_is
    timeout_seconds: float = 10.0
    most_tries: int = 12
    names: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def is_connected(self) -> bool:
        return bool(self.address())

    @property
    def where(self) -> Address:
        return Address.parse(self.address())


_remotes: dict[str, Remote] = {}


def remote(one: Remote) -> Remote:
    if one.key in _remotes:
        raise ValueError(f"{one.key} is named twice")
    _remotes[one.key] = one
    return one


def find(key: str) -> Remote | None:
    return _remotes.get(key)


def remotes() -> list[Remote]:
    return sorted(_remotes.values(), key=lambda one: one.key)


def word_of(key: str) -> str:
    """One that has left the code shows its key."""
    return _remotes[key].word if key in _remotes else key


def name_of(key: str, name: str) -> str:
    """What an exchange with a remote is about, in words where its app said them."""
    return _remotes[key].names.get(name, name) if key in _remotes else name
