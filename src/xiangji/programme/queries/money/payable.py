"""What may be asked for of each project today, and what is missing: the rules' word, before anybody asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from xiangji.core.values import Money
from xiangji.programme.models import AcceptanceResult, Project
from xiangji.programme.queries.money import duty, payments
from xiangji.programme.queries.money.payments import HOLDING
from xiangji.programme.queries.money.rules_in_force import spending_book
from xiangji.programme.queries.money.situations import acceptance_as, audits_of
from xiangji.programme.rules.clauses import PaymentRule
from xiangji.programme.rules.money.checks import (
    Acceptance,
    Audit,
    Basis,
    PlanInForce,
    Situation,
    Used,
    payable,
)
from xiangji.programme.rules.money.checks.paying import ADVANCE

_NOTHING = (0, 0)


@dataclass(frozen=True, slots=True)
class OfProject:
    """`ready` may be asked for now; `missing` stands before the rest. Public money only."""

    project: Project
    standing: duty.Standing
    ready: Money
    said: str
    missing: str

    @property
    def rest(self) -> Money:
        """Nobody asked for it yet."""
        whole = self.standing.contract or self.standing.planned
        return whole - self.standing.requested


def of_projects(
    rows: Iterable[Project], plans: Sequence[PlanInForce], on: date, used: tuple[Used, ...] = ()
) -> list[OfProject]:
    """Of rows of `duty`; those of which everything was asked for are left out. Three questions at most."""
    found = [row for row in rows if _is_open(duty.standing(row))]
    keys = [row.pk for row in found]
    accepted, audits = _accepted(keys, on), audits_of(keys)
    beside = _beside(keys) if any(rule.kind == ADVANCE for rule in _rules(plans)) else {}
    return [
        _of(row, _situation(row, plans, on, used, accepted, audits, beside.get(row.pk, _NOTHING)))
        for row in found
    ]


def _is_open(standing: duty.Standing) -> bool:
    return (standing.contract or standing.planned) > standing.requested


def _rules(plans: Sequence[PlanInForce]) -> tuple[PaymentRule, ...]:
    return plans[0].document.payment_rules


def _of(row: Project, situation: Situation) -> OfProject:
    standing = duty.standing(row)
    found = payable(situation, taken=standing.requested.fen)
    return OfProject(row, standing, Money(found.ready), found.said, found.missing)


def _situation(
    row: Project,
    plans: Sequence[PlanInForce],
    on: date,
    used: tuple[Used, ...],
    accepted: dict[int, Acceptance],
    audits: dict[int, tuple[Audit, ...]],
    beside: tuple[int, int],
) -> Situation:
    standing = duty.standing(row)
    return Situation(
        kind="payment",
        on=on,
        line=row.budget_line,
        plans=tuple(plans),
        spending=spending_book(),
        used=used,
        project_fen=standing.planned.fen,
        contract_fen=standing.contract.fen or None,
        advanced_fen=beside[0],
        settled_fen=beside[1],
        audits=audits.get(row.pk, ()),
        acceptance=accepted.get(row.pk),
    )


def _accepted(projects: Sequence[int], on: date) -> dict[int, Acceptance]:
    """The last result of each counts."""
    last = AcceptanceResult.objects.filter(project=OuterRef("project")).order_by("-pk").values("pk")[:1]
    found = AcceptanceResult.objects.filter(project__in=projects, pk=Subquery(last))
    return {row.project_id: acceptance_as(row, on) for row in found}


def _beside(projects: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Asked for in advance and by month: what payments hold, and what was paid of stopped ones."""
    grounds = (Basis.ADVANCE.value, Basis.MONTHLY.value)
    found: defaultdict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(grounds, 0))
    rows = payments.rows().filter(project__in=projects, basis__in=grounds)
    for row in rows.filter(HOLDING | Q(stopped_at__isnull=False)):
        found[row.project_id][row.basis] += payments.paid_of(row) if row.stopped_at else payments.wanted(row)
    return {project: (held[grounds[0]], held[grounds[1]]) for project, held in found.items()}
