"""Everything that changes people, organisations, posts and keys."""

from xiangji.core.accounts.actions.accounts import (
    Newcomer,
    change_password,
    close_account,
    create_account,
    reset_password,
    reset_second_factor,
    take_on_staff,
)
from xiangji.core.accounts.actions.keys import MadeKey, make_key, revoke_key
from xiangji.core.accounts.actions.posts import deputise, end_deputy, end_post, give_post, open_organisation
from xiangji.core.accounts.actions.roster import BadRoster, Staff, take_on_roster

__all__ = [
    "BadRoster",
    "MadeKey",
    "Newcomer",
    "Staff",
    "change_password",
    "close_account",
    "create_account",
    "deputise",
    "end_deputy",
    "end_post",
    "give_post",
    "make_key",
    "open_organisation",
    "reset_password",
    "reset_second_factor",
    "revoke_key",
    "take_on_roster",
    "take_on_staff",
]
