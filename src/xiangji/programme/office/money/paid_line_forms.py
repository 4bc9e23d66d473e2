"""The form by which a line of a statement becomes the record of a payment."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, cast

from django import forms
from django.utils import timezone

from xiangji.core.office.desk import ActionForm
from xiangji.programme.models import StatementLine
from xiangji.programme.office.money.payment_forms import field_of_reason, name_of_reason
from xiangji.programme.office.selection_forms import day_field
from xiangji.programme.queries.money.judging import demanded
from xiangji.programme.queries.money.known import known_of
from xiangji.programme.queries.money.paid_lines import Fit, fit_of
from xiangji.programme.rules.money.payment import NUMBER_LENGTH, Verdict, Voucher

GONE = "没有记拨付。这一行现在对不上哪一份已批的申请，可能别人刚刚记了，请重新打开看。"


class PaidLineForm(ActionForm):
    """Amount and source are the line's; what only the voucher says is asked."""

    quota_number = forms.CharField(
        label="指标文号", help_text="例：滕财预指〔2026〕17号。", max_length=NUMBER_LENGTH
    )
    voucher_number = forms.CharField(label="支付凭证号", max_length=NUMBER_LENGTH)
    paid_on = day_field("支付日期", help_text="照支付凭证写；对账单上的日期先填在这里。")

    def prepare(self) -> None:
        line = cast("StatementLine", self.thing)
        self.fit: Fit | None = getattr(line, "fit", None) or fit_of(line)
        self.fields["voucher_number"].initial, self.fields["paid_on"].initial = line.voucher, line.on
        self.wanted: tuple[Verdict, ...] = ()
        if self.fit is not None:
            self.wanted = demanded(self.fit.payment, self._voucher(self.fit), known_of(self.fit.payment))
        for each in self.wanted:
            self.fields[name_of_reason(each)] = field_of_reason(each)

    def _voucher(self, fit: Fit) -> Voucher:
        """As typed so far: reasons are wanted by its number and day."""
        number = str(self.data.get("voucher_number", self.thing.voucher)).strip()
        paid_on = self.thing.on
        if self.is_bound:
            with suppress(forms.ValidationError):
                paid_on = self.fields["paid_on"].clean(self.data.get("paid_on"))
        return Voucher(fit.source, -self.thing.fen, "", number, min(paid_on, timezone.localdate()))

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        if self.fit is None:
            raise forms.ValidationError(GONE)
        said = self.cleaned_data
        voucher = Voucher(
            source=self.fit.source,
            fen=-self.thing.fen,
            quota_number=said["quota_number"],
            number=said["voucher_number"],
            paid_on=said["paid_on"],
        )
        reasons = {each.key: said[name_of_reason(each)] for each in self.wanted}
        return {"payment": self.fit.payment, "voucher": voucher, "reasons": reasons}
