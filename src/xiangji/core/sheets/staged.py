"""Rows as they lie between the preview and the confirmation: sealed with a key of the intake's own."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xiangji.core.parties import keys, sealing
from xiangji.core.parties.key_files import INDEX
from xiangji.core.sheets.models import Batch, Intake
from xiangji.core.sheets.reading import Row

TABLE = "sheets_intake"
TOLD = "told"


def text_of(value: object) -> str:
    """JSON that knows days, moments and exact numbers; anything else of an import's values is a bug."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_tagged)


def read(text: str) -> Any:  # noqa: ANN401 - what text_of was given
    return json.loads(text, object_hook=_untagged)


def seal_told(intake: Intake, told: object) -> bytes:
    return sealing.seal(text_of(told), table=TABLE, field=TOLD, row=intake.pk)


def told_of(intake: Intake) -> dict[str, Any]:
    """What the preview shows; nothing once it was cleared."""
    sealed = bytes(intake.told_sealed)
    if not sealed:
        return {}
    told: dict[str, Any] = read(sealing.unseal(sealed, table=TABLE, field=TOLD, row=intake.pk))
    return told


def seal_rows(intake: Intake, number: int, rows: Sequence[Row]) -> Batch:
    text = text_of([[row.number, row.values] for row in rows])
    sealed = sealing.seal(text, table=TABLE, field=_field(number), row=intake.pk)
    return Batch(intake=intake, number=number, sealed=sealed)


def rows_of(batch: Batch) -> list[Row]:
    text = sealing.unseal(bytes(batch.sealed), table=TABLE, field=_field(batch.number), row=batch.intake_id)
    return [Row(number, values) for number, values in read(text)]


def hash_of(rows: Sequence[Row]) -> str:
    """Proves which rows they were, to who has them.

    Under the index key: a table of one phone number would be tried out in minutes otherwise.
    """
    text = text_of([[row.number, row.values] for row in rows])
    return hmac.digest(keys.material(INDEX), f"{TABLE}\0{text}".encode(), "sha256").hex()


def clear(intake: Intake) -> None:
    """The rows and what was shown of them are gone, and the key with which they could be read."""
    Batch.objects.filter(intake=intake).delete()
    sealing.destroy(table=TABLE, row=intake.pk)
    intake.told_sealed = b""


def _field(number: int) -> str:
    return f"batch {number}"


def _tagged(value: object) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    raise TypeError(f"{value!r} cannot lie in a staged row")


def _untagged(found: dict[str, Any]) -> Any:  # noqa: ANN401 - of the kind that the tag names
    if len(found) != 1:
        return found
    ((tag, value),) = found.items()
    return _TAGS[tag](value) if tag in _TAGS and isinstance(value, str) else found


_TAGS: dict[str, Callable[[str], Any]] = {
    "at": datetime.fromisoformat,
    "day": date.fromisoformat,
    "number": Decimal,
}
