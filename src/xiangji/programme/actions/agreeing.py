"""Agreements with a contractor, and the yearly look whether the promised service is kept (PRG-70, PRG-71)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core import policy
from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting, NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.core.events import announce
from xiangji.core.values import PlaceCode
from xiangji.programme.actions.publicity import title_of
from xiangji.programme.events import AgreementSigned, ServiceChecked
from xiangji.programme.models import Agreement, Project, YearlyCheck
from xiangji.programme.queries import projects, works
from xiangji.programme.rules import agreement as rules
from xiangji.programme.rules.agreement import AgreementRefused, Kind, Service
from xiangji.programme.rules.project import State


@transaction.atomic
def sign_agreement(
    *,
    project: Project,
    kind: str,
    number: str,
    with_whom: str,
    signed_on: date,
    by: User,
    happened_at: datetime,
    service_since: date | None = None,
    service_months: int | None = None,
    reason: str = "",
) -> Agreement:
    """Register a signed agreement; one of the same kind before it is replaced, with a reason."""
    locked, acting = _locked(project, by, "programme.keep_agreements")
    work, of = works.work_of(locked), Kind(kind)
    before, today = work.agreements.get(of), timezone.localdate(happened_at)
    started = work.start.started_on if work.start and of is Kind.OPERATION and before is None else None
    rules.check_signed(signed_on, today=today, started_on=started)
    written = rules.names_of(number, with_whom)
    why = rules.replacing_of(reason, replaces=before.number if before else "")
    service = _service(of, service_since, service_months, locked.programme.place_code, today)

    signed = Agreement.objects.create(
        project=locked,
        kind=of.value,
        number=written[0],
        with_whom=written[1],
        signed_on=signed_on,
        service_since=service.since if service else None,
        service_months=service.months if service else 0,
        supersedes=before,
        reason=why,
        by=by,
        post_title=title_of(acting),
        at=happened_at,
    )
    _tell_signed(signed, locked, by)
    return signed


@transaction.atomic
def check_service(
    *, project: Project, year: int, is_kept: bool, finding: str, by: User, happened_at: datetime
) -> YearlyCheck:
    """Whether a year of the promised service was kept; once for each year, when it is over."""
    locked, acting = _locked(project, by, "programme.check_service")
    work = works.work_of(locked)
    if work.service is None:
        said = "没有记。还没有登记建设运营协议，没有服务期可以检查。"
        raise AgreementRefused("no_service_to_check", said)
    rules.check_year(work.service, year, work.checked, timezone.localdate(happened_at))

    check = YearlyCheck.objects.create(
        project=locked,
        agreement=work.agreements[Kind.OPERATION],
        year=year,
        is_kept=is_kept,
        finding=rules.finding_of(finding),
        by=by,
        post_title=title_of(acting),
        at=happened_at,
    )
    facts: dict[str, JSON] = {
        "year": year,
        "is_kept": "做到了" if is_kept else "没有做到",
        "finding": check.finding,
    }
    note(by=by, did="programme.service_checked", what=locked, happened_at=happened_at, facts=facts)
    announce(
        ServiceChecked(
            project=locked.pk,
            programme=locked.programme.key,
            place=locked.programme.place_code,
            organisation=locked.contractor_id,
            year=year,
            is_kept=is_kept,
            checked_at=happened_at,
        )
    )
    return check


def _locked(project: Project, by: User, capability: str) -> tuple[Project, Acting]:
    acting = permit(by, capability, place=project.programme.place_code)
    locked = projects.lock(project)
    if locked is None:
        raise NotYours
    if projects.state(locked) is not State.IN_FORCE:
        said = f"没有登记。“{locked.name}”现在是“{projects.state(locked).word}”，生效以后再签协议。"
        raise AgreementRefused("agreement_before_in_force", said)
    return locked, acting


def _service(
    kind: Kind, since: date | None, months: int | None, place: PlaceCode, on: date
) -> Service | None:
    """What an operation agreement promises, measured by the plan in force; the other kind promises none."""
    if kind is not Kind.OPERATION:
        return None
    written = Service(since, months) if since and months is not None else None
    try:
        rule = policy.rule(rules.RULE, place=place, on=on)
    except policy.NoRule:
        return rules.check_operation(written, promised=0, rule_words="")
    promised = rules.promised_months(rule.value, rule.unit)
    said = f"《{rule.title}》写着“{rule.quote}”"
    return rules.check_operation(written, promised=promised, rule_words=said)


def _tell_signed(signed: Agreement, project: Project, by: User) -> None:
    facts: dict[str, JSON] = {
        "kind": Kind(signed.kind).word,
        "number": signed.number,
        "with_whom": signed.with_whom,
        "signed_on": signed.signed_on.isoformat(),
        "service_months": signed.service_months,
        "reason": signed.reason,
    }
    note(by=by, did="programme.agreement_signed", what=project, happened_at=signed.at, facts=facts)
    announce(
        AgreementSigned(
            agreement=signed.pk,
            kind=signed.kind,
            project=project.pk,
            programme=project.programme.key,
            place=project.programme.place_code,
            organisation=project.contractor_id,
            number=signed.number,
            signed_on=signed.signed_on,
            service_since=signed.service_since,
            service_months=signed.service_months,
            registered_at=signed.at,
        )
    )
