"""What may be done in which room, read from the syntax tree."""

import ast
import re
from collections.abc import Iterator

from tools.laws.source import Module, called, dotted

WRITES_ANYWHERE = {
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "abulk_create",
    "aget_or_create",
    "aupdate_or_create",
    "asave",
    "adelete",
    "acreate",
}
WRITING_SQL = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|DROP|ALTER|CREATE)\b", re.IGNORECASE)
CLOCKS = re.compile(r"(^|\.)(now|utcnow|today|localdate|localtime|monotonic|time\.time|perf_counter)$")
OUTSIDE = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "urlopen", "getenv"}
LOOKUPS = {"get_model", "import_module", "__import__", "import_string"}


def writes_outside_their_rooms(module: Module) -> Iterator[str]:
    """Rows are written in actions, models, demo, migrations and core; tests and commands may set a scene.

    project.keeping fills and empties whole databases, and knows no row of them.
    """
    allowed = module.is_in("actions", "models", "demo", "migrations", "management", "tests")
    is_keeping = module.place == "project" and module.is_in("keeping")
    if allowed or is_keeping or module.place.startswith("core") or module.place == "demo":
        return
    for call in module.calls():
        if _writes(call):
            yield f"{module.at(call)} writes rows ({ast.unparse(call.func)}); that is an action's work"


def _writes(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    name, words, values = call.func.attr, call.keywords, call.args
    if name in WRITES_ANYWHERE:
        return True
    if name in {"execute", "executemany"}:
        return any(WRITING_SQL.match(text) for text in _texts(values[:1]))
    of_a_table = "objects" in dotted(call.func.value).split(".") or "_default_manager" in dotted(
        call.func.value
    )
    if name in {"create", "update"}:
        return of_a_table or (bool(words) and not values)
    return name in {"save", "delete"} and (of_a_table or not values)


def _texts(values: list[ast.expr]) -> Iterator[str]:
    for value in values:
        for node in ast.walk(value):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def impure_rules(module: Module) -> Iterator[str]:
    """Rules are told the time and the facts; they look at no clock, no file, no environment."""
    if not module.is_in("rules") and module.place != "core.values":
        return
    if "tests" in module.rooms:
        return
    for call in module.calls():
        if CLOCKS.search(dotted(call.func)) or called(call) in OUTSIDE:
            yield f"{module.at(call)} looks outside ({ast.unparse(call.func)}); a rule is told what it needs"


def lookups_past_the_doors(module: Module) -> Iterator[str]:
    """A model or a module by name passes every door; core and project do it for all."""
    if module.place.startswith("core") or module.place == "project" or module.is_in("migrations", "tests"):
        return
    for call in module.calls():
        if called(call) in LOOKUPS:
            yield f"{module.at(call)} fetches by name ({ast.unparse(call.func)}); go through published.py"


def signals_of_our_own(module: Module) -> Iterator[str]:
    """Call it, or announce it: nobody finds a signal by reading."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module in {
            "django.db.models.signals",
            "django.dispatch",
        }:
            yield f"{module.at(node)} uses Django's signals; announce an event instead"


def actions_without_beats(module: Module) -> Iterator[str]:
    """An action is called with names only, and always knows who acts and when it happened.

    What takes neither and notes nothing is a reading that the actions share.
    """
    if not module.is_in("actions") or module.place.startswith("core"):
        return
    for node in module.tree.body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        names = {argument.arg for argument in node.args.kwonlyargs}
        missing = {"by", "happened_at"} - names
        if "by" in names and node.args.args + node.args.posonlyargs:
            yield f"{module.at(node)} the action {node.name} takes values by position; name them all"
        if missing and (names & {"by", "happened_at"} or _notes(node)):
            yield f"{module.at(node)} the action {node.name} does not take {' and '.join(sorted(missing))}"


def _notes(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Call) and called(node) in {"note", "announce"} for node in ast.walk(function)
    )
