"""What the money may be spent on: lines of the budget, positive and negative lists by source (PRG-47–51)."""

from __future__ import annotations

from collections.abc import Iterator

from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.document import Negative
from xiangji.programme.rules.money.checks.finding import Clause, Finding, amount_words
from xiangji.programme.rules.money.checks.situation import Part, PlanInForce, Situation
from xiangji.programme.rules.money.checks.spending import Entry

# Whose answer says from which fund these are paid (upkeep.py); the lists would only say it twice.
RENT_QUESTION, RENT = "rent_from_which_fund", ("rent", "running")


def line_findings(situation: Situation) -> Iterator[Finding]:
    """Money is used in the directions of the plan: the line must have money of this source, and enough."""
    line, plan = situation.budget_line, situation.own
    if line is None:
        clause = Clause("line.unknown", plan.version, "预算行", "", "")
        yield clause.broken(
            f"方案里没有“{situation.line}”这一行，钱没有方向。", "请先核对项目属于哪一行，再提。"
        )
        return
    clause = Clause("line.money", plan.version, "预算行的钱", line.section, line.quote)
    for source in situation.sources:
        yield _of_source(situation, clause, source)


def _of_source(situation: Situation, clause: Clause, source: Source) -> Finding:
    line = situation.budget_line
    if source is Source.ENTERPRISE:
        said = "企业自筹是企业自己投的钱，不从财政拨。"
        return clause.broken(said, "去掉这一部分；企业投了钱，在“企业投入”里登记凭证。", part=source)
    budget = _budget(situation, source)
    after = situation.taken().get((situation.line, source), 0)
    name = f"第{line.seq}行“{line.name}”" if line else ""
    if not budget:
        said = f"{name}没有{source.word}的钱，这一笔写了{amount_words(situation.wanted(source))}。"
        return clause.broken(said, "换资金来源，或者先按程序改方案。", part=source)
    figure, limit = amount_words(after), amount_words(budget)
    if after > budget:
        said = (
            f"办了这一笔，{name}的{source.word}用到{figure}，预算{limit}，超{amount_words(after - budget)}。"
        )
        remedy = (
            f"这一笔的{source.word}最多{amount_words(max(budget - after + situation.wanted(source), 0))}。"
        )
        return clause.broken(said, remedy, figure=figure, limit=limit, part=source)
    said = f"办了这一笔，{name}的{source.word}用到{figure}，预算{limit}，没有超。"
    return clause.kept(said, figure=figure, limit=limit, part=source)


def _budget(situation: Situation, source: Source) -> int:
    """Of the ledger where it has the line, else of the printed plan."""
    for each in situation.used:
        if (each.line, each.source) == (situation.line, source):
            return each.budget
    line = situation.budget_line
    money = line.amount_of(source) if line else None
    return money.fen if money else 0


def list_findings(situation: Situation) -> Iterator[Finding]:
    """By the kind of spending that the person chose; words of the purpose only give a hint."""
    for part in situation.parts:
        if situation.spending.category(part.category) is None:
            if not situation.is_payment:
                continue
            clause = Clause("spending.category", situation.own.version, "支出类别", "", "")
            said = f"{part.source.word}的{amount_words(part.fen)}没有选支出类别，没有办法对照正面、负面清单。"
            yield clause.broken(said, "请选这笔钱用在哪一类支出上。", part=part.source)
            continue
        for plan in situation.plans:
            yield from _listed(situation, plan, part)
    yield from _hinted(situation)
    yield from _unmatched(situation)


def _listed(situation: Situation, plan: PlanInForce, part: Part) -> Iterator[Finding]:
    name = _name(situation, part.category)
    if negative := _forbidding(situation, plan, part.category, part.source):
        entry, words = negative
        clause = Clause("spending.negative", plan.version, "负面清单", entry.section, words.quote)
        money = f"{part.source.word}的{amount_words(part.fen)}"
        said = f"“{name}”在负面清单里（{entry.item}），{money}不能用在这上面。"
        yield clause.broken(said, _way_out(situation, plan, part), part=f"{part.category}.{part.source}")
    elif not (part.category in RENT and plan.question(RENT_QUESTION)):
        yield from _positive(situation, plan, part)


def _forbidding(
    situation: Situation, plan: PlanInForce, category: str, source: Source
) -> tuple[Entry, Negative] | None:
    """The mapping says which kind an item speaks of; the item itself says which funds it binds."""
    if source is Source.ENTERPRISE:
        return None
    for entry in situation.spending.forbidden(plan.document):
        words = next(each for each in plan.document.negatives if each.item == entry.item)
        is_bound = not words.funds or words.funds == source
        if entry.category == category and entry.binds(source, situation.line) and is_bound:
            return entry, words
    return None


def _way_out(situation: Situation, plan: PlanInForce, part: Part) -> str:
    """Another fund, where the plan names one for this kind."""
    for entry in situation.spending.allowed(plan.document):
        other = entry.funds[0] if entry.funds else None
        if entry.category == part.category and other not in (None, part.source) and other:
            return f"方案把“{entry.item}”写在{other.word}的用途里，可以改用{other.word}，或者去掉这一部分。"
    return "去掉这一部分；如果类别选错了，改了再提。"


def _positive(situation: Situation, plan: PlanInForce, part: Part) -> Iterator[Finding]:
    """主要用于 says what the money is mainly for. Money from above for what the county is to pay wants a
    reason; county money may always go where the table gives it."""
    entries = [each for each in situation.spending.allowed(plan.document) if each.category == part.category]
    name = _name(situation, part.category)
    own = [each for each in entries if each.binds(part.source, situation.line)]
    key = f"{part.category}.{part.source}"
    if own:
        clause = Clause("spending.positive", plan.version, "正面清单", own[0].section, _quote(plan, own[0]))
        yield clause.kept(f"“{name}”在{part.source.word}的用途里：{own[0].item}。", part=key)
        return
    named = [each for each in entries if each.funds and part.source not in each.funds]
    if named and part.source is not Source.COUNTY:
        clause = Clause(
            "spending.positive", plan.version, "正面清单", named[0].section, _quote(plan, named[0]), "warn"
        )
        said = (
            f"方案把“{named[0].item}”写在{named[0].funds[0].word}的用途里，"
            f"这一笔用的是{part.source.word}{amount_words(part.fen)}。"
        )
        yield clause.doubtful(said, part=key)


def _quote(plan: PlanInForce, entry: Entry) -> str:
    """Of the plan in force; a sentence that stands in no list of it is kept with the mapping."""
    named = next((each for each in plan.document.lists if each.key == entry.list), None)
    return named.quote if named else entry.quote


def _hinted(situation: Situation) -> Iterator[Finding]:
    """The purpose speaks of something forbidden although another kind was chosen."""
    chosen = {part.category for part in situation.parts}
    for category in situation.spending.categories:
        word = next((hint for hint in category.hints if hint in situation.purpose), "")
        if not word or category.key in chosen:
            continue
        for plan, source in ((plan, source) for plan in situation.plans for source in situation.sources):
            if negative := _forbidding(situation, plan, category.key, source):
                entry, words = negative
                clause = Clause(
                    "spending.hint", plan.version, "用途里的字", entry.section, words.quote, "warn"
                )
                said = (
                    f"用途里写了“{word}”，{source.word}不得用于“{entry.item}”。支出类别没有选这一类，请核对。"
                )
                yield clause.doubtful(said, part=f"{category.key}.{source}")


def _unmatched(situation: Situation) -> Iterator[Finding]:
    """A new plan forbids something that nobody has matched to a kind of spending yet."""
    for plan in situation.plans:
        matched = {entry.item for entry in situation.spending.forbidden(plan.document)}
        for each in plan.document.negatives:
            if each.kind == "spending" and each.item not in matched:
                clause = Clause("spending.unmatched", plan.version, "负面清单", "", each.quote, "warn")
                said = f"负面清单里的“{each.item}”还没有对上支出类别，平台查不了这一项，请自己核对。"
                yield clause.doubtful(said, part=each.item)


def _name(situation: Situation, key: str) -> str:
    category = situation.spending.category(key)
    return category.name if category else key
