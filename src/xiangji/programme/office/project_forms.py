"""The forms of what is done with a project: each gives exactly what its action asks for by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from xiangji.core.office.desk import ActionForm
from xiangji.core.values import Money, Month
from xiangji.programme import queries
from xiangji.programme.models import Objection, Project, Publicity
from xiangji.programme.queries import notices, projects
from xiangji.programme.rules.project import BODY_LENGTH, FIVE, NAME_LENGTH, TEXT_LENGTH, Draft
from xiangji.programme.rules.publicity import REASON_LENGTH, REPLY_LENGTH

DIGITS = 14
SHOWN = 40


class MonthField(forms.CharField):
    def clean(self, value: Any) -> Month | None:  # noqa: ANN401 - as Django declares it
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return Month.parse(typed)
        except ValueError as fault:
            raise forms.ValidationError(f"看不懂“{typed}”，请写年和月，例：2026-12。") from fault


class MoneyField(forms.DecimalField):
    """In 元, with 角 and 分 where there are any."""

    def __init__(self, *, label: str) -> None:
        super().__init__(label=label, required=False, min_value=0, max_digits=DIGITS, decimal_places=2)

    def clean(self, value: Any) -> Money:  # noqa: ANN401 - as Django declares it
        typed = super().clean(value)
        return Money.from_yuan(typed) if typed is not None else Money(0)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - as Django declares it
        return value.yuan if isinstance(value, Money) else value


def _text(name: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=FIVE[name],
        help_text=help_text,
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ChangeForm(ActionForm):
    """What may still lack is not required: a draft is kept as it is, the submission asks for all five."""

    name = forms.CharField(label="项目名称", max_length=NAME_LENGTH)
    responsible_body = forms.CharField(
        label=FIVE["responsible_body"],
        help_text="对结果负责的单位，不写个人。",
        required=False,
        max_length=BODY_LENGTH,
    )
    goal = _text("goal", "例：镇里的件当天分拣完。")
    content = _text("content", "建什么、多少、在哪里。")
    due = MonthField(
        label=FIVE["due"],
        help_text="哪个月建成，例：2026-12。",
        required=False,
        widget=forms.TextInput(attrs={"type": "month"}),
    )
    acceptance_standard = _text("acceptance_standard", "验收时照着量的话，例：每条每小时600件。")
    central = MoneyField(label="中央财政（元）")
    provincial = MoneyField(label="省级（元）")
    county = MoneyField(label="县（市）配套（元）")
    enterprise = MoneyField(label="企业自筹（元）")

    def prepare(self) -> None:
        if isinstance(self.thing, Project):
            draft = self.thing.draft
            for name in Draft.__dataclass_fields__:
                value = getattr(draft, name)
                self.fields[name].initial = str(value or "") if name == "due" else value

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        return {"draft": Draft(**{name: self.cleaned_data[name] for name in Draft.__dataclass_fields__})}


class DraftForm(ChangeForm):
    line = forms.ChoiceField(label="从哪一行预算")

    field_order = ("line", *ChangeForm.base_fields)

    def prepare(self) -> None:
        super().prepare()
        self.order_fields(self.field_order)
        field = cast("forms.ChoiceField", self.fields["line"])
        field.choices = list(self._lines())
        if not field.choices:
            field.help_text = "正在执行的方案没有写预算行，现在还不能写项目。请先找商务局把方案的资金分到行。"

    def _lines(self) -> Iterable[tuple[str, str]]:
        for programme in projects.running_programmes(self.by, "programme.draft_project"):
            for line in queries.opened_of(programme).study.document.budget_lines:
                yield f"{programme.key}/{line.key}", f"{line.seq} {line.name}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        programme, _, line = self.cleaned_data["line"].partition("/")
        return {**cleaned, "programme": programme, "budget_line": line}


class SeenForm(ActionForm):
    """`seen` is the paper as it stood on the page: the slower of two people learns who was faster."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.fields["seen"].initial = self.thing.paper.version


class SubmitForm(SeenForm):
    """Nothing to fill in: what is submitted stands above."""


class ReviewForm(SeenForm):
    reason = forms.CharField(
        label="意见（退回要写明补什么）",
        help_text="例：验收标准写清每小时多少件。",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithdrawForm(SeenForm):
    reason = forms.CharField(label="为什么撤回", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class PubliciseForm(ActionForm):
    days = forms.IntegerField(
        label="公示几个工作日", required=False, help_text="方案写了天数的可以不填。", widget=forms.NumberInput
    )
    reason = forms.CharField(
        label="为什么是这几天（公开）",
        help_text="方案没有写天数，或者比方案长，要写明。",
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class HandleForm(ActionForm):
    objection = forms.TypedChoiceField(label="哪一条", coerce=int)
    finding = forms.ChoiceField(label="成不成立", choices=Objection.Finding.choices, widget=forms.RadioSelect)
    reply = forms.CharField(
        label="答复（公开）",
        help_text="写明查了什么、怎样处理。成立的，公示的事停下。",
        max_length=REPLY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def prepare(self) -> None:
        field = cast("forms.TypedChoiceField", self.fields["objection"])
        publicity = self.thing if isinstance(self.thing, Publicity) else self.thing.publicity
        rows = notices.objections_to(publicity) if publicity else []
        field.choices = [
            (row.pk, f"第{number}条：{row.text[:SHOWN]}")
            for number, row in enumerate(rows, 1)
            if not row.finding
        ]


class InForceForm(ActionForm):
    """Nothing to fill in."""
