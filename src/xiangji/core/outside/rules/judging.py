"""What an answer from outside means for what waits in the queue. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from xiangji.core.events.schedule import wait_after

LONGEST_WAIT = timedelta(hours=6)
# The other side was too slow, or we were too quick: the same question may be answered later.
_LATER = frozenset({408, 425, 429})


class Verdict(StrEnum):
    """It is done, it is tried again, or a person must look."""

    DONE = "done"
    AGAIN = "again"
    PARK = "park"


@dataclass(frozen=True, slots=True)
class Judged:
    verdict: Verdict
    sentence: str = ""


def judge(status: int, *, also_fine: Collection[int] = ()) -> Judged:
    if 200 <= status < 300 or status in also_fine:
        return Judged(Verdict.DONE)
    if status >= 500 or status in _LATER:
        return Judged(Verdict.AGAIN, f"对方说现在办不了（{status}），过一会儿再送。")
    if 300 <= status < 400:
        said = f"对方让改送到别处（{status}），平台不跟着走。请核对设置里的地址。"
        return Judged(Verdict.PARK, said)
    return Judged(Verdict.PARK, f"对方不收（{status}），再送也一样。请核对钥匙和内容，改好以后重送。")


def wait(tries: int, *, retry_after: str = "") -> timedelta:
    """How long to leave it alone after the n-th try; a wish of the other side counts if it is longer."""
    ours = wait_after(tries)
    wished = timedelta(seconds=int(retry_after)) if _is_seconds(retry_after) else timedelta(0)
    return min(max(ours, wished), LONGEST_WAIT)


def _is_seconds(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 7
