"""Reads of records of misused money."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import reach
from xiangji.core.evidence.models import Evidence, Withdrawal
from xiangji.core.values import Money
from xiangji.programme.models import Book, MisuseRecord, Project
from xiangji.programme.queries import projects
from xiangji.programme.queries.money import ledger

UNANSWERED = Q(answer="", outcome="")
ANSWERED = Q(outcome="") & ~Q(answer="")
OPEN = Q(outcome="")
CONFIRMED, CLEARED = Q(outcome="confirmed"), Q(outcome="cleared")


@dataclass(frozen=True, slots=True)
class Standing:
    """For a board: how many are open with how much money, and how many turned out true."""

    open: int
    open_fen: Money
    confirmed: int
    confirmed_fen: Money


def rows() -> QuerySet[MisuseRecord]:
    found = MisuseRecord.objects.select_related(
        "book__programme__version", "book__programme__place", "project", "by", "answered_by", "closed_by"
    )
    return found.defer("book__programme__version__body")


def for_person(person: User) -> QuerySet[MisuseRecord]:
    return rows().filter(reach(person, "programme.read_ledger").q(place="book__programme__place_id"))


def lock(record: MisuseRecord) -> MisuseRecord | None:
    if MisuseRecord.objects.select_for_update().filter(pk=record.pk).first() is None:
        return None
    return rows().get(pk=record.pk)


def has_file(record: MisuseRecord) -> bool:
    kept = Evidence.objects.filter(target=record.about)
    return kept.exclude(pk__in=Withdrawal.objects.values("evidence")).exists()


def books_for(person: User) -> QuerySet[Book]:
    """In which this person may record something."""
    return ledger.books().filter(reach(person, "programme.record_misuse").q(place="programme__place_id"))


def projects_for(person: User) -> QuerySet[Project]:
    reached = reach(person, "programme.record_misuse").q(place="programme__place_id")
    return Project.objects.filter(projects.HOLDING).filter(reached).order_by("pk")


def standing(book: Book) -> Standing:
    """One question for a board."""
    found = MisuseRecord.objects.filter(book=book).aggregate(
        open=Count("pk", filter=OPEN),
        open_fen=Sum("fen", filter=OPEN, default=0),
        confirmed=Count("pk", filter=CONFIRMED),
        confirmed_fen=Sum("fen", filter=CONFIRMED, default=0),
    )
    return Standing(
        open=found["open"],
        open_fen=Money(int(found["open_fen"])),
        confirmed=found["confirmed"],
        confirmed_fen=Money(int(found["confirmed_fen"])),
    )
