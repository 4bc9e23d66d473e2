"""A project in force with money behind it, and whom a payment passes on its way."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.values import Money, Month
from xiangji.programme.actions.money import booking, papers, payments, treasury
from xiangji.programme.models import AcceptanceResult, MonthlyAudit, Payment, Project, TreasuryPayment
from xiangji.programme.queries.money import ledger
from xiangji.programme.queries.money import payments as reads
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.booking import Booked
from xiangji.programme.rules.money.ledger import Document
from xiangji.programme.rules.money.paper import Shown
from xiangji.programme.rules.money.payment import Basis, Invoice, Part, Request, State, Voucher
from xiangji.programme.tests.contracting_cast import bureau, in_force, manager
from xiangji.programme.tests.examples import RUNNING
from xiangji.programme.tests.project_cast import LINE, OVER

DAY = OVER + timedelta(days=3)
TODAY = timezone.localdate(DAY)
YUAN = 100
NOT_SHOWN = Shown()
INVOICE = Invoice("", "26372000000012345678", TODAY - timedelta(days=1), 30_000 * YUAN)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WANTED = Request(
    purpose="镇级分拣线，第一笔",
    basis=Basis.OTHER,
    month=None,
    parts=(Part(Source.CENTRAL, "equipment", 30_000 * YUAN),),
    invoices=(INVOICE,),
)


def finance(name: str = "示例·周会计") -> User:
    found = User.objects.filter(name=name).first()
    return found or a_post(PostKind.FINANCE, a_person(name)).person


def chief(name: str = "示例·陈组长") -> User:
    found = User.objects.filter(name=name).first()
    return found or a_post(PostKind.LEADING_GROUP, a_person(name)).person


def money_stands() -> Project:
    """The project of the cast is in force, its book is open, and the money of its line has come."""
    project = book_stands()
    for source in (Source.CENTRAL, Source.COUNTY):
        money_came(project, source)
    return project


def book_stands() -> Project:
    """The same before any money came."""
    project = in_force()
    booking.open_book(
        programme=project.programme, booked_on=TODAY - timedelta(days=1), by=finance(), happened_at=DAY
    )
    return project


def money_came(project: Project, source: Source = Source.CENTRAL) -> None:
    book = ledger.book_of(project.programme.key)
    assert book is not None
    booking.record_transfer(book=book, booked=_came(source), by=finance(), happened_at=DAY)


def payments_stand(firm: User, head: User) -> Payment:
    """A submitted payment of the firm's project in force, an acceptance and an audit; the book is open."""
    project = reads.open_projects(firm).order_by("pk")[0]
    payment = payments.draft_payment(
        project=project, is_of_contract=False, request=WANTED, by=firm, happened_at=DAY
    )
    payments.submit_payment(payment=payment, by=firm, happened_at=DAY)
    accepted(project, by=head)
    audited(project, by=head)
    return again(payment)


def accepted(project: Project, *, by: User | None = None, shown: Shown = NOT_SHOWN) -> AcceptanceResult:
    return papers.record_acceptance(
        project=project,
        accepted_on=TODAY,
        is_passed=True,
        finding="21条分拣线都在，试运行30天合格。",
        shown=shown,
        by=by or bureau(),
        happened_at=DAY,
    )


def audited(project: Project, *, month: str = "2026-09", by: User | None = None) -> MonthlyAudit:
    return papers.record_monthly_audit(
        project=project,
        month=Month.parse(month),
        auditor="示例会计师事务所",
        amount=Money(10_000 * YUAN),
        finding="票据齐全，金额相符。",
        by=by or bureau(),
        happened_at=DAY,
    )


def _came(source: Source) -> Booked:
    paper = Document(f"示例指-{source}-1", TODAY - timedelta(days=1), "指标文")
    return Booked(source, LINE, Money.from_wan(100), TODAY - timedelta(days=1), "资金到账（示例）", paper)


def available(source: Source = Source.CENTRAL) -> Money:
    book = ledger.book_of(RUNNING)
    assert book is not None
    return ledger.available(book, source, LINE)


def drafted(project: Project, *, by: User | None = None, at: datetime = DAY, **changes: object) -> Payment:
    return payments.draft_payment(
        project=project,
        is_of_contract=False,
        request=replace(WANTED, **changes),  # type: ignore[arg-type]
        by=by or manager(project),
        happened_at=at,
    )


def submitted(project: Project, **changes: object) -> Payment:
    payment = drafted(project, **changes)  # type: ignore[arg-type]
    payments.submit_payment(payment=payment, by=manager(project), happened_at=DAY)
    return again(payment)


def approved(project: Project, *, why: str = "", **changes: object) -> Payment:
    return passed(submitted(project, **changes), why=why)


def passed(payment: Payment, *, why: str = "核对过。") -> Payment:
    """Through the stages that wait."""
    for reviewer in (bureau(), finance(), chief()):
        payments.approve_payment(payment=payment, by=reviewer, happened_at=DAY, reason=why)
    return again(payment)


def with_receipt(payment: Payment, *, by: User | None = None) -> Payment:
    file = ContentFile(PDF + payment.about.encode(), name="国库支付回单（示例）.pdf")
    add_evidence(to=payment.about, file=file, by=by or finance(), happened_at=DAY)
    return payment


def voucher(
    number: str = "示例支-001",
    *,
    fen: int = 30_000 * YUAN,
    source: Source = Source.CENTRAL,
    on: date = TODAY,
    quota: str = "示例指-2026-1",
) -> Voucher:
    return Voucher(source, fen, quota, number, on)


def recorded(payment: Payment, **changes: Any) -> TreasuryPayment:  # noqa: ANN401 - of two callees
    """`reasons` and `at` go to the action, the rest stands on the voucher."""
    reasons, at = changes.pop("reasons", None), changes.pop("at", DAY)
    return treasury.record_treasury_payment(
        payment=payment, voucher=voucher(**changes), by=finance(), happened_at=at, reasons=reasons
    )


def again(payment: Payment) -> Payment:
    return reads.rows().get(pk=payment.pk)


def state(payment: Payment) -> State:
    return reads.state(again(payment))
