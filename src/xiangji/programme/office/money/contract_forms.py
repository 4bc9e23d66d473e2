"""The forms of contracts, promises, proofs and the registers beside them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django import forms
from django.utils import timezone

from xiangji.core.office.desk import ActionForm
from xiangji.core.parties import masks
from xiangji.core.parties.models import Kind, Party
from xiangji.core.values import Money
from xiangji.programme.models import Agreement, Programme, Project
from xiangji.programme.office.money.forms import EVERY
from xiangji.programme.office.project_forms import MoneyField
from xiangji.programme.office.selection_forms import day_field, long_text
from xiangji.programme.queries import projects
from xiangji.programme.queries.money import contracts
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money import promises, registers
from xiangji.programme.rules.money.contracts import (
    NUMBER_LENGTH,
    PUBLIC,
    REASON_LENGTH,
    TERMS_LENGTH,
    Guarantee,
    Terms,
)
from xiangji.programme.rules.money.registers import (
    NAME_LENGTH,
    PLACE_LENGTH,
    UNIT_LENGTH,
    WORDS_LENGTH,
    AssetKind,
    FundKind,
    SupportKind,
)

TERMS = ("number", "signed_on", "words", "guarantee", "guaranteed", "guaranteed_until")


class TermsForm(ActionForm):
    """Amounts by source and terms, as `amounts`, `terms` and `shares`."""

    number = forms.CharField(label="编号", max_length=NUMBER_LENGTH)
    signed_on = day_field("签订日期")
    central = MoneyField(label="中央财政（元）")
    provincial = MoneyField(label="省级（元）")
    county = MoneyField(label="县（市）配套（元）")
    words = long_text(
        "付款和履约的约定", TERMS_LENGTH, help_text="怎样付款、什么时候完工、怎样验收，照合同写。"
    )
    divided = long_text(
        "联合体份额",
        1000,
        help_text="只有联合体才写。一行一家：名称，空格，金额（元）；合起来是合同金额。",
        required=False,
    )
    guarantee = forms.ChoiceField(label="履约担保", choices=[(each.value, each.word) for each in Guarantee])
    guaranteed = MoneyField(label="担保金额（元）")
    guaranteed_until = day_field("担保有效到", required=False)
    booked_on = day_field("记账日期", help_text="签订以后、没有结账的日子。")

    def prepare(self) -> None:
        self.fields["booked_on"].initial = timezone.localdate()

    def project_of(self, typed: dict[str, Any]) -> Project:  # noqa: ARG002 - a new contract says it by its agreement
        """Of the contract that stands."""
        project: Project = self.thing.project
        return project

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        typed = self.cleaned_data
        members = contracts.members_of(self.project_of(typed))
        shares = self._shares(typed["divided"], members)
        names = {*TERMS, *(source.value for source in PUBLIC), "divided"}
        rest = {name: value for name, value in typed.items() if name not in names}
        amounts = {source: typed[source.value] for source in PUBLIC}
        return {**rest, "terms": _terms(typed), "amounts": amounts, "shares": shares}

    def _shares(self, text: str, members: dict[int, str]) -> dict[int, Money]:
        known = {name: party for party, name in members.items()}
        found: dict[int, Money] = {}
        for line in text.splitlines():
            if not line.strip():
                continue
            name, _, amount = line.strip().rpartition(" ")
            party = known.get(name.strip())
            try:
                if party is None or party in found:
                    raise ValueError(name)
                found[party] = Money.from_yuan(Decimal(amount.replace(",", "")))
            except (InvalidOperation, ValueError):
                whole = "、".join(known) or "这个项目没有联合体"
                self.add_error(
                    "divided", f"“{line.strip()[:60]}”读不懂。一行一家写名称、空格、金额；成员是：{whole}。"
                )
        return found


def _terms(typed: dict[str, Any]) -> Terms:
    return Terms(
        number=typed["number"],
        signed_on=typed["signed_on"],
        words=typed["words"],
        guarantee=Guarantee(typed["guarantee"]),
        guaranteed=typed["guaranteed"],
        guaranteed_until=typed["guaranteed_until"],
    )


class SignForm(TermsForm):
    agreement = forms.ModelChoiceField(
        label="协议",
        queryset=Agreement.objects.none(),
        empty_label=None,
        help_text="“开工与履约”里登记了、还没有合同金额的协议。",
    )

    field_order = ("agreement",)

    def prepare(self) -> None:
        super().prepare()
        field = cast("forms.ModelChoiceField[Agreement]", self.fields["agreement"])
        field.queryset = contracts.unsigned_for(self.by)
        field.label_from_instance = _agreement_title  # type: ignore[method-assign, assignment]

    def project_of(self, typed: dict[str, Any]) -> Project:
        return cast("Agreement", typed["agreement"]).project


def _agreement_title(agreement: Agreement) -> str:
    return f"{agreement.project.name}：{agreement.get_kind_display()} {agreement.number}"


class SupplementForm(TermsForm):
    reason = forms.CharField(label="为什么补充", max_length=REASON_LENGTH)

    def prepare(self) -> None:
        """What counts now stands in the fields; what changes is written over it."""
        super().prepare()
        held = contracts.seen(self.thing)
        for source in PUBLIC:
            self.fields[source.value].initial = held.amounts.get(source, Money(0))
        self.fields["words"].initial = held.last.terms
        self.fields["guarantee"].initial = held.last.guarantee
        self.fields["guaranteed"].initial = held.last.guaranteed
        self.fields["guaranteed_until"].initial = held.last.guaranteed_until
        shares = held.shares.get(held.last.pk, [])
        self.fields["divided"].initial = "\n".join(f"{each.name} {each.amount.yuan}" for each in shares)


class PromiseForm(ActionForm):
    amount = MoneyField(label="企业承诺投入（元）")
    document_number = forms.CharField(
        label="写在哪份文件", help_text="例：合同编号。", max_length=NUMBER_LENGTH
    )
    reason = forms.CharField(label="为什么改（改原来的承诺才写）", required=False, max_length=REASON_LENGTH)
    booked_on = day_field("记账日期")

    def prepare(self) -> None:
        promise = contracts.seen(self.thing).promise
        planned = self.thing.project.draft.enterprise
        self.fields["amount"].initial = promise.amount if promise else planned
        self.fields["booked_on"].initial = timezone.localdate()


class ProofForm(ActionForm):
    what = forms.CharField(
        label="投入了什么", help_text="例：平台升级开发费。", max_length=promises.WHAT_LENGTH
    )
    amount = MoneyField(label="金额（元）")
    document_number = forms.CharField(
        label="凭证号", help_text="发票号码或者付款凭证号。", max_length=NUMBER_LENGTH
    )
    spent_on = day_field("凭证日期")

    def clean(self) -> dict[str, Any]:
        super().clean()
        return self.cleaned_data if self.errors else {"proof": promises.Proof(**self.cleaned_data)}


class ConfirmForm(ActionForm):
    booked_on = day_field("记账日期")

    def prepare(self) -> None:
        self.fields["booked_on"].initial = timezone.localdate()


class RefuseForm(ActionForm):
    reason = forms.CharField(label="为什么没有认", max_length=REASON_LENGTH)


class EndForm(ActionForm):
    reason = forms.CharField(
        label="为什么不再算", help_text="例：报废、收回、登记错了。", max_length=WORDS_LENGTH
    )


class AssetForm(ActionForm):
    project = forms.ModelChoiceField(label="项目", queryset=Project.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label="类别", choices=[(each.value, each.word) for each in AssetKind])
    name = forms.CharField(label="名称", help_text="例：冷藏车。", max_length=NAME_LENGTH)
    quantity = forms.DecimalField(label="数量", max_digits=12, decimal_places=2)
    unit = forms.CharField(label="单位", help_text="例：台。", max_length=UNIT_LENGTH)
    price = MoneyField(label="价值（元，全部数量合计）")
    source = forms.ChoiceField(label="资金来源", choices=EVERY)
    bought_on = day_field("购置日期")
    where = forms.CharField(label="放在哪里、谁管", max_length=PLACE_LENGTH)
    document_number = forms.CharField(
        label="凭证号", help_text="发票或者验收单号。", max_length=NUMBER_LENGTH
    )

    def prepare(self) -> None:
        field = cast("forms.ModelChoiceField[Project]", self.fields["project"])
        field.queryset = contracts.projects_for(self.by)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        typed = {**self.cleaned_data}
        project = typed.pop("project")
        typed["kind"], typed["source"] = AssetKind(typed["kind"]), Source(typed["source"])
        return {"project": project, "asset": registers.Asset(**typed)}


class OfProgrammeForm(ActionForm):
    programme = forms.ModelChoiceField(label="方案", queryset=Programme.objects.none(), empty_label=None)

    def prepare(self) -> None:
        field = cast("forms.ModelChoiceField[Programme]", self.fields["programme"])
        keys = [each.pk for each in projects.running_programmes(self.by, "programme.keep_contracts")]
        field.queryset = Programme.objects.filter(pk__in=keys).order_by("key")
        field.label_from_instance = _programme_title  # type: ignore[method-assign, assignment]


def _programme_title(programme: Programme) -> str:
    return programme.version.title


class FundForm(OfProgrammeForm):
    kind = forms.ChoiceField(label="种类", choices=[(each.value, each.word) for each in FundKind])
    giver = forms.CharField(label="谁给的", help_text="例：省商务厅。", max_length=NAME_LENGTH)
    amount = MoneyField(label="金额（元）")
    purpose = forms.CharField(label="用在哪里", max_length=WORDS_LENGTH)
    granted_on = day_field("批准日期")
    document_number = forms.CharField(label="文号", max_length=NUMBER_LENGTH)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        typed = {**self.cleaned_data}
        programme = typed.pop("programme")
        typed["kind"] = FundKind(typed["kind"])
        return {"programme": programme, "fund": registers.Fund(**typed)}


class SupportForm(OfProgrammeForm):
    party = forms.ModelChoiceField(
        label="谁", queryset=Party.objects.none(), help_text="先在“人与单位”里登记。", empty_label=None
    )
    kind = forms.ChoiceField(label="种类", choices=[(each.value, each.word) for each in SupportKind])
    what = forms.CharField(label="支持的内容", help_text="例：免一年房租。", max_length=WORDS_LENGTH)
    worth = MoneyField(label="折合金额（元）")
    given_on = day_field("日期")
    document_number = forms.CharField(label="依据", required=False, max_length=NUMBER_LENGTH)

    def prepare(self) -> None:
        super().prepare()
        field = cast("forms.ModelChoiceField[Party]", self.fields["party"])
        field.queryset = contracts.residents_for(self.by).order_by("-pk")
        field.label_from_instance = party_name  # type: ignore[method-assign, assignment]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        typed = {**self.cleaned_data}
        programme, party = typed.pop("programme"), typed.pop("party")
        typed["kind"] = SupportKind(typed["kind"])
        return {"programme": programme, "party": party, "support": registers.Support(**typed)}


def party_name(party: Party) -> str:
    """People masked, organisations whole."""
    if not party.name:
        return "已经删除"
    return party.name if party.kind == Kind.ORGANISATION else masks.name(party.name)
