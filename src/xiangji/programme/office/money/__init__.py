"""Programme's desks of money."""

from xiangji.programme.office.money import (
    books,
    contract_sayings,
    contracts,
    entries,
    papers,
    payment_papers,
    payments,
    proofs,
    registers,
    sayings,
)

__all__ = [
    "books",
    "contract_sayings",
    "contracts",
    "entries",
    "papers",
    "payment_papers",
    "payments",
    "proofs",
    "registers",
    "sayings",
]
