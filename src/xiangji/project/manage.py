"""Django's commands with our settings. A wrong setting or a refusal is one sentence, not a traceback."""

import os
import sys

from xiangji.core.errors import Refused, Unavailable
from xiangji.project.children import die_with_parent
from xiangji.project.env import BadSetting


def run(words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangji.project.settings")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    try:
        execute_from_command_line(["./xj manage", *words])
    except (BadSetting, Refused, Unavailable) as reason:
        print(reason, file=sys.stderr)
        return 1
    except (OperationalError, ProgrammingError) as fault:
        if _has_all_tables():
            raise
        print(f"没有做：数据库连不上，或者表还不全（{fault}）。./xj doctor 说明哪里不好。", file=sys.stderr)
        return 1
    return 0


def _has_all_tables() -> bool:
    """With all tables there, an error of the database is a bug and must be seen whole."""
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError:
        return False


if __name__ == "__main__":
    if os.environ.get("XIANGJI_SUPERVISED"):
        die_with_parent()
    raise SystemExit(run(sys.argv[1:]))
