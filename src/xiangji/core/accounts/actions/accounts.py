"""Accounts, their passwords and second factors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from xiangji.core.accounts import passwords
from xiangji.core.accounts.actions.posts import give_post
from xiangji.core.accounts.authority import permit_person, permit_post, refuse_self
from xiangji.core.accounts.models import Organisation, Post, SecondFactor, User
from xiangji.core.accounts.permitting import permit, posts_of
from xiangji.core.accounts.rules import names
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.rules.passwords import ONE_TIME_LASTS
from xiangji.core.accounts.rules.reasons import fault_of_reason
from xiangji.core.audit import note
from xiangji.core.errors import Refused
from xiangji.core.values import PlaceCode


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A new account with the password that opens it once; it is shown now and never again."""

    person: User
    password: str
    post: Post | None = None


@transaction.atomic
def create_account(*, username: str, name: str, by: User | None, happened_at: datetime) -> Newcomer:
    """An account without a post may nothing yet."""
    if by is not None:
        permit(by, "accounts.create_account")
    given = passwords.one_time()
    person = _create(username=username, name=name, given=given, by=by, happened_at=happened_at)
    return Newcomer(person, given.password)


@transaction.atomic
def take_on_staff(
    *,
    username: str,
    name: str,
    kind: PostKind,
    organisation: Organisation,
    place: PlaceCode,
    since: date,
    until: date | None,
    by: User | None,
    happened_at: datetime,
) -> Newcomer:
    """An operator's way: the account of one of his own people, and her post, or neither."""
    if by is not None:
        permit(by, "accounts.manage_staff")
    permit_post(by, kind, organisation, place)
    given = passwords.one_time()
    person = _create(username=username, name=name, given=given, by=by, happened_at=happened_at)
    post = give_post(
        person=person,
        kind=kind,
        organisation=organisation,
        place=place,
        since=since,
        until=until,
        by=by,
        happened_at=happened_at,
    )
    return Newcomer(person, given.password, post)


@transaction.atomic
def enter_staff(
    *,
    username: str,
    name: str,
    kind: PostKind,
    organisation: Organisation,
    place: PlaceCode,
    since: date,
    until: date | None,
    by: User | None,
    happened_at: datetime,
) -> User:
    """A line of a roster (名册): as `take_on_staff`, but nothing opens the account yet.

    Its password is made when it is handed out (`hand_out_passwords`): what nobody reads need not be hashed
    inside of a transaction, nor lie anywhere.
    """
    if by is not None:
        permit(by, "accounts.manage_staff")
    permit_post(by, kind, organisation, place)
    person = _create(username=username, name=name, given=None, by=by, happened_at=happened_at)
    give_post(
        person=person,
        kind=kind,
        organisation=organisation,
        place=place,
        since=since,
        until=until,
        by=by,
        happened_at=happened_at,
    )
    return person


def hand_out_passwords(
    *, people: Sequence[User], by: User | None, happened_at: datetime
) -> tuple[Newcomer, ...]:
    """One-time passwords for those who never chose one of their own; again, and the former are worth nothing.

    Hashed before anything is locked: two hundred take a second.
    """
    waiting = [person for person in people if person.is_active and not _chose_a_password(person)]
    for person in waiting:
        permit_person(by, person, "accounts.create_account")
        refuse_self(by, person)
    given = {person.pk: passwords.one_time() for person in waiting}
    return _keep_handed_out(given, {person.pk: person.password for person in waiting}, by, happened_at)


@transaction.atomic
def _keep_handed_out(
    given: Mapping[int, passwords.OneTime], before: Mapping[int, str], by: User | None, now: datetime
) -> tuple[Newcomer, ...]:
    """Who meanwhile got another password, or chose one, keeps it."""
    locked = User.objects.select_for_update().filter(pk__in=list(given), is_active=True).order_by("pk")
    mine = [person for person in locked if person.password == before[person.pk]]
    for person in mine:
        passwords.give_one_time(person, given[person.pk], now=now, until=now + ONE_TIME_LASTS)
        note(by=by, did="accounts.password_handed_out", what=person, happened_at=now)
    return tuple(Newcomer(person, given[person.pk].password) for person in mine)


def _chose_a_password(person: User) -> bool:
    return person.has_usable_password() and person.password_until is None


def change_password(*, old: str, new: str, by: User, happened_at: datetime) -> None:
    """One's own. Every other log-in of the person ends with it.

    Hashing seven times takes seconds, so it is done before anything is locked.
    """
    person, posts = User.objects.get(pk=by.pk), posts_of(by)
    if not passwords.fits(person, old):
        raise Refused("old_password_wrong", "口令没有改。现在的口令不对，请再填一次。")
    is_staff = not posts or any(acting.kind.is_staff for acting in posts)
    encoded = passwords.chosen(person, new, is_staff=is_staff)
    _keep_password(person, encoded, happened_at)


@transaction.atomic
def _keep_password(person: User, encoded: str, now: datetime) -> None:
    locked = _active(person)
    if locked.password != person.password:
        raise Refused("password_changed_meanwhile", "口令没有改。刚才别处已经改过，请用新的口令再登录。")
    passwords.keep_chosen(locked, encoded, now=now)
    note(by=locked, did="accounts.password_changed", what=locked, happened_at=now)


@transaction.atomic
def reset_password(*, person: User, by: User | None, happened_at: datetime) -> str:
    """A one-time password, shown once. The second factor stays: one administrator alone opens no account."""
    permit_person(by, person, "accounts.create_account")
    refuse_self(by, person)
    found, given = _active(person), passwords.one_time()
    passwords.give_one_time(found, given, now=happened_at, until=happened_at + ONE_TIME_LASTS)
    note(by=by, did="accounts.password_reset", what=found, happened_at=happened_at)
    return given.password


@transaction.atomic
def close_account(*, person: User, reason: str, by: User | None, happened_at: datetime) -> None:
    """Ends every log-in at once. Papers keep the person's name; accounts are never removed."""
    permit_person(by, person, "accounts.create_account")
    refuse_self(by, person)
    found = _active(person)
    _refuse_bad_reason(reason)
    found.is_active, found.password = False, make_password(None)
    found.save(update_fields=["is_active", "password"])
    note(by=by, did="accounts.account_closed", what=found, happened_at=happened_at, facts={"reason": reason})


@transaction.atomic
def reset_second_factor(*, person: User, reason: str, by: User | None, happened_at: datetime) -> None:
    """For a phone that is gone. Not by who resets passwords."""
    if by is not None:
        permit(by, "accounts.give_post")
    refuse_self(by, person)
    found = _active(person)
    _refuse_bad_reason(reason)
    removed, _ = SecondFactor.objects.filter(person=found).delete()
    if not removed:
        raise Refused("no_second_factor", f"没有清。{found.name}没有登记动态口令。")
    facts = {"reason": reason}
    note(by=by, did="accounts.second_factor_reset", what=found, happened_at=happened_at, facts=facts)


def _create(
    *, username: str, name: str, given: passwords.OneTime | None, by: User | None, happened_at: datetime
) -> User:
    plain, called = names.plain(username), name.strip()
    fault = names.fault_of_log_in_name(plain) or names.fault_of_name(called)
    if fault:
        raise Refused("account_name_not_good", f"账号没有开。{fault}")
    if User.objects.filter(username=plain).exists():
        raise Refused("account_name_taken", f"账号没有开。登录名“{plain}”已经有人用，请换一个。")
    person = User.objects.create(
        username=plain,
        name=called,
        password=given.encoded if given else make_password(None),
        password_changed_at=happened_at,
        password_until=happened_at + ONE_TIME_LASTS if given else None,
    )
    note(by=by, did="accounts.account_created", what=person, happened_at=happened_at)
    return person


def _active(person: User) -> User:
    found = User.objects.select_for_update().get(pk=person.pk)
    if not found.is_active:
        raise Refused("account_was_closed", f"没有做。{found.name}的账号已经停用。")
    return found


def _refuse_bad_reason(reason: str) -> None:
    fault = fault_of_reason(reason)
    if fault:
        raise Refused("account_reason_missing", f"没有做。{fault}")
