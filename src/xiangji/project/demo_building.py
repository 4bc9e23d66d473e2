"""The process that builds a demo: tables, the county's rows, static files. Shows its progress as it goes.

It runs apart from the supervisor, which stays small and never loads Django.
"""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command

from xiangji.core.errors import Refused
from xiangji.project.children import SAID_WHY, die_with_parent
from xiangji.project.env import BadSetting
from xiangji.project.progress import Progress


def build_all(progress: Progress) -> None:
    from django.conf import settings
    from django.utils import timezone

    from xiangji.demo.build import build, good_until
    from xiangji.project.demo_stamp import Stamp, made_from

    today = timezone.localdate()
    # Taken before the work: a file that changes while we build makes the result stale, not wrongly fresh.
    sources = made_from(settings.COUNTY)
    progress.show("建数据表", 0.0)
    call_command("migrate", verbosity=0, interactive=False)
    build(progress.part(0.3, 0.9))
    collect_static(progress)
    Stamp(sources, built_on=today, good_until=good_until(today)).write(Path(settings.VAR))


def collect_static(progress: Progress) -> None:
    from django.conf import settings

    from xiangji.project.demo_folder import STATIC_STAMP
    from xiangji.project.demo_stamp import static_made_from

    sources = static_made_from()
    progress.show("收集样式和图", 0.9)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    (Path(settings.VAR) / STATIC_STAMP).write_text(sources)
    progress.show("建好了", 1.0)


def main(words: list[str]) -> int:
    die_with_parent()
    os.environ["DJANGO_SETTINGS_MODULE"] = "xiangji.project.settings"
    progress = Progress(sys.stdout)
    try:
        django.setup()
        if words == ["static"]:
            collect_static(progress)
        else:
            build_all(progress)
    except (BadSetting, Refused) as reason:
        progress.end_line()
        print(f"演示没有建成：{reason}")
        return SAID_WHY
    progress.end_line()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
