"""./xj county as an administrator runs it: real processes, and nothing left of what went wrong."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from xiangji.core.errors import Refused
from xiangji.project import county_building, settings
from xiangji.project.county_folder import KEYS, CountyFolder
from xiangji.project.tests import counties
from xiangji.project.tests.processes import until, variables, xj

pytestmark = pytest.mark.django_db
NEW_YEAR = "date,kind,name\n2031-01-01,rest,元旦\n"


@pytest.fixture
def database() -> Iterator[str]:
    with counties.an_empty_database() as address:
        yield address


@dataclass(frozen=True, slots=True)
class Made:
    var: Path
    database: str


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Made]:
    """One county for the tests that do not take it apart."""
    with django_db_blocker.unblock(), counties.an_empty_database() as address:
        yield Made(counties.make(tmp_path_factory.mktemp("county"), database=address), address)


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


def test_a_new_county_has_its_keys_its_administrators_and_its_plan_and_nothing_else(
    database: str, tmp_path: Path
) -> None:
    var = tmp_path / "var"
    plan = str(settings.HOME / "plans" / "tengzhou-2019.toml")

    made = counties.new(tmp_path, var, "--plan", plan, database=database)

    assert made.returncode == 0, made.stderr
    assert made.stderr == ""
    given = re.findall(r"(\S+)  (\S+)  登录名 (\S+)  口令 ([a-z2-9]{4}(?:-[a-z2-9]{4}){2})", made.stdout)
    assert [one[:3] for one in given] == [
        ("系统管理员", "张一", "zhangyi"),
        ("安全管理员", "李二", "lier"),
        ("审计管理员", "王三", "wangsan"),
    ]
    assert len({one[3] for one in given}) == 3
    for name in KEYS:
        assert (var / "keys" / name).stat().st_mode & 0o777 == 0o600
    assert var.stat().st_mode & 0o777 == 0o700
    assert CountyFolder(var).read_env()["XIANGJI_COUNTY"] == "tengzhou"
    assert not (var / "new-county").exists()
    told = xj("doctor", "--json", XIANGJI_VAR=str(var)).stdout
    assert '"ok": true' in told
    assert "库里没有演示账号和演示钥匙。" in told
    asked = (
        "from xiangji.programme.models import Programme as P; print(*P.objects.values_list('key', flat=True))"
    )
    assert xj("manage", "shell", "-v", "0", "-c", asked, XIANGJI_VAR=str(var)).stdout == "tengzhou-2019\n"
    verified = xj("verify", "audit", XIANGJI_VAR=str(var))
    assert (verified.returncode, lines(verified.stdout)[-1]) == (0, "审计链完好。")
    assert verified.stderr == f"用的是正式的县：{var}\n"


def test_a_county_that_is_there_is_refused_and_stays_as_it_was(made: Made, tmp_path: Path) -> None:
    var = made.var
    before = {name: (var / "keys" / name).read_bytes() for name in KEYS}

    again = counties.new(tmp_path, var, database=made.database)

    assert again.returncode == 1
    assert again.stderr.startswith(f"县没有建：{var} 里已经有一个县了，它没有动。")
    assert {name: (var / "keys" / name).read_bytes() for name in KEYS} == before
    assert '"ok": true' in xj("doctor", "--json", XIANGJI_VAR=str(var)).stdout


def test_a_plan_that_cannot_be_read_leaves_nothing(database: str, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text("schema = 1\n", encoding="utf-8")
    var = tmp_path / "var"

    refused = counties.new(tmp_path, var, "--plan", str(plan), database=database)

    assert refused.returncode == 1
    assert "plan.toml" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert "口令" not in refused.stdout
    assert not var.exists()
    if database:  # which may have kept tables; without a folder nothing else is left
        assert counties.new(tmp_path, var, database=database).returncode == 0


def test_a_run_that_was_killed_leaves_nothing_that_stands_in_the_way(database: str, tmp_path: Path) -> None:
    file, var = tmp_path / "answers.toml", tmp_path / "var"
    file.write_text(counties.ANSWERS, encoding="utf-8")
    words = ["county", "new", "--from", str(file), "--var", str(var)]
    words += ["--database", database] if database else []
    command = [sys.executable, "-m", "xiangji.project.cli", *words]
    with subprocess.Popen(command, env=variables(), stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert until(lambda: "建数据表" in (running.stdout.readline() if running.stdout else ""), seconds=60)
        os.kill(running.pid, signal.SIGKILL)
    assert not CountyFolder(var).exists

    again = counties.new(tmp_path, var, database=database)

    assert again.returncode == 0, again.stderr
    assert CountyFolder(var).exists
    assert not (var / "new-county").exists()


def test_pieces_that_a_killed_move_left_are_taken_away(tmp_path: Path) -> None:
    """As if the power had gone between two of the last renames."""
    var = tmp_path / "var"
    (var / "keys").mkdir(parents=True)
    (var / "keys" / "secret.key").write_text("half")
    (var / "new-county").mkdir()
    (var / "new-county" / "moving").write_text("keys\nxiangji.sqlite3", encoding="utf-8")

    with county_building.a_place_for(CountyFolder(var)) as place:
        place.keys.mkdir()
        place.write_env({"XIANGJI_COUNTY": "tengzhou"})

    assert list((var / "keys").iterdir()) == []
    assert CountyFolder(var).exists


@pytest.mark.parametrize("there", ["keys", "files", "xiangji.sqlite3"])
def test_what_belongs_to_somebody_else_is_not_touched(there: str, tmp_path: Path) -> None:
    piece = tmp_path / "var" / there
    piece.mkdir(parents=True)

    with pytest.raises(Refused) as refused, county_building.a_place_for(CountyFolder(tmp_path / "var")):
        pass

    assert refused.value.sentence.startswith(f"县没有建：{tmp_path / 'var'} 里已经有 {there}，没有动它。")
    assert piece.is_dir()
    assert not (tmp_path / "var" / "county.env").exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"XIANGJI_DEMO": "1"}, "县没有建：正式的县不能建在演示里。"),
        ({"XIANGJI_DATABASE_URL": "mysql://me:aSecretWord@db/x"}, "环境变量 XIANGJI_DATABASE_URL 的值是“"),
    ],
)
def test_a_wrong_surrounding_is_refused_before_anything_is_made(
    changes: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    refused = xj("county", "new", "--var", str(tmp_path / "var"), **changes)

    assert refused.returncode == 1
    assert refused.stderr.startswith(sentence)
    assert "aSecretWord" not in refused.stderr
    assert not (tmp_path / "var").exists()


def test_a_newer_arrangement_and_newer_divisions_are_taken_in_later(made: Made, tmp_path: Path) -> None:
    var = made.var
    days = tmp_path / "2031.csv"
    days.write_text(NEW_YEAR, encoding="utf-8")
    rows = tmp_path / "divisions.csv"
    rows.write_text("code,name,level,parent\n370481998,示例镇,town,370481\n", encoding="utf-8")

    first = xj("county", "holidays", str(days), "--var", str(var))
    again = xj("county", "holidays", str(days), "--var", str(var))
    town = xj("county", "regions", str(rows), "--var", str(var))

    assert (first.returncode, first.stdout) == (0, "节假日装好了，改动了1处。\n")
    assert (again.returncode, again.stdout) == (0, "节假日没有变，什么也没有改动。\n")
    assert (town.returncode, town.stdout) == (0, "区划装好了，改动了1处。\n")


def test_a_plan_is_taken_up_later_once(made: Made, tmp_path: Path) -> None:
    plan = str(settings.HOME / "plans" / "tengzhou-2019.toml")

    first = xj("county", "plan", plan, "--var", str(made.var))
    again = xj("county", "plan", plan, "--var", str(made.var))
    missing = xj("county", "plan", str(tmp_path / "none.toml"), "--var", str(made.var))

    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.startswith("方案登记好了：tengzhou-2019.toml。")
    assert again.stdout == "方案没有变，什么也没有改动。\n"
    assert missing.returncode == 1
    assert "none.toml" in missing.stderr
    assert "Traceback" not in missing.stderr


def test_a_bad_file_of_holidays_changes_nothing(made: Made, tmp_path: Path) -> None:
    days = tmp_path / "2032.csv"
    days.write_text(NEW_YEAR.replace("2031", "2032").replace("rest", "free"), encoding="utf-8")

    refused = xj("county", "holidays", str(days), "--var", str(made.var))

    assert refused.returncode == 1
    assert refused.stderr.startswith("节假日没有装入。文件 2032.csv 第2行的 kind 是“free”，应当是")
    asked = (
        "from xiangji.core.calendar.models import ArrangedDay as A; print(A.objects.filter(day__year=2032))"
    )
    left = xj("manage", "shell", "-v", "0", "-c", asked, XIANGJI_VAR=str(made.var)).stdout
    assert left == "<QuerySet []>\n"


def test_where_there_is_no_county_the_commands_say_how_to_make_one(tmp_path: Path) -> None:
    for words in (["serve"], ["county", "holidays", "x.csv"]):
        refused = xj(*words, "--var", str(tmp_path))

        assert refused.returncode == 1
        assert refused.stderr == (
            f"没有做：{tmp_path} 里还没有县。"
            "先运行 ./xj county new 建一个；已经建在别处的，用 --var 指明文件夹。\n"
        )
    assert list(tmp_path.iterdir()) == []


def test_a_database_with_tables_is_not_touched(made: Made, tmp_path: Path) -> None:
    if not made.database:
        pytest.skip("on SQLite the file belongs to the folder")

    refused = counties.new(tmp_path, tmp_path / "other", database=made.database)

    assert refused.returncode == 1
    assert re.search(r"县没有建：库 xiangji_county_\w+ 里已经有\d+张表，没有动。请换空库。", refused.stderr)
    assert not (tmp_path / "other").exists()
    assert '"ok": true' in xj("doctor", "--json", XIANGJI_VAR=str(made.var)).stdout
