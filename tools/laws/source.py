"""The house as text: its modules with their places in the tower, and the floors as drawn."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
SOURCE = HOME / "src"
DRAWING = HOME / "importlinter.toml"


@dataclass(frozen=True)
class Module:
    """One Python file: xiangji.<app>.<room>…, or xiangji.core.<package>.<room>…"""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def place(self) -> str:
        """Whose it is: `programme`, `core.places`."""
        return place_of(self.name)

    @property
    def rooms(self) -> tuple[str, ...]:
        """What stands between the app and the file's own name, that name included."""
        return tuple(self.name.split(".")[1 + len(self.place.split(".")) :])

    @property
    def room(self) -> str:
        return self.rooms[0] if self.rooms else ""

    def is_in(self, *rooms: str) -> bool:
        return self.room in rooms

    def at(self, node: ast.AST) -> str:
        return f"{self.name}:{getattr(node, 'lineno', 0)}"

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))


def place_of(module: str) -> str:
    parts = module.split(".")[1:]
    return ".".join(parts[:2]) if parts[:1] == ["core"] else parts[0] if parts else ""


def modules(source: Path = SOURCE) -> list[Module]:
    files = sorted(source.glob("xiangji/**/*.py"))
    return [Module(_name(file.relative_to(source)), file.read_text(encoding="utf-8")) for file in files]


def _name(file: Path) -> str:
    parts = file.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def called(call: ast.Call) -> str:
    """The last name of what is called: `save` in `station.save()`."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def dotted(node: ast.expr) -> str:
    """`datetime.now` of that expression; calls and subscripts inside are passed through."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Subscript):
        return dotted(node.value)
    return node.id if isinstance(node, ast.Name) else ""


def floors(drawing: Path = DRAWING) -> list[set[str]]:
    """From the ground up, the packages of core by themselves: [{core.values}, …, {project}]."""
    contracts = tomllib.loads(drawing.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    layers = {contract["id"]: contract.get("layers", []) for contract in contracts}
    kernel = [{f"core.{name}" for name in _beside(layer)} for layer in reversed(layers["kernel"])]
    tower = [_beside(layer) for layer in reversed(layers["tower"])]
    return kernel + [layer for layer in tower if layer != {"core"}]


def _beside(layer: str) -> set[str]:
    return {name.strip() for name in layer.split("|")}
