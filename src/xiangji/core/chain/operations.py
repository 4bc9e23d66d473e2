from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from xiangji.core.chain import guards


class AppendOnly(Operation):
    """Migration operation: from here on the database refuses UPDATE and DELETE on the table.

    Django alters a table on SQLite by making a new one, and the guards go with the old one: a migration that
    alters a guarded table ends with AppendOnly again.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models stay as they are."""

    def database_forwards(
        self, _app: str, schema_editor: BaseDatabaseSchemaEditor, *_states: ProjectState
    ) -> None:
        self._take_down(schema_editor)
        for statement in guards.to_put_up(schema_editor.connection.vendor, self.table):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, _app: str, schema_editor: BaseDatabaseSchemaEditor, *_states: ProjectState
    ) -> None:
        self._take_down(schema_editor)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.table], {}

    def describe(self) -> str:
        return f"Rows of {self.table} are only ever added"

    def _take_down(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        mine = [guard for guard in guards.standing(schema_editor.connection) if guard[0] == self.table]
        for statement in guards.to_take_down(schema_editor.connection.vendor, mine):
            schema_editor.execute(statement, params=None)
