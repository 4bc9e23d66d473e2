"""What enterprises promised to put in, exactly or at least, against what they have proven (PRG-45)."""

from __future__ import annotations

from collections.abc import Iterator

from xiangji.programme.rules.money.checks.finding import Clause, Finding, amount_words
from xiangji.programme.rules.money.checks.readings import under_readings
from xiangji.programme.rules.money.checks.situation import Basis, PlanInForce, Promise, Situation

MINIMUM_QUESTION, AT_LEAST = "enterprise_minimum", "最低数"
_LAST = (Basis.AFTER_ACCEPTANCE,)


def promise_findings(situation: Situation) -> Iterator[Finding]:
    """On the line of the wish; all lines where there is no wish. Short at the last payment wants a reason."""
    for promise in situation.promises:
        if situation.line in ("", promise.line) and promise.promised:
            yield under_readings(
                situation.own,
                _asks(situation.own, promise),
                lambda plan, each=promise: _judged(situation, plan, each),  # type: ignore[misc]
            )


def _asks(plan: PlanInForce, promise: Promise) -> tuple[str, ...]:
    question = plan.question(MINIMUM_QUESTION)
    return (MINIMUM_QUESTION,) if question and f"line.{promise.line}" in question.concerns else ()


def _judged(situation: Situation, plan: PlanInForce, promise: Promise) -> Finding:
    line = plan.document.line(promise.line)
    clause = Clause(
        "enterprise.promise",
        plan.version,
        "企业投入",
        line.section if line else "",
        line.quote if line else "",
        "warn",
    )
    is_minimum = _is_minimum(plan, promise)
    figure = f"有凭证{amount_words(promise.proven)}"
    limit = f"{'不低于' if is_minimum else ''}{amount_words(promise.promised)}"
    left = promise.promised - promise.proven
    if left > 0:
        said = f"企业承诺投入{limit}，{figure}，还差{amount_words(left)}。"
        if situation.basis in _LAST or not situation.line:
            return clause.doubtful(said, figure=figure, limit=limit, part=promise.line)
        return clause.kept(said, figure=figure, limit=limit, part=promise.line)
    if left < 0 and not is_minimum:
        said = f"企业承诺投入{limit}，{figure}，多{amount_words(-left)}，与方案的定数不一样。"
        return clause.doubtful(said, figure=figure, limit=limit, part=promise.line)
    return clause.kept(
        f"企业承诺投入{limit}，{figure}，投够了。", figure=figure, limit=limit, part=promise.line
    )


def _is_minimum(plan: PlanInForce, promise: Promise) -> bool:
    """What was decided counts before what the line says; elsewhere the line's own words count."""
    decided = plan.answer(MINIMUM_QUESTION) if _asks(plan, promise) else ""
    if decided:
        return decided.startswith(AT_LEAST)
    return promise.comparator in (">=", ">")
