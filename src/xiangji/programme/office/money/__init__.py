"""Programme's desks of money."""

from xiangji.programme.office.money import (
    books,
    contract_sayings,
    contracts,
    disclosing,
    entries,
    overview,
    papers,
    payment_papers,
    payments,
    project_ledger,
    proofs,
    registers,
    sayings,
    statement_import,
    statements,
)

__all__ = [
    "books",
    "contract_sayings",
    "contracts",
    "disclosing",
    "entries",
    "overview",
    "papers",
    "payment_papers",
    "payments",
    "project_ledger",
    "proofs",
    "registers",
    "sayings",
    "statement_import",
    "statements",
]
