"""Events as JSON and back, by the types of their fields. What would not come back the same is refused."""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from xiangji.core.events.event import Event
from xiangji.core.values import Month, PlaceCode


class Codec(NamedTuple):
    """How one type is written as JSON and read again; both raise TypeError or ValueError for others."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def to_json(fact: Event) -> str:
    body = {name: codec.write(getattr(fact, name)) for name, codec in _codecs(type(fact)).items()}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def from_json(kind: type[Event], text: str) -> Event:
    """A field that the class no longer has is left out; one that it has got since takes its default."""
    body = json.loads(text)
    codecs = _codecs(kind)
    return kind(**{name: codec.read(body[name]) for name, codec in codecs.items() if name in body})


def _codecs(kind: type[Event]) -> dict[str, Codec]:
    if kind not in _by_kind:
        types = get_type_hints(kind)
        _by_kind[kind] = {
            name: _codec(types[name], f"{kind.event_name()}.{name}") for name in _field_names(kind)
        }
    return _by_kind[kind]


def _field_names(kind: type[Event]) -> list[str]:
    if not is_dataclass(kind):
        raise TypeError(f"{kind.event_name()} is not a dataclass")
    return [field.name for field in fields(kind)]


def _codec(wanted: object, field: str) -> Codec:
    if wanted in _PLAIN:
        return _PLAIN[wanted]
    origin, arguments = get_origin(wanted), get_args(wanted)
    if origin in {Union, UnionType} and len(arguments) == 2 and NoneType in arguments:
        return _or_none(_codec(next(argument for argument in arguments if argument is not NoneType), field))
    if origin is tuple and arguments[1:] == (...,):
        return _several(_codec(arguments[0], field))
    raise TypeError(f"{field} cannot be announced: {wanted} is not a plain value")


def _exactly(kind: type) -> Callable[[object], object]:
    def check(value: object) -> object:
        if type(value) is not kind:
            raise TypeError(f"{value!r} is not a {kind.__name__}")
        return value

    return check


def _aware(value: object) -> str:
    if not isinstance(value, datetime):
        raise TypeError(f"{value!r} is not a datetime")
    if value.utcoffset() is None:
        raise ValueError(f"{value} has no time zone")
    return value.isoformat()


def _day(value: object) -> str:
    if type(value) is not date:
        raise TypeError(f"{value!r} is not a date")
    return value.isoformat()


def _written_as_text(kind: type) -> Callable[[object], str]:
    return lambda value: str(_exactly(kind)(value))


def _a_tuple(values: object) -> tuple[object, ...]:
    if not isinstance(values, tuple):
        raise TypeError(f"{values!r} is not a tuple")
    return values


def _or_none(codec: Codec) -> Codec:
    return Codec(
        write=lambda value: None if value is None else codec.write(value),
        read=lambda value: None if value is None else codec.read(value),
    )


def _several(codec: Codec) -> Codec:
    return Codec(
        write=lambda values: [codec.write(value) for value in _a_tuple(values)],
        read=lambda values: tuple(codec.read(value) for value in values),
    )


_by_kind: dict[type[Event], dict[str, Codec]] = {}
_PLAIN: dict[object, Codec] = {
    str: Codec(_exactly(str), _exactly(str)),
    int: Codec(_exactly(int), _exactly(int)),
    bool: Codec(_exactly(bool), _exactly(bool)),
    date: Codec(_day, date.fromisoformat),
    datetime: Codec(_aware, datetime.fromisoformat),
    PlaceCode: Codec(_written_as_text(PlaceCode), PlaceCode),
    Month: Codec(_written_as_text(Month), Month.parse),
}
