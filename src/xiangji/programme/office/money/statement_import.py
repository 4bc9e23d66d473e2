"""A statement of the bank or the treasury as a table, and what was paid before the book was kept here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.sheets import Field, Row
from xiangji.core.sheets.imports import Doubt, Import, Judged, Wrong, register
from xiangji.core.values import Money
from xiangji.programme.actions.money import booking, reconciling
from xiangji.programme.models import Book, LedgerEntry, Posting, Project, StatementLine
from xiangji.programme.queries.money import ledger, statements
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.booking import Booked, Opening
from xiangji.programme.rules.money.ledger import NUMBER_LENGTH as BOOKED_NUMBER
from xiangji.programme.rules.money.ledger import SUMMARY_LENGTH, Document
from xiangji.programme.rules.money.settling import Printed, statement
from xiangji.programme.rules.money.statements import NUMBER_LENGTH, SERIAL_LENGTH, WORDS_LENGTH

KEEP = "programme.keep_ledger"
APART = "|"
_OF_BALANCE = "对账单印在这一行的余额。有这一列，缺了哪天的行看得出来。"


def _fields(by: User) -> Sequence[Field]:
    return (
        Field("book", "账套", required=True, choices=_books(by), hint="哪个方案的专账。"),
        Field("serial", "流水号", required=True, unique=True, check=_short(SERIAL_LENGTH)),
        Field("came", "收入（元）", kind="money", check=_not_negative, synonyms=("贷方", "贷方金额", "收入")),
        Field("went", "支出（元）", kind="money", check=_not_negative, synonyms=("借方", "借方金额", "支出")),
        Field("counterparty", "对方户名", check=_short(WORDS_LENGTH), synonyms=("对方", "对方名称")),
        Field("summary", "摘要", check=_short(WORDS_LENGTH), synonyms=("用途", "附言")),
        Field("voucher", "支付凭证号", check=_short(NUMBER_LENGTH), synonyms=("凭证号", "凭证号码")),
        Field(
            "balance", "余额（元）", kind="money", synonyms=("余额", "账户余额", "当前余额"), hint=_OF_BALANCE
        ),
    )


def _short(longest: int) -> Callable[[str], str]:
    def check(text: str) -> str:
        return "" if len(text) <= longest else f"最多{longest}个字"

    return check


def _not_negative(fen: int) -> str:
    return "" if fen >= 0 else "不小于零的金额，收和付分两列"


def _books(by: User) -> dict[str, int]:
    return {book.programme.version.title: book.pk for book in statements.books_for(by, KEEP)}


def _judge(rows: Sequence[Row], by: User) -> Judged:  # noqa: ARG001
    known = _known(rows)
    wrong = [
        Wrong(row.number, "came", "收入和支出写一个，另一个空着")
        for row in rows
        if bool(row.values["came"]) == bool(row.values["went"])
    ]
    wrong += [
        Wrong(row.number, "serial", "没有导入过的流水号；这一行以前导入过了，请从表里删掉")
        for row in rows
        if (row.values["book"], row.values["serial"]) in known
    ]
    return Judged(tuple(wrong), tuple(_breaks(rows)))


def _breaks(rows: Sequence[Row]) -> Iterator[Doubt]:
    """Where the balances that this table prints leave out a line. Only of rows that can be read."""
    for book in dict.fromkeys(row.values["book"] for row in rows):
        of_book = sorted(
            (row for row in rows if row.values["book"] == book), key=lambda row: row.values["happened_on"]
        )
        first_of = {row.values["happened_on"]: row.number for row in reversed(of_book)}
        for each in statement(map(_printed, of_book)).breaks:
            yield Doubt(first_of[each.on], each.sentence)


def _printed(row: Row) -> Printed:
    moved = (row.values["came"] or 0) - (row.values["went"] or 0)
    return Printed(row.values["happened_on"], moved, row.values["balance"])


def _known(rows: Sequence[Row]) -> set[tuple[int, str]]:
    books = {row.values["book"] for row in rows}
    serials = {row.values["serial"] for row in rows}
    found = StatementLine.objects.filter(book__in=books).values_list("book_id", "serial")
    return {(book, serial) for book, serial in found if serial in serials}


def _take(
    *,
    book: int,
    serial: str,
    came: int | None,
    went: int | None,
    counterparty: str | None,
    summary: str | None,
    voucher: str | None,
    balance: int | None,
    by: User,
    happened_at: datetime,
) -> StatementLine:
    return reconciling.enter_line(
        book=Book.objects.select_related("programme").get(pk=book),
        serial=serial,
        amount=Money((came or 0) - (went or 0)),
        counterparty=counterparty or "",
        summary=summary or "",
        voucher=voucher or "",
        balance=None if balance is None else Money(balance),
        by=by,
        happened_at=happened_at,
    )


register(
    Import(
        key="statements",
        title="对账单",
        desk="statements",
        capabilities=(KEEP,),
        own_fields=_fields,
        judge=_judge,
        take=_take,
        unit="行",
        batch=100,
        most_rows=10_000,
        document_hint="哪一份对账单，例如“示例银行2026年6月对账单”。发生日期写记账日期。",
        hints=("从银行或者国库系统导出的表，改一下列名就行。同一个流水号只收一次，重复导入不会多记。",),
        after="现在可以点“把号和金额都对上的勾上”，余下的一行一行看。",
    )
)


def _earlier_fields(by: User) -> Sequence[Field]:
    return (
        Field("place", "预算行", required=True, choices=_lines(by)),
        Field("source", "来源", required=True, choices={each.word: each.value for each in Source}),
        Field(
            "what",
            "补录什么",
            required=True,
            choices={each.word: each.value for each in Opening},
            hint="拨付是以前国库付过的；到账是以前收到的。",
        ),
        Field("amount", "金额（元）", kind="money", required=True, check=_above_nothing),
        Field("project", "项目名称", hint="付给哪个项目的；分不到项目的空着。"),
        Field("number", "凭证号或指标文号", required=True, check=_short(BOOKED_NUMBER)),
        Field("summary", "摘要", required=True, check=_short(SUMMARY_LENGTH)),
    )


def _above_nothing(fen: int) -> str:
    return "" if fen > 0 else "大于零的金额"


def _lines(by: User) -> dict[str, str]:
    """By what people read; where several books are kept, the name of the plan stands before the line."""
    books = list(statements.books_for(by, KEEP))
    return {
        f"{book.programme.version.title}：{name}" if len(books) > 1 else name: f"{book.pk}{APART}{key}"
        for book in books
        for key, name in ledger.names_of(book).items()
    }


def _judge_earlier(rows: Sequence[Row], by: User) -> Judged:  # noqa: ARG001
    wrong: list[Wrong] = []
    doubts: list[Doubt] = []
    for row in rows:
        name, book = row.values["project"], int(str(row.values["place"]).partition(APART)[0])
        if name and _project(book, name) is None:
            wrong.append(Wrong(row.number, "project", "这个方案里有的项目的全称，只有一个叫这个名字"))
        if _is_booked(book, row):
            said = "账上已经有一张同一天、同样金额、同样文号的期初凭证，请看是不是同一笔。"
            doubts.append(Doubt(row.number, said))
    return Judged(tuple(wrong), tuple(doubts))


def _project(book: int, name: str) -> Project | None:
    found = list(
        Project.objects.filter(programme__in=Book.objects.filter(pk=book).values("programme"), name=name)[:2]
    )
    return found[0] if len(found) == 1 else None


def _is_booked(book: int, row: Row) -> bool:
    found = LedgerEntry.objects.filter(book=book, kind="opening", document_number=row.values["number"])
    same_day = found.filter(booked_on=row.values["happened_on"])
    return Posting.objects.filter(entry__in=same_day, fen=row.values["amount"]).exists()


def _take_earlier(
    *,
    place: str,
    source: str,
    what: str,
    amount: int,
    project: str | None,
    number: str,
    summary: str,
    by: User,
    happened_at: datetime,
) -> LedgerEntry:
    key, _, line = place.partition(APART)
    book = ledger.books().get(pk=int(key))
    found = _project(book.pk, project) if project else None
    booked = Booked(
        source=Source(source),
        line=line,
        amount=Money(amount),
        booked_on=timezone.localdate(happened_at),
        summary=summary,
        document=Document(number, timezone.localdate(happened_at), "补录"),
        project=found.pk if found else None,
    )
    return booking.enter_opening(
        book=book, what=Opening(what), booked=booked, by=by, happened_at=timezone.now()
    )


register(
    Import(
        key="earlier-money",
        title="以前的到账和拨付",
        desk="ledger",
        capabilities=(KEEP,),
        own_fields=_earlier_fields,
        judge=_judge_earlier,
        take=_take_earlier,
        unit="笔",
        batch=20,
        most_rows=5_000,
        document_hint="当时的支付凭证号或者指标文号。发生日期写当时付的日子。",
        hints=("只补平台启用以前的；发生日期所在的月份要还没有结账。先补到账，再补拨付。",),
        after="请在每张凭证上加当时回单的扫描件。",
    )
)
