"""Whatever is asked for under whichever plan: a judgement in whole sentences, never a traceback."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.values import Month
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.checks import (
    Acceptance,
    Audit,
    Basis,
    Part,
    Promise,
    Situation,
    Used,
    judge,
    survey,
)
from xiangji.programme.tests.bodies import PLANS, document_of
from xiangji.programme.tests.money_situations import book, plan

MONEY = st.integers(0, 3_000_000_000)
MONTHS = st.builds(Month, st.integers(2018, 2022), st.integers(1, 12))
KINDS = st.sampled_from([*(each.key for each in book().categories), "", "nobody knows it"])
SERVICE = st.none() | st.tuples(MONTHS, MONTHS)
PARTS = st.lists(
    st.builds(Part, st.sampled_from(Source), MONEY, KINDS, SERVICE),
    max_size=4,
    unique_by=lambda part: (part.source, part.category),
)
ACCEPTANCES = st.builds(
    Acceptance,
    st.booleans(),
    st.dates(date(2018, 1, 1), date(2022, 1, 1)),
    st.sampled_from(["none", "running", "over"]),
    st.integers(0, 2),
)


@st.composite
def situations(draw: st.DrawFn, key: str) -> Situation:
    lines = [*(line.key for line in document_of(key).budget_lines), "nowhere"]
    cells = st.builds(Used, st.sampled_from(lines), st.sampled_from(Source), *([MONEY] * 4))
    line = draw(st.sampled_from(lines))
    others = sorted(draw(st.sets(st.sampled_from(PLANS), max_size=2)) - {key})
    return Situation(
        kind=draw(st.sampled_from(("payment", "commitment"))),
        on=draw(st.dates(date(2018, 1, 1), date(2022, 12, 31))),
        line=line,
        plans=(plan(key), *(plan(other) for other in others)),
        spending=book(),
        parts=tuple(draw(PARTS)),
        purpose=draw(st.text(max_size=20)),
        basis=draw(st.sampled_from(Basis)),
        month=draw(st.none() | MONTHS),
        used=tuple(draw(st.lists(cells, max_size=5, unique_by=lambda cell: (cell.line, cell.source)))),
        project_fen=draw(MONEY),
        contract_fen=draw(st.none() | MONEY),
        advanced_fen=draw(MONEY),
        settled_fen=draw(MONEY),
        audits=tuple(draw(st.lists(st.builds(Audit, MONTHS, MONEY, st.booleans()), max_size=3))),
        acceptance=draw(st.none() | ACCEPTANCES),
        promises=(Promise(line, draw(MONEY), draw(MONEY), draw(st.sampled_from(("", "=", ">=")))),),
    )


@pytest.mark.parametrize("key", PLANS)
@given(data=st.data())
def test_every_wish_is_answered_in_sentences_with_what_can_be_done(key: str, data: st.DataObject) -> None:
    situation = data.draw(situations(key))

    for findings in (judge(situation), survey(situation)):
        assert len({each.key for each in findings}) == len(findings)
        for each in findings:
            assert each.sentence.endswith("。")
            assert bool(each.remedy) == (each.outcome != "ok")
            assert bool(each.question) == (each.outcome == "ask")
            assert (each.now is None) == (each.bound is None)


@pytest.mark.parametrize("key", PLANS)
@given(data=st.data())
def test_what_is_kept_beside_a_finding_fits_where_it_is_kept(key: str, data: st.DataObject) -> None:
    for each in judge(data.draw(situations(key))):
        assert max(map(len, (each.name, each.clause, each.figure, each.limit))) <= 200
        assert (len(each.rule) <= 80, len(each.version) <= 120, len(each.key) <= 300) == (True, True, True)
