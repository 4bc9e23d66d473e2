"""The rules of a plan with their sums: verdict first, the sum second, the quoted clause third."""

from dataclasses import dataclass
from decimal import Decimal

from xiangji.programme.queries import Study
from xiangji.programme.rules.document import PlanDocument
from xiangji.programme.rules.ratios import RatioCheck
from xiangji.programme.rules.stations import CapCheck
from xiangji.programme.web.asking import Doubt, doubts
from xiangji.programme.web.naming import anchor_of

_KINDS = {"spending": "不得支出", "conduct": "不得做"}


@dataclass(frozen=True, slots=True)
class RuleCard:
    """`limit_word` is empty where the rule is no share and has no gauge."""

    anchor: str
    name: str
    kind: str
    word: str
    now: Decimal
    limit: Decimal
    limit_word: str
    sum: str
    lines: tuple[int, ...]
    remark: str
    quote: str
    section: str
    hardness: str
    consequence: str
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Prohibition:
    title: str
    items: str
    quote: str


def of(study: Study) -> tuple[RuleCard, ...]:
    ratios = tuple(_ratio(check, study) for check in study.ratios)
    return ratios + tuple(_cap(check, study) for check in study.caps)


def _ratio(check: RatioCheck, study: Study) -> RuleCard:
    return RuleCard(
        anchor=anchor_of(check.key),
        name=check.short,
        kind=check.verdict,
        word=check.word,
        now=check.percent or Decimal(0),
        limit=check.limit,
        limit_word="" if check.percent is None else check.limit_word,
        sum=check.words,
        lines=check.lines,
        remark=check.remark,
        quote=check.quote,
        section=check.clause,
        hardness=check.hardness_word,
        consequence=check.consequence,
        doubts=doubts(study.document, check.asks, study.readings),
    )


def _cap(check: CapCheck, study: Study) -> RuleCard:
    return RuleCard(
        anchor=anchor_of(check.key),
        name=check.name,
        kind=check.verdict,
        word=check.word,
        now=Decimal(0),
        limit=Decimal(0),
        limit_word="",
        sum=check.words,
        lines=check.lines,
        remark=check.remark,
        quote=check.quote,
        section=check.clause,
        hardness=check.hardness_word,
        consequence=check.consequence,
        doubts=doubts(study.document, check.asks, study.readings),
    )


def prohibitions(document: PlanDocument) -> tuple[Prohibition, ...]:
    """One entry for each passage; the items that it names stand together."""
    passages: dict[tuple[str, str, str], list[str]] = {}
    for negative in document.negatives:
        passages.setdefault((negative.kind, negative.funds, negative.quote), []).append(negative.item)
    return tuple(
        Prohibition(_title(kind, funds), "、".join(items), quote)
        for (kind, funds, quote), items in passages.items()
    )


def _title(kind: str, funds: str) -> str:
    return f"中央资金{_KINDS[kind]}" if funds == "central" else _KINDS[kind]
