"""The desk of applications to keep a station: contact, scores, decision (STA-21, STA-24)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.urls import reverse

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.office.desk import Action, ActionForm, Chip, Column, Desk, Empty, Mark, Named, Todo, desk
from xiangji.core.parties.queries import Names, seen
from xiangji.core.parties.rules.fields import Purpose
from xiangji.stations import actions
from xiangji.stations.models import Application
from xiangji.stations.office.menu import STATIONS
from xiangji.stations.queries import keepers as reading
from xiangji.stations.rules.keepers import HIGHEST, LOWEST, Criterion, criteria
from xiangji.stations.rules.states import REASON_LENGTH


class ScoreForm(ActionForm):
    """One field for each criterion of the wanted kind."""

    def prepare(self) -> None:
        for one in criteria(self.thing.station_kind):
            self.fields[one.value] = forms.IntegerField(
                label=f"{one.word}（{LOWEST}到{HIGHEST}分）", min_value=LOWEST, max_value=HIGHEST
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        return self.cleaned_data if self.errors else {"marks": dict(self.cleaned_data)}


class ChooseForm(ActionForm):
    station = forms.TypedChoiceField(label="做哪个站点的站长", coerce=int, help_text="那里还没有站长的站点。")
    reason = forms.CharField(label="选定的理由", max_length=REASON_LENGTH)

    def prepare(self) -> None:
        field = cast("forms.TypedChoiceField", self.fields["station"])
        field.choices = [(row.pk, f"{row.code} {row.name}") for row in reading.without_head(self.thing)]


class DeclineForm(ActionForm):
    reason = forms.CharField(label="不选的理由", max_length=REASON_LENGTH)


def _state(row: Any) -> Mark:  # noqa: ANN401 - a row of `reading.rows()`
    if not row.is_decided:
        return Mark("wait", "等结果")
    return Mark("ok", "选上了") if row.chosen_for else Mark("info", "没选")


def _waits(thing: Any, _person: User) -> bool:  # noqa: ANN401 - a row of `reading.rows()`
    return not thing.is_decided


def _score(row: Any) -> Decimal | None:  # noqa: ANN401 - with what `together` hung on it
    total = reading.total(row.scores)
    return None if total is None else round(Decimal(total.numerator) / total.denominator, 1)


@desk
class KeeperDesk(Desk[Application]):
    key = "keeper-applications"
    title = "站长申请"
    menu = STATIONS
    order = 40
    capability = "stations.read_applications"
    unit = "份"
    columns = (
        Column("想在哪里", lambda row: Named(row.place.name, row.place.parent.name), look="wide"),
        Column("申请做", lambda row: row.station_kind.word, look="nowrap"),
        Column("得分", _score, look="num"),
        Column("结果", _state, look="nowrap"),
        Column("收到", "sent_at", look="nowrap", order="sent_at"),
    )
    export = (
        Column("想在哪里", "place.name"),
        Column("区划代码", "place_id"),
        Column("申请做", lambda row: row.station_kind.word),
        Column("得分", _score),
        Column("结果", _state),
        Column("收到", "sent_at"),
    )
    chips = (
        Chip("waits", "等结果", reading.WAITS),
        Chip("chosen", "选上了", reading.CHOSEN),
        Chip("declined", "没选", reading.DECLINED),
    )
    todo = Todo(chip="waits", capability="stations.choose_keeper", sentence="站长申请等结果。")
    search = ("place__name", "text")
    detail = "stations/office/_application.html"
    empty = Empty(new="还没有人申请当站长。", done="申请都有结果了。")
    actions = (
        Action(
            "score",
            "打分",
            capability="stations.score_keeper",
            form=ScoreForm,
            act=actions.score_application,
            named="application",
            done="打了分。",
            when=_waits,
        ),
        Action(
            "choose",
            "选为站长",
            capability="stations.choose_keeper",
            form=ChooseForm,
            act=actions.choose_keeper,
            named="application",
            look="go",
            done="选上了，他已经是这个站点的站长。",
            when=_waits,
        ),
        Action(
            "decline",
            "不选",
            capability="stations.choose_keeper",
            form=DeclineForm,
            act=actions.decline_application,
            named="application",
            look="stop",
            when=_waits,
        ),
    )

    def for_person(self, person: User) -> QuerySet[Application]:
        return reading.for_person(person)

    def together(self, things: Sequence[Any]) -> None:
        found = reading.scores_of([row.pk for row in things])
        for row in things:
            row.scores = found.get(row.pk, [])

    def title_of(self, thing: Application) -> str:
        return f"{thing.place.name}，{thing.station_kind.word}"

    def mark_of(self, thing: Application) -> Mark:
        return _state(thing)

    def told(self, thing: Application, person: User) -> Mapping[str, object]:
        whole = may(person, "stations.choose_keeper", place=thing.place_code)
        names = Names.WHOLE if whole else Names.MASKED
        scores = reading.scores_of([thing.pk]).get(thing.pk, [])
        choice = reading.choice_of(thing)
        return {
            "who": seen([thing.party_id], purpose=Purpose.CONTACT, names=names)[thing.party_id],
            "scores": [
                (one.by.name, [(Criterion(key).word, mark) for key, mark in one.marks.items()])
                for one in scores
            ],
            "total": reading.total(scores),
            "choice": choice,
            "station": reverse("office-paper", args=["stations", choice.station_id])
            if choice and choice.station_id
            else "",
        }
