"""Publishing how money was used, and recording money that was misused."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.core.values import Month
from xiangji.programme.actions.money import posting
from xiangji.programme.actions.publicity import title_of
from xiangji.programme.models import Book, FundStatement, MisuseRecord, Project
from xiangji.programme.queries.money import misuse as records
from xiangji.programme.queries.money import statements_of_use as statements
from xiangji.programme.rules.money import misuse, statement
from xiangji.programme.rules.money.misuse import MisuseRefused, Noticed, Outcome
from xiangji.programme.rules.money.statement import Span, StatementRefused
from xiangji.programme.rules.words import yuan_words


@transaction.atomic
def publish_fund_use(
    *, book: Book, span: Span, note_text: str = "", by: User, happened_at: datetime
) -> FundStatement:
    """Everybody reads it at once, and nobody changes it: what comes later is said in a later one."""
    acting = permit(by, "programme.publish_fund_use", place=book.programme.place_code)
    locked = posting.lock(book)
    statement.check(span, opened=Month.of(locked.opened_on), closed=locked.closed)
    statement.check_hands(closer=statements.closer_of(locked, span), by=by.pk)
    if span not in statements.open_spans(locked):
        said = f"没有公布。{span.word}已经公布过了，公布了的不改；后来记的账写进后面一期。"
        raise StatementRefused("statement_published_already", said)
    last, said_more = statements.last_of(locked), statement.note_of(note_text)
    entries = statements.entries_until(locked, span.last.last_day)
    text = statement.text_of(
        span,
        statements.figures_of(locked, span),
        entries=entries,
        before=last.sha256 if last else "",
        note=said_more,
    )
    published = FundStatement.objects.create(
        book=locked,
        ordinal=last.ordinal + 1 if last else 1,
        first=str(span.first),
        last=str(span.last),
        text=text,
        sha256=statement.digest_of(text),
        entries=entries[0],
        entries_sha256=entries[1],
        note=said_more,
        by=by,
        post_title=title_of(acting),
        at=happened_at,
    )
    facts: dict[str, JSON] = {"span": span.word, "entries": entries[0], "sha256": published.sha256}
    note(by=by, did="programme.fund_use_published", what=published, happened_at=happened_at, facts=facts)
    return published


@transaction.atomic
def record_misuse(
    *, book: Book, project: Project | None, noticed: Noticed, by: User, happened_at: datetime
) -> MisuseRecord:
    """PRG-51, PRG-53. It is answered by the offices and closed by the leading group."""
    acting = permit(by, "programme.record_misuse", place=book.programme.place_code)
    if project is not None and project.programme_id != book.programme_id:
        said = f"没有记。“{project.name}”不是这个方案的项目，请选这个账套的项目。"
        raise MisuseRefused("misuse_of_another_plan", said)
    kept = misuse.noticed_of(noticed, today=timezone.localdate(happened_at))
    record = MisuseRecord.objects.create(
        book=book,
        project=project,
        kind=kept.kind.value,
        words=kept.words,
        fen=kept.amount.fen,
        noticed_on=kept.noticed_on,
        document_number=kept.document_number,
        by=by,
        post_title=title_of(acting),
        at=happened_at,
    )
    facts: dict[str, JSON] = {
        "kind": kept.kind.word,
        "amount": f"{yuan_words(kept.amount)}元",
        "document": kept.document_number,
    }
    note(by=by, did="programme.misuse_recorded", what=record, happened_at=happened_at, facts=facts)
    return record


@transaction.atomic
def answer_misuse(*, record: MisuseRecord, answer: str, by: User, happened_at: datetime) -> MisuseRecord:
    permit(by, "programme.answer_misuse", place=record.book.programme.place_code)
    locked = _locked(record)
    kept = misuse.answer_of(answer, is_answered=bool(locked.answer), outcome=locked.ended)
    locked.reply(kept, by=by.pk, at=happened_at)
    facts: dict[str, JSON] = {"answer": kept}
    note(by=by, did="programme.misuse_answered", what=locked, happened_at=happened_at, facts=facts)
    return locked


@transaction.atomic
def close_misuse(
    *, record: MisuseRecord, outcome: Outcome, finding: str, by: User, happened_at: datetime
) -> MisuseRecord:
    """By a third person, on paper."""
    permit(by, "programme.close_misuse", place=record.book.programme.place_code)
    locked = _locked(record)
    kept = misuse.finding_of(
        finding,
        outcome=locked.ended,
        is_answered=bool(locked.answer),
        has_file=records.has_file(locked),
        hands=frozenset({locked.by_id, locked.answered_by_id}),
        by=by.pk,
    )
    locked.close(outcome, kept, by=by.pk, at=happened_at)
    facts: dict[str, JSON] = {"outcome": outcome.word, "finding": kept}
    note(by=by, did="programme.misuse_closed", what=locked, happened_at=happened_at, facts=facts)
    return locked


def _locked(record: MisuseRecord) -> MisuseRecord:
    locked = records.lock(record)
    if locked is None:
        raise NotYours
    return locked
