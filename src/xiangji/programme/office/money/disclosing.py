"""The desks of what is published of the money (资金使用公告) and of misused money (资金违规记录)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.evidence.owners import Paper, owner_of
from xiangji.core.office.desk import Action, Chip, Column, Desk, Empty, Mark, Named, Todo, desk
from xiangji.core.office.history import says
from xiangji.programme.actions.money import disclosing
from xiangji.programme.models import FundStatement, MisuseRecord
from xiangji.programme.office.money.books import MONEY
from xiangji.programme.office.money.disclosing_forms import (
    AnswerForm,
    CloseMisuseForm,
    MisuseForm,
    PublishForm,
)
from xiangji.programme.queries.money import misuse, statements_of_use
from xiangji.programme.rules.money.misuse import Outcome

READ, PUBLISH = "programme.read_ledger", "programme.publish_fund_use"
RECORD, ANSWER, CLOSE = "programme.record_misuse", "programme.answer_misuse", "programme.close_misuse"

says(
    "programme.fund_use_published",
    "公布了资金使用情况",
    {"span": "哪一期", "entries": "到那天有几张凭证", "sha256": "SHA-256"},
)
says("programme.misuse_recorded", "记了一条资金违规", {"kind": "种类", "amount": "金额", "document": "凭据"})
says("programme.misuse_answered", "写了说明", {"answer": "说明"})
says("programme.misuse_closed", "了结了资金违规记录", {"outcome": "结果", "finding": "怎样处理"})


@desk
class StatementDesk(Desk[FundStatement]):
    """PRG-66. Rows are only added; the paper says whether the book still agrees."""

    key = "fund-use"
    title = "资金使用公告"
    menu = MONEY
    order = 80
    capability = READ
    unit = "期"
    columns = (
        Column("哪一期", lambda row: Named(row.span.word, row.book.programme.version.title), look="wide"),
        Column("本期拨付（元）", lambda row: row.figures.total.paid_within, look="num"),
        Column("累计拨付（元）", lambda row: row.figures.total.paid, look="num"),
        Column("公布时间", lambda row: row.at, look="nowrap", order="at"),
    )
    export = (
        Column("方案", "book.programme.version.title"),
        Column("哪一期", lambda row: row.span.word),
        Column("预算", lambda row: row.figures.total.budget),
        Column("到账", lambda row: row.figures.total.received),
        Column("合同", lambda row: row.figures.total.contract),
        Column("本期拨付", lambda row: row.figures.total.paid_within),
        Column("累计拨付", lambda row: row.figures.total.paid),
        Column("结余", lambda row: row.figures.left),
        Column("凭证张数", "entries"),
        Column("谁公布的", "by.name"),
        Column("公布时间", "at"),
        Column("SHA-256", "sha256"),
    )
    chips = (
        Chip("month", "月度", Q(first=F("last"))),
        Chip("quarter", "季度", ~Q(first=F("last"))),
    )
    search = ("first", "last", "note")
    detail = "programme/office/_fund_use.html"
    empty = Empty(
        new="还没有公布过。财政结了账，商务局负责人点“公布一期”，大家在“公示”里看得到。",
        done="这里没有公告。",
    )
    actions = (
        Action(
            "publish",
            "公布一期",
            capability=PUBLISH,
            form=PublishForm,
            act=disclosing.publish_fund_use,
            look="go",
            done="公布了，大家现在就看得到。",
            of_list=True,
        ),
    )

    def for_person(self, person: User) -> QuerySet[FundStatement]:
        return statements_of_use.for_person(person)

    def note_of(self, thing: FundStatement) -> str:
        return f"第{thing.ordinal}份，{thing.post_title}"

    def told(self, thing: FundStatement, person: User) -> Mapping[str, object]:  # noqa: ARG002
        return {"figures": thing.figures, "differs": statements_of_use.differs(thing)}


def _mark(record: MisuseRecord) -> Mark:
    if record.ended is Outcome.CONFIRMED:
        return Mark("bad", record.ended.word)
    if record.ended is Outcome.CLEARED:
        return Mark("ok", record.ended.word)
    return Mark("wait", "等了结") if record.answer else Mark("warn", "等说明")


@desk
class MisuseDesk(Desk[MisuseRecord]):
    """PRG-51, PRG-53."""

    key = "misuse"
    title = "资金违规记录"
    menu = MONEY
    order = 90
    capability = READ
    unit = "条"
    columns = (
        Column("发现了什么", lambda row: Named(row.words, _where(row)), look="wide"),
        Column("哪一种", "kind_word", order="kind"),
        Column("涉及金额（元）", "amount", look="num", order="fen"),
        Column("发现日期", "noticed_on", look="nowrap", order="noticed_on"),
        Column("怎样", _mark, look="nowrap"),
    )
    export = (
        Column("方案", "book.programme.version.title"),
        Column("项目", lambda row: row.project.name if row.project else ""),
        Column("哪一种", "kind_word"),
        Column("发现了什么", "words"),
        Column("涉及金额", "amount"),
        Column("发现日期", "noticed_on"),
        Column("凭据", "document_number"),
        Column("谁记的", "by.name"),
        Column("说明", "answer"),
        Column("结果", lambda row: row.ended.word),
        Column("怎样处理", "finding"),
    )
    chips = (
        Chip("unanswered", "等说明", misuse.UNANSWERED),
        Chip("answered", "等了结", misuse.ANSWERED),
        Chip("confirmed", "属实", misuse.CONFIRMED),
        Chip("cleared", "不属实", misuse.CLEARED),
    )
    todo = Todo(chip="answered", capability=CLOSE, sentence="等您了结的资金违规记录。")
    search = ("words", "document_number", "project__name")
    detail = "programme/office/_misuse.html"
    has_evidence = True
    empty = Empty(
        new="没有记录。发现钱被滞留、截留、挤占、挪用、闲置或者用错了方向，点“记一条”。",
        done="这里没有记录。",
    )
    actions = (
        Action(
            "record",
            "记一条",
            capability=RECORD,
            form=MisuseForm,
            act=disclosing.record_misuse,
            look="stop",
            done="记下了。请把凭据传成附件。",
            of_list=True,
        ),
        Action(
            "answer",
            "写说明",
            capability=ANSWER,
            form=AnswerForm,
            act=disclosing.answer_misuse,
            named="record",
            look="go",
            done="说明写好了，等领导小组了结。",
            when=lambda row, _person: not row.answer,
        ),
        Action(
            "close",
            "了结",
            capability=CLOSE,
            form=CloseMisuseForm,
            act=disclosing.close_misuse,
            named="record",
            look="go",
            done="了结了。",
            when=lambda row, _person: bool(row.answer) and row.ended is Outcome.OPEN,
        ),
    )

    def for_person(self, person: User) -> QuerySet[MisuseRecord]:
        return misuse.for_person(person)

    def title_of(self, thing: MisuseRecord) -> str:
        return thing.kind_word

    def note_of(self, thing: MisuseRecord) -> str:
        return thing.words

    def mark_of(self, thing: MisuseRecord) -> Mark:
        return _mark(thing)


def _where(record: MisuseRecord) -> str:
    return record.project.name if record.project else record.book.programme.version.title


def _record(key: str) -> MisuseRecord | None:
    return misuse.rows().filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None


def _may_see(person: User, key: str) -> bool:
    found = _record(key)
    return found is not None and may(person, READ, place=found.book.programme.place_code)


def _may_add(person: User, key: str) -> bool:
    """Whoever records or answers, as long as nobody closed it."""
    found = _record(key)
    if found is None or found.ended is not Outcome.OPEN:
        return False
    place = found.book.programme.place_code
    return any(may(person, capability, place=place) for capability in (RECORD, ANSWER, CLOSE))


@owner_of("programme.MisuseRecord", may_see=_may_see, may_add=_may_add)
def misuse_paper(key: str) -> Paper | None:
    found = _record(key)
    return Paper(found.kind_word, reverse("office-paper", args=["misuse", found.pk])) if found else None
