"""The forms of what finance does with a book: each gives exactly what its action asks for by name."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from xiangji.core.office.desk import ActionForm
from xiangji.core.values import Month
from xiangji.programme.models import Book, Programme, Project
from xiangji.programme.office.project_forms import MoneyField, MonthField
from xiangji.programme.office.selection_forms import day_field
from xiangji.programme.queries import projects
from xiangji.programme.queries.money import ledger
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.booking import UNIT_LENGTH, WHAT_LENGTH, Booked, Opening
from xiangji.programme.rules.money.ledger import (
    NUMBER_LENGTH,
    PAPER_LENGTH,
    SUMMARY_LENGTH,
    Document,
)

PUBLIC = [(source.value, source.word) for source in Source if source is not Source.ENTERPRISE]
EVERY = [(source.value, source.word) for source in Source]
BOOKED = (
    "source",
    "line",
    "amount",
    "booked_on",
    "summary",
    "document_number",
    "document_on",
    "document_kind",
)


class OpenForm(ActionForm):
    programme = forms.ModelChoiceField(label="方案", queryset=Programme.objects.none(), empty_label=None)
    booked_on = day_field("建账日期", help_text="方案的预算数记在这一天；补录更早的，写方案开始的日子。")

    def prepare(self) -> None:
        field = cast("forms.ModelChoiceField[Programme]", self.fields["programme"])
        running = projects.running_programmes(self.by, "programme.keep_ledger")
        known = set(Book.objects.values_list("programme_id", flat=True))
        keys = [each.pk for each in running if each.pk not in known]
        field.queryset = Programme.objects.filter(pk__in=keys).order_by("key")
        field.label_from_instance = _title  # type: ignore[method-assign, assignment]
        self.fields["booked_on"].initial = timezone.localdate()


def _title(programme: Programme) -> str:
    return programme.version.title


class BookedForm(ActionForm):
    """One amount with its paper, as `booked`."""

    source = forms.ChoiceField(label="资金来源", choices=PUBLIC)
    line = forms.ChoiceField(label="预算行", required=False)
    amount = MoneyField(label="金额（元）")
    booked_on = day_field("记账日期")
    summary = forms.CharField(label="摘要", help_text="例：前期资金到账。", max_length=SUMMARY_LENGTH)
    document_kind = forms.CharField(
        label="凭据种类", help_text="例：指标文、进账单。", required=False, max_length=PAPER_LENGTH
    )
    document_number = forms.CharField(
        label="凭据号", help_text="例：财建〔2026〕12号。", max_length=NUMBER_LENGTH
    )
    document_on = day_field("凭据日期")

    def prepare(self) -> None:
        field = cast("forms.ChoiceField", self.fields["line"])
        field.choices = [("", "不分预算行"), *ledger.names_of(self.thing).items()]
        self.fields["booked_on"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        typed = self.cleaned_data
        rest = {name: value for name, value in typed.items() if name not in (*BOOKED, "project")}
        return {**rest, "booked": _booked(typed)}


def _booked(typed: dict[str, Any]) -> Booked:
    project: Project | None = typed.get("project")
    return Booked(
        source=Source(typed["source"]),
        line=typed["line"],
        amount=typed["amount"],
        booked_on=typed["booked_on"],
        summary=typed["summary"],
        document=Document(typed["document_number"], typed["document_on"], typed["document_kind"]),
        project=project.pk if project else None,
    )


class TransferForm(BookedForm):
    """资金到账."""


class GiveBackForm(BookedForm):
    is_only_cut = forms.BooleanField(
        label="只核减预算数", help_text="钱还没有到账的勾上；到了账的不勾，专账同时缴回国库。", required=False
    )


class OpeningForm(BookedForm):
    what = forms.ChoiceField(label="补录什么", choices=[(each.value, each.word) for each in Opening])
    source = forms.ChoiceField(label="资金来源", choices=EVERY)
    project = forms.ModelChoiceField(
        label="项目", queryset=Project.objects.none(), required=False, empty_label="不分项目"
    )

    field_order = ("what", "source", "line", "project")

    def prepare(self) -> None:
        super().prepare()
        field = cast("forms.ModelChoiceField[Project]", self.fields["project"])
        field.queryset = _projects_of(self.thing)

    def clean_what(self) -> Opening:
        return Opening(self.cleaned_data["what"])


def _projects_of(book: Book) -> QuerySet[Project]:
    return Project.objects.filter(projects.HOLDING, programme=book.programme_id).order_by("pk")


class FollowForm(ActionForm):
    booked_on = day_field("记账日期")

    def prepare(self) -> None:
        self.fields["booked_on"].initial = timezone.localdate()


class InKindForm(ActionForm):
    line = forms.ChoiceField(label="预算行", required=False)
    what = forms.CharField(label="投入的是什么", help_text="例：建设用房。", max_length=WHAT_LENGTH)
    quantity = forms.DecimalField(
        label="数量", help_text="登记错了的，再登记一条相反的数。", max_digits=14, decimal_places=2
    )
    unit = forms.CharField(label="单位", help_text="例：平方米。", max_length=UNIT_LENGTH)
    provided_on = day_field("哪天投入的")
    document_number = forms.CharField(label="凭据号", max_length=NUMBER_LENGTH)

    def prepare(self) -> None:
        field = cast("forms.ChoiceField", self.fields["line"])
        field.choices = [("", "不分预算行"), *ledger.names_of(self.thing).items()]


class CloseForm(ActionForm):
    month = MonthField(
        label="结到哪个月", help_text="例：2026-03。这个月和以前的月份不能再记，也不能反结账。", max_length=7
    )

    def prepare(self) -> None:
        self.fields["month"].initial = str(_last_month(timezone.localdate()))


def _last_month(today: date) -> Month:
    return Month(today.year - 1, 12) if today.month == 1 else Month(today.year, today.month - 1)


class CarryForm(ActionForm):
    year = forms.IntegerField(label="哪一年", min_value=2000, max_value=2100)

    def prepare(self) -> None:
        self.fields["year"].initial = timezone.localdate().year - 1


class ReverseForm(ActionForm):
    reason = forms.CharField(label="为什么冲销", help_text="写进冲销凭证的摘要。", max_length=SUMMARY_LENGTH)
