"""What the plans in force say to a payment or a contract: pure rules over one situation.

docs/algorithms/money-checks.md explains each with the plans' own numbers.
"""

from xiangji.programme.rules.money.checks.finding import Finding, Outcome, asks, blocks, warnings
from xiangji.programme.rules.money.checks.judging import judge, survey
from xiangji.programme.rules.money.checks.payable import Payable, payable
from xiangji.programme.rules.money.checks.paying import Due, due
from xiangji.programme.rules.money.checks.situation import (
    Acceptance,
    Audit,
    Basis,
    Invoice,
    Orders,
    Part,
    PlanInForce,
    Promise,
    Purchase,
    Resting,
    Sales,
    Situation,
    Used,
)
from xiangji.programme.rules.money.checks.spending import Category, SpendingBook
from xiangji.programme.rules.money.checks.standing import use_rate

__all__ = [
    "Acceptance",
    "Audit",
    "Basis",
    "Category",
    "Due",
    "Finding",
    "Invoice",
    "Orders",
    "Outcome",
    "Part",
    "Payable",
    "PlanInForce",
    "Promise",
    "Purchase",
    "Resting",
    "Sales",
    "Situation",
    "SpendingBook",
    "Used",
    "asks",
    "blocks",
    "due",
    "judge",
    "payable",
    "survey",
    "use_rate",
    "warnings",
]
