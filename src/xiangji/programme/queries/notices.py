"""What everybody may see of a publicity (公示): the project, its days, what was answered."""

from dataclasses import dataclass
from datetime import date, datetime

from xiangji.core.values import Money
from xiangji.programme.models import Objection, Programme, Publicity
from xiangji.programme.queries import study_of
from xiangji.programme.rules.project import FIVE, Draft, Outcome
from xiangji.programme.rules.publicity import Standing
from xiangji.programme.rules.words import month_words


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Notice:
    """`verdict` is None while the days still run and nobody objected: then the days are drawn."""

    number: int
    name: str
    contractor: str
    standing: Standing
    verdict: Verdict | None
    started_at: datetime
    ends_on: date
    is_open: bool

    @property
    def year(self) -> int:
        return self.ends_on.year


@dataclass(frozen=True, slots=True)
class Said:
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Amount:
    source: str
    money: Money


@dataclass(frozen=True, slots=True)
class Answered:
    """An objection as everybody sees it: that it came, and what was answered; neither words nor name."""

    filed_at: datetime
    finding: str
    kind: str
    reply: str
    handled_at: datetime | None
    handler: str


@dataclass(frozen=True, slots=True)
class WholeNotice:
    notice: Notice
    plan: str
    plan_title: str
    line: str
    five: tuple[Said, ...]
    amounts: tuple[Amount, ...]
    total: Money
    because: str
    unpublished: str
    publisher: str
    objections: tuple[Answered, ...]


def of(publicity: Publicity, on: date) -> Notice:
    """Of a row of `projects.notices`."""
    standing = publicity.standing(on)
    return Notice(
        number=publicity.pk,
        name=publicity.project.name,
        contractor=publicity.project.contractor.name,
        standing=standing,
        verdict=_verdict(publicity, standing),
        started_at=publicity.started_at,
        ends_on=publicity.ends_on,
        is_open=publicity.outcome == Outcome.OPEN,
    )


def whole(publicity: Publicity, objections: list[Objection], on: date) -> WholeNotice:
    project = publicity.project
    draft = project.draft
    return WholeNotice(
        notice=of(publicity, on),
        plan=project.programme.key,
        plan_title=project.programme.version.title,
        line=_line_words(project.programme, project.budget_line),
        five=five_of(draft),
        amounts=amounts_of(draft),
        total=draft.total,
        because=publicity.because,
        unpublished=publicity.unpublished,
        publisher=publicity.post_title,
        objections=tuple(_answered(each) for each in objections),
    )


def five_of(draft: Draft) -> tuple[Said, ...]:
    """The five by name, in the words of the paper; what is not written says so."""
    written = {
        "responsible_body": draft.responsible_body,
        "goal": draft.goal,
        "content": draft.content,
        "due": month_words(draft.due) if draft.due else "",
        "acceptance_standard": draft.acceptance_standard,
    }
    return tuple(Said(word, written[field] or "还没有写") for field, word in FIVE.items())


def amounts_of(draft: Draft) -> tuple[Amount, ...]:
    return tuple(Amount(source.word, amount) for source, amount in draft.amounts.items() if amount)


def _line_words(programme: Programme, key: str) -> str:
    line = study_of(programme).document.line(key)
    return f"{line.seq} {line.name}" if line else key


def _verdict(publicity: Publicity, standing: Standing) -> Verdict | None:
    if publicity.outcome == Outcome.CLEAR:
        return Verdict("ok", "公示期满，没有成立的异议")
    if publicity.outcome == Outcome.STOPPED:
        return Verdict("bad", "异议成立，项目停下了")
    if publicity.has_open_objection:  # type: ignore[attr-defined]
        return Verdict("warn", "有异议，正在处理")
    return Verdict("wait", "公示期满，等结果") if standing.is_over else None


def _answered(row: Objection) -> Answered:
    kinds = {"": "wait", Objection.Finding.UPHELD: "bad", Objection.Finding.NOT_UPHELD: "ok"}
    return Answered(
        filed_at=row.filed_at,
        finding=row.get_finding_display() if row.finding else "正在处理",
        kind=kinds[row.finding],
        reply=row.reply,
        handled_at=row.handled_at,
        handler=row.handler_title,
    )
