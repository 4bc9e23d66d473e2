"""The README of an app says what the app is; what it names must be there, and what is there must be named."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tools.laws.source import Module

MOST_SENTENCES = 3
WORDS_TABLE = "| word | 中文 | meaning |"


def faults(app: Path, those: list[Module]) -> Iterator[str]:
    """`app` is its folder, `those` are its modules."""
    readme = app / "README.md"
    if not readme.exists():
        yield f"{app.name} has no README.md"
        return
    text = readme.read_text(encoding="utf-8")
    wanted = [*_purpose(text), *_built(text, those)]
    yield from (f"{app.name}/README.md {fault}" for fault in wanted)


def _purpose(text: str) -> Iterator[str]:
    paragraphs = [part.strip() for part in text.split("\n\n")]
    if not re.fullmatch(r"# [a-z]+ [一-鿿]+", paragraphs[0]):
        yield "does not begin with its name in both languages (# stations 站点)"
    sentences = len(re.findall(r"[.!?。](?=\s|$)", paragraphs[1])) if len(paragraphs) > 1 else 0
    if not 1 <= sentences <= MOST_SENTENCES:
        yield f"does not give its purpose in one to {MOST_SENTENCES} sentences"
    if WORDS_TABLE not in text:
        yield f"has no table of its words ({WORDS_TABLE})"


def _built(text: str, those: list[Module]) -> Iterator[str]:
    """An app with a model, a page or an event has more to say than its purpose."""
    rooms = {module.room for module in those if "tests" not in module.rooms}
    if rooms & {"models", "queries", "web"} and "must always be true" not in text:
        yield "does not say what must always be true"
    if "web" in rooms and "creens" not in text:
        yield "does not name its screens"
    for name in _events(those):
        if name not in text:
            yield f"does not name the event {name}"
    for code in _measures(those):
        if code not in text:
            yield f"does not name the measure {code}"


def _events(those: list[Module]) -> Iterator[str]:
    for module in those:
        if module.is_in("events"):
            yield from (node.name for node in module.tree.body if isinstance(node, ast.ClassDef))


def _measures(those: list[Module]) -> Iterator[str]:
    for module in those:
        for call in module.calls() if module.is_in("measures") else ():
            code = call.args[0] if call.args and ast.unparse(call.func) == "measure" else None
            if isinstance(code, ast.Constant):
                yield str(code.value)
