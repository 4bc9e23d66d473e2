"""The registers beside the ledger: assets, other funds, support for residents. Nothing here is booked."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.core.parties.models import Party
from xiangji.programme.actions.publicity import title_of
from xiangji.programme.models import Asset, OtherFund, Programme, Project, ResidentSupport
from xiangji.programme.queries import projects
from xiangji.programme.queries.money import contracts
from xiangji.programme.rules.money import registers as rules
from xiangji.programme.rules.money.contracts import ContractRefused
from xiangji.programme.rules.project import State
from xiangji.programme.rules.words import yuan_words

Row = TypeVar("Row", Asset, OtherFund, ResidentSupport)


@transaction.atomic
def record_asset(*, project: Project, asset: rules.Asset, by: User, happened_at: datetime) -> Asset:
    """Bought with money of the plan (PRG-63), by the bureau or the contractor that keeps it."""
    acting = permit(
        by, "programme.record_asset", place=project.programme.place_code, organisation=project.contractor
    )
    locked = projects.lock(project)
    if locked is None:
        raise NotYours
    if projects.state(locked) is not State.IN_FORCE:
        said = f"没有登记。“{locked.name}”现在是“{projects.state(locked).word}”，还不能花方案的钱。"
        raise ContractRefused("asset_before_in_force", said)
    kept = rules.asset_of(asset, today=timezone.localdate(happened_at))
    row = Asset.objects.create(
        project=locked,
        kind=kept.kind.value,
        name=kept.name,
        quantity=kept.quantity,
        unit=kept.unit,
        price_fen=kept.price.fen,
        source=kept.source.value,
        bought_on=kept.bought_on,
        where=kept.where,
        document_number=kept.document_number,
        by=by,
        post_title=title_of(acting),
        at=happened_at,
    )
    facts: dict[str, JSON] = {
        "name": kept.name,
        "quantity": f"{kept.quantity:f}{kept.unit}",
        "amount": f"{yuan_words(kept.price)}元",
        "where": kept.where,
    }
    note(by=by, did="programme.asset_recorded", what=row, happened_at=happened_at, facts=facts)
    return row


@transaction.atomic
def record_fund(*, programme: Programme, fund: rules.Fund, by: User, happened_at: datetime) -> OtherFund:
    """Other funds won for the programme (PRG-65); they never count as money of the plan."""
    acting = permit(by, "programme.keep_contracts", place=programme.place_code)
    kept = rules.fund_of(fund, today=timezone.localdate(happened_at))
    row = OtherFund.objects.create(
        programme=programme,
        kind=kept.kind.value,
        giver=kept.giver,
        purpose=kept.purpose,
        fen=kept.amount.fen,
        granted_on=kept.granted_on,
        document_number=kept.document_number,
        by=by,
        post_title=title_of(acting),
        at=happened_at,
    )
    facts: dict[str, JSON] = {
        "giver": kept.giver,
        "amount": f"{yuan_words(kept.amount)}元",
        "document": kept.document_number,
    }
    note(by=by, did="programme.fund_recorded", what=row, happened_at=happened_at, facts=facts)
    return row


@transaction.atomic
def record_support(
    *, programme: Programme, party: Party, support: rules.Support, by: User, happened_at: datetime
) -> ResidentSupport:
    """What a resident of the centre got (PRG-61). Who it is stands in core.parties and never in the audit."""
    acting = permit(by, "programme.keep_contracts", place=programme.place_code)
    if not contracts.residents_for(by).filter(pk=party.pk).exists():
        raise NotYours
    kept = rules.support_of(support, today=timezone.localdate(happened_at))
    row = ResidentSupport.objects.create(
        programme=programme,
        party=party,
        kind=kept.kind.value,
        what=kept.what,
        worth_fen=kept.worth.fen,
        given_on=kept.given_on,
        document_number=kept.document_number,
        by=by,
        post_title=title_of(acting),
        at=happened_at,
    )
    facts: dict[str, JSON] = {"kind": kept.kind.word, "what": kept.what, "document": kept.document_number}
    note(by=by, did="programme.support_recorded", what=row, happened_at=happened_at, facts=facts)
    return row


@transaction.atomic
def end_asset(*, asset: Asset, reason: str, by: User, happened_at: datetime) -> Asset:
    """Scrapped, sold or written wrongly."""
    project = asset.project
    permit(by, "programme.record_asset", place=project.programme.place_code, organisation=project.contractor)
    return _end(asset, reason, by, happened_at)


@transaction.atomic
def end_fund(*, fund: OtherFund, reason: str, by: User, happened_at: datetime) -> OtherFund:
    permit(by, "programme.keep_contracts", place=fund.programme.place_code)
    return _end(fund, reason, by, happened_at)


@transaction.atomic
def end_support(*, support: ResidentSupport, reason: str, by: User, happened_at: datetime) -> ResidentSupport:
    permit(by, "programme.keep_contracts", place=support.programme.place_code)
    return _end(support, reason, by, happened_at)


def _end(row: Row, reason: str, by: User, happened_at: datetime) -> Row:
    rows: QuerySet[Row] = type(row).objects.select_for_update()
    locked = rows.filter(pk=row.pk).first()
    if locked is None:
        raise NotYours
    why = rules.ended_of(reason, has_ended=locked.ended_at is not None)
    locked.end(why, happened_at)
    facts: dict[str, JSON] = {"reason": why}
    note(by=by, did="programme.register_row_ended", what=locked, happened_at=happened_at, facts=facts)
    return locked
