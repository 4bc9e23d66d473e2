"""Parties as others may see them: masked, and only what belongs to the purpose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models.functions import Coalesce

from xiangji.core.parties import blind, masks, sealing
from xiangji.core.parties.envelope import Place
from xiangji.core.parties.models import Kind, Party
from xiangji.core.parties.rules import writing
from xiangji.core.parties.rules.fields import SEEN_FOR, Field, Purpose
from xiangji.core.parties.sealing import Erased, Sealed, Unreadable

TABLE = "parties_party"
GONE = "（已删除）"
UNREADABLE = "（读不出）"


class Names(StrEnum):
    """How the names of people are shown to a post (职务); the caller knows the post."""

    MASKED = "masked"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class SeenParty:
    """What the purpose shows. An empty text: not known, or not of the purpose."""

    id: int
    kind: str
    name: str
    credit_code: str
    place: str
    is_erased: bool
    identity_number: str = ""
    bank_account: str = ""
    phone: str = ""
    address_line: str = ""
    successor: int | None = None
    """The registration into which this one was merged."""


def seen(parties: Iterable[int], *, purpose: Purpose, names: Names = Names.MASKED) -> dict[int, SeenParty]:
    """Many parties in two queries, by id; who does not exist is left out."""
    return seen_rows(Party.objects.filter(pk__in=list(parties)), purpose=purpose, names=names)


def seen_rows(
    parties: Iterable[Party], *, purpose: Purpose, names: Names = Names.MASKED
) -> dict[int, SeenParty]:
    """For whoever has read the rows already: one query, for their keys."""
    rows = list(parties)
    fields = sorted(SEEN_FOR[purpose])
    keys = sealing.data_keys(
        sealed.value for row in rows for field in fields if (sealed := sealed_of(row, field)).value
    )
    return {row.pk: _seen(row, fields, names, keys) for row in rows}


def find_by_identity_number(number: str, *, today: date) -> int | None:
    """Exactly this person, through the index. Raises WrongNumber."""
    index = blind.of(Field.IDENTITY_NUMBER, writing.identity_number(number, today=today))
    return next(iter(_found(identity_number_index=index)), None)


def find_by_credit_code(code: str) -> int | None:
    return next(iter(_found(credit_code=writing.credit_code(code))), None)


def find_by_phone(number: str) -> tuple[int, ...]:
    """A family may share one phone."""
    return _found(phone_index=blind.of(Field.PHONE, writing.phone(number)))


def find_by_bank_account(number: str) -> tuple[int, ...]:
    """More than one party on one account is a question for whoever pays."""
    return _found(bank_account_index=blind.of(Field.BANK_ACCOUNT, writing.bank_account(number)))


def _found(**index: str) -> tuple[int, ...]:
    """What was merged leads to its successor."""
    rows = Party.objects.filter(**index).values_list(Coalesce("successor_id", "pk"), flat=True)
    return tuple(sorted(set(rows)))


def sealed_of(row: Party, field: Field) -> Sealed:
    return Sealed(Place(TABLE, field.value, str(row.pk)), bytes(getattr(row, f"{field}_sealed")))


def opened(parties: Iterable[int], fields: Iterable[Field]) -> dict[int, dict[Field, str]]:
    """Plain values of many parties, for one caller: a file that was approved by a second person.

    Whoever asks has noted what leaves the house before anybody gets it.
    """
    rows, wanted = list(Party.objects.filter(pk__in=list(parties))), list(fields)
    keys = sealing.data_keys(
        sealed.value for row in rows for field in wanted if (sealed := sealed_of(row, field)).value
    )
    return {row.pk: {field: _opened(row, field, keys) for field in wanted} for row in rows}


def _opened(row: Party, field: Field, keys: Mapping[int, bytes]) -> str:
    if row.erased_at:
        return GONE
    sealed = sealed_of(row, field)
    try:
        return sealing.open_one(sealed, keys) if sealed.value else ""
    except Erased:
        return GONE
    except Unreadable:
        return UNREADABLE


def _seen(row: Party, fields: Iterable[Field], names: Names, keys: Mapping[int, bytes]) -> SeenParty:
    shown = (
        {}
        if row.erased_at
        else {field.value: _masked(sealed_of(row, field), field, keys) for field in fields}
    )
    return SeenParty(
        id=row.pk,
        kind=row.kind,
        name=_name(row, names),
        credit_code=row.credit_code,
        place=row.place_id or "",
        is_erased=row.erased_at is not None,
        successor=row.successor_id,
        **shown,
    )


def _name(row: Party, names: Names) -> str:
    if not row.name:
        return GONE
    return masks.name(row.name) if row.kind == Kind.PERSON and names is Names.MASKED else row.name


def _masked(sealed: Sealed, field: Field, keys: Mapping[int, bytes]) -> str:
    """One row that does not open must not hide a whole list."""
    try:
        return masks.MASKS[field](sealing.open_one(sealed, keys)) if sealed.value else ""
    except (Erased, Unreadable):
        return UNREADABLE
