"""A month that was closed and published, and a record of misused money."""

from django.core.files.base import ContentFile
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.values import Money, Month
from xiangji.programme.actions.money import closing, disclosing
from xiangji.programme.models import Book, FundStatement, MisuseRecord, Project
from xiangji.programme.rules.money.misuse import Misuse, Noticed
from xiangji.programme.rules.money.statement import Span, month_of
from xiangji.programme.tests.examples import NOW

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TODAY = timezone.localdate(NOW)
NOTICED = Noticed(
    Misuse.DIVERTED, "付给了项目以外的单位（示例）。", Money(12_300_00), TODAY, "示例审计取证单3号"
)


def published(book: Book, month: Month, *, closer: User, by: User, span: Span | None = None) -> FundStatement:
    """The month is closed first, by another hand."""
    closing.close_month(book=book, month=month, by=closer, happened_at=NOW)
    again = Book.objects.select_related("programme").get(pk=book.pk)
    return disclosing.publish_fund_use(
        book=again, span=span or month_of(month), note_text="示例。", by=by, happened_at=NOW
    )


def noticed(book: Book, *, by: User, project: Project | None = None) -> MisuseRecord:
    return disclosing.record_misuse(book=book, project=project, noticed=NOTICED, by=by, happened_at=NOW)


def with_file(record: MisuseRecord, by: User) -> MisuseRecord:
    file = ContentFile(PDF + record.about.encode(), name="取证单（示例）.pdf")
    add_evidence(to=record.about, file=file, by=by, happened_at=NOW)
    return record


def fund_use_stands(finance: User, head: User) -> FundStatement:
    """The first month of the only book is closed and published; something is recorded in it."""
    book = Book.objects.select_related("programme").order_by("pk")[0]
    noticed(book, by=head)
    return published(book, Month.of(book.opened_on), closer=finance, by=head)
