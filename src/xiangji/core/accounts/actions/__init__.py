"""Everything that changes people, organisations, posts and keys."""

from xiangji.core.accounts.actions.accounts import (
    Newcomer,
    change_password,
    close_account,
    create_account,
    enter_staff,
    hand_out_passwords,
    reset_password,
    reset_second_factor,
    take_on_staff,
)
from xiangji.core.accounts.actions.keys import MadeKey, make_key, revoke_key
from xiangji.core.accounts.actions.posts import deputise, end_deputy, end_post, give_post, open_organisation

__all__ = [
    "MadeKey",
    "Newcomer",
    "change_password",
    "close_account",
    "create_account",
    "deputise",
    "end_deputy",
    "end_post",
    "enter_staff",
    "give_post",
    "hand_out_passwords",
    "make_key",
    "open_organisation",
    "reset_password",
    "reset_second_factor",
    "revoke_key",
    "take_on_staff",
]
