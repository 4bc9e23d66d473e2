"""A new programme brings the tables up after a backup, and there is a way back that works."""

from __future__ import annotations

from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from xiangji.project.county_folder import CountyFolder
from xiangji.project.keeping.tests.conftest import Place
from xiangji.project.keeping.tests.examples import xj

LAST = ("audit", "0002_entries_are_found_by_thing_and_person")


def an_older_database(env: dict[str, str]) -> None:
    done = xj("manage", "migrate", "audit", "0001", env=env)
    assert done.returncode == 0, done.stderr
    assert LAST not in MigrationRecorder(connection).applied_migrations()


def test_an_older_database_is_backed_up_brought_up_and_proven(
    county: Path, place: Place, child_environment: dict[str, str]
) -> None:
    an_older_database(child_environment)

    done = xj("upgrade", "--var", county, env=child_environment)

    assert (done.returncode, done.stderr) == (0, "")
    assert "升好了：1 个迁移" in done.stdout
    assert "审计链完好" in done.stdout
    assert LAST in MigrationRecorder(connection).applied_migrations()
    [before] = (county / "backups").iterdir()
    assert f"./xj restore {before} --keys {county / 'keys'}" in done.stdout
    # The way back; here with the new programme, which brings the old tables up once more.
    back = xj("restore", before, *place.words, "--keys", county / "keys", env=child_environment)
    assert back.returncode == 0
    assert "数据表已经升到这个程序" in back.stdout


def test_without_a_backup_it_says_that_there_is_no_way_back(
    county: Path, child_environment: dict[str, str]
) -> None:
    an_older_database(child_environment)

    done = xj("upgrade", "--no-backup", "--var", county, env=child_environment)

    assert done.returncode == 0
    assert "没有备份（--no-backup）" in done.stdout
    assert not (county / "backups").exists()


def test_where_nothing_is_to_do_it_says_so(county: Path, child_environment: dict[str, str]) -> None:
    done = xj("upgrade", "--var", county, env=child_environment)

    assert done.returncode == 0
    assert "没有要升的。" in done.stdout
    assert not (county / "backups").exists()


def test_a_newer_database_is_refused_and_stays_as_it_is(
    county: Path, child_environment: dict[str, str]
) -> None:
    MigrationRecorder(connection).record_applied("audit", "0999_from_tomorrow")

    done = xj("upgrade", "--var", county, env=child_environment)

    assert done.returncode == 1
    assert "库比这个程序" in done.stderr
    assert "audit.0999_from_tomorrow" in done.stderr
    assert not (county / "backups").exists()


def test_a_county_in_use_is_not_upgraded(county: Path, child_environment: dict[str, str]) -> None:
    an_older_database(child_environment)

    with CountyFolder(county).taken("serve"):
        done = xj("upgrade", "--var", county, env=child_environment)

    assert done.returncode == 1
    assert "里的县正在用" in done.stderr
    assert LAST not in MigrationRecorder(connection).applied_migrations()
