"""The forms of what is done with a party. Whatever holds a number is never filled in by the page."""

from __future__ import annotations

from typing import Any

from django import forms

from xiangji.core.office.desk import ActionForm
from xiangji.core.office.parties_doing import CREDIT_CODE, NAME, label_of
from xiangji.core.office.parties_reading import fields_of, registered
from xiangji.core.office.people_forms import PlaceField
from xiangji.core.parties.models import Kind
from xiangji.core.parties.rules.fields import FOUND_BY, Field
from xiangji.core.parties.rules.reasons import LONGEST, SHORTEST
from xiangji.core.parties.rules.writing import LONGEST_ADDRESS, LONGEST_NAME

NUMBER_LENGTH = 40
KEPT_BY_NO_BROWSER = {"autocomplete": "off", "spellcheck": "false"}
BASES = ("本人要求删除", "保存期满，用不着了", "登记错了，没有这个人", "法律法规要求删除")


class MaybePlaceField(PlaceField):
    def __init__(self, *, label: str) -> None:
        super().__init__(label=label)
        self.required = False
        self.help_text = f"{self.help_text}不知道就空着。"

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - as Django declares it
        return super().clean(value) if str(value or "").strip() else None


def number(label: str, *, required: bool = False, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=NUMBER_LENGTH,
        help_text=help_text,
        widget=forms.TextInput(attrs=KEPT_BY_NO_BROWSER),
    )


def why(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, **KEPT_BY_NO_BROWSER}),
    )


class CommonForm(ActionForm):
    phone = number(Field.PHONE.label)
    bank_account = number(Field.BANK_ACCOUNT.label)
    address_line = forms.CharField(
        label=Field.ADDRESS_LINE.label,
        required=False,
        max_length=LONGEST_ADDRESS,
        help_text="写到组和门牌号。",
        widget=forms.TextInput(attrs=KEPT_BY_NO_BROWSER),
    )
    place = MaybePlaceField(label="住在、设在哪个镇村")


class PersonForm(CommonForm):
    name = forms.CharField(label="姓名", max_length=LONGEST_NAME)
    identity_number = number(
        Field.IDENTITY_NUMBER.label, help_text="照证件写18位。一个人只登记一份；不知道就空着。"
    )

    field_order = ("name", "identity_number", "phone", "bank_account", "address_line", "place")


class OrganisationForm(CommonForm):
    name = forms.CharField(label="单位名称", max_length=LONGEST_NAME)
    credit_code = number("统一社会信用代码", required=True, help_text="照执照或证书写18位。")

    field_order = ("name", "credit_code", "phone", "bank_account", "address_line", "place")


class FindForm(ActionForm):
    by_what = forms.ChoiceField(label="按哪一种号码")
    number = number("号码", required=True, help_text="要写全。只找一模一样的，不留在地址和记录里。")

    def prepare(self) -> None:
        field: Any = self.fields["by_what"]
        kinds = [*(one.value for one in fields_of(self.by) if one in FOUND_BY), CREDIT_CODE]
        field.choices = [(kind, label_of(kind)) for kind in kinds]


class CorrectForm(ActionForm):
    field = forms.ChoiceField(label="更正哪一项")
    value = forms.CharField(
        label="更正成",
        required=False,
        max_length=LONGEST_ADDRESS,
        help_text="原来的不显示。空着就是去掉这一项，名称不能去掉。",
        widget=forms.TextInput(attrs=KEPT_BY_NO_BROWSER),
    )

    def prepare(self) -> None:
        field: Any = self.fields["field"]
        fields = [one for one in Field if self._has(one)]
        field.choices = [(NAME, "名称"), *((one.value, one.label) for one in fields)]

    def _has(self, field: Field) -> bool:
        return self.thing.kind == Kind.PERSON or field is not Field.IDENTITY_NUMBER


class RevealForm(ActionForm):
    field = forms.ChoiceField(label="打开哪一项")
    reason = why("为什么要看", "写清为哪件事。先记进审计，再给您看一次；理由里不写号码。")

    def prepare(self) -> None:
        field: Any = self.fields["field"]
        field.choices = [(one.value, one.label) for one in registered(self.thing, fields_of(self.by))]


class MergeForm(ActionForm):
    into = forms.IntegerField(
        label="并到哪一份（登记号）",
        min_value=1,
        help_text="这一份以后指到那一份；那一份缺的，从这里补过去。合并了不能撤。",
    )
    reason = why("凭什么说是同一个人", "例：本人到场，带证件核过。")


class EraseForm(ActionForm):
    basis = forms.ChoiceField(label="依据", choices=[(one, one) for one in BASES])
    reason = why("凭哪份材料", "例：11月20日收到的书面申请。不写号码和地址。")
    sure = forms.BooleanField(
        label="我知道：钥匙一销毁，号码、电话、账号、地址和姓名都找不回来，备份里的也读不出",
        required=False,
    )
