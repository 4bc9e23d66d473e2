from __future__ import annotations

_kinds: dict[str, type[Event]] = {}


class Event:
    """A fact in the past tense: a frozen dataclass with slots whose fields are ids and plain values.

    Fields may be str, int, bool, date, an aware datetime, PlaceCode, Month, tuples of these, or None. A field
    that is added later needs a default, because facts that were announced before do not have it.
    """

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        """Called twice for a dataclass with slots; the second class is the one that stays."""
        other = _kinds.get(cls.event_name())
        if other and other.__module__ != cls.__module__:
            raise ValueError(f"two events are called {cls.event_name()}")
        _kinds[cls.event_name()] = cls

    @classmethod
    def event_name(cls) -> str:
        """What stands in the database: programme.ProgrammeOpened. A renamed class loses its open facts."""
        return f"{app_of(cls.__module__)}.{cls.__name__}"

    def order_key(self) -> str:
        """Facts of one app with the same key are delivered in the order in which they were announced."""
        return ""


def find_kind(name: str) -> type[Event] | None:
    return _kinds.get(name)


def app_of(module: str) -> str:
    """The app, or the package of the kernel, of a module: xiangji.core.audit.tasks belongs to audit."""
    path = module.removeprefix("xiangji.").removeprefix("core.")
    return path.partition(".")[0]
