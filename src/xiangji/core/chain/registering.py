"""Which chains this house keeps: their owners name them, and whoever proves them asks here."""

from __future__ import annotations

from dataclasses import dataclass

from xiangji.core.chain.sealing import SealedChain


@dataclass(frozen=True, slots=True)
class Registered:
    chain: SealedChain
    word: str
    """As a report calls it: 审计链."""


_chains: dict[str, Registered] = {}


def register(chain: SealedChain, word: str) -> SealedChain:
    """Where the chain is declared. A name stands for one chain."""
    if _chains.get(chain.name, Registered(chain, word)).chain is not chain:
        raise ValueError(f"there is a chain called {chain.name} already")
    _chains[chain.name] = Registered(chain, word)
    return chain


def chains() -> tuple[Registered, ...]:
    return tuple(_chains.values())
