"""The audit trail as a list; the lists of people, posts and keys stand in people.py."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import OuterRef, QuerySet, Subquery

from xiangji.core.accounts.models import User
from xiangji.core.audit.models import Entry
from xiangji.core.chain.models import Link
from xiangji.core.office.desk import Column, Desk, Empty, Filters, Mark, Menu, Named, desk
from xiangji.core.office.history import fact_label, fact_said, step, thing_word, word_for, words

AUDIT = Menu("审计", icon="eye", order=90)


class EntryFilter(Filters):
    did = django_filters.ChoiceFilter(
        label="做了什么", empty_label="都看", choices=lambda: list(words().items())
    )
    person = django_filters.ModelChoiceFilter(
        label="谁", empty_label="都看", queryset=User.objects.order_by("name"), method="of_person"
    )
    since = django_filters.DateFilter(label="从哪天起", field_name="noted_at", lookup_expr="date__gte")
    until = django_filters.DateFilter(label="到哪天止", field_name="noted_at", lookup_expr="date__lte")

    class Meta:
        model = Entry
        fields: list[str] = []

    def of_person(self, rows: QuerySet[Entry], _name: str, person: User) -> QuerySet[Entry]:
        return rows.filter(by_key=str(person.pk))


def _sealed(entry: Any) -> Mark:  # noqa: ANN401 - an entry with the number of `for_person`
    return Mark("ok", "封好") if entry.sealed_as else Mark("wait", "等封存")


def _who(entry: Entry) -> str:
    who: str = json.loads(entry.text)["by"]["name"]
    return who


@desk
class AuditDesk(Desk[Entry]):
    """Entries are read, never changed; opening them changes nothing and is no deed."""

    key = "audit"
    title = "审计记录"
    menu = AUDIT
    capability = "office.read_audit"
    columns = (
        Column("序号", lambda entry: str(entry.pk), look="nowrap", order="pk"),
        Column(
            "做了什么",
            lambda entry: Named(word_for(entry.did), thing_word(entry.what)),
            look="wide",
            order="did",
        ),
        Column("谁", _who, look="nowrap"),
        Column("什么时候", "noted_at", look="nowrap"),
        Column("封存", lambda entry: _sealed(entry), look="nowrap"),
    )
    export = (
        Column("序号", "pk"),
        Column("什么时候", "noted_at"),
        Column("谁", _who),
        Column("做了什么", lambda entry: word_for(entry.did)),
        Column("名称", "did"),
        Column("对什么", lambda entry: thing_word(entry.what)),
        Column("对什么（名称）", "what"),
        Column("正文的 SHA-256", "sha256"),
        Column("封存序号", "sealed_as"),
    )
    filters = EntryFilter
    search = ("what", "did")
    ordering = ("-pk",)
    detail = "office/_entry.html"
    empty = Empty(new="还没有人做过什么。第一件事做了，就记在这里。", done="还没有人做过什么。")
    unit = "条"

    def for_person(self, person: User) -> QuerySet[Entry]:  # noqa: ARG002 - the capability opens all of it
        links = Link.objects.filter(chain="audit", entry=OuterRef("pk"))
        return Entry.objects.annotate(sealed_as=Subquery(links.values("number")[:1]))

    def title_of(self, thing: Entry) -> str:
        return f"{thing.pk}　{_who(thing)}{word_for(thing.did)}"

    def note_of(self, thing: Entry) -> str:
        return thing_word(thing.what)

    def told(self, thing: Entry, person: User) -> Mapping[str, object]:  # noqa: ARG002
        body = json.loads(thing.text)
        facts = [
            (fact_label(thing.did, name), fact_said(name, value)) for name, value in body["facts"].items()
        ]
        happened = datetime.fromisoformat(body["happened_at"]) if body["happened_at"] else None
        return {
            "step": step(thing),
            "facts": facts,
            "happened_at": happened,
            "link": Link.objects.filter(chain="audit", entry=thing.pk).first(),
            "word": thing_word(thing.what),
        }

    def history_of(self, thing: Entry) -> Sequence[str]:
        """Everything that was done to the same thing."""
        return [thing.what]
