"""./xj test as a program: small stages of our own take the place of the three."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tools.processes import running
from tools.requirements import REPORT
from tools.results import Stage

from tools import pg, test


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.invalid")
    (tmp_path / ".gitignore").write_text("var/\n")
    for words in (("init", "-q"), ("add", "."), (*identity, "commit", "-q", "-m", "One.")):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    monkeypatch.setattr(test, "HOME", tmp_path)
    monkeypatch.setattr(test, "RECORDS", tmp_path / "var" / "tests")
    return tmp_path


def stopped(_deadline: float) -> Stage:
    raise test.OutOfTime


def interrupted(_deadline: float) -> Stage:
    raise KeyboardInterrupt


def test_a_full_run_writes_the_report(home: Path) -> None:
    code = test.run_everything((lambda _: Stage("sqlite"), lambda _: Stage("postgresql")), seconds=9)

    report = json.loads((home / REPORT).read_text())
    assert code == 0
    assert report["clean"] is True
    assert report["stages"] == {"sqlite": "run", "postgresql": "run"}


def test_a_run_that_changes_the_tree_says_so(home: Path) -> None:
    def untidy(_deadline: float) -> Stage:
        (home / "left_behind").touch()
        return Stage("sqlite")

    test.run_everything((untidy,), seconds=9)

    assert json.loads((home / REPORT).read_text())["clean"] is False


@pytest.mark.parametrize(
    ("end", "code", "sentence"), [(stopped, 1, "停下了"), (interrupted, 130, "被中断了")]
)
def test_a_run_that_did_not_end_leaves_no_report(
    home: Path, capsys: pytest.CaptureFixture[str], end: test.RunStage, code: int, sentence: str
) -> None:
    (home / REPORT).parent.mkdir(parents=True)
    (home / REPORT).write_text("{}")

    assert test.run_everything((lambda _: Stage("sqlite"), end), seconds=9) == code

    assert sentence in capsys.readouterr().out
    assert not (home / REPORT).exists()


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_a_missing_browser_is_a_visible_skip_and_a_failure_in_ci(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ci: str, code: int
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("PATH", "")

    stage = test.run_browser(0.0)

    assert stage.code == code
    assert stage.how == "这台机器没有装 Chromium。"
    assert "【跳过】浏览器 测试没有跑" in capsys.readouterr().out


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_a_missing_postgresql_is_a_visible_skip_and_a_failure_in_ci(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ci: str, code: int
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(pg, "find_programs", lambda: None)

    stage = test.run_postgresql(0.0)

    assert (stage.code, stage.how) == (code, "这台机器没有装 PostgreSQL。")
    assert "【跳过】PostgreSQL 测试没有跑" in capsys.readouterr().out


def is_alive(process: int) -> bool:
    """A zombie that nobody has read yet is gone, too."""
    state = Path(f"/proc/{process}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def gone(process: int) -> bool:
    for _ in range(100):
        if not is_alive(process):
            return True
        time.sleep(0.05)
    return False


def test_what_a_program_forgot_ends_with_it(tmp_path: Path) -> None:
    forgets = (
        "import subprocess, sys; open(sys.argv[1], 'w').write(str(subprocess.Popen(['sleep', '60']).pid))"
    )
    noted = tmp_path / "pid"

    with running([sys.executable, "-c", forgets, str(noted)], os.environ) as program:
        program.wait()

    assert gone(int(noted.read_text()))


def test_a_program_started_from_the_background_still_hears_the_interrupt(tmp_path: Path) -> None:
    noted = tmp_path / "status"
    looks = "import sys; open(sys.argv[1], 'w').write(open('/proc/self/status').read())"
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with running([sys.executable, "-c", looks, str(noted)], os.environ) as program:
            program.wait()
    finally:
        signal.signal(signal.SIGINT, before)

    ignored = next(line for line in noted.read_text().splitlines() if line.startswith("SigIgn:"))
    assert int(ignored.split()[1], 16) & (1 << (signal.SIGINT - 1)) == 0


@pytest.mark.skipif(pg.find_programs() is None, reason="这台机器没有装 PostgreSQL")
def test_the_cluster_leaves_nothing_behind() -> None:
    with pg.cluster() as address:
        folder = Path(address.partition("host=")[2])
        server = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        assert is_alive(server)

    assert gone(server)
    assert not folder.exists()


@pytest.mark.skipif(pg.find_programs() is None, reason="这台机器没有装 PostgreSQL")
def test_the_cluster_ends_when_its_run_is_killed_and_the_next_run_sweeps_up() -> None:
    waits = "with pg.cluster() as address:\n    print(address, flush=True)\n    time.sleep(60)"
    command = [sys.executable, "-c", f"import time\nfrom tools import pg\n{waits}"]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(pg.__file__).parents[1])
    assert run.stdout is not None
    folder = Path(run.stdout.readline().strip().partition("host=")[2])
    server = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])

    run.send_signal(signal.SIGKILL)
    run.wait()

    assert gone(server)
    run.stdout.close()
    with pg.a_folder():
        assert not folder.exists()
