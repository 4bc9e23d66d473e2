"""Everything that changes or opens a party. Who may is asked above: accounts stand over parties."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from xiangji.core.audit import JSON, Actor, note
from xiangji.core.errors import Refused
from xiangji.core.events import announce
from xiangji.core.parties import blind, sealing, traces
from xiangji.core.parties.events import PartyErased, PartyMerged
from xiangji.core.parties.models import Kind, Party
from xiangji.core.parties.queries import TABLE, sealed_of
from xiangji.core.parties.rules import writing
from xiangji.core.parties.rules.fields import FOUND_BY, SEEN_FOR, Field, Purpose
from xiangji.core.parties.rules.reasons import reason as good_reason
from xiangji.core.places.models import Place
from xiangji.core.values import PlaceCode


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a registration is kept and by which organisation (its key): who may see it follows from these."""

    place: PlaceCode
    organisation: int


class AlreadyRegistered(Refused):
    """Says nothing about whose the other registration is."""

    status = 409

    def __init__(self, by_what: str) -> None:
        super().__init__(
            "party_already_registered",
            f"没有登记。这个{by_what}已经登记在册，同一个人或单位只登记一份，请用已有的那一份；"
            "确实有两份要合并的，由县商务局经办合并。",
        )


class NoSuchParty(Refused):
    status = 404

    def __init__(self, party: int) -> None:
        super().__init__("no_such_party", f"没有办。没有登记号是 {party} 的人或单位。")


class AlreadyMerged(Refused):
    status = 409

    def __init__(self, party: int, successor: int) -> None:
        super().__init__(
            "party_already_merged",
            f"没有办。登记号 {party} 已经并入登记号 {successor}，请在登记号 {successor} 上办。",
        )


class MayNotReveal(Refused):
    status = 403

    def __init__(self, label: str, why: str) -> None:
        super().__init__("may_not_reveal", f"没有显示{label}。{why}")


@transaction.atomic
def register_person(
    *,
    name: str,
    identity_number: str = "",
    bank_account: str = "",
    phone: str = "",
    address_line: str = "",
    place: PlaceCode | None = None,
    kept: Kept | None = None,
    by: Actor | None,
    happened_at: datetime,
) -> Party:
    """A number that is not known is left empty: a receiver may be known by phone only.

    `kept` says who may see the registration; without it, whoever answers for the place.
    """
    values = _written(
        {
            Field.IDENTITY_NUMBER: identity_number,
            Field.BANK_ACCOUNT: bank_account,
            Field.PHONE: phone,
            Field.ADDRESS_LINE: address_line,
        }
    )
    party = Party(
        kind=Kind.PERSON, name=writing.name(name), place_id=_place(place), registered_at=happened_at
    )
    _keep(party, kept)
    return _register(party, values, by=by, happened_at=happened_at)


@transaction.atomic
def register_organisation(
    *,
    name: str,
    credit_code: str,
    bank_account: str = "",
    phone: str = "",
    address_line: str = "",
    place: PlaceCode | None = None,
    kept: Kept | None = None,
    by: Actor | None,
    happened_at: datetime,
) -> Party:
    values = _written(
        {Field.BANK_ACCOUNT: bank_account, Field.PHONE: phone, Field.ADDRESS_LINE: address_line}
    )
    party = Party(
        kind=Kind.ORGANISATION,
        name=writing.name(name),
        credit_code=writing.credit_code(credit_code),
        place_id=_place(place),
        registered_at=happened_at,
    )
    _keep(party, kept)
    return _register(party, values, by=by, happened_at=happened_at)


@transaction.atomic
def correct(*, party: int, field: Field, value: str, by: Actor | None, happened_at: datetime) -> Party:
    """Write a sealed field anew; an empty value removes it."""
    row = _living(party)
    if row.kind == Kind.ORGANISATION and field is Field.IDENTITY_NUMBER:
        raise Refused(
            "organisation_has_no_identity_number", "没有更正。单位没有身份证号，请填统一社会信用代码。"
        )
    _put(row, _written({field: value}))
    note(by=by, did="party.corrected", what=row, happened_at=happened_at, facts={"changed": [field.value]})
    return row


@transaction.atomic
def rename(*, party: int, name: str, by: Actor | None, happened_at: datetime) -> Party:
    row = _living(party)
    row.name = writing.name(name)
    row.save(update_fields=["name"])
    note(by=by, did="party.corrected", what=row, happened_at=happened_at, facts={"changed": ["name"]})
    return row


@transaction.atomic(durable=True)
def reveal(
    *,
    party: int,
    field: Field,
    purpose: Purpose,
    reason: str,
    may_reveal: bool,
    by: Actor,
    happened_at: datetime,
) -> str:
    """One plain value. The entry that says so is committed before anybody sees it (`durable`)."""
    if not may_reveal:
        raise MayNotReveal(field.label, "您的职务没有这项权限，需要的话请找本单位负责人。")
    if field not in SEEN_FOR[purpose]:
        raise MayNotReveal(field.label, f"“{purpose.label}”用不着它。")
    row = _living_or_merged(party)
    sealed = sealed_of(row, field)
    if not sealed.value:
        raise Refused("field_not_registered", f"没有显示。这里没有登记{field.label}。")
    plain = sealing.unseal(sealed.value, table=TABLE, field=field.value, row=row.pk)
    facts = {"field": field.value, "purpose": purpose.value, "reason": good_reason(reason, hidden=[plain])}
    note(by=by, did="party.revealed", what=row, happened_at=happened_at, facts=facts)
    return plain


@transaction.atomic
def merge(*, party: int, into: int, reason: str, by: Actor | None, happened_at: datetime) -> Party:
    """Two registrations of one person: `party` points to `into` from now on, and lookups lead there.

    What `into` lacks moves over, sealed anew. Where both know something the successor's counts; the other
    value stays sealed in its old row, so that a wrong merge can be read back, though no button undoes it.
    """
    lesser, greater = _two(party, into)
    _refuse_two_people(lesser, greater)
    words = good_reason(reason, hidden=_readable(lesser))
    moved = _taken_out(lesser, _lacking(greater, lesser))
    lesser.successor = greater
    lesser.save()
    _put(greater, moved)
    Party.objects.filter(successor=lesser).update(successor=greater)
    facts: dict[str, JSON] = {"into": greater.pk, "moved": [field.value for field in moved], "reason": words}
    note(by=by, did="party.merged", what=lesser, happened_at=happened_at, facts=facts)
    announce(PartyMerged(lesser.pk, greater.pk))
    return greater


@transaction.atomic
def erase(*, party: int, reason: str, by: Actor | None, happened_at: datetime) -> Party:
    """Destroy the key and the index values. A person's name goes too, an organisation's is public.

    The registrations that were merged into this one are the same person and go with it.
    """
    row = _living(party)
    merged = list(Party.objects.select_for_update(no_key=True).filter(successor=row, erased_at=None))
    words = good_reason(reason, hidden=[plain for one in (row, *merged) for plain in _readable(one)])
    traces.overwrite_what_is_deleted()
    for one in (*merged, row):
        _destroy(one)
        note(by=by, did="party.erased", what=one, happened_at=happened_at, facts={"reason": words})
        announce(PartyErased(one.pk))
    transaction.on_commit(traces.empty_the_journal)
    return row


def _destroy(row: Party) -> None:
    sealing.destroy(table=TABLE, row=row.pk)
    for field in Field:
        setattr(row, f"{field}_sealed", b"")
    for field in FOUND_BY:
        setattr(row, f"{field}_index", "")
    if row.kind == Kind.PERSON:
        row.name, row.place = "", None
    row.credit_code, row.erased_at = "", timezone.now()
    row.save()


def _two(party: int, into: int) -> tuple[Party, Party]:
    """Locked in the order of their numbers, so that two who merge the other way round do not wait forever."""
    if party == into:
        raise Refused("party_into_itself", "没有合并。两处写的是同一个登记号，请写另外一份的登记号。")
    rows = {number: _living(number) for number in sorted((party, into))}
    return rows[party], rows[into]


def _refuse_two_people(lesser: Party, greater: Party) -> None:
    if Kind.ORGANISATION in (lesser.kind, greater.kind):
        raise Refused(
            "only_people_are_merged",
            "没有合并。单位各有各的统一社会信用代码，代码不同就是两家；只有同一个人的两份登记可以合并。",
        )
    if lesser.identity_number_index and greater.identity_number_index:
        raise Refused(
            "two_identity_numbers",
            "没有合并。两份登记的身份证号不同，是两个人。号码写错了的，先在那一份上更正，再来合并。",
        )


def _lacking(greater: Party, lesser: Party) -> list[Field]:
    return [
        field for field in Field if sealed_of(lesser, field).value and not sealed_of(greater, field).value
    ]


def _taken_out(row: Party, fields: Iterable[Field]) -> dict[Field, str]:
    """Opened, and no longer in the row nor found through it."""
    taken = {}
    for field in fields:
        taken[field] = sealing.unseal(sealed_of(row, field).value, table=TABLE, field=field.value, row=row.pk)
        setattr(row, f"{field}_sealed", b"")
        if field in FOUND_BY:
            setattr(row, f"{field}_index", "")
    return taken


def _written(values: Mapping[Field, str]) -> dict[Field, str]:
    today = timezone.localdate()
    return {field: writing.written(field, value, today=today) for field, value in values.items()}


def _register(party: Party, values: dict[Field, str], *, by: Actor | None, happened_at: datetime) -> Party:
    _index(party, values)
    _save(party)
    known = {field: value for field, value in values.items() if value}
    _put(party, known)
    facts = {"kind": party.kind, "fields": [field.value for field in known]}
    note(by=by, did="party.registered", what=party, happened_at=happened_at, facts=facts)
    return party


def _put(party: Party, values: Mapping[Field, str]) -> None:
    """Sealed for this row, which therefore is there already."""
    _index(party, values)
    for field, value in values.items():
        sealed = sealing.seal(value, table=TABLE, field=field.value, row=party.pk) if value else b""
        setattr(party, f"{field}_sealed", sealed)
    _save(party)


def _index(party: Party, values: Mapping[Field, str]) -> None:
    for field in FOUND_BY & values.keys():
        setattr(party, f"{field}_index", blind.of(field, values[field]))


def _save(party: Party) -> None:
    """Two who register the same person at the same second: the database lets one of them through."""
    try:
        with transaction.atomic():
            party.save()
    except IntegrityError:
        by_what = "身份证号" if party.kind == Kind.PERSON else "统一社会信用代码"
        raise AlreadyRegistered(by_what) from None


def _living(party: int) -> Party:
    row = _living_or_merged(party)
    if row.successor_id:
        raise AlreadyMerged(party, row.successor_id)
    return row


def _living_or_merged(party: int) -> Party:
    row = Party.objects.select_for_update(no_key=True).filter(pk=party).first()
    if row is None:
        raise NoSuchParty(party)
    if row.erased_at:
        raise sealing.Erased(f"登记号 {party} 的人或单位")
    return row


def _keep(party: Party, kept: Kept | None) -> None:
    party.kept_in_id = _place(kept.place) if kept else party.place_id
    party.kept_by = kept.organisation if kept else None


def _place(code: PlaceCode | None) -> str | None:
    if code is not None and not Place.objects.filter(code=code.digits).exists():
        raise Refused("party_place_not_known", f"没有登记。区划表里没有 {code}，请先装入它的区划。")
    return code.digits if code else None


def _readable(row: Party) -> list[str]:
    """What still opens; a broken seal must not keep a party from being erased."""
    sealed = [one for field in Field if (one := sealed_of(row, field)).value]
    keys = sealing.data_keys(one.value for one in sealed)
    opened = []
    for one in sealed:
        with suppress(sealing.Unreadable):
            opened.append(sealing.open_one(one, keys))
    return opened
