"""What apps show on the home page. Core knows no app, so they register here from web/cards.py."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args
from weakref import WeakKeyDictionary

from django.http import HttpRequest
from django.utils.safestring import SafeString

Found = TypeVar("Found")
Slot = Literal["search", "almanac", "doors", "figures", "main"]
Render = Callable[[HttpRequest], SafeString | None]
SLOTS: tuple[Slot, ...] = get_args(Slot)


@dataclass(frozen=True, slots=True)
class Card:
    """A piece of the home page; it says None when it has nothing to show today."""

    slot: Slot
    order: int
    name: str
    render: Render


_registry: dict[str, Card] = {}


def card(*, slot: Slot, order: int) -> Callable[[Render], Render]:
    """Register a piece of HTML by its slot.

    search: a form. almanac: a div with dt and dd. doors: a link with an icon. figures: a div or link with a
    span, a .fig and a small. main: a section with its own head.
    """

    def register(render: Render) -> Render:
        name = f"{render.__module__}.{render.__qualname__}"
        if name in _registry:
            raise ValueError(f"two cards are called {name}")
        _registry[name] = Card(slot, order, name, render)
        return render

    return register


def once_a_page(read: Callable[[HttpRequest], Found]) -> Callable[[HttpRequest], Found]:
    """Decorator for a read that several pieces of one page need: asked once for each request."""
    answers: WeakKeyDictionary[HttpRequest, Found] = WeakKeyDictionary()

    def asked(request: HttpRequest) -> Found:
        if request not in answers:
            answers[request] = read(request)
        return answers[request]

    return asked


def pieces(request: HttpRequest, slot: Slot) -> list[SafeString]:
    mine = [one for one in _registry.values() if one.slot == slot]
    shown = (one.render(request) for one in sorted(mine, key=lambda one: (one.order, one.name)))
    return [piece for piece in shown if piece is not None]
