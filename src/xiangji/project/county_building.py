"""Makes a county from answers: whole, or nothing of it stays.

Everything is made in a folder of its own inside VAR and moved into place when it is whole; county.env comes
last. On PostgreSQL a table of ours stands in the database as long as the work is not done, so that what a
killed run left behind is known to be nobody's.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from xiangji.core.errors import Refused
from xiangji.project import keys
from xiangji.project.county_answers import ROLES, Answers
from xiangji.project.county_folder import ENV_FILE, CountyFolder
from xiangji.project.county_words import county_toml

Say = Callable[[str, float], None]
BUILDING, MOVING = "new-county", "moving"
LOOKS = ("theme.toml", "motif.svg")


@dataclass(frozen=True, slots=True)
class Given:
    """An administrator's one-time password: shown once, kept nowhere."""

    title: str
    name: str
    username: str
    password: str


@contextmanager
def a_place_for(folder: CountyFolder) -> Iterator[CountyFolder]:
    """An empty folder inside the county's. What was made in it is gone when the block ends badly."""
    was_there = folder.path.exists()
    folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    with folder.taken("正在建县"):
        _forget_a_killed_run(folder)
        _refuse_what_is_there(folder)
        new = CountyFolder(folder.path / BUILDING)
        new.path.mkdir(mode=0o700)
        try:
            yield new
            _put_in_place(new, folder)
        finally:
            shutil.rmtree(new.path, ignore_errors=True)
            if not folder.exists and not was_there:
                shutil.rmtree(folder.path)


def _forget_a_killed_run(folder: CountyFolder) -> None:
    """Pieces that were moved before county.env was are known from the list that was written first."""
    left = folder.path / BUILDING
    moving = left / MOVING
    if moving.exists() and not folder.exists:
        for name in moving.read_text(encoding="utf-8").splitlines():
            _remove(folder.path / name)
    shutil.rmtree(left, ignore_errors=True)


def _remove(piece: Path) -> None:
    if piece.is_dir():
        shutil.rmtree(piece)
    else:
        piece.unlink(missing_ok=True)


def _refuse_what_is_there(folder: CountyFolder) -> None:
    if folder.exists:
        raise Refused(
            "county_exists",
            f"县没有建：{folder.path} 里已经有一个县了，它没有动。要另建一个，用 --var 指明别的文件夹。",
        )
    for name in ("xiangji.sqlite3", "keys", "files", "anchors", "counties"):
        if (folder.path / name).exists():
            raise Refused(
                "county_folder_in_use",
                f"县没有建：{folder.path} 里已经有 {name}，没有动它。请用 --var 指明一个空文件夹。",
            )


def _put_in_place(new: CountyFolder, folder: CountyFolder) -> None:
    pieces = sorted(piece.name for piece in new.path.iterdir() if piece.name != ENV_FILE)
    (new.path / MOVING).write_text("\n".join(pieces), encoding="utf-8")
    folder.path.chmod(0o700)
    for name in pieces:
        (new.path / name).rename(folder.path / name)
    new.env_file.rename(folder.env_file)


def write_settings(new: CountyFolder, answers: Answers, *, database: str) -> None:
    new.write_env(
        {
            "XIANGJI_COUNTY": answers.key,
            "XIANGJI_PUBLIC_URL": answers.address,
            "XIANGJI_DATABASE_URL": database,
            "XIANGJI_COUNTY_NETWORKS": answers.networks,
            "XIANGJI_TRUSTED_PROXIES": answers.proxies,
            "XIANGJI_TOTP": "1" if answers.totp else "0",
        }
    )


def write_county(new: CountyFolder, answers: Answers, *, shipped: Path, neutral: Path) -> None:
    """The county's own copy of its words and its look: an upgrade of the platform does not change them."""
    own = new.path / "counties" / answers.key
    own.mkdir(parents=True)
    (own / "county.toml").write_text(county_toml(answers.facts, answers.words), encoding="utf-8")
    look = shipped / answers.key
    for name in LOOKS:
        shutil.copyfile((look if (look / name).exists() else neutral) / name, own / name)


def fill(new: CountyFolder, answers: Answers, *, holidays: Path, plan: Path | None, say: Say) -> list[Given]:
    """Tables, divisions, holidays, keys, administrators, and the plan. Loads Django with the new settings."""
    os.environ.update(new.variables() | {"DJANGO_SETTINGS_MODULE": "xiangji.project.settings"})
    keys.make_secret_key(new.keys)
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from xiangji.project.management.unfinished import an_unfinished_database

    with an_unfinished_database():
        say("建数据表", 0.0)
        call_command("migrate", verbosity=0, interactive=False)
        given = _fill_tables(answers, holidays=holidays, plan=plan, say=say)
    connections.close_all()
    return given


def _fill_tables(answers: Answers, *, holidays: Path, plan: Path | None, say: Say) -> list[Given]:
    from django.db import transaction

    from xiangji.core.calendar import load_holidays
    from xiangji.core.events import drain
    from xiangji.core.places import load_regions

    say("装入区划", 0.5)
    load_regions(answers.regions, by=None)
    say("装入法定节假日和调休", 0.7)
    load_holidays(holidays, by=None)
    make_keys()
    say("开三位管理员的账号", 0.8)
    with transaction.atomic():
        given = _administrators(answers)
    if plan is not None:
        say(f"读方案：{plan.name}", 0.85)
        take_up(plan)
    say("封存审计记录", 0.95)
    drain()
    _seal_what_was_noted()
    return given


def make_keys() -> None:
    """All of them now: a county whose keys came into being one by one is hard to back up."""
    from xiangji.core.chain.keys import chain_key
    from xiangji.core.parties import keys as sealing_keys
    from xiangji.core.parties.key_files import COUNTY, INDEX

    chain_key(is_first_use=True)
    for kind in (COUNTY, INDEX):
        sealing_keys.material(kind)


def _seal_what_was_noted() -> None:
    from django.utils import timezone

    from xiangji.core.audit.entries import AUDIT
    from xiangji.core.chain import anchors, sealing

    while sealing.seal(AUDIT) == sealing.AT_ONCE:
        pass
    anchors.append_anchor(AUDIT.name, at=timezone.localtime())


def _administrators(answers: Answers) -> list[Given]:
    """They work for the lead unit until somebody says otherwise, and hold no other post."""
    from django.utils import timezone

    from xiangji.core.accounts.actions import open_organisation, take_on_staff
    from xiangji.core.accounts.models import Organisation
    from xiangji.core.accounts.rules.kinds import PostKind
    from xiangji.core.values import PlaceCode

    now, county = timezone.now(), PlaceCode(answers.facts["code"])
    hosts = open_organisation(
        name=answers.facts["hosts"], kind=Organisation.Kind.OFFICE, place=county, by=None, happened_at=now
    )
    given = []
    for person in answers.administrators:
        newcomer = take_on_staff(
            username=person.username,
            name=person.name,
            kind=PostKind(f"{person.role}_admin"),
            organisation=hosts,
            place=county,
            since=timezone.localdate(now),
            until=None,
            by=None,
            happened_at=now,
        )
        given.append(Given(ROLES[person.role], person.name, person.username, newcomer.password))
    return given


def take_up(plan: Path) -> None:
    """With our reading of it, where one stands beside it."""
    from django.utils import timezone

    from xiangji.programme.actions import take_up_plan

    reading = plan.with_name(f"{plan.stem}.reading.toml")
    take_up_plan(
        plan_file=plan,
        reading_file=reading if reading.exists() else None,
        by=None,
        happened_at=timezone.now(),
    )
