"""What a document leaves open (存疑): every question with its readings, and the sums of each computed live.

The questions stand in `plans/<key>.reading.toml`, beside the document and in our own words (docs/adr/0006):

    schema = 1
    key = "tengzhou-2019"     the plan it belongs to

    [decides]                 who answers where a question names nobody: who, section, quote

    [[basis]]                 number or title of a legal basis; tier = national | provincial | county;
                              justifies = rule keys; said = the document itself makes the link; because
    [[target]]                key; measure = code of the figure that will show it;
                              waits_for = the part of the platform that must register it; unit;
                              growth = rate | level | unsaid, with definition;
                              asks = questions without whose answer there is no verdict
    [[rule]]                  key such as ratio.centre_cap; short; remark; asks
    [[cap]]                   key, name, against (a sum), asks: Σ count × limit against an amount
    [[cap.part]]              rule (a subsidy rule), count (a target), word
    [[figure]]                key, name, sum, unit, remark: a figure that follows, or numbers that must agree
    [[phase]]                 seq; tasks = exact words of the document

    [[question]]              key; arithmetic = number in our list of doubts; title; why; clauses;
                              quotes = exact words; concerns = what it touches: target.x, line.x, ratio.x …;
                              money = true where the answer moves money; who, section = who answers
    [[question.reading]]      at least two: title, sums (expressions), unit, and a sentence; {1} in it
                              stands for the first sum, without such places the sums stand in front

Rule keys are ratio.x, subsidy.x, promise.x, time.x, threshold.x, payment.x and condition.x. Sums are in the
language of `expression.py` over the names of `names.py`; `checking.py` says what is wrong with a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from xiangji.programme.rules.document import PlanDocument, Question, QuestionReading
from xiangji.programme.rules.expression import Known
from xiangji.programme.rules.live import Live, Verdict, live
from xiangji.programme.rules.names import EXTERNALS, known_in

__all__ = ["EXTERNALS", "Asked", "Option", "asked"]

PLACE = re.compile(r"\{([1-9])\}")
# What a person must see first decides the look of a reading with several sums.
_WORST_FIRST: tuple[Verdict, ...] = ("bad", "warn", "wait", "ok", "info")


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read the passage: `words` is the sentence with its sums, ready to show."""

    title: str
    words: str
    sums: tuple[str, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is shown: why we ask, all its readings, and who decides."""

    key: str
    arithmetic: int | None
    title: str
    why: str
    clauses: tuple[str, ...]
    quotes: tuple[str, ...]
    concerns: tuple[str, ...]
    money: bool
    who: str
    who_section: str
    readings: tuple[Option, ...]


def asked(document: PlanDocument, external: Mapping[str, int] | None = None) -> tuple[Asked, ...]:
    """All questions of the document: what moves money first, then in the order of the file.

    `external` are counts that no plan states, by the names of EXTERNALS. Raises BadExpression for a sum that
    names what the plan does not have.
    """
    known = known_in(document, external)
    found = (_asked(document, question, known) for question in document.questions)
    return tuple(sorted(found, key=lambda question: not question.money))


def _asked(document: PlanDocument, question: Question, known: Known) -> Asked:
    decides = document.decides
    return Asked(
        key=question.key,
        arithmetic=question.arithmetic,
        title=question.title,
        why=question.why,
        clauses=question.clauses,
        quotes=question.quotes,
        concerns=question.concerns,
        money=question.is_about_money,
        who=question.who or (decides.who if decides else ""),
        who_section=question.section if question.who else (decides.section if decides else ""),
        readings=tuple(_option(reading, known) for reading in question.readings),
    )


def _option(reading: QuestionReading, known: Known) -> Option:
    results = tuple(live(text, known, reading.unit) for text in reading.sums)
    sums = tuple(result.words for result in results)
    return Option(reading.title, _with_sums(reading.sentence, results), sums, _worst(results))


def _with_sums(sentence: str, results: tuple[Live, ...]) -> str:
    """Each sum at its place {1}, {2}; in front of the sentence where it names no place."""
    if not results or PLACE.search(sentence):
        return PLACE.sub(lambda place: results[int(place[1]) - 1].inline, sentence)
    return f"{'；'.join(result.words for result in results)}。{sentence}"


def _worst(results: tuple[Live, ...]) -> Verdict:
    found = {result.verdict for result in results}
    return next((verdict for verdict in _WORST_FIRST if verdict in found), "info")
