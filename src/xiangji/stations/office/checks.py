"""The desk of checks: four unities and the sign board, with their pictures (STA-25, STA-26)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.evidence.owners import Paper, owner_of
from xiangji.core.office.desk import Chip, Column, Desk, Empty, Mark, Named, desk
from xiangji.stations.models import Check
from xiangji.stations.office.forms import DayForm
from xiangji.stations.office.menu import STATIONS
from xiangji.stations.queries import checks as reading
from xiangji.stations.rules.checks import NOTE_LENGTH, Answers, Asked


class CheckForm(DayForm):
    """Each question is ticked where it was found so."""

    management = forms.BooleanField(label=Asked.MANAGEMENT.word, required=False)
    image = forms.BooleanField(label=Asked.IMAGE.word, required=False)
    logo = forms.BooleanField(label=Asked.LOGO.word, required=False)
    service = forms.BooleanField(label=Asked.SERVICE.word, required=False)
    board = forms.BooleanField(label=Asked.BOARD.word, required=False)
    note = forms.CharField(
        label="说明", required=False, max_length=NOTE_LENGTH, help_text="没做到的，写差在哪里。"
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        typed = self.cleaned_data
        answers = Answers(*(typed[asked.value] for asked in Asked))
        return {"day": typed["day"], "note": typed["note"], "answers": answers}


def result(row: Check) -> Mark:
    lacking = row.answers.lacking
    return Mark("bad", f"差{len(lacking)}项") if lacking else Mark("ok", "都做到了")


def proof(row: Any) -> Mark:  # noqa: ANN401 - a row of `reading.rows()`
    if row.has_picture:
        return Mark("ok", "有照片")
    return Mark("bad", "照片不在这里拍的") if row.is_elsewhere else Mark("warn", "没有照片")


def _answer(asked: Asked) -> Column:
    def answered(row: Check) -> str:
        return "是" if getattr(row, asked.value) else "否"

    return Column(asked.word, answered)


@desk
class CheckDesk(Desk[Check]):
    key = "station-checks"
    title = "站点检查"
    menu = STATIONS
    order = 30
    capability = "stations.read_register"
    unit = "次"
    columns = (
        Column(
            "站点", lambda row: Named(row.station.name, row.station.code), look="wide", order="station__code"
        ),
        Column("哪天", "day", look="nowrap", order="day"),
        Column("四统一和牌匾", result, look="nowrap"),
        Column("照片", proof, look="nowrap"),
        Column("谁查的", "by.name", look="nowrap"),
    )
    export = (
        Column("站点编码", "station.code"),
        Column("站点", "station.name"),
        Column("哪天", "day"),
        *(_answer(asked) for asked in Asked),
        Column("照片", proof),
        Column("说明", "note"),
        Column("谁查的", "by.name"),
    )
    chips = (
        Chip("lacking", "没做到的", ~reading.ALL_MET),
        Chip("no-picture", "没有照片", Q(has_picture=False)),
    )
    search = ("station__code", "station__name", "note")
    ordering = ("-day", "-pk")
    detail = "stations/office/_check.html"
    has_evidence = True
    empty = Empty(new="还没有查过站点。打开一个站点，记一次检查，再加照片。", done="这里没有检查。")

    def for_person(self, person: User) -> QuerySet[Check]:
        return reading.for_person(person)

    def title_of(self, thing: Check) -> str:
        return thing.station.name

    def note_of(self, thing: Check) -> str:
        return f"{thing.day}检查"

    def mark_of(self, thing: Check) -> Mark:
        return result(thing)

    def told(self, thing: Check, person: User) -> Mapping[str, object]:  # noqa: ARG002
        return {"proof": proof(thing)}


def address_of(check: Check) -> str:
    """Where the pictures are added."""
    return reverse("office-paper", args=["station-checks", check.pk])


def _found(key: str) -> Check | None:
    return reading.rows().filter(pk=int(key)).first() if key.isdecimal() else None


def _may(person: User, key: str, *, adding: bool) -> bool:
    found = _found(key)
    if found is None:
        return False
    place, firm = found.station.place_code, found.station.operator
    if adding:
        return may(person, "stations.check_station", place=place, organisation=firm)
    return may(person, "stations.read_register", place=place, organisation=firm)


@owner_of(
    "stations.Check",
    may_see=lambda person, key: _may(person, key, adding=False),
    may_add=lambda person, key: _may(person, key, adding=True),
)
def check_paper(key: str) -> Paper | None:
    found = _found(key)
    return Paper(f"{found.station.name} {found.day}检查", address_of(found)) if found else None
