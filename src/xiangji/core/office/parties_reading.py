"""Which parties a person sees and for which purpose; what is shown of them, masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import BooleanField, Case, CharField, Q, QuerySet, Value, When

from xiangji.core.accounts.capabilities import scope_of
from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours, Reach, permit, posts_of, reach
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.office.desk import Mark
from xiangji.core.parties import masks
from xiangji.core.parties.models import Kind, Party
from xiangji.core.parties.queries import GONE, Names, SeenParty, seen_rows
from xiangji.core.parties.rules.fields import SEEN_FOR, Field, Purpose

# Whoever pays needs no phone, and whoever destroys keys needs no account. Everybody else keeps the register.
PURPOSES: Mapping[PostKind, Purpose] = {
    PostKind.FINANCE: Purpose.PAYMENT,
    PostKind.SECURITY_ADMIN: Purpose.ERASURE,
}


def purpose_of(person: User) -> Purpose:
    """The purpose of the post in which she reads; of several posts the one that shows more."""
    reading = [acting.kind for acting in posts_of(person) if scope_of(acting.kind, "parties.read")]
    found = [PURPOSES.get(kind, Purpose.REGISTRATION) for kind in reading]
    return max(found, key=lambda one: len(SEEN_FOR[one]), default=Purpose.ERASURE)


def fields_of(person: User) -> list[Field]:
    seen_for = SEEN_FOR[purpose_of(person)]
    return [field for field in Field if field in seen_for]


def rows(person: User) -> QuerySet[Party]:
    """Whoever sees a name masked also finds it by the whole name only."""
    whole = _kept(reach(person, "parties.read_names"))
    return (
        Party.objects.filter(_kept(reach(person, "parties.read")))
        .annotate(
            sees_name=Case(
                When(whole, then=Value(value=True)), default=Value(value=False), output_field=BooleanField()
            ),
            purpose=Value(purpose_of(person).value, output_field=CharField()),
        )
        .select_related("place", "kept_in")
    )


def permit_party(by: User, party: Party, *, capability: str) -> None:
    """403 without the capability, 404 where the registration lies out of its reach."""
    permit(by, capability)
    if not Party.objects.filter(_kept(reach(by, capability)), pk=party.pk).exists():
        raise NotYours


def hang_on(things: Sequence[Any]) -> None:
    """What is seen of all rows of a page, in a few queries."""
    for names in Names:
        some = [one for one in things if one.sees_name is (names is Names.WHOLE)]
        if some:
            told = seen_rows(some, purpose=Purpose(some[0].purpose), names=names)
            for one in some:
                one.seen = told[one.pk]


def seen_of(thing: Any) -> SeenParty:  # noqa: ANN401 - a party with what `rows` annotated
    if not hasattr(thing, "seen"):
        hang_on([thing])
    told: SeenParty = thing.seen
    return told


def name_of(thing: Any) -> str:  # noqa: ANN401 - a party with what `rows` annotated
    """Without opening anything: titles stand in searches and menus."""
    if not thing.name:
        return GONE
    is_whole = thing.kind == Kind.ORGANISATION or getattr(thing, "sees_name", False)
    return thing.name if is_whole else masks.name(thing.name)


def found(rows: QuerySet[Party], words: str) -> QuerySet[Party]:
    """Names of organisations are public. Parts of a person's name find nobody whose name is masked."""
    for word in words.split():
        whole_name = Q(name__in=[word, f"{masks.EXAMPLE}{word}"])
        open_name = Q(name__icontains=word) & (Q(kind=Kind.ORGANISATION) | Q(sees_name=True))
        rows = rows.filter(whole_name | open_name | Q(credit_code=word.upper()))
    return rows


def standing(party: Party) -> Mark:
    if party.erased_at:
        return Mark("bad", "已删除")
    return Mark("info", f"并入 {party.successor_id}") if party.successor_id else Mark("ok", "在册")


def is_living(party: Party, _person: User) -> bool:
    return party.erased_at is None and party.successor_id is None


def registered(party: Party, fields: Sequence[Field]) -> list[Field]:
    """Which of the fields have a value."""
    return [field for field in fields if getattr(party, f"{field.value}_sealed")]


def _kept(within: Reach) -> Q:
    return within.q(place="kept_in_id", organisation="kept_by")
