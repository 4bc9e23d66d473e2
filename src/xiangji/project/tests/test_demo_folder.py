"""The folder of a demo: whose it is, and that a half-built one never counts."""

import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from xiangji.core.errors import Refused
from xiangji.project import demo_stamp, keys, settings
from xiangji.project.demo_folder import STAMP, DemoFolder
from xiangji.project.demo_stamp import Stamp
from xiangji.project.tests.processes import variables

BUILT_ON, GOOD_UNTIL = date(2026, 3, 1), date(2026, 12, 31)


def a_folder(path: Path) -> DemoFolder:
    return DemoFolder("tengzhou", "滕州", path)


def a_built_folder(path: Path, text: str = "old") -> DemoFolder:
    folder = a_folder(path)
    folder.path.mkdir(parents=True, exist_ok=True)
    (folder.path / "xiangji.sqlite3").write_text(text)
    Stamp({"plans": "a"}, BUILT_ON, GOOD_UNTIL).write(folder.path)
    return folder


def test_a_folder_has_one_owner_at_a_time_and_the_second_learns_who(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    program = f"""
from pathlib import Path
from xiangji.project.demo_folder import DemoFolder
with DemoFolder("tengzhou", "滕州", Path({str(tmp_path)!r})).taken(note="http://127.0.0.1:8000/"):
    print("mine", flush=True)
    input()
"""
    command = [sys.executable, "-c", program]
    with subprocess.Popen(
        command, env=variables(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "mine\n"

        with pytest.raises(Refused) as refusal, folder.taken():
            pass

        owner.kill()
        owner.wait()
        with folder.taken():
            pass
    assert refusal.value.code == "demo_is_running"
    assert f"滕州的演示已经在运行（进程 {owner.pid} http://127.0.0.1:8000/）" in refusal.value.sentence


def test_the_new_demo_takes_the_place_of_the_old_and_logs_stay(tmp_path: Path) -> None:
    folder = a_built_folder(tmp_path)
    (folder.path / "anchors").mkdir()
    folder.logs.mkdir()
    folder.clear_building()
    a_built_folder(folder.building, "new")

    folder.put_in_place()

    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([STAMP, "logs", "xiangji.sqlite3"])
    assert (tmp_path / "xiangji.sqlite3").read_text() == "new"
    assert folder.is_built


def test_a_change_of_place_that_broke_off_leaves_no_stamp(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = a_built_folder(tmp_path)
    folder.clear_building()
    a_built_folder(folder.building, "new")

    def power_cut(_from: Path, _to: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", power_cut)
    with pytest.raises(KeyboardInterrupt):
        folder.put_in_place()

    assert not folder.is_built
    assert Stamp.read(folder) is None


def test_a_real_countys_database_never_comes_into_a_demo(tmp_path: Path) -> None:
    program = (
        "from xiangji.project import settings; print(settings.DATABASES['default']['NAME'], settings.DEMO)"
    )
    real = {"XIANGJI_DATABASE_URL": "postgresql://real/county", "XIANGJI_VAR": "/srv/county"}

    shown = subprocess.run(
        [sys.executable, "-c", program],
        env=variables(**(real | a_folder(tmp_path).variables())),
        capture_output=True,
        text=True,
        check=True,
    )

    assert shown.stdout == f"{tmp_path}/xiangji.sqlite3 True\n"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"made_from": 1}', '{"made_from": {}, "built_on": "x"}'])
def test_a_stamp_that_cannot_be_read_proves_nothing(tmp_path: Path, content: str) -> None:
    folder = a_folder(tmp_path)
    (tmp_path / STAMP).write_text(content)

    assert Stamp.read(folder) is None


def test_a_stamp_is_read_as_it_was_written(tmp_path: Path) -> None:
    folder = a_built_folder(tmp_path)

    assert Stamp.read(folder) == Stamp({"plans": "a"}, BUILT_ON, GOOD_UNTIL)


NOW = dict.fromkeys(demo_stamp.WORDS, "same")


@pytest.mark.parametrize(
    ("then", "today", "why"),
    [
        pytest.param(NOW, BUILT_ON, "", id="fresh"),
        pytest.param(NOW, GOOD_UNTIL, "", id="the last day still counts"),
        pytest.param(NOW, date(2027, 1, 1), "方案的顺延只管到 2026-12-31", id="the shift has run out"),
        pytest.param(NOW, date(2026, 2, 28), "方案的顺延只管到 2026-12-31", id="built in the future"),
        pytest.param(NOW | {"plans": "old"}, BUILT_ON, "方案文件改过", id="a plan changed"),
        pytest.param(
            NOW | {"tables": "old", "regions": "old"},
            BUILT_ON,
            "数据表的结构改过；区划表改过",
            id="two changed",
        ),
        pytest.param({}, BUILT_ON, "；".join(demo_stamp.WORDS.values()), id="an older kind of stamp"),
    ],
)
def test_a_stale_demo_says_why(then: dict[str, str], today: date, why: str) -> None:
    assert Stamp(then, BUILT_ON, GOOD_UNTIL).why_stale(NOW, today) == why


def test_the_fingerprint_sees_content_names_and_absence(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    seen = {demo_stamp.fingerprint(tmp_path, [one])}
    one.write_text("a")
    seen.add(demo_stamp.fingerprint(tmp_path, [one]))
    one.write_text("b")
    seen.add(demo_stamp.fingerprint(tmp_path, [one]))
    one.rename(other)
    seen.add(demo_stamp.fingerprint(tmp_path, [other]))

    assert len(seen) == 4


def test_every_source_of_a_demo_has_its_words() -> None:
    assert set(demo_stamp.made_from("tengzhou")) == set(demo_stamp.WORDS)
    assert len(set(demo_stamp.made_from("tengzhou").values())) == len(demo_stamp.WORDS)


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "keys"

    keys.make_secret_key(folder)
    first = (folder / "secret.key").read_text()
    keys.make_secret_key(folder)

    assert (folder / "secret.key").read_text() == first
    assert len(first) >= 50
    assert stat.S_IMODE((folder / "secret.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [file.name for file in folder.iterdir()] == ["secret.key"]


def test_a_key_that_was_half_written_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "secret.key.new").write_text("half")

    keys.make_secret_key(tmp_path)

    assert (tmp_path / "secret.key").read_text() != "half"


def test_the_default_county_is_one_of_those_delivered() -> None:
    assert (settings.COUNTIES / "tengzhou" / "county.toml").is_file()
