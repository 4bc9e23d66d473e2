"""The form of a monthly report: one line of three figures for each service."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from xiangji.core.office.desk import ActionForm
from xiangji.core.values import Money, Month
from xiangji.stations.models.reports import MonthlyReport
from xiangji.stations.queries import register
from xiangji.stations.rules.months import last_whole, read
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.reports import DOCUMENT_LENGTH, MOST, Books, Filled, Line, Service
from xiangji.stations.rules.states import REASON_LENGTH, State

LINE = (("次数", "1"), ("收入", "0.01"), ("经手", "0.01"))


class MonthField(forms.CharField):
    def __init__(self, *, label: str, required: bool = True) -> None:
        widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-10"})
        super().__init__(label=label, required=required, max_length=12, widget=widget)

    def clean(self, value: Any) -> Month | None:  # noqa: ANN401 - as Django declares it
        typed: str = super().clean(value)
        if not typed:
            return None
        try:
            return read(typed)
        except ValueError as fault:
            raise forms.ValidationError(f"看不懂“{typed}”，请写年和月，例：2026-10。") from fault


class YuanField(forms.DecimalField):
    """An amount in 元 that may be left empty."""

    def __init__(self, *, label: str, help_text: str = "") -> None:
        super().__init__(
            label=label, help_text=help_text, required=False, min_value=0, max_digits=12, decimal_places=2
        )


class LineWidget(forms.MultiWidget):
    """Three figures beside each other, each with its name for who hears the page."""

    def __init__(self, word: str) -> None:
        super().__init__(
            [
                forms.NumberInput(
                    attrs={"placeholder": title, "aria-label": f"{word}{title}", "min": "0", "step": step}
                )
                for title, step in LINE
            ]
        )

    def decompress(self, value: Line | None) -> list[object]:
        if value is None or value.is_empty:
            return [None, None, None]
        return [value.number, value.income.yuan, value.money.yuan]

    def render(self, *args: Any, **more: Any) -> SafeString:  # noqa: ANN401 - as Django declares it
        return format_html(
            '<span class="join">{}<span class="btn">元</span></span>', super().render(*args, **more)
        )


class LineField(forms.MultiValueField):
    def __init__(self, word: str) -> None:
        parts = (
            forms.IntegerField(required=False, min_value=0, max_value=MOST),
            YuanField(label=""),
            YuanField(label=""),
        )
        super().__init__(
            parts,
            label=f"{word}：次数、收入、经手",
            required=False,
            require_all_fields=False,
            widget=LineWidget(word),
        )

    def compress(self, data_list: list[Any]) -> Line:
        number, income, money = [*data_list, None, None, None][:3]
        return Line(number or 0, fen(income), fen(money))


def fen(yuan: Decimal | None) -> Money:
    return Money.from_yuan(yuan) if yuan is not None else Money(0)


class FilledForm(ActionForm):
    """What a report says; how a month is named, and why it is corrected, stands in the forms below."""

    days_open = forms.IntegerField(label="营业天数", min_value=0, max_value=31)
    residents = forms.IntegerField(
        label="服务人数", min_value=0, max_value=MOST, help_text="来办过事的人；一个人办几次也算一个。"
    )
    cost = YuanField(label="运行成本（元）", help_text="房租、水电、网费、人工；不知道就空着，不算自我造血。")
    goods_in = forms.IntegerField(label="货物收进（件）", required=False, min_value=0, max_value=MOST)
    goods_out = forms.IntegerField(label="货物发出（件）", required=False, min_value=0, max_value=MOST)
    purchased_kg = forms.IntegerField(label="收购农产品（公斤）", required=False, min_value=0, max_value=MOST)
    purchased = YuanField(label="收购付款（元）")
    document = forms.CharField(
        label="凭据",
        required=False,
        max_length=DOCUMENT_LENGTH,
        help_text="纸质月报的名称或编号；填完以后在这份月报上加照片。",
    )

    def prepare(self) -> None:
        for service in Service:
            self.fields[service.value] = LineField(service.word)
        self.order_fields(self._order())

    def _order(self) -> tuple[str, ...]:
        services = (service.value for service in Service)
        return ("station", "month", "days_open", "residents", *services, "cost", "goods_in", "goods_out")

    def _fill(self, filled: Filled) -> None:
        books = filled.books
        first: Mapping[str, object] = {
            "days_open": filled.days_open,
            "residents": filled.residents,
            "cost": filled.cost.yuan if filled.cost is not None else None,
            "goods_in": books.goods_in if books else None,
            "goods_out": books.goods_out if books else None,
            "purchased_kg": books.purchased_kg if books else None,
            "purchased": books.purchased.yuan if books else None,
            "document": filled.document,
            **{service.value: line for service, line in filled.lines.items()},
        }
        for key, value in first.items():
            self.fields[key].initial = value

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        typed = dict(self.cleaned_data)
        own = {key: typed[key] for key in ("station", "month", "reason") if key in typed}
        return own | {"filled": self._filled(typed)}

    def _filled(self, typed: Mapping[str, Any]) -> Filled:
        return Filled(
            days_open=typed["days_open"],
            residents=typed["residents"],
            lines={service: typed[service.value] for service in Service},
            cost=fen(typed["cost"]) if typed["cost"] is not None else None,
            books=_books(typed),
            document=typed["document"],
        )


def _books(typed: Mapping[str, Any]) -> Books | None:
    """None: nothing of them was filled in."""
    keys = ("goods_in", "goods_out", "purchased_kg", "purchased")
    if all(typed[key] is None for key in keys):
        return None
    return Books(
        typed["goods_in"] or 0, typed["goods_out"] or 0, typed["purchased_kg"] or 0, fen(typed["purchased"])
    )


class ReportForm(FilledForm):
    """On the paper of a station."""

    month = MonthField(label="哪个月")

    def prepare(self) -> None:
        super().prepare()
        self.fields["month"].initial = str(last_whole(timezone.localdate()))


class ReportAnyForm(ReportForm):
    """Above the list: the station is chosen."""

    station = forms.TypedChoiceField(label="站点")

    def prepare(self) -> None:
        super().prepare()
        kept = register.for_person(self.by, "stations.keep_register")
        kinds = (StationKind.TOWN_STATION.value, StationKind.VILLAGE_POINT.value)
        rows = kept.exclude(register.in_state(State.PLANNED)).filter(kind__in=kinds).order_by("code")
        found = {row.pk: row for row in rows}
        field = cast("forms.TypedChoiceField", self.fields["station"])
        field.choices = [(key, f"{row.code} {row.name}") for key, row in found.items()]
        field.coerce = lambda key: found[int(key)]


class CorrectForm(FilledForm):
    """What the report says now stands in the fields."""

    reason = forms.CharField(label="为什么更正", max_length=REASON_LENGTH)

    def prepare(self) -> None:
        super().prepare()
        report: MonthlyReport = self.thing
        self._fill(report.filled)
