"""./xj bundle and the xj inside: a small house of our own, the real xj, the real uv, and no network."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from tools.processes import HOME

from tools import bundle

HELLO = "import greeting, sys\nprint(greeting.WORDS, *sys.argv[1:])\n"


def a_wheel(folder: Path, name: str, files: dict[str, bytes]) -> Path:
    """The smallest that an installer takes."""
    about = f"{name}-1.0.dist-info"
    files = {
        **files,
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n".encode(),
        f"{about}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},,\n" for path in (*files, f"{about}/RECORD"))
    file = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as wheel:
        for path, content in {**files, f"{about}/RECORD": record.encode()}.items():
            wheel.writestr(path, content)
    return file


@pytest.fixture
def house(tmp_path: Path) -> Path:
    home = tmp_path / "house"
    for path, text in {
        "pyproject.toml": '[project]\nname = "xiangji"\nversion = "9.1"\n',
        "src/xiangji/__init__.py": "",
        "src/xiangji/project/__init__.py": "",
        "src/xiangji/project/cli.py": HELLO,
        "src/xiangji/project/tests/test_cli.py": "",
        "tools/check.py": "",
        "conftest.py": "",
        ".ci/run": "",
        ".gitignore": "var/\n.venv/\n",
        "var/xiangji.sqlite3": "a county's own",
    }.items():
        file = home / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    shutil.copy(HOME / "xj", home / "xj")
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.invalid")
    for words in (("init", "-q"), ("add", "."), (*identity, "commit", "-q", "-m", "One.")):
        subprocess.run(["git", *words], cwd=home, check=True)
    return home


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    folder = tmp_path / "fetched"
    folder.mkdir()
    a_wheel(folder, "greeting", {"greeting.py": "WORDS = '你好'\n".encode()})
    uv = Path(sys.executable).with_name("uv")
    a_wheel(folder, "uv", {"uv-1.0.data/scripts/uv": uv.read_bytes()})
    return folder


def installed(house: Path, wheels: Path, tmp_path: Path) -> Path:
    bundle.bundle(house, wheels, tmp_path / "one.tar.gz")
    with tarfile.open(tmp_path / "one.tar.gz") as archive:
        archive.extractall(tmp_path / "server", filter="data")
    return tmp_path / "server" / "xiangji-9.1"


def run_xj(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """As on a server that has a Python and nothing else: no pip settings, nowhere to fetch from."""
    python = Path(os.path.realpath(sys.executable))
    nowhere = {"UV_DEFAULT_INDEX": "http://127.0.0.1:9/", "PIP_INDEX_URL": "http://127.0.0.1:9/"}
    return subprocess.run(
        [str(python), str(folder / "xj"), *words],
        env={"PATH": f"{python.parent}:/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8", **nowhere},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_bundle_installs_itself_where_nothing_can_be_fetched(
    house: Path, wheels: Path, tmp_path: Path
) -> None:
    server = installed(house, wheels, tmp_path)

    first, second = run_xj(server, "county", "new"), run_xj(server)

    assert first.returncode == 0, first.stderr
    assert first.stdout == "你好 county new\n"
    assert "正在准备运行环境" in first.stderr
    assert (second.stdout, second.stderr) == ("你好\n", "")


def test_a_bundle_holds_what_a_server_needs_and_says_what_it_is(
    house: Path, wheels: Path, tmp_path: Path
) -> None:
    server = installed(house, wheels, tmp_path)

    told = json.loads((server / "BUNDLE.json").read_text())
    there = {str(file.relative_to(server)) for file in server.rglob("*") if file.is_file()}
    assert there == {*told["files"], "BUNDLE.json"}
    assert {path for path in there if not path.startswith("wheels/")} == {
        "BUNDLE.json",
        "pyproject.toml",
        "src/xiangji/__init__.py",
        "src/xiangji/project/__init__.py",
        "src/xiangji/project/cli.py",
        "xj",
    }
    assert told["version"] == "9.1"
    assert told["files"]["xj"] == hashlib.sha256((HOME / "xj").read_bytes()).hexdigest()


def test_the_same_commit_and_packages_make_the_same_archive(
    house: Path, wheels: Path, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        bundle.bundle(house, wheels, tmp_path / f"{name}.tar.gz")

    assert (tmp_path / "one.tar.gz").read_bytes() == (tmp_path / "two.tar.gz").read_bytes()


@pytest.mark.parametrize("name", ["greeting", "uv"])
def test_a_package_that_was_changed_is_not_installed(
    house: Path, wheels: Path, tmp_path: Path, name: str
) -> None:
    server = installed(house, wheels, tmp_path)
    a_wheel(server / "wheels", name, {f"{name}.py": b"WORDS = 'changed'\n"})

    done = run_xj(server)

    assert done.returncode == 1
    assert "重新解压" in done.stderr
    assert done.stdout == ""


def test_a_bundle_for_another_machine_or_python_says_so(house: Path, wheels: Path, tmp_path: Path) -> None:
    server = installed(house, wheels, tmp_path)
    python, machine = bundle.made_for()

    (server / "wheels" / "made_for.txt").write_text(f"{python} sparc64\n")
    foreign = run_xj(server)
    (server / "wheels" / "made_for.txt").write_text(f"3.99 {machine}\n")
    newer = run_xj(server)

    assert (foreign.returncode, newer.returncode) == (1, 1)
    assert f"这个安装包是给 sparc64 的机器做的，这台是 {machine}" in foreign.stderr
    assert "乡集需要 Python 3.99（这个安装包只配它）" in newer.stderr


def test_an_archive_that_cannot_be_written_leaves_nothing(house: Path, wheels: Path, tmp_path: Path) -> None:
    (wheels / "notes.whl").write_text("no wheel")

    with pytest.raises(bundle.NotBundled, match=r"notes\.whl 不是 wheel 的名字"):
        bundle.bundle(house, wheels, tmp_path / "one.tar.gz")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["fetched", "house"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "写法是 ./xj bundle 文件名.tar.gz"),
        (["x.zip"], "写法是 ./xj bundle 文件名.tar.gz"),
        (["nowhere/x.tar.gz"], "没有文件夹"),
    ],
)
def test_a_wrong_use_is_one_sentence(
    words: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)

    assert bundle.main(words) == 1

    assert sentence in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_changes_that_are_not_committed_make_no_bundle(
    house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (house / "xj").write_text("changed")
    monkeypatch.setattr(bundle, "HOME", house)

    assert bundle.main([str(tmp_path / "one.tar.gz")]) == 1

    assert "没提交的改动" in capsys.readouterr().err
    assert not (tmp_path / "one.tar.gz").exists()
