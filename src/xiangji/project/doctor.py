"""./xj doctor: looks at everything that keeps a county well, one by one, and says what to do."""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from xiangji.core.errors import BadFile
from xiangji.project import machine_checks
from xiangji.project.county_folder import CountyFolder, default_var
from xiangji.project.env import BadSetting
from xiangji.project.findings import Finding, State, as_json, bad, stop

JSON = "--json"


def look(folder: CountyFolder) -> Iterator[Finding]:
    """Django is loaded half-way: a fault of the settings is a finding like any other."""
    now = datetime.now(UTC)
    yield from machine_checks.python()
    yield from machine_checks.clock(now)
    if not folder.exists:
        yield bad(
            "county", f"{folder.path} 里还没有县。请运行 ./xj county new，或者用 --var 指明县的文件夹。"
        )
        return
    yield from machine_checks.whole(folder)
    yield from machine_checks.disk(folder)
    yield from machine_checks.writable(folder)
    yield from machine_checks.private_files(folder)
    yield from database(folder)
    yield from machine_checks.certificate(folder, now)
    yield from machine_checks.public_url(folder)
    yield from machine_checks.last_backup(folder, now)
    yield from machine_checks.port(folder)


def database(folder: CountyFolder) -> Iterator[Finding]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "xiangji.project.settings"
    try:
        import django

        django.setup()
    except (BadSetting, BadFile) as fault:
        yield stop("settings", str(fault))
        return
    from xiangji.project import database_checks

    yield from database_checks.all_of(is_served=folder.is_served)


def main(words: list[str]) -> int:
    found = []
    for finding in look(CountyFolder(default_var())):
        found.append(finding)
        if JSON not in words:
            print(finding.line(), flush=True)
    failed = [finding for finding in found if finding.state is State.BAD]
    if JSON in words:
        print(as_json(found))
    else:
        print(f"\n有{len(failed)}处不行，请照上面说的改。" if failed else "\n没有不行的。")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read along has seen enough; Python must not write once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    raise SystemExit(code)
