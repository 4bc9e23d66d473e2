"""The five plan files against the documents they were made from. Their full texts are not ours to ship."""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from xiangji.programme.tests.bodies import PLANS, body_of

SPACE = re.compile(r"\s")


@pytest.fixture(scope="module")
def originals() -> Path:
    folder = Path(settings.HOME).parent / "shared" / "plans"
    if not folder.is_dir():
        pytest.skip("the full texts of the five documents are not on this machine")
    return folder


def squeezed(text: str) -> str:
    return SPACE.sub("", text)


def text_of(plan: str, originals: Path) -> str:
    return squeezed((originals / "text" / f"{plan}.txt").read_text(encoding="utf-8"))


def quotes_in(value: object) -> Iterator[str]:
    """Everything under a field called quote, and what stands in quotes and tasks of a reading."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("quote", "table_quote"):
                yield inner
            elif name in ("quotes", "tasks"):
                yield from inner
            else:
                yield from quotes_in(inner)
    elif isinstance(value, list):
        for item in value:
            yield from quotes_in(item)


@pytest.mark.parametrize("plan", PLANS)
def test_every_quote_stands_in_its_document_word_for_word(plan: str, originals: Path) -> None:
    text = text_of(plan, originals)
    wrong = [quote for quote in quotes_in(body_of(plan)) if squeezed(quote) not in text]

    assert wrong == []


@pytest.mark.parametrize("plan", PLANS)
def test_how_a_contractor_is_chosen_stands_word_for_word(plan: str, originals: Path) -> None:
    text, body = text_of(plan, originals), body_of(plan)
    lines = {line["key"] for line in body["plan"].get("budget_line", ())}
    readings = body["reading"].get("line", ())

    assert {line["key"] for line in readings} <= lines
    assert [line["chosen"] for line in readings if squeezed(line.get("chosen", "")) not in text] == []


@pytest.mark.parametrize("plan", PLANS)
def test_nothing_was_changed_on_the_way_here(plan: str, originals: Path) -> None:
    """Only the line that names the file of the full text was left out."""
    original = tomllib.loads((originals / f"{plan}.toml").read_text(encoding="utf-8"), parse_float=Decimal)
    ours = tomllib.loads(
        (Path(settings.HOME) / "plans" / f"{plan}.toml").read_text(encoding="utf-8"), parse_float=Decimal
    )
    del original["document"]["text"]

    assert ours == original


@pytest.mark.parametrize("plan", PLANS)
def test_the_numbers_of_a_line_stand_in_its_quote(plan: str) -> None:
    for line in body_of(plan)["plan"].get("budget_line", ()):
        written = set(re.findall(r"[0-9.]+", line["quote"]))
        amounts = {
            str(line[name])
            for name in ("total", "central", "provincial", "county", "enterprise", "tranche1", "tranche2")
            if name in line
        }
        assert amounts <= written


@pytest.mark.parametrize("plan", PLANS)
def test_no_quote_is_longer_than_a_sentence(plan: str) -> None:
    """Short quotes are what the law lets us carry."""
    assert max(len(quote) for quote in quotes_in(body_of(plan))) <= 130
