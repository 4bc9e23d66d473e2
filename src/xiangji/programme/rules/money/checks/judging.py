"""All rules over one situation, the worst first."""

from __future__ import annotations

from collections.abc import Iterator

from xiangji.programme.rules.money.checks.finding import Finding, ordered
from xiangji.programme.rules.money.checks.governing import binding
from xiangji.programme.rules.money.checks.lists import line_findings, list_findings
from xiangji.programme.rules.money.checks.papers import paper_findings
from xiangji.programme.rules.money.checks.paying import paying_findings
from xiangji.programme.rules.money.checks.promises import promise_findings
from xiangji.programme.rules.money.checks.shares import share_findings
from xiangji.programme.rules.money.checks.situation import Situation
from xiangji.programme.rules.money.checks.standing import idle_findings, match_findings, use_findings
from xiangji.programme.rules.money.checks.stations import station_findings
from xiangji.programme.rules.money.checks.upkeep import upkeep_findings


def judge(situation: Situation) -> tuple[Finding, ...]:
    """A payment or a commitment against every rule of the plans in force."""
    return ordered(binding(situation, _of_a_wish(situation)))


def survey(situation: Situation) -> tuple[Finding, ...]:
    """How the programme stands without any wish; the situation names no line and no parts."""
    return ordered(binding(situation, _of_the_whole(situation)))


def _of_a_wish(situation: Situation) -> Iterator[Finding]:
    yield from line_findings(situation)
    yield from paying_findings(situation)
    yield from list_findings(situation)
    yield from upkeep_findings(situation)
    yield from share_findings(situation)
    yield from station_findings(situation)
    yield from match_findings(situation)
    yield from promise_findings(situation)
    yield from paper_findings(situation)


def _of_the_whole(situation: Situation) -> Iterator[Finding]:
    yield from use_findings(situation)
    yield from match_findings(situation)
    yield from idle_findings(situation)
    yield from promise_findings(situation)
    yield from share_findings(situation)
