"""The papers on file: what each one says of itself, and the chain of its legal bases (PRG-01, PRG-02)."""

from dataclasses import dataclass

from xiangji.core.ui.formats import chinese_date
from xiangji.programme.queries import Opened
from xiangji.programme.rules.document import Basis, Document
from xiangji.programme.web.naming import RuleLink, rule_link

_TIERS = {"national": "国家", "provincial": "省", "county": "县"}
_LEVELS = {"national": "国家级综合示范", "provincial": "省级综合示范", "provincial-notice": "省级通知"}
# One paper, two ways to print its brackets.
_BRACKETS = str.maketrans("﹝﹞[]", "〔〕〔〕")


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Shared:
    """Another paper on file that rests on the same basis."""

    key: str
    place: str


@dataclass(frozen=True, slots=True)
class ShownBasis:
    tier: str
    title: str
    issuer: str
    number: str
    also: tuple[Shared, ...]
    justifies: tuple[RuleLink, ...]
    is_said: bool
    because: str


@dataclass(frozen=True, slots=True)
class Paper:
    key: str
    title: str
    place: str
    tier: str
    number: str
    facts: tuple[Fact, ...]
    bases: tuple[ShownBasis, ...]
    silent: str


def of(documents: list[Opened]) -> list[Paper]:
    return [_paper(opened, [other for other in documents if other.key != opened.key]) for opened in documents]


def _paper(opened: Opened, others: list[Opened]) -> Paper:
    paper = opened.study.document.document
    return Paper(
        key=opened.key,
        title=opened.title,
        place=opened.place_name,
        tier=paper.county_word if paper.county else "省",
        number=number_words(paper),
        facts=facts(paper),
        bases=tuple(_basis(basis, opened, others) for basis in opened.study.document.bases),
        silent=_silent(opened.study.document.bases),
    )


def facts(paper: Document) -> tuple[Fact, ...]:
    """Every field of the paper; what the original does not say is said to be missing."""
    return (
        Fact("印发机关", paper.issuer),
        Fact("文号", number_words(paper)),
        Fact("日期", chinese_date(paper.date) if paper.date else "原件没有日期"),
        Fact("通过", paper.adopted or "原件没有写由谁通过"),
        Fact("发给", paper.addressees or "原件没有写发给谁"),
        Fact("抄送", paper.copy_to or "原件没有抄送"),
        Fact("公开", paper.published or "原件没有写是否公开"),
        Fact("性质", f"{_LEVELS[paper.level]}，{paper.programme_year}年{paper.round}"),
    )


def number_words(paper: Document) -> str:
    return paper.number or "原件没有文号" + (f"，只标着“{paper.attachment}”" if paper.attachment else "")


def _basis(basis: Basis, opened: Opened, others: list[Opened]) -> ShownBasis:
    document = opened.study.document
    return ShownBasis(
        tier=_TIERS.get(basis.tier, "依据"),
        title=basis.title,
        issuer=basis.issuer,
        number=basis.number or "没有写文号",
        also=tuple(Shared(other.key, other.place_name) for other in others if _cites(other, basis)),
        justifies=tuple(rule_link(document, key) for key in basis.justifies),
        is_said=basis.is_said,
        because=basis.because if basis.justifies else "",
    )


def _cites(other: Opened, basis: Basis) -> bool:
    return any(
        basis.number and theirs.number.translate(_BRACKETS) == basis.number.translate(_BRACKETS)
        for theirs in other.study.document.bases
    )


def _silent(bases: tuple[Basis, ...]) -> str:
    silent = [basis for basis in bases if not basis.justifies]
    if len(silent) == len(bases):
        return "文件只列出依据，没有写明哪一条支持哪一条规则。"
    return f"其余{len(silent)}条依据，文件没有写明它们支持哪一条规则。" if silent else ""
