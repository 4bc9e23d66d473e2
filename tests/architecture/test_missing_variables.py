"""The trap of conftest.py: a variable that nobody gives fails the test, when the template is one of ours."""

from pathlib import Path

import pytest
from django.template import Context, Engine
from tools.testing.templates import MissingVariable


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    for folder, text in {
        "ours": "{% for n in numbers %}{{ n.name }}{% endfor %}",
        "theirs": "[{{ nobody }}]",
    }.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{folder}.html").write_text(text)
    trap = MissingVariable(tmp_path / "ours")
    return Engine(dirs=[f"{tmp_path}/ours", f"{tmp_path}/theirs"], string_if_invalid=trap)


def test_a_missing_variable_in_a_template_of_ours_fails(engine: Engine) -> None:
    with pytest.raises(pytest.fail.Exception) as failure:
        engine.get_template("ours.html").render(Context({"numbers": [1]}))

    assert str(failure.value) == "ours.html asks for n.name, which nobody gives it"


def test_a_missing_variable_in_a_template_of_others_is_empty(engine: Engine) -> None:
    assert engine.get_template("theirs.html").render(Context({})) == "[]"
