"""The desk of people and organisations (人员与单位): masked, found by exact numbers, opened with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.office import parties_doing as doing
from xiangji.core.office import parties_reading as reading
from xiangji.core.office.desk import (
    Action,
    Chip,
    Column,
    Desk,
    Empty,
    Filters,
    Mark,
    Menu,
    Named,
    Once,
    SealedColumn,
    desk,
)
from xiangji.core.office.parties_doing import NAME
from xiangji.core.office.parties_forms import (
    CorrectForm,
    EraseForm,
    FindForm,
    MergeForm,
    OrganisationForm,
    PersonForm,
    RevealForm,
)
from xiangji.core.parties import queries
from xiangji.core.parties.models import Kind, Party
from xiangji.core.parties.queries import GONE
from xiangji.core.parties.rules.fields import Field, Purpose

PARTIES = Menu("人与单位", icon="basket", order=60)
LIVING = Q(successor=None, erased_at=None)


class PartyFilter(Filters):
    among = django_filters.CharFilter(label="登记号（几个用逗号隔开）", method="with_numbers")

    class Meta:
        model = Party
        fields: list[str] = []

    def with_numbers(self, rows: QuerySet[Party], _name: str, typed: str) -> QuerySet[Party]:
        parts = typed.replace("，", ",").split(",")
        return rows.filter(
            pk__in=[int(part) for part in parts if part.strip().isdecimal() and len(part) < 16]
        )


def address_of_found(found: Sequence[int]) -> str:
    if len(found) == 1:
        return reverse("office-paper", args=["parties", found[0]])
    return reverse("office-desk", args=["parties"]) + f"?chip=all&among={'%2C'.join(map(str, found))}"


def _address(party: Party) -> str:
    return reverse("office-paper", args=["parties", party.pk])


def _kind_and_place(party: Party) -> str:
    return f"{party.get_kind_display()}，{party.place.name}" if party.place else party.get_kind_display()


def _document(party: Party) -> str | None:
    """The identity number of a person, masked; the credit code of an organisation, which is public."""
    return party.credit_code or reading.seen_of(party).identity_number or None


def _can_be_opened(party: Party, person: User) -> bool:
    return party.erased_at is None and bool(reading.registered(party, reading.fields_of(person)))


def _is_a_living_person(party: Party, person: User) -> bool:
    return party.kind == Kind.PERSON and reading.is_living(party, person)


@desk
class PartyDesk(Desk[Party]):
    key = "parties"
    title = "人员与单位"
    menu = PARTIES
    order = 10
    capability = "parties.read"
    unit = "份"
    columns = (
        Column("名称", lambda row: Named(reading.seen_of(row).name, _kind_and_place(row)), look="wide"),
        Column("登记号", lambda row: str(row.pk), look="nowrap", order="pk"),
        Column("证件", _document, look="nowrap"),
        Column("电话", lambda row: reading.seen_of(row).phone or None, look="nowrap"),
        Column("怎样了", reading.standing, look="nowrap"),
    )
    export = (
        Column("登记号", lambda row: str(row.pk)),
        Column("种类", lambda row: row.get_kind_display()),
        Column("名称", lambda row: reading.seen_of(row).name),
        Column("统一社会信用代码", "credit_code"),
        Column("身份证号（遮住）", lambda row: reading.seen_of(row).identity_number),
        Column("电话（遮住）", lambda row: reading.seen_of(row).phone),
        Column("银行账号（遮住）", lambda row: reading.seen_of(row).bank_account),
        Column("在哪里", lambda row: row.place.name if row.place else None),
        Column("怎样了", reading.standing),
        Column("登记时间", "registered_at"),
    )
    chips = (
        Chip("person", "个人", LIVING & Q(kind=Kind.PERSON)),
        Chip("organisation", "单位", LIVING & Q(kind=Kind.ORGANISATION)),
        Chip("merged", "并入别处", Q(successor__isnull=False, erased_at=None)),
        Chip("erased", "已删除", Q(erased_at__isnull=False)),
    )
    filters = PartyFilter
    search = ("name", "credit_code")
    ordering = ("-pk",)
    detail = "office/_party.html"
    empty = Empty(
        new="还没有登记过人或单位。要付钱、要送件、要帮扶的人，先在这里登记一次，以后到处用这一份。",
        done="这一类里没有。",
        search="没有找到。名字遮住的，要写全名；证件号和电话请点“按号码找”。",
    )
    actions = (
        Action(
            "find",
            "按号码找",
            capability="parties.read",
            form=FindForm,
            act=doing.find,
            of_list=True,
            done=lambda found: f"找到{len(found)}份，查找已经记进审计。",
            opens=address_of_found,
        ),
        Action(
            "register-person",
            "登记人员",
            capability="parties.register",
            form=PersonForm,
            act=doing.register_person,
            look="go",
            of_list=True,
            done="登记好了，号码都封起来了。",
            opens=_address,
        ),
        Action(
            "register-organisation",
            "登记单位",
            capability="parties.register",
            form=OrganisationForm,
            act=doing.register_organisation,
            of_list=True,
            done="登记好了。",
            opens=_address,
        ),
        Action(
            "reveal",
            "打开看这一项",
            capability="parties.reveal",
            form=RevealForm,
            act=doing.reveal,
            named="party",
            when=_can_be_opened,
            done=lambda opened: f"{opened.label}：{opened.plain}",
            shown_once=True,
            once=Once(
                "只给您看这一次",
                "谁、什么时候、为什么看的，已经记进审计。这一页关了要再看，再写理由。",
                "看好了",
            ),
        ),
        Action(
            "correct",
            "更正这一项",
            capability="parties.register",
            form=CorrectForm,
            act=doing.correct,
            named="party",
            when=reading.is_living,
            done="更正了。经过里只记改了哪一项，不记内容。",
        ),
        Action(
            "merge",
            "合并到另一份",
            capability="parties.merge",
            form=MergeForm,
            act=doing.merge,
            named="party",
            look="stop",
            when=_is_a_living_person,
            done=lambda party: f"并到登记号 {party.pk} 了，两份都还在。",
            opens=_address,
        ),
        Action(
            "erase",
            "删除个人信息，不能恢复",
            capability="parties.erase",
            form=EraseForm,
            act=doing.erase,
            named="party",
            look="stop",
            when=reading.is_living,
            done="删除了，钥匙已经销毁。",
            opens=_address,
        ),
    )

    def for_person(self, person: User) -> QuerySet[Party]:
        return reading.rows(person)

    def found(self, rows: QuerySet[Party], words: str) -> QuerySet[Party]:
        return reading.found(rows, words)

    def together(self, things: Sequence[Party]) -> None:
        reading.hang_on(things)

    def title_of(self, thing: Party) -> str:
        return f"{reading.name_of(thing)}　登记号 {thing.pk}"

    def note_of(self, thing: Party) -> str:
        return thing.get_kind_display()

    def mark_of(self, thing: Party) -> Mark:
        return reading.standing(thing)

    def told(self, thing: Party, person: User) -> Mapping[str, object]:
        told = reading.seen_of(thing)
        fields = [(one.label, getattr(told, one.value) or "没有登记") for one in self._fields(thing, person)]
        return {
            "seen": told,
            "fields": [] if told.is_erased else fields,
            "purpose": Purpose(reading.purpose_of(person)).label,
            "keeper": Organisation.objects.filter(pk=thing.kept_by).first() if thing.kept_by else None,
            "merged": list(self._merged(thing)),
        }

    def _fields(self, thing: Party, person: User) -> Iterable[Field]:
        is_person = thing.kind == Kind.PERSON
        return [one for one in reading.fields_of(person) if is_person or one is not Field.IDENTITY_NUMBER]

    def _merged(self, thing: Party) -> Iterable[int]:
        return Party.objects.filter(successor=thing).order_by("pk").values_list("pk", flat=True)

    def history_of(self, thing: Party) -> Iterable[str]:
        """What was done with the registrations that were merged into this one belongs to its history."""
        return [f"parties.Party {pk}" for pk in (thing.pk, *self._merged(thing))]

    def sealed_for(self, person: User) -> Sequence[SealedColumn]:
        """The name as well: whoever sees it masked cannot call anybody by a phone alone."""
        fields = [SealedColumn(one.value, one.label) for one in reading.fields_of(person)]
        return [SealedColumn(NAME, "名称"), *fields]

    def opened(self, things: Sequence[Any], keys: Sequence[str]) -> Iterable[Sequence[str]]:
        plain = queries.opened([one.pk for one in things], [Field(key) for key in keys if key != NAME])
        for one in things:
            values = {NAME: one.name or GONE} | {key.value: value for key, value in plain[one.pk].items()}
            yield [values[key] for key in keys]
