"""Publishing a plan: the one way in which a rule comes to bind."""

from datetime import date, datetime

from django.db import transaction

from xiangji.core.accounts.models import User
from xiangji.core.audit import JSON, note
from xiangji.core.errors import Refused
from xiangji.core.places.models import Place
from xiangji.core.policy.models import PolicyVersion, Standing
from xiangji.core.policy.rules.canonical import Body, sha256_of, text_of
from xiangji.core.values import PlaceCode


@transaction.atomic
def publish(
    *,
    programme: str,
    place: PlaceCode,
    body: Body,
    title: str,
    standing: str,
    valid_from: date,
    valid_to: date | None,
    by: User | None,
    at: datetime,
) -> PolicyVersion:
    """Publish the next version. The same publication again gives the version that already stands."""
    if valid_to and valid_to < valid_from:
        raise Refused("policy_ends_before_it_begins", _ENDS_FIRST.format(start=valid_from, end=valid_to))
    where = _locked(place)
    text = text_of(body)
    version = PolicyVersion(
        programme=programme,
        place=where,
        standing=Standing(standing),
        title=title,
        body=text,
        sha256=sha256_of(text),
        valid_from=valid_from,
        valid_to=valid_to,
        published_by=by,
        published_at=at,
    )
    latest = PolicyVersion.objects.filter(programme=programme).order_by("-number").first()
    if latest and _same(latest, version):
        return latest
    version.number = latest.number + 1 if latest else 1
    version.save(force_insert=True)
    facts: dict[str, JSON] = {
        "version": version.number,
        "sha256": version.sha256,
        "standing": version.standing,
    }
    note(by=by, did="policy.published", what=version, happened_at=at, facts=facts)
    return version


_ENDS_FIRST = "没有发布。失效日期 {end} 早于施行日期 {start}，请改其中一个。"
_SAME = ("place_id", "standing", "title", "sha256", "valid_from", "valid_to")


def _locked(place: PlaceCode) -> Place:
    """Two publications for one place go one after the other, so that their numbers have no gap."""
    found = Place.objects.select_for_update(no_key=True).filter(code=place.digits).first()
    if found is None:
        raise Refused("place_not_known", f"没有发布。区划表里没有 {place}，请先装入它的区划。")
    return found


def _same(one: PolicyVersion, other: PolicyVersion) -> bool:
    return all(getattr(one, column) == getattr(other, column) for column in _SAME)
