"""Organisations, posts and deputies."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from xiangji.core.accounts.authority import permit_post, refuse_self
from xiangji.core.accounts.models import Deputy, Organisation, Post, User
from xiangji.core.accounts.permitting import permit, posts_of, same_person
from xiangji.core.accounts.rules.kinds import PostKind, may_be_held_together
from xiangji.core.accounts.rules.names import can_be_kept
from xiangji.core.accounts.rules.reasons import fault_of_reason
from xiangji.core.audit import JSON, note
from xiangji.core.errors import Refused
from xiangji.core.places.county import current_county
from xiangji.core.places.models import Place
from xiangji.core.values import PlaceCode

LONGEST_ORGANISATION = 120


@transaction.atomic
def open_organisation(
    *, name: str, kind: str, place: PlaceCode, by: User | None, happened_at: datetime
) -> Organisation:
    if by is not None:
        permit(by, "accounts.give_post", place=place)
    where = _place(place)
    if not name or not can_be_kept(name) or len(name) > LONGEST_ORGANISATION:
        raise Refused(
            "organisation_name_not_good",
            f"单位没有登记。名称要写成一行字，最多{LONGEST_ORGANISATION}个字，现在有{len(name)}个。",
        )
    if Organisation.objects.filter(place=where, name=name).exists():
        raise Refused("organisation_stands", f"单位没有登记。{where.name}已经有“{name}”，请直接用它。")
    opened = Organisation.objects.create(
        name=name, kind=Organisation.Kind(kind), place=where, opened_at=happened_at
    )
    note(by=by, did="accounts.organisation_opened", what=opened, happened_at=happened_at)
    return opened


@transaction.atomic
def give_post(
    *,
    person: User,
    kind: PostKind,
    organisation: Organisation,
    place: PlaceCode,
    since: date,
    until: date | None,
    by: User | None,
    happened_at: datetime,
    expires_at: datetime | None = None,
) -> Post:
    """`place` is what the post answers for; it need not be where the organisation stands."""
    permit_post(by, kind, organisation, place)
    refuse_self(by, person)
    holder = _locked(person)
    where = _place(place)
    _refuse_impossible_days(since, until)
    _refuse_together(holder, kind, since=since, until=until)
    if _posts(holder, since, until).filter(kind=kind, organisation=organisation, place=where).exists():
        raise Refused("post_stands", f"岗位没有给。{holder.name}在这段日子已经有这个岗位。")

    post = Post.objects.create(
        person=holder,
        kind=kind,
        organisation=organisation,
        place=where,
        since=since,
        until=until,
        expires_at=expires_at,
        given_by=by,
        given_at=happened_at,
    )
    facts: dict[str, JSON] = {
        "post": post.pk,
        "kind": kind.value,
        "organisation": organisation.pk,
        "place": place.digits,
        "since": since.isoformat(),
        "until": until.isoformat() if until else None,
    }
    note(by=by, did="accounts.post_given", what=holder, happened_at=happened_at, facts=facts)
    return post


@transaction.atomic
def end_post(*, post: Post, reason: str, by: User | None, happened_at: datetime) -> Post:
    """At once. A post that ends on a known day has it as its last day already."""
    ending = (
        Post.objects.select_for_update(of=("self",)).select_related("organisation", "person").get(pk=post.pk)
    )
    permit_post(by, ending.post_kind, ending.organisation, ending.place_code)
    refuse_self(by, ending.person)
    _refuse_bad_reason(reason)
    if ending.ended_at is not None:
        raise Refused("post_is_over", "岗位没有再收一次，它已经收回了。")
    ending.ended_by, ending.ended_at, ending.end_reason = by, happened_at, reason
    ending.save(update_fields=["ended_by", "ended_at", "end_reason"])
    facts: dict[str, JSON] = {"post": ending.pk, "kind": ending.kind, "reason": reason}
    note(by=by, did="accounts.post_ended", what=ending.person, happened_at=happened_at, facts=facts)
    return ending


@transaction.atomic
def deputise(
    *, post: Post, deputy: User, since: date, until: date, by: User | None, happened_at: datetime
) -> Deputy:
    """The holder names who stands in, or who may give the post does. A deputy names no deputy."""
    standing = (
        Post.objects.select_for_update(of=("self",)).select_related("organisation", "person").get(pk=post.pk)
    )
    _permit_deputy(by, standing)
    stand_in = _locked(deputy)
    _refuse_impossible_days(since, until)
    if not standing.counts(since, timezone.now()) or not (standing.until is None or until <= standing.until):
        raise Refused("post_not_held_then", "代理没有定。这个岗位在那些日子不在，请改日期。")
    if same_person(stand_in, standing.person):
        raise Refused("deputy_is_the_holder", "代理没有定。代理人就是岗位上的人，请选另一个人。")
    if not _posts(stand_in, since, until).filter(organisation=standing.organisation).exists():
        raise Refused(
            "deputy_is_a_stranger",
            f"代理没有定。{stand_in.name}在这段日子不是{standing.organisation.name}的人，请选本单位的人。",
        )
    _refuse_together(stand_in, standing.post_kind, since=since, until=until)
    named = Deputy.objects.create(
        post=standing, deputy=stand_in, since=since, until=until, given_by=by, given_at=happened_at
    )
    facts: dict[str, JSON] = {
        "deputy": stand_in.pk,
        "post": standing.pk,
        "since": since.isoformat(),
        "until": until.isoformat(),
    }
    note(by=by, did="accounts.deputy_named", what=standing.person, happened_at=happened_at, facts=facts)
    return named


@transaction.atomic
def end_deputy(*, deputy: Deputy, by: User | None, happened_at: datetime) -> Deputy:
    ending = Deputy.objects.select_for_update(of=("self",)).get(pk=deputy.pk)
    post = Post.objects.select_related("organisation", "person").get(pk=ending.post_id)
    _permit_deputy(by, post)
    if ending.ended_at is not None:
        raise Refused("deputy_is_over", "代理没有再结束一次，它已经结束了。")
    ending.ended_at = happened_at
    ending.save(update_fields=["ended_at"])
    facts = {"deputy": ending.deputy_id, "post": post.pk}
    note(by=by, did="accounts.deputy_ended", what=post.person, happened_at=happened_at, facts=facts)
    return ending


def _permit_deputy(by: User | None, post: Post) -> None:
    is_holder = by is not None and any(
        acting.post.pk == post.pk and not acting.is_deputy for acting in posts_of(by)
    )
    if not is_holder:
        permit_post(by, post.post_kind, post.organisation, post.place_code)


def _locked(person: User) -> User:
    """Two posts for one person are given one after the other, so that both are looked at together."""
    found = User.objects.select_for_update().get(pk=person.pk)
    if not found.is_active:
        raise Refused("account_is_closed", f"没有做。{found.name}的账号已经停用。")
    return found


def _place(code: PlaceCode) -> Place:
    """This county, a part of it, or the city and the province above it."""
    county = current_county()
    is_ours = county.code.contains(code) or code.contains(county.code)
    found = Place.objects.filter(code=code.digits).first() if is_ours else None
    if found is None:
        raise Refused(
            "place_not_ours", f"没有做。{code}不是{county.name}的地方，也不在它的上级，请另选一个。"
        )
    return found


def _posts(person: User, since: date, until: date | None) -> QuerySet[Post]:
    """Held on any of these days, also planned ones."""
    held = Post.objects.filter(Q(until=None) | Q(until__gte=since), person=person, ended_at=None)
    held = held.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
    return held.filter(since__lte=until) if until else held


def _kinds(person: User, since: date, until: date | None) -> set[PostKind]:
    """Of own posts and of those for which the person stands in."""
    stands_in = Deputy.objects.filter(deputy=person, until__gte=since, ended_at=None)
    stands_in = stands_in.filter(since__lte=until) if until else stands_in
    own = _posts(person, since, until).values_list("kind", flat=True)
    return {PostKind(kind) for kind in [*own, *stands_in.values_list("post__kind", flat=True)]}


def _refuse_together(person: User, kind: PostKind, *, since: date, until: date | None) -> None:
    others = _kinds(person, since, until)
    if not may_be_held_together({*others, kind}):
        words = "、".join(sorted(other.label for other in others))
        raise Refused(
            "posts_must_be_apart",
            f"没有做。{person.name}在这段日子是{words}，不能再是{kind.label}："
            "三种管理员不管业务，互相也不兼任。请选另一个人。",
        )


def _refuse_impossible_days(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise Refused("days_turned_round", f"没有做。最后一天{until}早于第一天{since}，请改其中一个。")


def _refuse_bad_reason(reason: str) -> None:
    fault = fault_of_reason(reason)
    if fault:
        raise Refused("reason_missing", f"没有做。{fault}")
