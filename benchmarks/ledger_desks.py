"""What desks and boards of money cost among a hundred projects, their payments and 2,000 other entries.

Run by benchmarks/money.py as a module, on a scratch folder (XIANGJI_VAR); prints JSON and asserts nothing.
"""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from benchmarks.ledger import a_book, fill, person, prepare
from benchmarks.workbench import cost

if TYPE_CHECKING:
    from django.test import Client

    from xiangji.programme.models import Book, Payment, Project
    from xiangji.programme.rules.money.payment import Request

PROJECTS, ENTRIES = 100, 2_000
LINES = ("stations", "logistics", "upstream", "training")
WHY = "测快慢用的数据，不是真的。"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
# How far payment number n goes: not at all, written, asked for, taken by one of three, approved, paid.
NOTHING, WRITTEN, ASKED, APPROVED, PAID = 0, 1, 2, 5, 6
STEPS = (NOTHING, WRITTEN, ASKED, 3, APPROVED, PAID, PAID, PAID, PAID, PAID)
REVIEWERS = ("commerce-clerk", "finance", "leading-group")


def hundred_projects(book: Book) -> list[Project]:
    """In force since before the platform: without papers, on four lines, by one company."""
    from django.utils import timezone

    from xiangji.core.accounts.models import Post
    from xiangji.programme.models import Project

    firm = Post.objects.get(person=person("contractor")).organisation
    now = timezone.now()
    return Project.objects.bulk_create(
        Project(
            programme_id=book.programme_id,
            version_id=book.version_id,
            budget_line=LINES[number % len(LINES)],
            contractor=firm,
            name=f"示例项目{number + 1}号",
            responsible_body="示例·商务局",
            goal="能用、有人管",
            content="示例设备一套",
            due_month="2027-12",
            acceptance_standard="逐件清点",
            central_fen=1_000_000,
            drafted_at=now,
            in_force_before=timezone.localdate(now) - timedelta(days=100),
        )
        for number in range(PROJECTS)
    )


def money_came(book: Book) -> None:
    from django.utils import timezone

    from xiangji.core.values import Money
    from xiangji.programme.actions.money import booking
    from xiangji.programme.rules.budget import Source
    from xiangji.programme.rules.money.booking import Booked
    from xiangji.programme.rules.money.ledger import Document

    now = timezone.now()
    on = timezone.localdate(now) - timedelta(days=60)
    for line in LINES:
        paper = Document(f"示例财建-{line}", on, "指标文")
        booked = Booked(Source.CENTRAL, line, Money.from_wan(50), on, "资金到账", paper)
        booking.record_transfer(book=book, booked=booked, by=person("finance"), happened_at=now)


def take(project: Project, number: int, steps: int) -> float:
    """One payment so many steps on its way, by the real actions; gives the CPU milliseconds of asking."""
    from django.utils import timezone

    from xiangji.programme.actions.money import payments

    if steps == NOTHING:
        return 0.0
    manager, now = person("contractor"), timezone.now()
    payment = payments.draft_payment(
        project=project, is_of_contract=False, request=a_request(number), by=manager, happened_at=now
    )
    started, spent = time.process_time(), 0.0
    if steps >= ASKED:
        payments.submit_payment(payment=payment, by=manager, happened_at=now)
        spent = (time.process_time() - started) * 1000
    for username in REVIEWERS[: max(0, steps - ASKED)]:
        payments.approve_payment(payment=payment, by=person(username), happened_at=now, reason=WHY)
    if steps == PAID:
        pay(payment, number, now)
    return spent


def a_request(number: int) -> Request:
    from django.utils import timezone

    from xiangji.programme.rules.budget import Source
    from xiangji.programme.rules.money.payment import Basis, Invoice, Part, Request

    invoice = Invoice("", f"2637{number:016}", timezone.localdate() - timedelta(days=9), 100_000)
    parts = (Part(Source.CENTRAL, "equipment", 100_000),)
    return Request("示例设备，第一笔", Basis.OTHER, None, parts, (invoice,))


def pay(payment: Payment, number: int, now: datetime) -> None:
    from django.core.files.base import ContentFile
    from django.utils import timezone

    from xiangji.core.evidence.actions import add_evidence
    from xiangji.programme.actions.money import treasury
    from xiangji.programme.rules.budget import Source
    from xiangji.programme.rules.money.payment import Voucher

    by = person("finance")
    receipt = ContentFile(PDF + payment.about.encode(), name="国库支付回单（示例）.pdf")
    add_evidence(to=payment.about, file=receipt, by=by, happened_at=now)
    voucher = Voucher(Source.CENTRAL, 100_000, "示例指-1", f"示例支-{number:04}", timezone.localdate(now))
    treasury.record_treasury_payment(payment=payment, voucher=voucher, by=by, happened_at=now)


def addresses(book: Book) -> dict[str, tuple[str, str, dict[str, float]]]:
    """By title: who looks, at which page, and the goals set for it."""
    from xiangji.programme.models import LedgerEntry, Payment

    paid = Payment.objects.order_by("pk").last()
    entry = LedgerEntry.objects.order_by("pk").last()
    if paid is None or entry is None:
        raise SystemExit("the bench has no payment")
    listed, board = {"queries_goal": 8.0}, {"cpu_goal": 40.0, "queries_goal": 12.0}
    return {
        "资金看板（公开）": ("", f"/plan/{book.programme.key}/money/", board),
        "公开的拨付": ("", "/open/money/", {}),
        "拨付申请的名单": ("finance", "/office/payments/?chip=all", {**listed, "cpu_goal": 25.0}),
        "一份拨付申请": ("finance", f"/office/payments/{paid.pk}/?chip=all", {"queries_goal": 35.0}),
        "记账凭证的名单": ("finance", "/office/ledger/?chip=all", listed),
        "一张记账凭证": ("finance", f"/office/ledger/{entry.pk}/?chip=all", {}),
        "账套": ("finance", f"/office/books/{book.pk}/", {}),
    }


def measure() -> dict[str, dict[str, float]]:
    prepare()
    book = a_book()
    projects = hundred_projects(book)
    money_came(book)
    asked = [take(project, number, STEPS[number % len(STEPS)]) for number, project in enumerate(projects)]
    submitting = [spent for spent in asked if spent]
    fill(ENTRIES)
    said = {"报送一份申请（问全部规则）": {"cpu_ms": sum(submitting) / len(submitting)}}
    for title, (username, address, goals) in addresses(book).items():
        said[title] = {**cost(client_of(username), address), **goals}
    return said


def client_of(username: str) -> Client:
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    if username:
        client.force_login(person(username))
    return client


if __name__ == "__main__":
    print(json.dumps(measure()))
