"""The words of ./xj: a mistake is one sentence, and help is cheap."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from xiangji.project import cli
from xiangji.project.tests.processes import variables, xj


def test_an_unknown_command_is_named_and_the_known_ones_are_listed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = cli.main(["dmeo"])

    said = capsys.readouterr()
    assert code == cli.WRONG_USE
    assert said.out == ""
    assert said.err.startswith("没有叫“dmeo”的命令，什么也没有做。\n")
    assert all(f"  {name} " in said.err for name in cli.COMMANDS)


@pytest.mark.parametrize("words", [[], ["--help"], ["help"]])
def test_help_lists_the_commands(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(words) == 0

    listed = capsys.readouterr().out
    assert all(f"  {name} " in listed for name in cli.COMMANDS)


@pytest.mark.parametrize("words", [["--help"], ["demo", "--help"], ["verify", "--help"]])
def test_help_loads_no_django_and_speaks_chinese(words: list[str]) -> None:
    program = f"""
import sys
from xiangji.project import cli
try:
    cli.main({words})
except SystemExit:
    pass
raise SystemExit("django" in sys.modules)
"""
    helped = subprocess.run(
        [sys.executable, "-c", program], env=variables(), capture_output=True, text=True, check=False
    )

    assert helped.returncode == 0
    assert helped.stdout.startswith("用法：./xj")
    assert not {"usage", "options", "show"} & set(helped.stdout.split())


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["demo", "--port", "80000"], "没有做：--port 的值是“80000”，应当是 1 到 65535 之间的整数。"),
        (["demo", "--port", "八"], "没有做：--port 的值是“八”，应当是 1 到 65535 之间的整数。"),
        (["demo", "--port", "²"], "没有做：--port 的值是“²”，应当是 1 到 65535 之间的整数。"),
        (["demo", "--port"], "没有做：--port 的写法不对。"),
        (["demo", "--fresh=1"], "没有做：--fresh 的写法不对。"),
        (["demo", "--wan"], "没有做：不认识“--wan”。"),
        (["demo", "wangkui"], "没有做：不认识“wangkui”。"),
        (["demo", "--coun", "wangkui"], "没有做：不认识“--coun”。"),
        (["verify"], "没有做：写法不对。"),
        (["verify", "money"], "没有做：链 的写法不对。"),
    ],
)
def test_a_wrong_option_gets_a_sentence(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = cli.main(words)

    assert code == cli.WRONG_USE
    assert capsys.readouterr().err == f"{sentence}./xj {words[0]} --help 说明怎么写。\n"


def test_what_engineers_use_is_handed_over_with_its_words(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "words.py").write_text("TEXT = 'neighbour'\n")
    (tmp_path / "tools" / "test.py").write_text(
        "from tools import words\n\ndef main(argv):\n    print(words.TEXT, argv)\n    return 5\n"
    )

    run = xj("test", "-k", "ratio", "--help", XIANGJI_HOME=str(tmp_path))

    assert run.returncode == 5
    assert run.stdout == "neighbour ['-k', 'ratio', '--help']\n"


def test_where_there_are_no_tools_a_sentence_says_so(tmp_path: Path) -> None:
    run = xj("bench", "house", XIANGJI_HOME=str(tmp_path))

    assert run.returncode == 1
    assert run.stderr == f"没有做：这里没有 {tmp_path}/tools/bench.py。bench 只在源代码的文件夹里能用。\n"


def test_a_county_nobody_knows_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    run = xj("demo", "--county", "shangri-la", XIANGJI_VAR=str(tmp_path / "var"))

    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr.startswith("没有叫“shangri-la”的演示县，什么也没有建。可以写的是：")
    assert "tengzhou" in run.stderr
    assert not (tmp_path / "var").exists()


def test_verify_without_any_database_says_what_to_do(tmp_path: Path) -> None:
    run = xj("verify", "audit", XIANGJI_VAR=str(tmp_path))

    assert run.returncode == 1
    assert run.stderr == (
        "没有查：这里还没有库。先运行 ./xj demo；"
        "查别的演示县加 --county；查正式的县用 --var 指明它的文件夹。\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_verify_of_a_demo_that_was_not_built_says_how_to_build_it(tmp_path: Path) -> None:
    run = xj("verify", "audit", "--county", "wangkui", XIANGJI_VAR=str(tmp_path))

    assert run.returncode == 1
    assert run.stderr.endswith("的演示还没有建。请先运行 ./xj demo --county wangkui。\n")


def test_whoever_stops_reading_gets_no_traceback() -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as nobody_reads:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "xiangji.project.cli", "--help"],
            stdout=nobody_reads,
            stderr=subprocess.PIPE,
            check=False,
            env=variables(),
        )

    assert (done.returncode, done.stderr) == (0, b"")


def test_the_overview_names_no_tool_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "shots.py").touch()
    monkeypatch.setenv("XIANGJI_HOME", str(tmp_path))

    told = cli.overview()

    assert "  shots " in told
    assert "  bench " not in told
    assert "  serve " in told


def test_a_folder_may_be_named_whose_chain_is_proven(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "xiangji.sqlite3").touch()

    run = xj("verify", "audit", "--var", str(tmp_path / "here"), XIANGJI_VAR=str(tmp_path))

    assert run.returncode == 1
    assert run.stderr == (
        "没有做：数据库连不上，或者表还不全（no such table: chain_link）。./xj doctor 说明哪里不好。\n"
    )
