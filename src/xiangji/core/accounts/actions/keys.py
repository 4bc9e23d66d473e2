"""Keys of organisations for their programs."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from xiangji.core.accounts import keys
from xiangji.core.accounts.models import Organisation, OrganisationKey, User
from xiangji.core.accounts.permitting import NotYours, permit
from xiangji.core.accounts.rules.names import fault_of_name
from xiangji.core.audit import JSON, note
from xiangji.core.errors import Refused
from xiangji.core.places.models import Place
from xiangji.core.values import PlaceCode

MOST_A_DAY = 1_000_000


@dataclass(frozen=True, slots=True)
class MadeKey:
    """The key itself is shown now and never again."""

    row: OrganisationKey
    key: str


@transaction.atomic
def make_key(
    *,
    organisation: Organisation,
    name: str,
    place: PlaceCode,
    daily_quota: int,
    by: User | None,
    happened_at: datetime,
) -> MadeKey:
    """`place` is what the key may ask about: no more than where the organisation stands."""
    if by is not None:
        permit(by, "accounts.manage_keys", organisation=organisation, place=place)
    fault = _fault(organisation, name, place, daily_quota)
    if fault:
        raise Refused("key_not_good", f"钥匙没有发。{fault}")
    key = keys.new_key()
    row = OrganisationKey.objects.create(
        organisation=organisation,
        name=name,
        place_id=place.digits,
        daily_quota=daily_quota,
        sha256=keys.digest_of(key),
        tail=key[-4:],
        made_by=by,
        made_at=happened_at,
    )
    facts: dict[str, JSON] = {
        "organisation": organisation.pk,
        "place": place.digits,
        "daily_quota": daily_quota,
    }
    note(by=by, did="accounts.key_made", what=row, happened_at=happened_at, facts=facts)
    return MadeKey(row, key)


def _fault(organisation: Organisation, name: str, place: PlaceCode, daily_quota: int) -> str:
    if not 1 <= daily_quota <= MOST_A_DAY:
        return f"每天{daily_quota}次，应当在1到{MOST_A_DAY}之间。"
    if not organisation.place_code.contains(place) or not Place.objects.filter(code=place.digits).exists():
        return f"{place}不在{organisation.name}的所在地里。"
    return fault_of_name(name, what="用处")


@transaction.atomic
def revoke_key(*, key: OrganisationKey, by: User | None, happened_at: datetime) -> None:
    found = (
        OrganisationKey.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(pk=key.pk)
        .first()
    )
    if found is None:
        raise NotYours
    if by is not None:
        permit(by, "accounts.manage_keys", organisation=found.organisation)
    if found.revoked_at is not None:
        raise Refused("key_is_revoked", "钥匙没有再作废一次，它已经作废了。")
    found.revoked_at = happened_at
    found.save(update_fields=["revoked_at"])
    note(by=by, did="accounts.key_revoked", what=found, happened_at=happened_at)
