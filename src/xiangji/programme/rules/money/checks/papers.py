"""What lies beside the wish: invoices, unit prices, the conditions for beginning work (PRG-57, 64)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from xiangji.programme.rules.money.checks.finding import Clause, Finding, amount_words
from xiangji.programme.rules.money.checks.situation import Invoice, Purchase, Situation
from xiangji.programme.rules.words import day_words

# Our own hint and no rule of a plan: dearer than this against what the county paid elsewhere.
_DEARER = (13, 10)


def paper_findings(situation: Situation) -> Iterator[Finding]:
    if situation.is_payment:
        yield from _invoices(situation)
        yield from _conditions(situation)
    yield from _purchases(situation)


def _invoices(situation: Situation) -> Iterator[Finding]:
    """An invoice is paid once; that is no rule of a plan but of every book."""
    clause = Clause("invoice", situation.own.version, "发票", "", "")
    seen = Counter(each.same for each in situation.invoices)
    for invoice in {each.same: each for each in situation.invoices}.values():
        if finding := _faulty(situation, clause, invoice, seen[invoice.same]):
            yield finding
    shown = sum(each.fen for each in situation.invoices)
    if situation.invoices and shown < situation.wanted():
        said = f"发票一共{amount_words(shown)}，这一笔要{amount_words(situation.wanted())}。"
        yield clause.doubtful(
            said, figure=amount_words(shown), limit=amount_words(situation.wanted()), part="sum"
        )


def _faulty(situation: Situation, clause: Clause, invoice: Invoice, times: int) -> Finding | None:
    name, part = f"发票{invoice.number}", f"{invoice.code}.{invoice.number}"
    if invoice.used_by:
        return clause.broken(f"{name}在{invoice.used_by}里用过了。", "换一张没有用过的发票。", part=part)
    if times > 1:
        return clause.broken(f"{name}在这一笔里写了{times}次。", "同一张发票只写一次。", part=part)
    if invoice.on > situation.on:
        said = f"{name}的日期是{day_words(invoice.on)}，还没有到。"
        return clause.broken(said, "请核对发票日期。", part=part)
    return None


def _conditions(situation: Situation) -> Iterator[Finding]:
    """The plan wants them before work begins; money before that needs somebody who says why."""
    for each in situation.conditions:
        if not each.is_met and each.weight != "unasked":
            clause = Clause(
                f"start.{each.key}", situation.own.version, each.word, each.clause, each.quote, "warn"
            )
            yield clause.doubtful(f"开工条件还缺“{each.word}”，钱先拨要说明。")


def _purchases(situation: Situation) -> Iterator[Finding]:
    for plan in situation.plans:
        duty = situation.spending.duty(plan.document.key, "thrift")
        quote, section = (duty.quote, duty.section) if duty else ("", "")
        clause = Clause("unit_price", plan.version, "设备单价", section, quote, "warn")
        if duty or plan is situation.own:
            for purchase in situation.purchases:
                yield from _price(clause, purchase)


def _price(clause: Clause, purchase: Purchase) -> Iterator[Finding]:
    figure = f"{purchase.name}每件{amount_words(purchase.each_fen)}"
    agreed, usual = purchase.contract_fen, purchase.usual_fen
    if agreed is not None and purchase.each_fen > agreed:
        said = f"{figure}，合同写的是{amount_words(agreed)}。"
        yield clause.doubtful(said, figure=figure, limit=amount_words(agreed), part=purchase.name)
    elif usual is not None and purchase.each_fen * _DEARER[1] > usual * _DEARER[0]:
        said = f"{figure}，本县别处买过的是{amount_words(usual)}，高三成以上。"
        yield clause.doubtful(said, figure=figure, limit=amount_words(usual), part=purchase.name)
