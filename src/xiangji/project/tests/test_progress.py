from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.project.progress import Progress, bar, fitting


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_without_a_terminal_every_step_is_a_plain_line() -> None:
    out = StringIO()
    say = Progress(out).part(0.5, 1.0)

    say("装入镇和村", 0, 4)
    say("读方案", 3, 4)
    say("建好了", 4, 4)
    Progress(out).show("收好了", 1.0)
    Progress(out).end_line()

    assert out.getvalue() == " 50% 装入镇和村\n 88% 读方案\n100% 收好了\n"


def test_on_a_terminal_the_bar_stays_on_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "44")
    out = Terminal()

    Progress(out).show("装入四个县的镇和村", 0.5)
    Progress(out).end_line()

    assert out.getvalue() == "\r████████████░░░░░░░░░░░░  50% 装入四个县的\x1b[K\n"


@given(st.floats(0, 1))
def test_the_bar_is_always_as_long(share: float) -> None:
    assert len(bar(share)) == len(bar(0))


@pytest.mark.parametrize(
    ("cells", "seen"), [(0, ""), (1, ""), (2, "镇"), (3, "镇a"), (4, "镇a"), (9, "镇a村")]
)
def test_a_chinese_character_takes_two_cells(cells: int, seen: str) -> None:
    assert fitting("镇a村", cells) == seen
