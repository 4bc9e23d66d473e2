"""The records of contractors (承办企业档案): who they are, and what they have and promise."""

from datetime import datetime

from django.db import transaction

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.permitting import NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.core.parties import actions as parties
from xiangji.core.parties.actions import Kept
from xiangji.core.parties.queries import find_by_credit_code
from xiangji.core.parties.rules import writing
from xiangji.programme.actions.publicity import title_of
from xiangji.programme.models import Contractor, RecordLine
from xiangji.programme.rules import contractor as rules
from xiangji.programme.rules.contractor import ContractorRefused, LegalForm, Line, LineKind

INSTEAD = "请登记承办的企业法人；不是企业的可以作为合作的第三方写进企业的档案。"
END_LENGTH = 200


@transaction.atomic
def register_contractor(
    *, organisation: int, credit_code: str, legal_form: str, by: User, happened_at: datetime
) -> Contractor:
    """Open the record of a legal-person enterprise; anything else is refused in words (PRG-69)."""
    firm = Organisation.objects.select_for_update().filter(pk=organisation).first()
    if firm is None:
        raise NotYours
    acting = permit(by, "programme.keep_contractor", place=firm.place_code)
    code, form = writing.credit_code(credit_code), LegalForm(legal_form)
    rules.check_enterprise(firm.name, code, undone="没有登记", instead=INSTEAD)
    rules.check_legal_form(firm.name, form)
    _check_company(firm)
    kept = Kept(firm.place_code, firm.pk)
    party = party_of(name=firm.name, credit_code=code, kept=kept, by=by, happened_at=happened_at)
    _check_new(firm, party)

    contractor = Contractor.objects.create(
        organisation=firm,
        party_id=party,
        legal_form=form.value,
        by=by,
        post_title=title_of(acting),
        registered_at=happened_at,
    )
    facts: dict[str, JSON] = {"name": firm.name, "credit_code": code, "legal_form": form.word}
    note(by=by, did="programme.contractor_registered", what=contractor, happened_at=happened_at, facts=facts)
    return contractor


def party_of(*, name: str, credit_code: str, kept: Kept, by: User, happened_at: datetime) -> int:
    """The organisation in core.parties, which is registered once."""
    found = find_by_credit_code(credit_code)
    if found is not None:
        return found
    return parties.register_organisation(
        name=name, credit_code=credit_code, kept=kept, by=by, happened_at=happened_at
    ).pk


@transaction.atomic
def add_record_line(*, contractor: Contractor, line: Line, by: User, happened_at: datetime) -> RecordLine:
    """A qualification, a third party, an input or staff."""
    locked = _locked(contractor, by)
    if line.kind is LineKind.CONTACT:
        raise LookupError("a contact is added by add_contact")
    return _add(locked, rules.line_of(line), None, by, happened_at)


@transaction.atomic
def add_contact(
    *, contractor: Contractor, name: str, phone: str, duty: str, by: User, happened_at: datetime
) -> RecordLine:
    """Whom to call: name and phone are sealed in core.parties, here stands for what."""
    locked = _locked(contractor, by)
    line = rules.line_of(Line(LineKind.CONTACT, "", duty))
    if not phone.strip():
        raise ContractorRefused("contact_without_phone", "没有记。联系人还没有写电话，写上才联系得到。")
    firm = locked.organisation
    person = parties.register_person(
        name=name, phone=phone, kept=Kept(firm.place_code, firm.pk), by=by, happened_at=happened_at
    )
    return _add(locked, line, person.pk, by, happened_at)


@transaction.atomic
def end_record_line(
    *, contractor: Contractor, line: int, reason: str, by: User, happened_at: datetime
) -> RecordLine:
    """It no longer holds; what was written stays to be read."""
    locked = _locked(contractor, by)
    row = RecordLine.objects.filter(pk=line, contractor=locked, ended_at=None).first()
    if row is None:
        raise NotYours
    kept = reason.strip()
    if not 1 <= len(kept) <= END_LENGTH or "\x00" in kept:
        said = f"没有停用。请写明为什么不再算，1到{END_LENGTH}个字。"
        raise ContractorRefused("end_without_reason", said)

    row.ended_at, row.end_reason = happened_at, kept
    row.save(update_fields=["ended_at", "end_reason"])
    facts: dict[str, JSON] = {"kind": row.get_kind_display(), "line": row.pk, "reason": kept}
    note(by=by, did="programme.record_line_ended", what=locked, happened_at=happened_at, facts=facts)
    return row


def _locked(contractor: Contractor, by: User) -> Contractor:
    rows = Contractor.objects.select_for_update(of=("self",)).select_related("organisation")
    locked = rows.filter(pk=contractor.pk).first()
    if locked is None:
        raise NotYours
    firm = locked.organisation
    permit(by, "programme.write_record", place=firm.place_code, organisation=firm)
    return locked


def _add(
    contractor: Contractor, line: Line, party: int | None, by: User, happened_at: datetime
) -> RecordLine:
    row = RecordLine.objects.create(
        contractor=contractor,
        kind=line.kind.value,
        name=line.name,
        detail=line.detail,
        number=line.number,
        valid_until=line.valid_until,
        amount_fen=line.amount.fen,
        people=line.people,
        party_id=party,
        by=by,
        at=happened_at,
    )
    facts: dict[str, JSON] = {
        "kind": line.kind.word,
        "line": row.pk,
        "name": line.name,
        "detail": line.detail,
    }
    note(by=by, did="programme.record_line_added", what=contractor, happened_at=happened_at, facts=facts)
    return row


def _check_company(firm: Organisation) -> None:
    if firm.kind != Organisation.Kind.COMPANY:
        said = f"没有登记。“{firm.name}”在单位名册里登记的是{firm.get_kind_display()}，承办单位要是企业法人。"
        raise ContractorRefused("contractor_is_registered_otherwise", said)


def _check_new(firm: Organisation, party: int) -> None:
    if Contractor.objects.filter(organisation=firm).exists():
        raise ContractorRefused("contractor_is_registered", f"没有登记。“{firm.name}”已经有档案了。")
    if Contractor.objects.filter(party_id=party).exists():
        said = "没有登记。这个统一社会信用代码已经在另一家单位的档案上，请核对代码和单位。"
        raise ContractorRefused("credit_code_of_another_contractor", said)
