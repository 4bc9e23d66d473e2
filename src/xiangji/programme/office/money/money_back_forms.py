"""The form of paid money that came back."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from xiangji.core.office.desk import ActionForm
from xiangji.programme.office.project_forms import MoneyField
from xiangji.programme.office.selection_forms import day_field, long_text
from xiangji.programme.queries.money import money_back
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.money_back import MoneyBack
from xiangji.programme.rules.money.payment import NUMBER_LENGTH, REASON_LENGTH


class MoneyBackForm(ActionForm):
    """From the receipt of the special account, source by source."""

    source = forms.ChoiceField(label="退回哪个来源的")
    amount = MoneyField(label="退回的金额（元）")
    number = forms.CharField(label="收款凭证号", max_length=NUMBER_LENGTH)
    on = day_field("到账日期", help_text="照收款凭证写。收款凭证先在下面“凭证”里传上来。")
    reason = long_text("为什么退回", REASON_LENGTH, help_text="例：审计核减，承办单位退回多付的。")

    def prepare(self) -> None:
        kept = money_back.kept_of(self.thing)
        field = cast("forms.ChoiceField", self.fields["source"])
        field.choices = [(source.value, source.word) for source in kept]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        said = self.cleaned_data
        source = Source(said["source"])
        back = MoneyBack(source, said["amount"].fen, said["number"], said["on"], said["reason"])
        return {"back": back}
