"""The forms of publishing how money was used, and of records of misused money."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from xiangji.core.accounts.permitting import reach
from xiangji.core.office.desk import ActionForm
from xiangji.programme.models import Book, Project
from xiangji.programme.office.project_forms import MoneyField
from xiangji.programme.office.selection_forms import day_field
from xiangji.programme.queries.money import ledger, misuse, statements_of_use
from xiangji.programme.rules.money.misuse import (
    NUMBER_LENGTH,
    WORDS_LENGTH,
    Misuse,
    Noticed,
    Outcome,
)
from xiangji.programme.rules.money.statement import NOTE_LENGTH, Span


class PublishForm(ActionForm):
    """A closed period of a book that was not published yet, as one choice."""

    period = forms.ChoiceField(
        label="公布哪一期",
        help_text="结过账的月份和季度。公布以后不能改，后来记的账写进后面一期。",
    )
    note_text = forms.CharField(
        label="说明（公开，可以不写）",
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def prepare(self) -> None:
        reached = reach(self.by, "programme.publish_fund_use").q(place="programme__place_id")
        self.books = {book.pk: book for book in ledger.books().filter(reached).order_by("pk")}
        field = cast("forms.ChoiceField", self.fields["period"])
        field.choices = [
            (f"{book.pk}|{span.key}", self._word(book, span))
            for book in self.books.values()
            for span in statements_of_use.open_spans(book)
        ]

    def _word(self, book: Book, span: Span) -> str:
        return span.word if len(self.books) == 1 else f"{span.word}，{book.programme.version.title}"

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        book, _, span = self.cleaned_data["period"].partition("|")
        return {
            "book": self.books[int(book)],
            "span": Span.parse(span),
            "note_text": self.cleaned_data["note_text"],
        }


class MisuseForm(ActionForm):
    book = forms.ModelChoiceField(label="账套", queryset=Book.objects.none(), empty_label=None)
    project = forms.ModelChoiceField(
        label="项目", queryset=Project.objects.none(), required=False, empty_label="不是一个项目的"
    )
    kind = forms.ChoiceField(label="哪一种", choices=[(one.value, one.word) for one in Misuse])
    words = forms.CharField(
        label="发现了什么", max_length=WORDS_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )
    amount = MoneyField(label="涉及金额（元）")
    noticed_on = day_field("发现日期")
    document_number = forms.CharField(
        label="从哪份凭据看出来的", help_text="例：审计报告、对账单的文号。", max_length=NUMBER_LENGTH
    )

    def prepare(self) -> None:
        book = cast("forms.ModelChoiceField[Book]", self.fields["book"])
        book.queryset = misuse.books_for(self.by)
        book.label_from_instance = _title  # type: ignore[method-assign, assignment]
        project = cast("forms.ModelChoiceField[Project]", self.fields["project"])
        project.queryset = misuse.projects_for(self.by)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        typed = {**self.cleaned_data}
        book, project = typed.pop("book"), typed.pop("project")
        typed["kind"] = Misuse(typed["kind"])
        return {"book": book, "project": project, "noticed": Noticed(**typed)}


def _title(book: Book) -> str:
    return book.programme.version.title


class AnswerForm(ActionForm):
    answer = forms.CharField(label="说明", max_length=WORDS_LENGTH, widget=forms.Textarea(attrs={"rows": 3}))


class CloseMisuseForm(ActionForm):
    outcome = forms.ChoiceField(label="结果", choices=[(one.value, one.word) for one in Outcome if one])
    finding = forms.CharField(
        label="怎样处理",
        help_text="属实的写追回多少、追究谁、怎样改；不属实的写为什么。",
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])
