"""What a look at a county finds: in plain words, with what to do about it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum


class State(StrEnum):
    OK = "ok"
    WARN = "warn"
    BAD = "bad"

    @property
    def word(self) -> str:
        return {State.OK: "好", State.WARN: "留意", State.BAD: "不行"}[self]


@dataclass(frozen=True, slots=True)
class Finding:
    """`stops` is whether ./xj serve may not start with it."""

    what: str
    state: State
    sentence: str
    stops: bool = False

    def line(self) -> str:
        return f"{self.state.word}  {self.sentence}"


def good(what: str, sentence: str) -> Finding:
    return Finding(what, State.OK, sentence)


def warn(what: str, sentence: str) -> Finding:
    return Finding(what, State.WARN, sentence)


def bad(what: str, sentence: str) -> Finding:
    return Finding(what, State.BAD, sentence)


def stop(what: str, sentence: str) -> Finding:
    """Bad enough that the county may not be served."""
    return Finding(what, State.BAD, sentence, stops=True)


def as_json(those: Iterable[Finding]) -> str:
    found = list(those)
    body = {
        "ok": all(one.state is not State.BAD for one in found),
        "findings": [asdict(one) for one in found],
    }
    return json.dumps(body, ensure_ascii=False, indent=1)
