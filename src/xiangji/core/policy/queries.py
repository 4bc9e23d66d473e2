"""What is published and what binds. A body never changes, so what follows from it is computed once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from xiangji.core.policy.models import PolicyVersion, Standing
from xiangji.core.policy.rules.binding import Rule, rules_of
from xiangji.core.policy.rules.canonical import Body, body_of
from xiangji.core.policy.rules.strictness import strictest
from xiangji.core.values import PlaceCode


class NoRule(LookupError):
    """No plan in force for the place says anything about it: the caller decides what that means."""


@dataclass(frozen=True, slots=True)
class Version:
    """A published version as others may know it."""

    id: int
    programme: str
    number: int
    place: PlaceCode
    standing: str
    title: str
    sha256: str
    valid_from: date
    valid_to: date | None
    published_at: datetime

    @property
    def body(self) -> Body:
        """Parsed anew each time: whoever asks may change what is given."""
        return body_of(_text(self.id, self.sha256))


def version(number: int) -> Version:
    """The version with this id. Raises PolicyVersion.DoesNotExist."""
    return _known(PolicyVersion.objects.defer("body").get(pk=number))


def rule(key: str, *, place: PlaceCode | str, on: date) -> Rule:
    """The rule that binds in a place on a day: of two programmes in force the stricter one, naming both.

    Raises NoRule, and RulesDisagree where the stricter one cannot be told. The stricter one may only warn
    while a looser one blocks: who checks an amount against all of them asks `rules_in_force`.
    """
    found = [each for each in rules_in_force(place, on) if each.key == key]
    if not found:
        raise NoRule(f"no plan in force in {place} on {on} says anything about {key}")
    return strictest(found)


def rules_in_force(place: PlaceCode | str, on: date) -> tuple[Rule, ...]:
    """All rules of all programmes in force for the place or anything above it, newest programme last."""
    code = place if isinstance(place, PlaceCode) else PlaceCode(place)
    return tuple(rule for version in _in_force(code, on) for rule in _rules(version.pk, version.sha256))


def in_force(place: PlaceCode | str, on: date) -> tuple[Version, ...]:
    """The versions that count for a place on a day: of each programme one, the newest programme last."""
    code = place if isinstance(place, PlaceCode) else PlaceCode(place)
    return tuple(_known(row) for row in _in_force(code, on))


def _in_force(place: PlaceCode, on: date) -> Iterable[PolicyVersion]:
    """Of each programme the newest version that has begun: it counts, or nothing of that programme does."""
    begun = (
        PolicyVersion.objects.defer("body")
        .filter(place__in=[code.digits for code in place.line], valid_from__lte=on)
        .order_by("programme", "number")
    )
    newest = {version.programme: version for version in begun}
    counting = [version for version in newest.values() if _counts(version, on)]
    return sorted(counting, key=lambda version: (version.valid_from, version.programme))


def _counts(version: PolicyVersion, on: date) -> bool:
    return version.standing == Standing.IN_FORCE and (version.valid_to is None or version.valid_to >= on)


@lru_cache(maxsize=64)
def _rules(number: int, sha256: str) -> tuple[Rule, ...]:
    """The hash is part of the key: an id may be given out again after a rollback."""
    found = PolicyVersion.objects.get(pk=number, sha256=sha256)
    return tuple(
        rules_of(body_of(found.body), programme=found.programme, title=found.title, version_id=number)
    )


@lru_cache(maxsize=64)
def _text(number: int, sha256: str) -> str:
    return PolicyVersion.objects.values_list("body", flat=True).get(pk=number, sha256=sha256)


def _known(row: PolicyVersion) -> Version:
    return Version(
        id=row.pk,
        programme=row.programme,
        number=row.number,
        place=row.place_code,
        standing=row.standing,
        title=row.title,
        sha256=row.sha256,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        published_at=row.published_at,
    )
