"""Refusals: one code for one meaning, and a whole sentence for the person."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tools.laws.source import Module, called

REFUSALS = {"Refused", "Unavailable"}
CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
ENDS = ("。", "？", "！")


@dataclass(frozen=True, slots=True)
class Refusal:
    where: str
    module: str
    code: str
    sentence: ast.expr | None


def faults(those: Iterable[Module]) -> Iterator[str]:
    seen: dict[str, Refusal] = {}
    for refusal in (refusal for module in those for refusal in refusals(module)):
        if not CODE.fullmatch(refusal.code):
            yield f"{refusal.where} the code “{refusal.code}” is not small words joined by _"
        first = seen.setdefault(refusal.code, refusal)
        if first.module != refusal.module:
            yield f"{refusal.where} the code {refusal.code} already means something in {first.where}"
        if refusal.sentence is not None and not _is_whole(refusal.sentence):
            yield f"{refusal.where} the sentence of {refusal.code} has no full stop"


def refusals(module: Module) -> Iterator[Refusal]:
    """Every place that says no with a code, also a named refusal that gives its own to `super().__init__`."""
    if "tests" in module.rooms:
        return
    kinds = REFUSALS | {
        node.name for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef) and _refuses(node)
    }
    for call in module.calls():
        is_refusal = called(call) in REFUSALS or (called(call) == "__init__" and bool(kinds - REFUSALS))
        code = call.args[0] if call.args else None
        if is_refusal and isinstance(code, ast.Constant) and isinstance(code.value, str):
            sentence = call.args[1] if len(call.args) > 1 else None
            yield Refusal(module.at(call), module.name, code.value, sentence)


def _refuses(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id in REFUSALS for base in node.bases)


def _is_whole(sentence: ast.expr) -> bool:
    """What ends in a value, or is made elsewhere, cannot be judged from here."""
    last = sentence.values[-1] if isinstance(sentence, ast.JoinedStr) and sentence.values else sentence
    if isinstance(last, ast.Constant) and isinstance(last.value, str):
        return last.value.endswith(ENDS)
    return True
