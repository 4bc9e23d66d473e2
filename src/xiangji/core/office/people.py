"""People, their posts and the keys of their organisations, as lists; and the table of capabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from xiangji.core.accounts import actions, queries
from xiangji.core.accounts.actions import Newcomer
from xiangji.core.accounts.actions.keys import MadeKey
from xiangji.core.accounts.models import Deputy, OrganisationKey, Post, User
from xiangji.core.accounts.permitting import may, same_person
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.office.desk import (
    Action,
    Chip,
    Column,
    Desk,
    Empty,
    Filters,
    Mark,
    Menu,
    Named,
    Page,
    desk,
    page,
)
from xiangji.core.office.people_forms import (
    AccountForm,
    DeputyForm,
    EndDeputyForm,
    KeyForm,
    PostForm,
    ReasonForm,
    StaffForm,
)
from xiangji.core.sheets import entered

PEOPLE = Menu("人员与权限", icon="people", order=80)
NEVER = queries.Used(0, None)
STAFF, ACCOUNTS, POSTS = "accounts.manage_staff", "accounts.create_account", "accounts.give_post"

page(Page("rights", "权限表", PEOPLE, "accounts.read_capabilities", "office-rights", order=90))


def is_current() -> Q:
    now = timezone.now()
    today = timezone.localdate(now)
    return (
        Q(ended_at=None, since__lte=today)
        & (Q(until=None) | Q(until__gte=today))
        & (Q(expires_at=None) | Q(expires_at__gt=now))
    )


def _another(thing: User, person: User) -> bool:
    return thing.is_active and not same_person(thing, person)


def _newcomer(made: Newcomer) -> str:
    return f"{made.person.name}的账号开好了。登录名{made.person.username}，一次性口令：{made.password}"


def _holds_no_post(_person: User) -> Q:
    return ~Q(pk__in=Post.objects.filter(is_current()).values("person"))


@desk
class PeopleDesk(Desk[User]):
    key = "people"
    title = "人员"
    menu = PEOPLE
    order = 10
    capability = "accounts.read_staff"
    columns = (
        Column("姓名", lambda user: Named(user.name, _log_in_name(user)), look="wide", order="name"),
        Column("岗位", lambda user: "、".join(user.posts) or "现在没有"),
        Column("账号", lambda user: _standing(user), look="nowrap"),
        Column("建立", "created_at", look="nowrap", order="created_at"),
    )
    chips = (
        Chip("active", "在用", Q(is_active=True)),
        Chip("stopped", "停用", Q(is_active=False)),
        Chip(
            "idle", "没有岗位", lambda _person: ~Q(pk__in=Post.objects.filter(is_current()).values("person"))
        ),
        Chip("entered", "补录", lambda _person: Q(pk__in=entered.keys_of(User))),
    )
    search = ("name", "username")
    ordering = ("name",)
    detail = "office/_person.html"
    empty = Empty(new="您管的范围里还没有人。", done="您管的范围里没有这样的人。")
    unit = "人"
    actions = (
        Action(
            "take-on",
            "添本单位的人",
            STAFF,
            actions.take_on_staff,
            form=StaffForm,
            look="go",
            of_list=True,
            done=_newcomer,
            shown_once=True,
        ),
        Action(
            "open",
            "开账号",
            ACCOUNTS,
            actions.create_account,
            form=AccountForm,
            look="go",
            of_list=True,
            done=_newcomer,
            shown_once=True,
        ),
        Action(
            "reset-password",
            "重设口令",
            (ACCOUNTS, STAFF),
            actions.reset_password,
            named="person",
            when=_another,
            done=lambda password: f"口令重设好了。一次性口令：{password}",
            shown_once=True,
        ),
        Action(
            "give-post",
            "给岗位",
            POSTS,
            actions.give_post,
            named="person",
            form=PostForm,
            when=_another,
            done="岗位给了，从写的那天起算。",
        ),
        Action(
            "close",
            "停用账号",
            (ACCOUNTS, STAFF),
            actions.close_account,
            named="person",
            form=ReasonForm,
            look="stop",
            when=_another,
            done="账号停用了，别处的登录也都退出了。",
        ),
        Action(
            "reset-code",
            "清掉动态口令",
            POSTS,
            actions.reset_second_factor,
            named="person",
            form=ReasonForm,
            look="stop",
            when=_another,
            done="动态口令清掉了，本人下次登录要重新登记。",
        ),
    )

    def for_person(self, person: User) -> QuerySet[User]:
        return queries.people_in_reach(person).annotate(document=entered.document_of(User))

    def together(self, things: Sequence[Any]) -> None:
        held: dict[int, list[str]] = {}
        for post in Post.objects.filter(is_current(), person__in=[user.pk for user in things]):
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
        posts = queries.posts_in_reach(person).filter(person=thing).order_by("-since", "-pk")
        return {"posts": list(posts), "entered": entered.marks([thing])}


def _log_in_name(user: Any) -> str:  # noqa: ANN401 - with the document of `for_person`
    return f"{user.username}，补录" if user.document else user.username


def _standing(user: User) -> Mark:
    return Mark("ok", "在用") if user.is_active else Mark("bad", "停用")


class PostFilter(Filters):
    kind = django_filters.ChoiceFilter(
        label="岗位", empty_label="都看", choices=[(kind.value, kind.label) for kind in PostKind]
    )

    class Meta:
        model = Post
        fields: list[str] = []


def _is_anothers(post: Post, person: User) -> bool:
    return post.ended_at is None and not same_person(post.person, person)


def _may_deputise(post: Post, person: User) -> bool:
    """The holder names who stands in, or who may give the post does."""
    return post.ended_at is None and (
        post.person_id == person.pk or any(may(person, capability) for capability in (POSTS, STAFF))
    )


def _has_deputy(post: Post, person: User) -> bool:
    return _may_deputise(post, person) and queries.deputies_of(post, timezone.localdate()).exists()


def _end_deputy(*, post: Post, deputy: Deputy, by: User, happened_at: Any) -> Deputy:  # noqa: ANN401, ARG001
    return actions.end_deputy(deputy=deputy, by=by, happened_at=happened_at)


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
        Chip("now", "在岗", lambda _person: is_current()),
        Chip("over", "到期、收回或没到", lambda _person: ~is_current()),
    )
    filters = PostFilter
    search = ("person__name", "organisation__name", "place__name")
    ordering = ("-pk",)
    detail = "office/_post.html"
    empty = Empty(new="您管的范围里还没有岗位。", done="您管的范围里没有这样的岗位。")
    unit = "个"
    actions = (
        Action(
            "deputise",
            "定代理",
            "accounts.read_staff",
            actions.deputise,
            named="post",
            form=DeputyForm,
            when=_may_deputise,
            done="代理定了，到日子自己开始、自己结束。",
        ),
        Action(
            "end-deputy",
            "提前结束代理",
            "accounts.read_staff",
            _end_deputy,
            named="post",
            form=EndDeputyForm,
            when=_has_deputy,
            done="代理结束了。",
        ),
        Action(
            "end",
            "收回岗位",
            (POSTS, STAFF),
            actions.end_post,
            named="post",
            form=ReasonForm,
            look="stop",
            when=_is_anothers,
            done="岗位收回了，马上生效。",
        ),
    )

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
class KeyDesk(Desk[OrganisationKey]):
    """Keys for programs of organisations. The key itself is shown once, when it is made."""

    key = "keys"
    title = "接口钥匙"
    menu = PEOPLE
    order = 30
    capability = "accounts.manage_keys"
    columns = (
        Column("用在哪里", lambda key: Named(key.name, key.organisation.name), look="wide", order="name"),
        Column("尾号", "tail", look="nowrap"),
        Column("每天最多（次）", "daily_quota", look="num", order="daily_quota"),
        Column("今天用了", lambda key: f"{key.used.today:,}次", look="nowrap"),
        Column("最近一次", lambda key: key.used.last_at or "没有用过", look="nowrap"),
        Column("怎样了", lambda key: _opens(key), look="nowrap"),
    )
    chips = (
        Chip("open", "能用", Q(revoked_at=None)),
        Chip("revoked", "作废", Q(revoked_at__isnull=False)),
    )
    search = ("name", "organisation__name", "tail")
    ordering = ("-made_at",)
    detail = "office/_key.html"
    empty = Empty(new="还没有发过钥匙。单位的程序要来取数据，先在这里发一把。", done="没有这样的钥匙。")
    unit = "把"
    actions = (
        Action(
            "make",
            "发一把钥匙",
            "accounts.manage_keys",
            actions.make_key,
            form=KeyForm,
            look="go",
            of_list=True,
            done=lambda made: _made(made),
            shown_once=True,
        ),
        Action(
            "revoke",
            "作废",
            "accounts.manage_keys",
            actions.revoke_key,
            named="key",
            look="stop",
            when=lambda key, _person: key.revoked_at is None,
            done="钥匙作废了，拿着它的程序马上进不来。",
        ),
    )

    def for_person(self, person: User) -> QuerySet[OrganisationKey]:
        return queries.keys_in_reach(person)

    def together(self, things: Sequence[Any]) -> None:
        used = queries.uses_of([key.pk for key in things], on=timezone.localdate())
        for key in things:
            key.used = used.get(key.pk, NEVER)

    def told(self, thing: OrganisationKey, person: User) -> Mapping[str, object]:  # noqa: ARG002
        return {"used": queries.uses_of([thing.pk], on=timezone.localdate()).get(thing.pk, NEVER)}

    def mark_of(self, thing: OrganisationKey) -> Mark | None:
        return _opens(thing)


def _opens(key: OrganisationKey) -> Mark:
    return Mark("bad", "作废") if key.revoked_at else Mark("ok", "能用")


def _made(made: MadeKey) -> str:
    return f"{made.row.name}的钥匙发好了：{made.key}"
