"""Whoever comes to a centre, as core.parties knows them."""

from datetime import datetime

from xiangji.core.accounts.models import User
from xiangji.core.parties import actions as parties
from xiangji.core.parties.actions import Kept
from xiangji.core.parties.models import Party
from xiangji.core.parties.queries import find_by_credit_code, find_by_phone
from xiangji.stations.models import Station


def party_of(
    centre: Station, name: str, credit_code: str, phone: str, by: User | None, happened_at: datetime
) -> int:
    """Who is known by credit code, or by phone and name together, is not registered again."""
    kept = Kept(centre.place_code, centre.operator_id) if centre.operator_id else None
    place = centre.place_code
    if credit_code.strip():
        known = find_by_credit_code(credit_code)
        return (
            known
            or parties.register_organisation(
                name=name,
                credit_code=credit_code,
                phone=phone,
                place=place,
                kept=kept,
                by=by,
                happened_at=happened_at,
            ).pk
        )
    if phone.strip():
        same = Party.objects.filter(pk__in=find_by_phone(phone), name=name.strip()).order_by("pk").first()
        if same is not None:
            return same.pk
    return parties.register_person(
        name=name, phone=phone, place=place, kept=kept, by=by, happened_at=happened_at
    ).pk
