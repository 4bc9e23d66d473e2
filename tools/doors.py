"""A contract for import-linter: one app may enter another only through its open rooms."""

from dataclasses import dataclass
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


@dataclass(frozen=True, slots=True)
class Address:
    """Where a module stands: xiangji.<app>.<room>."""

    app: str
    room: str

    @classmethod
    def of(cls, module: str, root: str) -> "Address | None":
        parts = module.split(".")
        if parts[0] != root or len(parts) < 2:
            return None
        return cls(parts[1], parts[2] if len(parts) > 2 else "")


def listed() -> list[str]:
    """A field that import-linter replaces by what the contract says."""
    return cast("list[str]", fields.ListField(subfield=fields.StringField()))


class DoorsContract(Contract):
    root = cast("str", fields.StringField())
    open_to_all = listed()
    open_to = listed()
    events_only_from = listed()
    shared_rooms = listed()
    open_to_tests_of = listed()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001
        broken = []
        for importer in sorted(graph.modules):
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                fault = self._fault(Address.of(importer, self.root), Address.of(imported, self.root))
                if fault is not None:
                    broken.append(f"{importer} -> {imported}{fault}")
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(line, bold=False)

    def _fault(self, here: Address | None, there: Address | None) -> str | None:
        """None where the import is allowed, else what to add to the line."""
        if here is None or there is None or here.app in self.open_to:
            return None
        if there.app in (here.app, *self.open_to):
            return None
        if there.room in self.shared_rooms and there.room in (here.room, here.app):
            return None
        if here.room == "tests" and here.app in self.open_to_tests_of:
            return None
        if there.room not in self.open_to_all:
            return ""
        if there.room == "events" and here.room not in (*self.events_only_from, "tests"):
            return " (events are heard in reactions.py)"
        return None
