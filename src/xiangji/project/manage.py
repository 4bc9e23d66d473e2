"""Django's commands with our settings. A wrong setting or a refusal is one sentence, not a traceback."""

import os
import sys

from xiangji.core.errors import Refused, Unavailable
from xiangji.project.children import die_with_parent
from xiangji.project.env import BadSetting


def run(words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangji.project.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["./xj manage", *words])
    except (BadSetting, Refused, Unavailable) as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    if os.environ.get("XIANGJI_SUPERVISED"):
        die_with_parent()
    raise SystemExit(run(sys.argv[1:]))
