"""Organisations (单位): the list, opening one, and bringing in those that stood before the platform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet

from xiangji.core.accounts import actions, queries
from xiangji.core.accounts.models import Organisation, Post, User
from xiangji.core.office.desk import Action, ActionForm, Chip, Column, Desk, Empty, Mark, Named, desk
from xiangji.core.office.people import PEOPLE, is_current
from xiangji.core.office.people_forms import PlaceField
from xiangji.core.office.places_to_choose import place_choices, places_say
from xiangji.core.sheets import Field, Row
from xiangji.core.sheets import entered as entering
from xiangji.core.sheets.imports import Doubt, Import, Judged, Wrong, register
from xiangji.core.values import PlaceCode

OPEN = "accounts.give_post"
ENTERED = Mark("info", "补录")


class UnitForm(ActionForm):
    name = forms.CharField(label="单位名称", max_length=120)
    kind = forms.ChoiceField(label="类别", choices=Organisation.Kind.choices)
    place = PlaceField(label="所在地")


@desk
class UnitDesk(Desk[Organisation]):
    key = "units"
    title = "单位"
    menu = PEOPLE
    order = 5
    capability = "accounts.read_staff"
    unit = "个"
    columns = (
        Column("单位", lambda unit: Named(unit.name, unit.place.name), look="wide", order="name"),
        Column("类别", lambda unit: unit.get_kind_display(), look="nowrap", order="kind"),
        Column("在岗几人", lambda unit: unit.people, look="num"),
        Column("登记", "opened_at", look="nowrap", order="opened_at"),
        Column("来历", lambda unit: ENTERED if unit.document else None, look="nowrap"),
    )
    export = (
        Column("单位", "name"),
        Column("类别", lambda unit: unit.get_kind_display()),
        Column("所在地", "place.name"),
        Column("登记", "opened_at"),
        Column("补录的文号或凭据", lambda unit: unit.document or ""),
    )
    chips = (Chip("entered", "补录", lambda _person: Q(pk__in=entering.keys_of(Organisation))),)
    search = ("name", "place__name")
    ordering = ("name",)
    detail = "office/_unit.html"
    empty = Empty(new="您管的范围里还没有单位。", done="您管的范围里没有这样的单位。")
    actions = (
        Action(
            "open",
            "登记一个单位",
            OPEN,
            actions.open_organisation,
            form=UnitForm,
            look="go",
            of_list=True,
            done="单位登记好了。",
        ),
    )

    def for_person(self, person: User) -> QuerySet[Organisation]:
        return queries.organisations_in_reach(person).annotate(document=entering.document_of(Organisation))

    def together(self, things: Sequence[Any]) -> None:
        held = Post.objects.filter(is_current(), organisation__in=[unit.pk for unit in things])
        counted = dict(held.values_list("organisation").annotate(count=Count("person", distinct=True)))
        for unit in things:
            unit.people = counted.get(unit.pk, 0)

    def note_of(self, thing: Organisation) -> str:
        return thing.place.name

    def mark_of(self, thing: Any) -> Mark | None:  # noqa: ANN401 - with the document of `for_person`
        return ENTERED if thing.document else None

    def told(self, thing: Organisation, person: User) -> Mapping[str, object]:
        posts = queries.posts_in_reach(person).filter(is_current(), organisation=thing)
        return {"posts": list(posts.order_by("kind", "pk")[:200]), "entered": entering.marks([thing])}


def _fields(_by: User) -> Sequence[Field]:
    return (
        Field(
            "name",
            "单位名称",
            synonyms=("名称", "单位"),
            required=True,
            check=_one_line,
            hint="证照上的全称。",
            example="滕州示例果蔬专业合作社",
        ),
        Field(
            "kind",
            "类别",
            required=True,
            choices={label: value for value, label in Organisation.Kind.choices},
            example="合作社",
        ),
        Field(
            "place",
            "所在地",
            required=True,
            choices=place_choices(),
            says=places_say(),
            hint="镇、村或者县的全名；重名的写区划代码。",
        ),
    )


def _one_line(name: str) -> str:
    return "" if len(name) <= 120 and name.isprintable() else "一行字，最多120个字"


def _judge(rows: Sequence[Row], _by: User) -> Judged:
    """What stands in the database, and twice in the table: a name is there once in its place."""
    wrong, doubts = [], []
    wanted = {str(row.values["name"]) for row in rows}
    standing = Organisation.objects.filter(name__in=wanted).select_related("place")
    taken: dict[tuple[str, str], int] = {(unit.name, unit.place_id): 0 for unit in standing}
    elsewhere = {unit.name: unit.place.name for unit in standing}
    for row in rows:
        name, place = str(row.values["name"]), str(row.values["place"])
        first = taken.setdefault((name, place), row.number)
        if not first:
            wrong.append(Wrong(row.number, "name", "还没有登记的单位，这个所在地已经有它了"))
        elif first != row.number:
            wrong.append(Wrong(row.number, "name", f"只出现一次的单位，第{first}行已经有了"))
        elif name in elsewhere:
            doubts.append(Doubt(row.number, f"{elsewhere[name]}已经有一个单位叫“{name}”，请看是不是同一个。"))
    return Judged(tuple(wrong), tuple(doubts))


def _take(*, name: str, kind: str, place: str, by: User, happened_at: datetime) -> Organisation:
    return actions.open_organisation(
        name=name, kind=kind, place=PlaceCode(place), by=by, happened_at=happened_at
    )


register(
    Import(
        key="units",
        title="单位",
        desk="units",
        capabilities=(OPEN,),
        own_fields=_fields,
        judge=_judge,
        take=_take,
        unit="个",
        document_hint="成立的批文、营业执照等的文号或名称。",
        after="接着可以给它们的人发岗位。",
    )
)
