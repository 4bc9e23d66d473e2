"""One text for one body: keys in order, numbers exact. The text is what is stored, hashed and read back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

Body = dict[str, Any]


def text_of(body: Mapping[str, Any]) -> str:
    """Canonical JSON. Fractions are written out digit by digit, never as floats."""
    return _written(body)


def body_of(text: str) -> Body:
    """The body again: fractions as Decimals, dates as the ISO texts that they are stored as."""
    body: Body = json.loads(text, parse_float=Decimal)
    return body


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def number_of(value: Decimal) -> int | Decimal:
    """The same number in the form in which it comes back: 1.50 as 1.5, 2.0 as 2."""
    if value == value.to_integral_value():
        return int(value)
    return Decimal(f"{value:f}".rstrip("0"))  # normalize() would round to 28 digits


def _written(value: object) -> str:
    if isinstance(value, Mapping):
        pairs = (f"{_written(str(key))}:{_written(value[key])}" for key in sorted(value))
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_written(entry) for entry in value) + "]"
    if isinstance(value, Decimal) and value.is_finite():
        return str(number) if isinstance(number := number_of(value), int) else f"{number:f}"
    if value is None or isinstance(value, str | bool | int):
        return json.dumps(value, ensure_ascii=False)
    raise TypeError(f"a published body cannot hold {value!r}")
