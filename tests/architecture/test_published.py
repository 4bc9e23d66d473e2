import sys
import types
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from tools.laws import published
from tools.laws.source import SOURCE, modules

HEAD = """
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from django.db.models import QuerySet
from xiangji.core.accounts.models import User
from xiangji.core.values import Money, PlaceCode

@dataclass(frozen=True, slots=True)
class Point:
    code: PlaceCode
    money: Money
    opened: date | None
    neighbours: "tuple[Point, ...]" = ()

@dataclass
class Loose:
    name: str

@dataclass(frozen=True)
class Carrier:
    keeper: User
"""


@pytest.fixture
def planted(request: pytest.FixtureRequest) -> Iterator[types.ModuleType]:
    """A published.py with the one function that the test gives."""
    module = types.ModuleType("xiangji.planted.published")
    sys.modules[module.__name__] = module
    exec(compile(HEAD + request.param, "published.py", "exec"), module.__dict__)  # noqa: S102
    yield module
    del sys.modules[module.__name__]


@pytest.mark.parametrize(
    "name", [module.name for module in modules(SOURCE) if module.rooms == ("published",)]
)
def test_the_house_hands_out_only_plain_things(name: str) -> None:
    assert list(published.faults(import_module(name))) == []


@pytest.mark.parametrize(
    "planted",
    [
        "def points(code: str) -> list[Point]: ...",
        "def by_town() -> Mapping[str, tuple[Point, ...]]: ...",
        "def money(place: PlaceCode) -> Money | None: ...",
        "def _inside() -> User: ...",
    ],
    indirect=True,
)
def test_plain_things_may_leave_the_house(planted: types.ModuleType) -> None:
    assert list(published.faults(planted)) == []


@pytest.mark.parametrize(
    ("planted", "what"),
    [
        ("def keeper(code: str) -> User: ...", "User"),
        ("def keepers(code: str) -> list[User] | None: ...", "User"),
        ("def keepers(code: str) -> QuerySet[User]: ...", "QuerySet"),
        ("def carriers(code: str) -> Iterable[Carrier]: ...", "User"),
        ("def loose(code: str) -> Loose: ...", "Loose, which can be changed"),
        ("def anything(code: str) -> object: ...", "object"),
        ("def silent(code: str): ...", "does not say what it returns"),
    ],
    indirect=["planted"],
)
def test_a_living_thing_in_a_door_is_named(planted: types.ModuleType, what: str) -> None:
    faults = list(published.faults(planted))

    assert faults
    assert what in "".join(faults)


def test_the_planted_source_is_not_in_the_house() -> None:
    assert not Path(SOURCE, "xiangji", "planted").exists()
