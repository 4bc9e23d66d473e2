"""The forms by which a contractor is chosen: each gives exactly what its action asks for by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from xiangji.core.office.desk import ActionForm
from xiangji.programme import queries
from xiangji.programme.models import Selection
from xiangji.programme.office.project_forms import MoneyField
from xiangji.programme.queries import projects, selections
from xiangji.programme.rules.selecting import (
    NUMBER_LENGTH,
    REASON_LENGTH,
    TEXT_LENGTH,
    TITLE_LENGTH,
    Method,
    Wanted,
)

DAY = {"type": "date"}
METHODS = [("", "请选择"), *((method.value, method.word) for method in Method)]


def day_field(label: str, *, help_text: str = "", required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )


def long_text(label: str, longest: int, *, help_text: str = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WantedForm(ActionForm):
    """What is wanted; both texts are publicised as they are written here."""

    title = forms.CharField(label="名称", help_text="例：镇级分拣线采购。", max_length=TITLE_LENGTH)
    content = long_text("项目建设内容（公开）", TEXT_LENGTH, help_text="建什么、多少、到什么程度。")
    conditions = long_text(
        "承办企业的条件（公开）",
        TEXT_LENGTH,
        help_text="要是企业法人；写明资质、业绩、人员，不写指向某一家的条件。",
    )

    def prepare(self) -> None:
        if isinstance(self.thing, Selection):
            for name in Wanted.__dataclass_fields__:
                self.fields[name].initial = getattr(self.thing, name)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        return {"wanted": Wanted(**{name: self.cleaned_data[name] for name in Wanted.__dataclass_fields__})}


class WriteForm(WantedForm):
    line = forms.ChoiceField(label="为哪一行预算")

    field_order = ("line", *WantedForm.base_fields)

    def prepare(self) -> None:
        super().prepare()
        self.order_fields(self.field_order)
        field = cast("forms.ChoiceField", self.fields["line"])
        field.choices = list(self._lines())
        if not field.choices:
            field.help_text = "正在执行的方案没有写预算行，现在还不能选承办企业。请先把方案的资金分到行。"

    def _lines(self) -> Iterable[tuple[str, str]]:
        for programme in projects.running_programmes(self.by, "programme.choose_contractor"):
            for line in queries.opened_of(programme).study.document.budget_lines:
                yield f"{programme.key}/{line.key}", f"{line.seq} {line.name}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        programme, _, line = self.cleaned_data["line"].partition("/")
        return {**cleaned, "programme": programme, "budget_line": line}


class NoticeForm(ActionForm):
    method = forms.ChoiceField(label="采购方式", choices=METHODS)
    number = forms.CharField(label="公告编号", max_length=NUMBER_LENGTH)
    where = forms.CharField(label="公告登在哪里", help_text="例：省政府采购网，写上网址。", max_length=300)
    noticed_on = day_field("公告日期")


class BidForm(ActionForm):
    name = forms.CharField(label="供应商名称", max_length=60)
    credit_code = forms.CharField(label="统一社会信用代码", max_length=40)
    leader = forms.TypedChoiceField(
        label="联合体牵头单位",
        help_text="单独响应的不用选。成员不写报价。",
        required=False,
        coerce=int,
        empty_value=None,
    )
    amount = MoneyField(label="报价（元）")
    is_accepted = forms.TypedChoiceField(
        label="评审结果",
        choices=[("yes", "合格"), ("no", "不合格")],
        coerce=lambda typed: typed == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="不合格的原因", required=False, max_length=REASON_LENGTH)

    def prepare(self) -> None:
        field = cast("forms.TypedChoiceField", self.fields["leader"])
        bids = selections.bids_of(self.thing)
        field.choices = [("", "单独响应"), *((bid.pk, bid.name) for bid in bids if bid.leader_id is None)]


class AwardForm(ActionForm):
    bid = forms.TypedChoiceField(label="定哪一家", help_text="联合体挑牵头单位。", coerce=int)
    reason = long_text("为什么定它（公开）", REASON_LENGTH, help_text="例：综合评分第一，报价在预算内。")
    decided_on = day_field("哪天定的")

    def prepare(self) -> None:
        field = cast("forms.TypedChoiceField", self.fields["bid"])
        stopped = selections.stopped_bids(self.thing)
        field.choices = [
            (bid.pk, bid.name)
            for bid in selections.bids_of(self.thing)
            if bid.leader_id is None and bid.is_accepted and bid.pk not in stopped
        ]


class FailForm(ActionForm):
    reason = long_text("为什么没有选成", REASON_LENGTH, help_text="例：响应的只有两家，依法废标。")
