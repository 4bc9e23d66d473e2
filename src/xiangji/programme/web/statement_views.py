"""The settling of balances (余额调节表) of a special account at the end of a day."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from xiangji.core.accounts.door import in_office, person_of
from xiangji.core.values import Money
from xiangji.programme.queries.money import ledger, statements
from xiangji.programme.queries.money.statements import Side
from xiangji.programme.rules.money.settling import is_earlier
from xiangji.programme.rules.words import day_words

# On paper; the desks show all of them and hand them out.
MOST_SHOWN = 200


class DayForm(forms.Form):
    """At the end of which day; today where nothing is written."""

    on = forms.DateField(label="哪天终了", required=False, error_messages={"invalid": "日期写成2026-06-30。"})

    def clean_on(self) -> date:
        on: date | None = self.cleaned_data["on"]
        today = timezone.localdate()
        if on is not None and on > today:
            raise forms.ValidationError(f"{day_words(on)}还没有到，今天是{day_words(today)}。")
        return on or today


@require_safe
@in_office()
def settling(request: HttpRequest, number: int) -> HttpResponse:
    """Both balances of the special account, and everything that only one side knows."""
    book = ledger.books_for(person_of(request)).filter(pk=number).first()
    if book is None:
        raise Http404
    form = DayForm(request.GET)
    on = form.cleaned_data["on"] if form.is_valid() else timezone.localdate()
    side = statements.side_of(book, on)
    told = {
        "book": book,
        "form": form,
        "on": on,
        "balanced": side.balanced,
        "printed_at": timezone.localtime(),
        **_listed(side),
    }
    return render(request, "programme/office/settling.html", told, status=200 if form.is_valid() else 400)


def _listed(side: Side) -> dict[str, object]:
    """As many of each as a paper holds, and how many more there are."""
    stated = side.balanced.statement
    entries = [(entry, fen) for entry, fen in side.entries if not is_earlier(entry.booked_on, stated)]
    earlier = [(entry, Money(fen)) for entry, fen in side.entries if is_earlier(entry.booked_on, stated)]
    return {
        "lines": side.lines[:MOST_SHOWN],
        "more_lines": max(0, len(side.lines) - MOST_SHOWN),
        "entries": [(entry, Money(fen)) for entry, fen in entries[:MOST_SHOWN]],
        "more_entries": max(0, len(entries) - MOST_SHOWN),
        "earlier": earlier[:MOST_SHOWN],
        "more_earlier": max(0, len(earlier) - MOST_SHOWN),
    }
