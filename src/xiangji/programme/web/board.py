"""The board of one plan: what its page shows, in the order in which it is read."""

from dataclasses import dataclass
from datetime import date

from xiangji.core.ui.formats import chinese_date
from xiangji.programme.queries import Opened
from xiangji.programme.rules import phases, targets
from xiangji.programme.rules.document import Basis, Document
from xiangji.programme.rules.phases import DueCheck, PhaseCheck
from xiangji.programme.rules.ratios import ShareCheck
from xiangji.programme.rules.targets import Tally
from xiangji.programme.web import asking, money, rule_cards, target_rows
from xiangji.programme.web.asking import ShownQuestion
from xiangji.programme.web.money import MoneyTable
from xiangji.programme.web.naming import ShownClause, capped, clauses_of
from xiangji.programme.web.papers import number_words
from xiangji.programme.web.rule_cards import Prohibition, RuleCard
from xiangji.programme.web.target_rows import TargetRow

FIRST_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class ShownPhase:
    name: str
    words: str
    state: str
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that follows from the body is computed once; phases, targets and questions look at today."""

    key: str
    document_key: str
    title: str
    place: str
    issued: str
    bases: tuple[Basis, ...]
    is_running: bool
    shifted_years: int
    as_of: str
    phases: tuple[ShownPhase, ...]
    phase_checks: tuple[PhaseCheck, ...]
    due_checks: tuple[DueCheck, ...]
    targets: tuple[TargetRow, ...]
    tally: tuple[Tally, ...]
    money: MoneyTable | None
    rules: tuple[RuleCard, ...]
    shares: tuple[ShareCheck, ...]
    negatives: tuple[Prohibition, ...]
    further: tuple[ShownClause, ...]
    questions: tuple[ShownQuestion, ...]

    @property
    def task_count(self) -> int:
        return sum(len(phase.tasks) for phase in self.phases)

    @property
    def time_check_count(self) -> int:
        return len(self.phase_checks) + len(self.due_checks)

    @property
    def rule_count(self) -> int:
        return sum(len(found) for found in (self.rules, self.shares, self.negatives, self.further))

    @property
    def has_progress(self) -> bool:
        return any(row.judged.share is not None for row in self.targets)

    @property
    def open_questions(self) -> tuple[ShownQuestion, ...]:
        return tuple(question for question in self.questions if question.decision is None)

    @property
    def decided_questions(self) -> tuple[ShownQuestion, ...]:
        return tuple(question for question in self.questions if question.decision)

    @property
    def first_questions(self) -> tuple[ShownQuestion, ...]:
        """Those about money stand first."""
        return self.open_questions[:FIRST_QUESTIONS]

    @property
    def more_questions(self) -> int:
        return len(self.open_questions[FIRST_QUESTIONS:])


def of(opened: Opened, today: date) -> Board:
    study, document = opened.study, opened.study.document
    rows = target_rows.of(opened, today)
    return Board(
        key=opened.key,
        document_key=opened.document_key,
        title=opened.title,
        place=opened.place_name,
        issued=issued(document.document),
        bases=document.bases,
        is_running=opened.is_running,
        shifted_years=opened.shifted_years,
        as_of=_as_of(opened, today),
        phases=phases_of(opened, today),
        phase_checks=phases.phase_checks(document),
        due_checks=phases.due_checks(document),
        targets=rows,
        tally=targets.tally(row.judged for row in rows),
        money=money.table(study),
        rules=rule_cards.of(study),
        shares=study.shares,
        negatives=rule_cards.prohibitions(document),
        further=tuple(clause for clause in clauses_of(document) if clause.key not in capped(document)),
        questions=asking.of(opened),
    )


def issued(paper: Document) -> str:
    """Issuer, date and number in one sentence; what the original does not have is said.

    A copy with moved dates was never issued: it tells the day of its original.
    """
    if paper.date is None:
        when = "原件没有日期"
    elif paper.shifted_years:
        when = f"原件{chinese_date(paper.date.replace(year=paper.date.year - paper.shifted_years))}印发"
    else:
        when = f"{chinese_date(paper.date)}印发"
    return f"{paper.issuer}，{when}，{number_words(paper)}。"


def phases_of(opened: Opened, today: date) -> tuple[ShownPhase, ...]:
    """A paper on file shows its phases as printed; only a running plan says where today lies."""
    found = phases.phases_on(opened.study.document, today)
    if opened.is_running:
        return tuple(ShownPhase(each.short_name, each.words, each.state, each.tasks) for each in found)
    return tuple(ShownPhase(each.short_name, each.span, "", each.tasks) for each in found)


def _as_of(opened: Opened, today: date) -> str:
    kept = "条款、目标、资金照原文录入"
    if opened.is_running:
        return f"{kept}；“现在”一栏是平台里登记的数，截至{chinese_date(today)}。"
    return f"{kept}。"
