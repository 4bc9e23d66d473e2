"""The forms of a payment: each gives exactly what its action asks for by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast
from zlib import crc32

from django import forms
from django.utils import timezone

from xiangji.core.office.desk import ActionForm
from xiangji.core.ui.formats import yuan
from xiangji.core.values import Money
from xiangji.programme.models import Payment, Project
from xiangji.programme.office.project_forms import MoneyField, MonthField, SeenForm
from xiangji.programme.office.selection_forms import day_field, long_text
from xiangji.programme.queries.money import payments, showing
from xiangji.programme.queries.money.judging import demanded
from xiangji.programme.queries.money.known import Known, known_of
from xiangji.programme.queries.money.rules_in_force import spending_book
from xiangji.programme.queries.money.showing import Check, Rules
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.paper import FINDING_LENGTH, Shown
from xiangji.programme.rules.money.payment import (
    NUMBER_LENGTH,
    PUBLIC_SOURCES,
    PURPOSE_LENGTH,
    REASON_LENGTH,
    Basis,
    Invoice,
    Part,
    Request,
    Verdict,
    Voucher,
)
from xiangji.programme.rules.money.treasury import RULE

INVOICE_HELP = (
    "一行一张：号码、开票日期、金额（元），用空格隔开，例：26372000000012345678 2026-09-28 30000.00。"
)
_THREE, _FOUR = 3, 4


def _categories() -> list[tuple[str, str]]:
    return [("", "还没有定"), *((each.key, each.name) for each in spending_book().categories)]


class RequestForm(ActionForm):
    """What may still lack is not required: a draft is kept, the submission asks for all of it."""

    purpose = forms.CharField(
        label="事由（公开）", help_text="例：冷链车购置，第二笔。", max_length=PURPOSE_LENGTH
    )
    basis = forms.ChoiceField(
        label="按什么付", choices=[("", "请选一种"), *((one.value, one.word) for one in Basis)]
    )
    month = MonthField(
        label="哪个月的",
        help_text="只有按月审核后支付的要写，例：2026-08。",
        required=False,
        widget=forms.TextInput(attrs={"type": "month"}),
    )
    category = forms.ChoiceField(label="支出方向", choices=_categories, required=False)
    central = MoneyField(label="中央财政（元）")
    provincial = MoneyField(label="省级（元）")
    county = MoneyField(label="县（市）配套（元）")
    invoices = forms.CharField(
        label="发票", help_text=INVOICE_HELP, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def prepare(self) -> None:
        if not isinstance(self.thing, Payment):
            return
        request = payments.request_of(self.thing)
        self.fields["purpose"].initial, self.fields["basis"].initial = request.purpose, request.basis.value
        self.fields["month"].initial = str(request.month or "")
        for part in request.parts:
            self.fields["category"].initial = part.category
            self.fields[part.source.value].initial = Money(part.fen)
        self.fields["invoices"].initial = "\n".join(_written(each) for each in request.invoices)
        self._tell_what_is_there(self.thing)

    def _tell_what_is_there(self, payment: Payment) -> None:
        known: Known = getattr(payment, "known", None) or known_of(payment)
        where = "合同" if payment.agreement_id else "预算行"
        for source in PUBLIC_SOURCES:
            self.fields[
                source.value
            ].help_text = f"{where}里还有{yuan(known.held_before(source))}元可以申请。"

    def clean_invoices(self) -> tuple[Invoice, ...]:
        lines = [line.split() for line in self.cleaned_data["invoices"].splitlines() if line.strip()]
        return tuple(_invoice(words, number) for number, words in enumerate(lines, 1))

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        return {"request": self._request()}

    def _request(self) -> Request:
        said = self.cleaned_data
        return Request(
            purpose=said["purpose"],
            basis=Basis(said["basis"]),
            month=said["month"],
            parts=tuple(
                Part(source, said["category"], said[source.value].fen)
                for source in PUBLIC_SOURCES
                if said[source.value]
            ),
            invoices=said["invoices"],
        )


def _written(invoice: Invoice) -> str:
    return f"{invoice.name} {invoice.issued_on.isoformat()} {Money(invoice.fen).yuan:.2f}"


def _invoice(words: list[str], line: int) -> Invoice:
    """Three words, or four where the invoice has a code beside its number."""
    try:
        if len(words) not in (_THREE, _FOUR):
            raise ValueError("an invoice is three or four words")
        code = words[0] if len(words) == _FOUR else ""
        number, day, amount = words[-3:]
        return Invoice(code, number, date.fromisoformat(day), Money.from_yuan(amount.replace(",", "")).fen)
    except ValueError as fault:
        said = f"第{line}行“{' '.join(words)[:60]}”看不懂。{INVOICE_HELP}"
        raise forms.ValidationError(said) from fault


class DraftPaymentForm(RequestForm):
    project = forms.ModelChoiceField(
        label="哪个项目", queryset=Project.objects.none(), empty_label=None, help_text="生效的项目才在这里。"
    )
    is_of_contract = forms.BooleanField(label="从合同里付（已经登记了合同金额）", required=False)

    field_order = ("project", "is_of_contract", *RequestForm.base_fields)

    def prepare(self) -> None:
        super().prepare()
        self.order_fields(self.field_order)
        field = cast("forms.ModelChoiceField[Project]", self.fields["project"])
        field.queryset = payments.open_projects(self.by)
        field.label_from_instance = _project_words  # type: ignore[method-assign, assignment]
        only = list(field.queryset[:2])
        if len(only) == 1:
            self.fields["is_of_contract"].initial = payments.contract_of(only[0]) is not None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        own = {name: self.cleaned_data[name] for name in ("project", "is_of_contract")}
        return {**cleaned, **own}


def _project_words(project: Project) -> str:
    return f"{project.name}（{project.contractor.name}）"


class WarningsForm(SeenForm):
    """With a field for each warning that nobody answered yet; it stands at the rule itself."""

    asks = ""
    helps = ""

    def prepare(self) -> None:
        super().prepare()
        found: Rules = getattr(self.thing, "rules", None) or showing.rules_of(self.thing)
        self.wanted = {name_of_reason(line.check): line for line in found.unanswered}
        self.beside = frozenset(self.wanted)
        for name, line in self.wanted.items():
            self.fields[name] = forms.CharField(
                label=f"{self.asks}：{line.check.name}（公开）",
                help_text=self.helps,
                required=False,
                max_length=REASON_LENGTH,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        said = dict(self.cleaned_data)
        return said | {"reasons": {line.check.key: said.pop(name) for name, line in self.wanted.items()}}


class SubmitPaymentForm(WarningsForm):
    """Nothing has to be filled in: what is submitted stands above."""

    asks = "先说明为什么要付"
    helps = "审的人看得到。可以先不写，不过没有理由，审的人不能同意。"


class ReviewPaymentForm(WarningsForm):
    asks = "为什么可以付"
    helps = "不写理由不能同意。例：公示期满无异议，书面结论10月9日前补齐。"
    reason = forms.CharField(
        label="意见，退回的写明补什么（写进审批单，公开）",
        help_text="例：送货单没有收货人签字，请补签以后再报。",
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RecordForm(ActionForm):
    """From the treasury's voucher, source by source."""

    source = forms.ChoiceField(label="哪个来源")
    amount = MoneyField(label="凭证上的金额（元）")
    quota_number = forms.CharField(
        label="指标文号", help_text="例：滕财预指〔2026〕17号。", max_length=NUMBER_LENGTH
    )
    voucher_number = forms.CharField(label="支付凭证号", max_length=NUMBER_LENGTH)
    paid_on = day_field("支付日期", help_text="照凭证写。回单先在下面“凭证”里传上来。")

    def prepare(self) -> None:
        field = cast("forms.ChoiceField", self.fields["source"])
        known: Known = getattr(self.thing, "known", None) or known_of(self.thing)
        left = known.left
        field.choices = [(source.value, source.word) for source, fen in left.items() if fen > 0]
        if len(field.choices) == 1:
            self.fields["amount"].initial = Money(max(left.values()))
        self.wanted = demanded(self.thing, self._voucher(left), known) if field.choices else ()
        for each in self.wanted:
            self.fields[name_of_reason(each)] = field_of_reason(each)

    def _voucher(self, left: Mapping[Source, int]) -> Voucher:
        """As typed so far: of what day and source the rules are asked which reasons are wanted."""
        first = next(source for source, fen in left.items() if fen > 0)
        source = next((one for one in left if one.value == self.data.get("source")), first)
        amount = self._typed("amount") or Money(left[source])
        paid_on = min(self._typed("paid_on") or timezone.localdate(), timezone.localdate())
        return Voucher(source, amount.fen, "", str(self.data.get("voucher_number", "")).strip(), paid_on)

    def _typed(self, name: str) -> Any:  # noqa: ANN401 - whatever the field makes of it
        try:
            return self.fields[name].clean(self.data.get(name)) if self.is_bound else None
        except forms.ValidationError:
            return None

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        said = self.cleaned_data
        source = next(one for one in PUBLIC_SOURCES if one.value == said["source"])
        voucher = Voucher(
            source, said["amount"].fen, said["quota_number"], said["voucher_number"], said["paid_on"]
        )
        return {"voucher": voucher, "reasons": {each.key: said[name_of_reason(each)] for each in self.wanted}}


def name_of_reason(verdict: Check) -> str:
    """The name of its field: the key of a rule is too long and holds signs of its own."""
    kind = verdict.key.rpartition("|")[0] if verdict.rule.startswith(f"{RULE}.") else verdict.key
    return f"why_{crc32(kind.encode()):08x}"


def field_of_reason(verdict: Verdict) -> forms.CharField:
    return forms.CharField(
        label=f"为什么还是付了：{verdict.name}（公开）",
        help_text=f"{verdict.sentence}国库还没有付的，先别付；已经付了的照实写理由。",
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class StopForm(ActionForm):
    reason = long_text(
        "为什么停付（公开）", REASON_LENGTH, help_text="没有付的部分不再付，钱退回预算行或者合同。"
    )


class AcceptanceForm(ActionForm):
    project = forms.ModelChoiceField(label="哪个项目", queryset=Project.objects.none(), empty_label=None)
    accepted_on = day_field("验收日期")
    is_passed = forms.TypedChoiceField(
        label="结论",
        choices=[("yes", "合格"), ("no", "不合格")],
        coerce=lambda typed: typed == "yes",
        widget=forms.RadioSelect,
    )
    finding = long_text("验收意见", FINDING_LENGTH, help_text="验收报告传成附件。")
    shown_from = day_field("公示从哪天", required=False)
    shown_until = day_field("公示到哪天", required=False)
    has_objection = forms.BooleanField(label="公示有异议", required=False)

    def prepare(self) -> None:
        _set_projects(self, "programme.keep_payment_papers")

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        said = dict(self.cleaned_data)
        shown = Shown(said.pop("shown_from"), said.pop("shown_until"), said.pop("has_objection"))
        return {**said, "shown": shown}


class AuditForm(ActionForm):
    project = forms.ModelChoiceField(label="哪个项目", queryset=Project.objects.none(), empty_label=None)
    month = MonthField(label="哪个月", widget=forms.TextInput(attrs={"type": "month"}))
    auditor = forms.CharField(label="审核单位", max_length=120)
    amount = MoneyField(label="审定金额（元）")
    finding = long_text("审核意见", FINDING_LENGTH, help_text="审核报告传成附件。")

    def prepare(self) -> None:
        _set_projects(self, "programme.keep_payment_papers")


def _set_projects(form: ActionForm, capability: str) -> None:
    field = cast("forms.ModelChoiceField[Project]", form.fields["project"])
    field.queryset = payments.projects_in_force(form.by, capability)
    field.label_from_instance = _project_words  # type: ignore[method-assign, assignment]
