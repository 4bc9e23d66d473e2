"""The desk of contractors (承办企业档案): who they are, what they have, what they promise (PRG-72)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.permitting import may, reach
from xiangji.core.office.desk import Action, ActionForm, Chip, Column, Desk, Empty, Mark, Named, Todo, desk
from xiangji.core.parties.queries import Names, SeenParty, seen
from xiangji.core.parties.rules.fields import Purpose
from xiangji.core.values import Money
from xiangji.programme import actions
from xiangji.programme.models import Contractor, RecordLine
from xiangji.programme.office.project_forms import MoneyField
from xiangji.programme.office.projects import PROJECTS
from xiangji.programme.office.selection_forms import day_field
from xiangji.programme.queries import works
from xiangji.programme.rules.contractor import (
    DETAIL_LENGTH,
    LINE_NAME_LENGTH,
    NUMBER_LENGTH,
    SOON_DAYS,
    LegalForm,
    Line,
    LineKind,
    Validity,
    validity,
)


class RegisterForm(ActionForm):
    organisation = forms.TypedChoiceField(
        label="单位", help_text="单位名册里登记为企业、还没有档案的。", coerce=int
    )
    credit_code = forms.CharField(
        label="统一社会信用代码", help_text="企业法人的以91开头，照营业执照写。", max_length=40
    )
    legal_form = forms.ChoiceField(label="法律形式", choices=[(form.value, form.word) for form in LegalForm])

    def prepare(self) -> None:
        field = cast("forms.TypedChoiceField", self.fields["organisation"])
        reached = reach(self.by, "programme.keep_contractor").q(place="place_id", organisation="pk")
        known = Contractor.objects.values("organisation")
        rows = Organisation.objects.filter(reached, kind=Organisation.Kind.COMPANY).exclude(pk__in=known)
        field.choices = [(firm.pk, firm.name) for firm in rows.order_by("name")]


class LineForm(ActionForm):
    """A line of one kind; the fields that the kind does not use are not there."""

    kind: LineKind

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        return {"line": Line(kind=self.kind, **self.cleaned_data)}


class QualificationForm(LineForm):
    kind = LineKind.QUALIFICATION
    name = forms.CharField(label="资质名称", max_length=LINE_NAME_LENGTH)
    number = forms.CharField(label="证书编号", max_length=NUMBER_LENGTH)
    detail = forms.CharField(label="发证机关和范围", required=False, max_length=DETAIL_LENGTH)
    valid_until = day_field("有效到", help_text="长期有效的不填。", required=False)


class ThirdPartyForm(LineForm):
    kind = LineKind.THIRD_PARTY
    name = forms.CharField(label="合作单位名称", max_length=LINE_NAME_LENGTH)
    detail = forms.CharField(label="做哪一部分，有什么资质", max_length=DETAIL_LENGTH)


class InputForm(LineForm):
    kind = LineKind.INPUT
    name = forms.CharField(label="投入什么", help_text="例：冷链车两台。", max_length=LINE_NAME_LENGTH)
    amount = MoneyField(label="折合金额（元）")
    detail = forms.CharField(label="数量、什么时候到位", required=False, max_length=DETAIL_LENGTH)


class StaffForm(LineForm):
    kind = LineKind.STAFF
    name = forms.CharField(label="什么岗位", max_length=LINE_NAME_LENGTH)
    people = forms.IntegerField(label="几个人", min_value=1, max_value=9999)
    detail = forms.CharField(label="要求", required=False, max_length=DETAIL_LENGTH)


class ContactForm(ActionForm):
    name = forms.CharField(label="姓名", max_length=60)
    phone = forms.CharField(label="电话", help_text="密封保存，列表里遮住。", max_length=30)
    duty = forms.CharField(label="负责什么", help_text="例：项目负责人。", max_length=DETAIL_LENGTH)


def _lines(contractor: Any) -> list[RecordLine]:  # noqa: ANN401 - a row on which `together` hangs them
    """Hung on the row of a list; read once for a single paper."""
    if not hasattr(contractor, "lines"):
        contractor.lines = works.lines_of([contractor]).get(contractor.pk, [])
    found: list[RecordLine] = contractor.lines
    return found


class EndForm(ActionForm):
    line = forms.TypedChoiceField(label="哪一条", coerce=int)
    reason = forms.CharField(label="为什么不再算", max_length=200)

    def prepare(self) -> None:
        field = cast("forms.TypedChoiceField", self.fields["line"])
        rows = _lines(self.thing)
        field.choices = [(row.pk, _line_title(row)) for row in rows if row.ended_at is None]


def _line_title(row: RecordLine) -> str:
    return f"{row.get_kind_display()}：{row.name or row.detail}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as the page shows it; a contact's name and phone are masked."""

    row: RecordLine
    title: str
    note: str
    amount: Money
    validity: Validity | None


def _expiring(_person: User) -> Q:
    until = timezone.localdate() + timedelta(days=SOON_DAYS)
    lines = RecordLine.objects.filter(
        contractor=OuterRef("pk"), kind=LineKind.QUALIFICATION, ended_at=None, valid_until__lte=until
    )
    return Q(Exists(lines))


def _qualifications(contractor: Contractor) -> Mark:
    """Of the worst one."""
    found = [
        validity(row.valid_until, timezone.localdate())
        for row in contractor.lines  # type: ignore[attr-defined]
        if row.kind == LineKind.QUALIFICATION and row.ended_at is None
    ]
    if not found:
        return Mark("info", "没有登记资质")
    worst = max(found, key=lambda each: ("ok", "warn", "bad").index(each.kind))
    return Mark(worst.kind, worst.words)


def _contacts(contractor: Contractor) -> int:
    lines = contractor.lines  # type: ignore[attr-defined]
    return sum(row.kind == LineKind.CONTACT and row.ended_at is None for row in lines)


@desk
class ContractorDesk(Desk[Contractor]):
    key = "contractors"
    title = "承办企业档案"
    menu = PROJECTS
    order = 30
    capability = "programme.read_contractors"
    unit = "家"
    columns = (
        Column(
            "企业",
            lambda row: Named(row.organisation.name, row.form.word),
            look="wide",
            order="organisation__name",
        ),
        Column("信用代码", "party.credit_code", look="nowrap"),
        Column("资质", _qualifications, look="nowrap"),
        Column("联系人", _contacts, look="nowrap"),
        Column("登记", "registered_at", look="nowrap", order="registered_at"),
    )
    export = (
        Column("企业", "organisation.name"),
        Column("统一社会信用代码", "party.credit_code"),
        Column("法律形式", lambda row: row.form.word),
        Column("资质", lambda row: _qualifications(row).word),
        Column("登记", "registered_at"),
    )
    chips = (Chip("expiring", "资质快到期", _expiring),)
    todo = Todo(chip="expiring", capability="programme.write_record", sentence="资质快到期，请换新证。")
    search = ("organisation__name", "party__credit_code")
    ordering = ("organisation__name",)
    detail = "programme/office/_contractor.html"
    has_evidence = True
    empty = Empty(
        new="还没有承办企业。单位名册里的企业，登记信用代码和法律形式以后站到这里。", done="这里没有企业。"
    )
    actions = (
        Action(
            "register",
            "登记一家企业",
            capability="programme.keep_contractor",
            form=RegisterForm,
            act=actions.register_contractor,
            look="go",
            done="登记了。接着补资质和联系人。",
            of_list=True,
        ),
        Action(
            "qualification",
            "加一项资质",
            capability="programme.write_record",
            form=QualificationForm,
            act=actions.add_record_line,
            named="contractor",
        ),
        Action(
            "contact",
            "加一位联系人",
            capability="programme.write_record",
            form=ContactForm,
            act=actions.add_contact,
            named="contractor",
        ),
        Action(
            "third-party",
            "加合作的第三方",
            capability="programme.write_record",
            form=ThirdPartyForm,
            act=actions.add_record_line,
            named="contractor",
        ),
        Action(
            "input",
            "加约定的投入",
            capability="programme.write_record",
            form=InputForm,
            act=actions.add_record_line,
            named="contractor",
        ),
        Action(
            "staff",
            "加约定的人员",
            capability="programme.write_record",
            form=StaffForm,
            act=actions.add_record_line,
            named="contractor",
        ),
        Action(
            "end",
            "停用一条",
            capability="programme.write_record",
            form=EndForm,
            act=actions.end_record_line,
            named="contractor",
            look="stop",
            done="停用了，原来写的还看得到。",
        ),
    )

    def for_person(self, person: User) -> QuerySet[Contractor]:
        return works.records_for(person)

    def together(self, things: Sequence[Any]) -> None:
        lines = works.lines_of(things)
        for contractor in things:
            contractor.lines = lines.get(contractor.pk, [])

    def title_of(self, thing: Contractor) -> str:
        return thing.organisation.name

    def note_of(self, thing: Contractor) -> str:
        return thing.form.word

    def told(self, thing: Contractor, person: User) -> Mapping[str, object]:
        rows = _lines(thing)
        whole = may(person, "programme.write_record", place=thing.organisation.place_code)
        people = seen(
            [row.party_id for row in rows if row.party_id],
            purpose=Purpose.CONTACT,
            names=Names.WHOLE if whole else Names.MASKED,
        )
        return {
            "groups": [
                (kind.word, [_shown(row, people) for row in rows if row.kind == kind]) for kind in LineKind
            ],
        }


def _shown(row: RecordLine, people: Mapping[int, SeenParty]) -> Shown:
    person = people.get(row.party_id or 0)
    is_paper = row.kind == LineKind.QUALIFICATION and row.ended_at is None
    numbered = "，".join(part for part in (row.number, row.detail) if part)
    counted = f"{row.people}人" + (f"，{row.detail}" if row.detail else "")
    return Shown(
        row=row,
        title=f"{person.name}　{person.phone}" if person else row.name,
        note=counted if row.kind == LineKind.STAFF else numbered,
        amount=Money(row.amount_fen),
        validity=validity(row.valid_until, timezone.localdate()) if is_paper else None,
    )
