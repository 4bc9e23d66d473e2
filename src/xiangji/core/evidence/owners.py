"""Which papers can carry evidence, and who may see it or add to it. An app says so for its own papers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.errors import Refused

KEY = re.compile(r"[0-9a-zA-Z-]{1,36}")


@dataclass(frozen=True, slots=True)
class Paper:
    """What a page of evidence says about the paper: its title, and the address that leads back to it."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Target:
    """A paper by model and key; written `programme.Decision:12`."""

    model: str
    key: str

    @classmethod
    def parse(cls, text: str) -> Target:
        model, _, key = text.partition(":")
        if model not in _owners or not KEY.fullmatch(key):
            raise NotYours
        return cls(model, key)

    def __str__(self) -> str:
        return f"{self.model}:{self.key}"


Find = Callable[[str], Paper | None]
May = Callable[[User, str], bool]


@dataclass(frozen=True, slots=True)
class Owner:
    find: Find
    may_see: May
    may_add: May


class NotForYouToAdd(Refused):
    status = 403

    def __init__(self) -> None:
        super().__init__(
            "evidence_not_yours_to_add", "凭证没有改动。您的岗位可以看这件公文，不能给它加凭证或撤下凭证。"
        )


def owner_of(model: str, *, may_see: May, may_add: May) -> Callable[[Find], Find]:
    """Marks the function that finds a paper of `model` by its key, or answers None.

    `may_see` and `may_add` are asked with the person and the key each time something is shown or done.
    """

    def register(find: Find) -> Find:
        known = _owners.get(model)
        if known is not None and known.find is not find:
            raise RuntimeError(f"{model} already has an owner")
        _owners[model] = Owner(find, may_see, may_add)
        return find

    return register


def paper_to_see(by: User | None, target: Target) -> Paper:
    """The paper with the permission to see it; `by=None` is the platform itself."""
    owner = _owners[target.model]
    paper = owner.find(target.key)
    if paper is None or not (by is None or owner.may_see(by, target.key)):
        raise NotYours
    return paper


def paper_to_add(by: User | None, target: Target) -> Paper:
    paper = paper_to_see(by, target)
    if not may_add(by, target):
        raise NotForYouToAdd
    return paper


def may_add(by: User | None, target: Target) -> bool:
    return by is None or _owners[target.model].may_add(by, target.key)


_owners: dict[str, Owner] = {}
