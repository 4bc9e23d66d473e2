"""The kernel's own desks: the audit trail, people and their posts; and the table of capabilities."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from xiangji.core.accounts import queries
from xiangji.core.accounts.models import Deputy, Post, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.audit.models import Entry
from xiangji.core.chain.models import Link
from xiangji.core.office.desk import Chip, Column, Desk, Empty, Filters, Mark, Menu, Named, Page, desk, page
from xiangji.core.office.history import step, word_for, words

PEOPLE = Menu("人员与权限", icon="people", order=80)
AUDIT = Menu("审计", icon="eye", order=90)

page(Page("rights", "权限表", PEOPLE, "accounts.read_capabilities", "office-rights", order=90))


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


def _sealed(entry: Any) -> Mark:  # noqa: ANN401 - an entry with the link that `together` hung on it
    return Mark("ok", "封好") if entry.link else Mark("wait", "等封存")


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
        Column("做了什么", lambda entry: Named(word_for(entry.did), entry.what), look="wide", order="did"),
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
        Column("对什么", "what"),
        Column("正文的 SHA-256", "sha256"),
        Column("封存序号", lambda entry: entry.link.number if entry.link else None),
    )
    filters = EntryFilter
    search = ("what", "did")
    ordering = ("-pk",)
    detail = "office/_entry.html"
    empty = Empty(new="还没有人做过什么。第一件事做了，就记在这里。", done="还没有人做过什么。")
    unit = "条"

    def for_person(self, person: User) -> QuerySet[Entry]:  # noqa: ARG002 - the capability opens all of it
        return Entry.objects.all()

    def together(self, things: Sequence[Any]) -> None:
        links = {
            link.entry: link
            for link in Link.objects.filter(chain="audit", entry__in=[entry.pk for entry in things])
        }
        for entry in things:
            entry.link = links.get(entry.pk)

    def title_of(self, thing: Entry) -> str:
        return f"{thing.pk}　{_who(thing)}{word_for(thing.did)}"

    def note_of(self, thing: Entry) -> str:
        return thing.what

    def told(self, thing: Any, person: User) -> Mapping[str, object]:  # noqa: ANN401, ARG002
        self.together([thing])
        body = json.loads(thing.text)
        facts = [(name, _shown(value)) for name, value in body["facts"].items()]
        happened = datetime.fromisoformat(body["happened_at"]) if body["happened_at"] else None
        return {"step": step(thing), "facts": facts, "happened_at": happened, "link": thing.link}

    def history_of(self, thing: Entry) -> Sequence[str]:
        """Everything that was done to the same thing."""
        return [thing.what]


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class PostFilter(Filters):
    kind = django_filters.ChoiceFilter(
        label="岗位", empty_label="都看", choices=[(kind.value, kind.label) for kind in PostKind]
    )

    class Meta:
        model = Post
        fields: list[str] = []


def _is_current() -> Q:
    now = timezone.now()
    today = timezone.localdate(now)
    return (
        Q(ended_at=None, since__lte=today)
        & (Q(until=None) | Q(until__gte=today))
        & (Q(expires_at=None) | Q(expires_at__gt=now))
    )


@desk
class PostDesk(Desk[Post]):
    key = "posts"
    title = "岗位"
    menu = PEOPLE
    order = 20
    capability = "accounts.read_staff"
    columns = (
        Column("姓名", lambda post: Named(post.person.name, post.person.username), order="person__name"),
        Column(
            "岗位",
            lambda post: Named(post.post_kind.label, post.organisation.name),
            look="wide",
            order="kind",
        ),
        Column("管到哪里", "place.name", look="nowrap", order="place"),
        Column("从哪天起", "since", look="nowrap", order="since"),
        Column("到哪天止", lambda post: post.until or "没有定", look="nowrap", order="until"),
    )
    chips = (
        Chip("now", "在岗", _is_current),
        Chip("ended", "到期或收回", lambda: ~_is_current()),
    )
    filters = PostFilter
    search = ("person__name", "person__username", "organisation__name", "place__name")
    ordering = ("organisation__name", "kind", "person__name")
    detail = "office/_post.html"
    empty = Empty(new="您管的范围里还没有岗位。", done="您管的范围里没有在岗的人。")
    unit = "个"

    def for_person(self, person: User) -> QuerySet[Post]:
        return queries.posts_in_reach(person)

    def title_of(self, thing: Post) -> str:
        return f"{thing.person.name}　{thing.post_kind.label}"

    def note_of(self, thing: Post) -> str:
        return thing.organisation.name

    def mark_of(self, thing: Post) -> Mark | None:
        now = timezone.now()
        return Mark("ok", "在岗") if thing.counts(timezone.localdate(now), now) else Mark("wait", "不在岗")

    def told(self, thing: Post, person: User) -> Mapping[str, object]:  # noqa: ARG002
        deputies = Deputy.objects.filter(post=thing).select_related("deputy").order_by("-since")
        return {"deputies": list(deputies)}

    def history_of(self, thing: Post) -> Sequence[str]:
        """Posts are given to people: what happened to them is noted with the person."""
        return [self.what(thing), f"accounts.User {thing.person_id}"]


@desk
class PeopleDesk(Desk[User]):
    """Accounts. Who only reads one's own organisation sees the people who hold a post there."""

    key = "people"
    title = "人员"
    menu = PEOPLE
    order = 10
    capability = "accounts.read_staff"
    columns = (
        Column("姓名", lambda user: Named(user.name, user.username), look="wide", order="name"),
        Column("岗位", lambda user: "、".join(user.posts) or "还没有岗位"),
        Column("账号", lambda user: _standing(user), look="nowrap"),
        Column("建立", "created_at", look="nowrap", order="created_at"),
    )
    chips = (
        Chip("active", "在用", Q(is_active=True)),
        Chip("stopped", "停用", Q(is_active=False)),
        Chip("idle", "没有岗位", lambda: ~Q(pk__in=Post.objects.filter(_is_current()).values("person"))),
    )
    search = ("name", "username")
    ordering = ("name",)
    detail = "office/_person.html"
    empty = Empty(new="您管的范围里还没有人。", done="您管的范围里没有这样的人。")
    unit = "人"

    def for_person(self, person: User) -> QuerySet[User]:
        return queries.people_in_reach(person)

    def together(self, things: Sequence[Any]) -> None:
        held: dict[int, list[str]] = {}
        for post in Post.objects.filter(_is_current(), person__in=[user.pk for user in things]):
            held.setdefault(post.person_id, []).append(post.post_kind.label)
        for user in things:
            user.posts = held.get(user.pk, [])

    def title_of(self, thing: User) -> str:
        return thing.name

    def note_of(self, thing: User) -> str:
        return thing.username

    def mark_of(self, thing: User) -> Mark | None:
        return _standing(thing)

    def told(self, thing: User, person: User) -> Mapping[str, object]:
        return {"posts": list(queries.posts_in_reach(person).filter(person=thing).order_by("-since", "-pk"))}


def _standing(user: User) -> Mark:
    return Mark("ok", "在用") if user.is_active else Mark("bad", "停用")
