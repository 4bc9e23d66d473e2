"""Rows of programme."""

from xiangji.programme.models.contractors import Contractor, RecordLine
from xiangji.programme.models.money_contracts import (
    Asset,
    Contract,
    ContractPart,
    ContractShare,
    ContractVersion,
    OtherFund,
    Promise,
    Proof,
    ResidentSupport,
)
from xiangji.programme.models.money_disclosure import FundStatement, MisuseRecord
from xiangji.programme.models.money_ledger import (
    Balance,
    Book,
    InKind,
    LedgerEntry,
    MonthClose,
    Posting,
)
from xiangji.programme.models.money_payments import (
    AcceptanceResult,
    MonthlyAudit,
    Payment,
    PaymentCheck,
    PaymentInvoice,
    PaymentPart,
    TreasuryPayment,
    WarningReason,
)
from xiangji.programme.models.money_statements import StatementLine, StatementMatch
from xiangji.programme.models.plan_papers import Filing, PlanPaper
from xiangji.programme.models.plans import Programme
from xiangji.programme.models.projects import Project
from xiangji.programme.models.publicity import Medium, Objection, Publicity, Showable
from xiangji.programme.models.questions import Decision, Proposal, Question, Word
from xiangji.programme.models.selections import Award, Bid, Selection
from xiangji.programme.models.works import Agreement, ConstructionPlan, WorkStart, YearlyCheck

__all__ = [
    "AcceptanceResult",
    "Agreement",
    "Asset",
    "Award",
    "Balance",
    "Bid",
    "Book",
    "ConstructionPlan",
    "Contract",
    "ContractPart",
    "ContractShare",
    "ContractVersion",
    "Contractor",
    "Decision",
    "Filing",
    "FundStatement",
    "InKind",
    "LedgerEntry",
    "Medium",
    "MisuseRecord",
    "MonthClose",
    "MonthlyAudit",
    "Objection",
    "OtherFund",
    "Payment",
    "PaymentCheck",
    "PaymentInvoice",
    "PaymentPart",
    "PlanPaper",
    "Posting",
    "Programme",
    "Project",
    "Promise",
    "Proof",
    "Proposal",
    "Publicity",
    "Question",
    "RecordLine",
    "ResidentSupport",
    "Selection",
    "Showable",
    "StatementLine",
    "StatementMatch",
    "TreasuryPayment",
    "WarningReason",
    "Word",
    "WorkStart",
    "YearlyCheck",
]
