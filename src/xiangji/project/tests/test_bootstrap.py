"""The script ./xj before there is an environment: what it makes, what it leaves alone, what it says."""

import ast
import fcntl
import os
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from xiangji.project import settings

SCRIPT = settings.SOURCE.parents[1] / "xj"
WORDS_OF_A_CHECKOUT = "print(__import__('sys').argv[1:], __import__('sys').flags.safe_path)"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with the script and locks that name no package, so that nothing is fetched."""
    home = tmp_path / "checkout"
    (home / "requirements").mkdir(parents=True)
    for lock in ("run.lock", "all.lock", "uv-itself.lock"):
        (home / "requirements" / lock).write_text(f"# {lock}\n")
    cli = home / "src" / "xiangji" / "project" / "cli.py"
    cli.parent.mkdir(parents=True)
    cli.write_text(WORDS_OF_A_CHECKOUT)
    shutil.copy(SCRIPT, home / "xj")
    return home


@pytest.fixture
def script(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script of that checkout as a module."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = SourceFileLoader("xj_of_a_checkout", str(checkout / "xj"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def run(checkout: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(checkout / "xj"), *words]
    environment = {**os.environ, "PIP_NO_INDEX": "1", "UV_OFFLINE": "1", **more}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def a_made_environment(script: ModuleType, *locks: str) -> None:
    """As if an earlier run had installed these locks."""
    script.PYTHON.parent.mkdir(parents=True)
    script.PYTHON.symlink_to(sys.executable)
    script.write_stamp({script.interpreter(), *(script.fingerprint(lock) for lock in locks)})


def test_an_old_python_can_read_the_script_far_enough() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_the_fingerprint_follows_the_lock_the_python_and_the_place(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = script.fingerprint("run.lock")

    (script.LOCKS / "run.lock").write_text("# another\n")
    after_the_lock = script.fingerprint("run.lock")
    monkeypatch.setattr(sys, "version_info", (3, 12, 0))
    after_the_python = script.fingerprint("run.lock")
    monkeypatch.setattr(script, "HERE", script.HERE.parent)
    after_the_move = script.fingerprint("run.lock")

    assert len({before, after_the_lock, after_the_python, after_the_move}) == 4
    assert before != script.fingerprint("all.lock")


def test_a_first_run_makes_the_environment_and_hands_over(checkout: Path) -> None:
    first = run(checkout, "demo", "--port", "1")

    assert first.returncode == 0
    assert "正在准备运行环境" in first.stderr
    assert first.stdout == "['demo', '--port', '1'] True\n"
    assert "run.lock" in (checkout / ".venv" / "xj-stamp").read_text()


def test_a_second_run_does_nothing_but_hand_over(checkout: Path, script: ModuleType) -> None:
    a_made_environment(script, "run.lock")
    stamp = script.STAMP.stat()

    second = run(checkout, "verify", "audit", PATH="/nowhere")

    assert second.stderr == ""
    assert second.stdout == "['verify', 'audit'] True\n"
    assert script.STAMP.stat().st_mtime_ns == stamp.st_mtime_ns


def test_a_half_made_environment_is_made_anew(checkout: Path) -> None:
    leftover = checkout / ".venv" / "lib" / "half"
    leftover.mkdir(parents=True)

    assert run(checkout).returncode == 0

    assert not leftover.exists()


def test_an_environment_stays_when_only_the_lock_changed(checkout: Path, script: ModuleType) -> None:
    a_made_environment(script, "run.lock", "all.lock")
    kept = script.VENV / "kept"
    kept.touch()
    (script.LOCKS / "run.lock").write_text("# a new package\n")

    assert run(checkout).returncode == 0

    assert kept.exists()
    assert script.stamped() == {
        script.interpreter(),
        script.fingerprint("run.lock"),
        script.fingerprint("all.lock"),
    }


def test_what_is_not_certain_is_not_stamped(checkout: Path, script: ModuleType) -> None:
    a_made_environment(script, "run.lock")
    (script.LOCKS / "run.lock").write_text("no-such-package==1.0 --hash=sha256:" + "0" * 64)

    refused = run(checkout)

    assert refused.returncode == 1
    assert "运行环境没有建成：需要的 Python 包没有装上" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert refused.stdout == ""
    assert script.stamped() == {script.interpreter()}


def test_the_second_of_two_waits_for_the_first(checkout: Path, script: ModuleType) -> None:
    (checkout / "var").mkdir()
    command = [sys.executable, str(checkout / "xj"), "demo"]
    with (checkout / "var" / "setup.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as second:
            assert second.stderr is not None
            assert second.stderr.readline() == "另一个 xj 正在准备运行环境，等它做完……\n"
            a_made_environment(script, "run.lock")
            held.close()

            out, err = second.communicate(timeout=60)

    assert out == "['demo'] True\n"
    assert err == ""


def test_a_folder_that_cannot_be_written_gets_a_sentence(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        os, "access", lambda _path, _mode: False
    )  # root may write anywhere but on such a disk

    with pytest.raises(SystemExit) as stopped:
        script.prepare("run.lock")

    assert stopped.value.code == 1
    assert capsys.readouterr().err == (
        f"运行环境没有建成：文件夹 {script.HERE} 不能写。请把乡集复制到一个可以写的文件夹，再运行一次。\n"
    )
    assert not script.VENV.exists()


def test_pips_mirror_is_told_to_uv_unless_uv_has_its_own(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in script.UV_KNOWS_ITS_MIRROR:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example.cn/simple")
    python = script.python_with_pip()

    assert script.mirror(python) == {"UV_DEFAULT_INDEX": "https://mirror.example.cn/simple"}

    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://other.example.cn/simple")
    assert script.mirror(python) == {}


def test_a_python_that_does_not_fit_is_named(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "OLDEST", (3, 98))
    monkeypatch.setattr(script, "TOO_NEW", (3, 99))

    with pytest.raises(SystemExit) as stopped:
        script.use_a_fitting_python()

    assert stopped.value.code == 1
