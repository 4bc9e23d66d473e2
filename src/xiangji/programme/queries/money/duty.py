"""The ledger of projects (项目台账, PRG-54): what each is, who answers for it, how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may, reach
from xiangji.core.values import Money, Month
from xiangji.programme.models import (
    AcceptanceResult,
    Asset,
    Balance,
    Contract,
    ContractVersion,
    MisuseRecord,
    MonthlyAudit,
    Project,
    WorkStart,
)
from xiangji.programme.queries import projects
from xiangji.programme.queries.money import payments
from xiangji.programme.rules.money.accounts import Account
from xiangji.programme.rules.money.contracts import PUBLIC
from xiangji.programme.rules.project import State

_PUBLIC = [source.value for source in PUBLIC]
_OF_CONTRACTS = (Account.CONTRACTED, Account.REQUESTED, Account.PAID)
STARTED, ACCEPTED = Q(has_started=True), Q(has_passed=True)


@dataclass(frozen=True, slots=True)
class Standing:
    """The money of one project, public only, as its book says."""

    planned: Money
    contract: Money
    requested: Money
    paid: Money

    @property
    def left(self) -> Money:
        """Granted and not paid."""
        return self.planned - self.paid


@dataclass(frozen=True, slots=True)
class Linked:
    """A paper of a project: where it is read, which desk and which row."""

    word: str
    name: str
    note: str
    desk: str
    row: int


def rows() -> QuerySet[Project]:
    """Projects in force with what the list says; the last acceptance counts."""
    last = AcceptanceResult.objects.filter(project=OuterRef("pk")).order_by("-pk")
    return (
        projects.rows()
        .select_related("programme__place")
        .filter(projects.WHERE[State.IN_FORCE])
        .annotate(
            planned_fen=F("central_fen") + F("provincial_fen") + F("county_fen"),
            contract_fen=_booked(_OF_CONTRACTS, Q(agreement__isnull=False)),
            requested_fen=_booked((Account.REQUESTED, Account.PAID)),
            paid_fen=_booked((Account.PAID,)),
            has_contract=Exists(Contract.objects.filter(project=OuterRef("pk"))),
            has_started=Exists(WorkStart.objects.filter(project=OuterRef("pk"))),
            has_passed=Coalesce(Subquery(last.values("is_passed")[:1]), Value(False)),
            was_judged=Exists(last),
            audits=_counted(MonthlyAudit.objects.all()),
            assets=_counted(Asset.objects.filter(ended_at=None)),
        )
    )


def _booked(accounts: Iterable[Account], beside: Q | None = None) -> Coalesce:
    found = Balance.objects.filter(
        beside or Q(),
        project=OuterRef("pk"),
        account__in=[account.value for account in accounts],
        source__in=_PUBLIC,
    )
    whole = found.order_by().values("project").annotate(whole=Sum("fen")).values("whole")
    return Coalesce(Subquery(whole), Value(0))


def _counted(found: QuerySet[MonthlyAudit] | QuerySet[Asset]) -> Coalesce:
    own = found.filter(project=OuterRef("pk")).order_by().values("project")
    counted = own.annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def for_person(person: User) -> QuerySet[Project]:
    """An office sees those of its place, a contractor its own."""
    reached = reach(person, "programme.read_projects")
    return rows().filter(reached.q(place="programme__place_id", organisation="contractor_id"))


def late() -> Q:
    """Of rows: its month is over and no acceptance found it good."""
    this_month = str(Month.of(timezone.localdate()))
    return Q(due_month__gt="", due_month__lt=this_month) & ~ACCEPTED


def is_late(project: Project, today: date) -> bool:
    """The same of one row."""
    month = project.due_month
    return bool(month) and month < str(Month.of(today)) and not project.has_passed  # type: ignore[attr-defined]


def standing(project: Project) -> Standing:
    """Of a row of `rows()`."""
    return Standing(
        planned=Money(int(project.planned_fen)),  # type: ignore[attr-defined]
        contract=Money(int(project.contract_fen)),  # type: ignore[attr-defined]
        requested=Money(int(project.requested_fen)),  # type: ignore[attr-defined]
        paid=Money(int(project.paid_fen)),  # type: ignore[attr-defined]
    )


def progress(project: Project) -> str:
    """How far the work is, from its papers."""
    if project.has_passed:  # type: ignore[attr-defined]
        return "验收合格"
    if project.was_judged:  # type: ignore[attr-defined]
        return "验收不合格"
    if project.has_started:  # type: ignore[attr-defined]
        return "在建"
    return "签了合同，没有开工" if project.has_contract else "没有签合同"  # type: ignore[attr-defined]


def papers(project: Project, person: User) -> list[Linked]:
    """Every paper behind a project that this person may open."""
    return list(_papers(project, person))


def _papers(project: Project, person: User) -> Iterator[Linked]:
    place, firm = project.programme.place_code, project.contractor
    yield Linked("项目", project.name, "五项和审批", "projects", project.pk)
    yield Linked("开工和履约", project.name, "协议、开工、检查", "works", project.pk)
    if may(person, "programme.read_contracts", place=place, organisation=firm):
        yield from _of_contracts(project)
    if may(person, "programme.read_payments", place=place, organisation=firm):
        yield from _of_payments(project, person)
    if may(person, "programme.read_ledger", place=place):
        for record in MisuseRecord.objects.filter(project=project).order_by("pk"):
            yield Linked("违规记录", record.kind_word, record.document_number, "misuse", record.pk)


def _of_contracts(project: Project) -> Iterator[Linked]:
    for version in ContractVersion.objects.filter(contract__project=project).order_by("pk"):
        word = "合同" if version.ordinal == 1 else "补充协议"
        yield Linked(word, version.number, _day(version.signed_on), "contracts", version.contract_id)
    for asset in Asset.objects.filter(project=project).order_by("pk"):
        note = "不再算" if asset.ended_at else f"{asset.document_number}，{asset.where}"
        yield Linked("资产", asset.name, note, "assets", asset.pk)


def _of_payments(project: Project, person: User) -> Iterator[Linked]:
    for payment in payments.for_person(person).filter(project=project).order_by("pk"):
        yield Linked("拨付", payment.word, payment.purpose, "payments", payment.pk)
    for audit in MonthlyAudit.objects.filter(project=project).order_by("pk"):
        yield Linked("月度审核", audit.month, audit.auditor, "monthly-audits", audit.pk)
    for result in AcceptanceResult.objects.filter(project=project).order_by("pk"):
        word = "合格" if result.is_passed else "不合格"
        yield Linked("验收", word, _day(result.accepted_on), "acceptances", result.pk)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
