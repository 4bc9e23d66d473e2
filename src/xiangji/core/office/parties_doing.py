"""What is done with parties from the desk: who may, in which scope; core.parties does it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.capabilities import scope_of
from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import permit, posts_of
from xiangji.core.accounts.rules.scopes import Asked, Scope, covers
from xiangji.core.audit import JSON, note
from xiangji.core.errors import Refused
from xiangji.core.office.parties_reading import fields_of, permit_party, purpose_of, rows
from xiangji.core.parties import actions, queries
from xiangji.core.parties.actions import Kept
from xiangji.core.parties.models import Party
from xiangji.core.parties.rules.fields import Field
from xiangji.core.values import PlaceCode

NAME, CREDIT_CODE = "name", "credit_code"


@dataclass(frozen=True, slots=True)
class Opened:
    label: str
    plain: str


def register_person(
    *,
    name: str,
    identity_number: str,
    phone: str,
    bank_account: str,
    address_line: str,
    place: PlaceCode | None,
    by: User,
    happened_at: datetime,
) -> Party:
    return actions.register_person(
        name=name,
        identity_number=identity_number,
        phone=phone,
        bank_account=bank_account,
        address_line=address_line,
        place=place,
        kept=_kept(by, place),
        by=by,
        happened_at=happened_at,
    )


def register_organisation(
    *,
    name: str,
    credit_code: str,
    phone: str,
    bank_account: str,
    address_line: str,
    place: PlaceCode | None,
    by: User,
    happened_at: datetime,
) -> Party:
    return actions.register_organisation(
        name=name,
        credit_code=credit_code,
        phone=phone,
        bank_account=bank_account,
        address_line=address_line,
        place=place,
        kept=_kept(by, place),
        by=by,
        happened_at=happened_at,
    )


def correct(*, party: Party, field: str, value: str, by: User, happened_at: datetime) -> Party:
    """One field; the audit holds that it was changed, neither the old value nor the new one."""
    permit_party(by, party, capability="parties.register")
    if field == NAME:
        return actions.rename(party=party.pk, name=value, by=by, happened_at=happened_at)
    return actions.correct(party=party.pk, field=Field(field), value=value, by=by, happened_at=happened_at)


def reveal(*, party: Party, field: str, reason: str, by: User, happened_at: datetime) -> Opened:
    permit_party(by, party, capability="parties.reveal")
    one = Field(field)
    plain = actions.reveal(
        party=party.pk,
        field=one,
        purpose=purpose_of(by),
        reason=reason,
        may_reveal=True,
        by=by,
        happened_at=happened_at,
    )
    return Opened(one.label, plain)


def merge(*, party: Party, into: int, reason: str, by: User, happened_at: datetime) -> Party:
    """Both registrations must be in reach; one that is not does not exist."""
    permit_party(by, party, capability="parties.merge")
    other = rows(by).filter(pk=into).first()
    if other is None:
        raise Refused("no_party_to_merge_into", f"没有合并。您管的范围里没有登记号 {into}，请再核一遍。")
    permit_party(by, other, capability="parties.merge")
    return actions.merge(party=party.pk, into=into, reason=reason, by=by, happened_at=happened_at)


def erase(*, party: Party, basis: str, reason: str, sure: bool, by: User, happened_at: datetime) -> Party:
    permit_party(by, party, capability="parties.erase")
    if not sure:
        raise Refused("erasing_not_confirmed", "没有删除。删除以后谁也找不回来，请先勾上确认。")
    words = f"{basis}。{reason}"
    return actions.erase(party=party.pk, reason=words, by=by, happened_at=happened_at)


def find(*, by_what: str, number: str, by: User, happened_at: datetime) -> tuple[int, ...]:
    """Exactly this number, through the index, within one's scope. The number is kept nowhere."""
    permit(by, "parties.read")
    if by_what != CREDIT_CODE and Field(by_what) not in fields_of(by):
        raise Refused("number_not_of_the_purpose", "没有找。您的岗位用不着这种号码，请换一种。")
    known = rows(by).filter(pk__in=_by_number(by_what, number)).order_by("pk")
    mine = tuple(known.values_list("pk", flat=True))
    with transaction.atomic():
        what = f"parties.Party {mine[0]}" if mine else "parties.Party"
        facts: dict[str, JSON] = {"by_what": label_of(by_what), "found": len(mine)}
        note(by=by, did="party.looked_up", what=what, happened_at=happened_at, facts=facts)
    if not mine:
        raise Refused(
            "number_not_registered",
            "没有找到。您管的范围里没有登记这个号码：可能还没有登记，也可能登记在别处。",
        )
    return mine


def label_of(by_what: str) -> str:
    return "统一社会信用代码" if by_what == CREDIT_CODE else Field(by_what).label


def _by_number(by_what: str, number: str) -> tuple[int, ...]:
    if by_what == Field.PHONE:
        return queries.find_by_phone(number)
    if by_what == Field.BANK_ACCOUNT:
        return queries.find_by_bank_account(number)
    found = (
        queries.find_by_credit_code(number)
        if by_what == CREDIT_CODE
        else queries.find_by_identity_number(number, today=timezone.localdate())
    )
    return (found,) if found else ()


def _kept(by: User, place: PlaceCode | None) -> Kept:
    """Kept where the person lives when the post answers for that place, else where the post stands."""
    permit(by, "parties.register")
    for acting in posts_of(by):
        scope = scope_of(acting.kind, "parties.register")
        if scope is None:
            continue
        where = place if place and scope is not Scope.OWN_ORGANISATION else acting.place
        if covers(scope, acting.post.held, Asked(acting.post.organisation_id, where)):
            return Kept(where, acting.post.organisation_id)
    raise Refused("party_place_out_of_reach", f"没有登记。{place} 不在您的岗位管的地方，请由那里登记。")
