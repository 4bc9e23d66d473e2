"""The process that looks before a county is served, and collects its static files.

It runs apart from the supervisor, which stays small and never loads Django. Only what stops a start is said.
"""

import os
import sys
from pathlib import Path

from xiangji.core.errors import BadFile, Refused
from xiangji.project import doctor
from xiangji.project.children import SAID_WHY, die_with_parent
from xiangji.project.county_folder import WORKER, CountyFolder, default_var


def main(words: list[str]) -> int:
    if os.environ.get("XIANGJI_SUPERVISED"):
        die_with_parent()
    try:
        stops = [finding for finding in doctor.look(CountyFolder(default_var())) if finding.stops]
        # A worker shows no page; where it runs apart, the web collects for itself at the same moment.
        if not stops and words != [WORKER]:
            collect_static()
    except (BadFile, Refused) as reason:
        print(f"没有启动：{reason}")
        return SAID_WHY
    for finding in stops:
        print(f"没有启动：{finding.sentence}")
    return SAID_WHY if stops else 0


def collect_static() -> None:
    """Seconds the first time after an upgrade, nothing afterwards."""
    from django.conf import settings
    from django.core.management import call_command

    from xiangji.project.demo_folder import STATIC_STAMP
    from xiangji.project.demo_stamp import static_made_from

    stamp, sources = Path(settings.VAR) / STATIC_STAMP, static_made_from()
    if stamp.is_file() and stamp.read_text() == sources and (stamp.parent / "static").is_dir():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(sources)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
