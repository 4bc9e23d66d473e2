"""The entries (记账凭证) of the books: read, filtered and exported; the book's own are reversed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours, may
from xiangji.core.evidence.owners import Paper, Target, owner_of, paper_to_see
from xiangji.core.office.desk import Action, Chip, Column, Desk, Empty, Filters, Mark, Named, desk
from xiangji.core.values import Money, Month
from xiangji.programme.actions.money import booking
from xiangji.programme.models import LedgerEntry
from xiangji.programme.office.money.books import MONEY
from xiangji.programme.office.money.forms import EVERY, ReverseForm
from xiangji.programme.office.project_forms import MonthField
from xiangji.programme.queries.money import ledger
from xiangji.programme.rules.money.accounts import EntryKind


class MonthFilter(django_filters.Filter):  # type: ignore[misc]  # django-filter has no types
    field_class = MonthField


def _lines() -> list[tuple[str, str]]:
    """Of every book; as a rule a county keeps one."""
    return [item for book in ledger.books().order_by("pk") for item in ledger.names_of(book).items()]


class EntryFilter(Filters):
    month = MonthFilter(label="月份", method="in_month")
    kind = django_filters.ChoiceFilter(
        label="种类", empty_label="都看", choices=[(kind.value, kind.word) for kind in EntryKind]
    )
    source = django_filters.ChoiceFilter(
        label="资金来源", empty_label="都看", choices=EVERY, method="touching"
    )
    line = django_filters.ChoiceFilter(label="预算行", empty_label="都看", choices=_lines, method="touching")

    class Meta:
        model = LedgerEntry
        fields: list[str] = []

    def in_month(self, rows: QuerySet[LedgerEntry], _name: str, month: Month | None) -> QuerySet[LedgerEntry]:
        if month is None:
            return rows
        return rows.filter(booked_on__gte=month.first_day, booked_on__lte=month.last_day)

    def touching(self, rows: QuerySet[LedgerEntry], name: str, value: str) -> QuerySet[LedgerEntry]:
        return rows.filter(ledger.touching(**{name: value}))


def _amount(entry: LedgerEntry) -> Money:
    return Money(int(entry.moved_fen))  # type: ignore[attr-defined]  # see ledger.for_person


def _mark(entry: LedgerEntry) -> Mark:
    if entry.kind == EntryKind.REVERSAL:
        return Mark("info", "冲销凭证")
    if entry.is_reversed:  # type: ignore[attr-defined]
        return Mark("warn", "已冲销")
    return Mark("ok", "有效")


def _about(entry: LedgerEntry, person: User) -> Paper | None:
    """The paper for which it was booked, if there is one and this person may see it."""
    if entry.about == entry.book.about:
        return None
    try:
        return paper_to_see(person, Target.parse(entry.about))
    except NotYours:
        return None


def _who(entry: LedgerEntry) -> str:
    return entry.by.name if entry.by else "平台"


def _kind(entry: LedgerEntry) -> str:
    return EntryKind(entry.kind).word


@desk
class EntryDesk(Desk[LedgerEntry]):
    """Nothing is changed here: an entry is only taken back by an opposite one in an open month."""

    key = "ledger"
    title = "记账凭证"
    menu = MONEY
    order = 20
    capability = "programme.read_ledger"
    unit = "张"
    columns = (
        Column(
            "凭证和种类",
            lambda row: Named(f"{row.word}　{_kind(row)}", row.summary),
            look="wide",
            order="kind",
        ),
        Column("记账日期", "booked_on", look="nowrap", order="booked_on"),
        Column("金额（元）", _amount, look="num"),
        Column("怎样", _mark, look="nowrap"),
    )
    export = (
        Column("年度", "year"),
        Column("凭证号", "number"),
        Column("种类", _kind),
        Column("记账日期", "booked_on"),
        Column("摘要", "summary"),
        Column("金额", _amount),
        Column("凭据种类", "document_kind"),
        Column("凭据号", "document_number"),
        Column("凭据日期", "document_on"),
        Column("怎样", lambda row: _mark(row).word),
        Column("冲销的是", lambda row: row.reverses.word if row.reverses else ""),
        Column("方案", "book.programme.version.title"),
        Column("谁记的", _who),
        Column("岗位", "post_title"),
        Column("记下的时间", "recorded_at"),
    )
    chips = (
        Chip("came", "资金到账", Q(kind=EntryKind.TRANSFER)),
        Chip("paid", "拨付和支出", Q(kind__in=[EntryKind.PAY, EntryKind.SPEND])),
        Chip("reversed", "冲销", Q(kind=EntryKind.REVERSAL)),
    )
    filters = EntryFilter
    search = ("summary", "document_number")
    ordering = ("-booked_on", "-pk")
    detail = "programme/office/_ledger_entry.html"
    has_evidence = True
    empty = Empty(new="还没有凭证。财政岗在“账套与结账”里建账以后，预算数先记进来。", done="这里没有凭证。")
    actions = (
        Action(
            "reverse",
            "冲销",
            capability="programme.keep_ledger",
            form=ReverseForm,
            act=booking.reverse_entry,
            named="entry",
            look="stop",
            done=lambda entry: f"冲销了，冲销凭证是{entry.word}。",
            when=lambda row, _person: _may_be_reversed(row),
        ),
    )

    def for_person(self, person: User) -> QuerySet[LedgerEntry]:
        return ledger.for_person(person)

    def title_of(self, thing: LedgerEntry) -> str:
        return f"{thing.word}　{thing.summary}"

    def note_of(self, thing: LedgerEntry) -> str:
        return EntryKind(thing.kind).word

    def mark_of(self, thing: LedgerEntry) -> Mark:
        return _mark(thing)

    def told(self, thing: LedgerEntry, person: User) -> Mapping[str, object]:
        return {
            "about": _about(thing, person),
            "kind": EntryKind(thing.kind).word,
            "who": _who(thing),
            "amount": _amount(thing),
            "postings": ledger.shown_postings(thing),
            "reversal": ledger.reversal_of(thing),
        }

    def history_of(self, thing: LedgerEntry) -> Iterable[str]:
        return (self.what(thing), thing.about.replace(":", " "))


def _may_be_reversed(entry: LedgerEntry) -> bool:
    is_own = entry.about == entry.book.about
    return is_own and entry.kind != EntryKind.REVERSAL and not entry.is_reversed  # type: ignore[attr-defined]


def _entry(key: str) -> LedgerEntry | None:
    return ledger.entries().filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None


def _may_see(person: User, key: str) -> bool:
    return _may(person, key, "programme.read_ledger")


def _may_add(person: User, key: str) -> bool:
    return _may(person, key, "programme.keep_ledger")


def _may(person: User, key: str, capability: str) -> bool:
    entry = _entry(key)
    return entry is not None and may(person, capability, place=entry.book.programme.place_code)


@owner_of("programme.LedgerEntry", may_see=_may_see, may_add=_may_add)
def entry_paper(key: str) -> Paper | None:
    entry = _entry(key)
    return Paper(entry.word, reverse("office-paper", args=["ledger", entry.pk])) if entry else None
