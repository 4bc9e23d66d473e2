"""What others may ask of a programme: who builds a project, and by which agreement it is bound."""

from dataclasses import dataclass
from datetime import date

from xiangji.programme.models import Agreement, Contractor, Project
from xiangji.programme.rules.agreement import Kind


@dataclass(frozen=True, slots=True)
class AgreementOfProject:
    """An agreement that counts. `kind` is operation or information; only the first promises a service.

    Amounts, payments and guarantees are the contract's and stand elsewhere.
    """

    agreement: int
    project: int
    kind: str
    number: str
    with_whom: str
    signed_on: date
    service_since: date | None
    service_months: int
    service_until: date | None


@dataclass(frozen=True, slots=True)
class ContractorOfProject:
    """`party` is its key in core.parties; None: there is no record of the contractor yet."""

    project: int
    organisation: int
    name: str
    party: int | None
    legal_form: str


def agreements(project: int) -> tuple[AgreementOfProject, ...]:
    """At most one of each kind: the one that was not replaced."""
    replaced = Agreement.objects.filter(project=project, supersedes__isnull=False)
    rows = Agreement.objects.filter(project=project).exclude(pk__in=replaced.values("supersedes"))
    return tuple(_agreement(row) for row in rows.order_by("kind"))


def contractor(project: int) -> ContractorOfProject | None:
    row = Project.objects.select_related("contractor").filter(pk=project).first()
    if row is None:
        return None
    record = Contractor.objects.filter(organisation=row.contractor_id).first()
    return ContractorOfProject(
        project=row.pk,
        organisation=row.contractor_id,
        name=row.contractor.name,
        party=record.party_id if record else None,
        legal_form=record.form.word if record else "",
    )


def _agreement(row: Agreement) -> AgreementOfProject:
    service = row.service
    return AgreementOfProject(
        agreement=row.pk,
        project=row.project_id,
        kind=Kind(row.kind).value,
        number=row.number,
        with_whom=row.with_whom,
        signed_on=row.signed_on,
        service_since=row.service_since,
        service_months=row.service_months,
        service_until=service.until if service else None,
    )
