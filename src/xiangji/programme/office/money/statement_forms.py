"""The forms of pairing a statement with the book."""

from __future__ import annotations

from typing import cast

from django import forms

from xiangji.core.office.desk import ActionForm
from xiangji.programme.models import Book, LedgerEntry, StatementLine
from xiangji.programme.queries.money import statements
from xiangji.programme.rules.money.statements import REASON_LENGTH
from xiangji.programme.rules.words import day_words


class CertainForm(ActionForm):
    book = forms.ModelChoiceField(label="账套", queryset=Book.objects.none(), empty_label=None)

    def prepare(self) -> None:
        field = cast("forms.ModelChoiceField[Book]", self.fields["book"])
        field.queryset = statements.books_for(self.by, "programme.keep_ledger")
        field.label_from_instance = _title  # type: ignore[method-assign, assignment]


class MatchForm(ActionForm):
    """Only entries of this very amount that no line shows, the nearest day first."""

    entry = forms.ChoiceField(label="哪张凭证", help_text="金额相同、还没有勾过的，日期近的在前。")

    def prepare(self) -> None:
        line = cast("StatementLine", self.thing)
        self.found = {str(entry.pk): entry for entry in statements.candidates(line)}
        field = cast("forms.ChoiceField", self.fields["entry"])
        field.choices = [(key, _word(entry)) for key, entry in self.found.items()]

    def clean_entry(self) -> LedgerEntry:
        return self.found[self.cleaned_data["entry"]]


class UndoForm(ActionForm):
    reason = forms.CharField(
        label="为什么取消", max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 2})
    )


def _title(book: Book) -> str:
    return book.programme.version.title


def _word(entry: LedgerEntry) -> str:
    return f"{entry.word}，{day_words(entry.booked_on)}，{entry.summary}"[:120]
