import shutil
from pathlib import Path

import pytest
from tools.laws import commands, runs
from tools.laws.examples import papers
from tools.laws.source import HOME

from tools import pictures

PAPERS = {paper.relative_to(HOME).as_posix(): paper.read_text(encoding="utf-8") for paper in papers(HOME)}
MAKES_THE_COUNTY = "docs/it/install.md"
LIVES_ON = sorted(name for name, text in PAPERS.items() if runs.steps(text) and name != MAKES_THE_COUNTY)
WITH_PYTHON = sorted(name for name, text in PAPERS.items() if list(runs.python_examples(text)))


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a server after its paper about installing was followed."""
    folder = tmp_path_factory.mktemp("server")
    runs.furnish(folder)
    assert list(runs.play(MAKES_THE_COUNTY, PAPERS[MAKES_THE_COUNTY], folder)) == []
    return folder


def test_the_paper_about_installing_makes_a_county(county: Path) -> None:
    assert (county / "var" / "county.env").exists()
    assert (county / "var" / "keys" / "county.key").exists()


@pytest.mark.parametrize("name", LIVES_ON)
def test_what_a_paper_marks_can_be_run_in_that_county(name: str, county: Path, tmp_path: Path) -> None:
    folder = tmp_path / "server"
    shutil.copytree(county, folder, symlinks=True)

    assert list(runs.play(name, PAPERS[name], folder)) == []


@pytest.mark.parametrize("name", WITH_PYTHON)
def test_the_python_of_our_papers_runs(name: str, tmp_path: Path) -> None:
    assert list(runs.python_faults(name, PAPERS[name], tmp_path)) == []


def test_every_toml_example_is_a_file_of_a_run() -> None:
    """So that it is read by the reader that it is for."""
    written = sum(step.file.endswith(".toml") for text in PAPERS.values() for step in runs.steps(text))

    assert sum(text.count("```toml\n") for text in PAPERS.values()) == written == 1


def test_an_example_that_fails_is_named_and_stops_its_paper(tmp_path: Path) -> None:
    text = (
        "# A\n\n<!-- file: a.txt -->\n```text\none\n```\n\n"
        "<!-- run -->\n```bash\ngrep two a.txt\n```\n\n"
        "<!-- run -->\n```bash\ntouch b\n```\n"
    )

    (fault,) = runs.play("docs/a.md", text, tmp_path)

    assert fault == "docs/a.md:9 the example ended with 1: "
    assert not (tmp_path / "b").exists()


def test_a_block_without_a_mark_is_not_run(tmp_path: Path) -> None:
    assert list(runs.play("docs/a.md", "```bash\nfalse\n```\n", tmp_path)) == []


def test_folders_of_a_server_lie_in_the_scratch_folder(tmp_path: Path) -> None:
    text = "<!-- run -->\n```bash\nmkdir /mnt/backup\ntouch /mnt/backup/a\n```\n"
    (tmp_path / "mnt").mkdir()

    assert list(runs.play("docs/a.md", text, tmp_path)) == []
    assert (tmp_path / "mnt" / "backup" / "a").exists()


def test_python_that_imports_what_is_not_there_is_named(tmp_path: Path) -> None:
    text = "```python\nfrom xiangji.core.events import Evnt\n\nsend(Evnt)\n```\n"

    (fault,) = runs.python_faults("docs/a.md", text, tmp_path)

    assert fault.startswith(
        "docs/a.md:1 the python example does not run: ImportError: cannot import name 'Evnt'"
    )


def test_python_that_is_whole_is_run_wholly_and_a_piece_only_up_to_its_imports() -> None:
    assert runs.what_can_run("import math\nroot = math.sqrt(2)\n") == "import math\nroot = math.sqrt(2)\n"
    assert runs.what_can_run("import math\nroot = math.sqrt(area)\n") == "import math"


def test_every_command_that_our_papers_name_is_one_of_xj() -> None:
    faults = [fault for name, text in PAPERS.items() for fault in commands.faults(name, text)]

    assert faults == []


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("./xj bakcup a.tar", "there is no such command"),
        ("./xj serve --tsl self", "没有做：不认识“--tsl”。"),
        ("./xj demo --port 99999", "没有做：--port 的值是“99999”，"),
        ("./xj county new --form county.toml", "没有做：不认识“--form”。"),
        ("XIANGJI_VAR=/srv/a ./xj doctor --xml", "没有做：不认识“--xml”。"),
        ("./xj manage skip 12", "Error: the following arguments are required: --reason"),
        ("./xj manage evnets", "Django has no such command"),
        ("./xj check --all", "tools/check.py does not know --all"),
        ("./xj bench hose", "there is no such bench"),
    ],
)
def test_a_command_that_xj_would_not_understand_is_named(command: str, said: str) -> None:
    (fault,) = commands.faults("docs/a.md", f"# A\n\n```bash\nls\n{command} | head  # look\n```\n")

    assert fault.startswith("docs/a.md:5 ./xj ")
    assert said in fault


def test_a_command_inside_of_a_sentence_may_lack_what_it_needs_but_must_be_there() -> None:
    text = "Then `./xj backup`, `./xj county new`, `./xj manage skip`; never `./xj bakcup`."

    assert list(commands.faults("docs/a.md", text)) == [
        "docs/a.md:1 ./xj bakcup cannot be meant: there is no such command"
    ]


def test_no_command_of_an_example_is_carried_out(tmp_path: Path) -> None:
    target = tmp_path / "a.tar"

    assert list(commands.faults("docs/a.md", f"```bash\n./xj backup {target}\n```\n")) == []
    assert not target.exists()


def test_every_picture_that_our_papers_show_is_made_by_the_script_and_light() -> None:
    assert list(pictures.faults()) == []
    shown = {word for text in PAPERS.values() for word in pictures.SHOWN.findall(text)}
    assert shown == set(pictures.names())
