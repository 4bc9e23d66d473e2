"""Who may be a contractor (承办单位): a legal-person enterprise, known by code and legal form; its record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal

from xiangji.core.errors import Refused
from xiangji.core.values import Money

_NOTHING = Money(0)
LINE_NAME_LENGTH, DETAIL_LENGTH, NUMBER_LENGTH = 80, 400, 60
SOON_DAYS = 60
ENTERPRISE = "91"


class ContractorRefused(Refused):
    """Somebody who cannot be a contractor, or a line of a record that is not taken as written."""


class LegalForm(StrEnum):
    """法律形式. What stands below 91 is not yet a legal person: partnerships and branches are none."""

    LIMITED = "limited"
    JOINT_STOCK = "joint_stock"
    STATE_OWNED = "state_owned"
    COLLECTIVE = "collective"
    STOCK_COOPERATIVE = "stock_cooperative"
    PARTNERSHIP = "partnership"
    SOLE_OWNER = "sole_owner"
    BRANCH = "branch"

    @property
    def word(self) -> str:
        return _FORMS[self]

    @property
    def is_legal_person(self) -> bool:
        return self not in {LegalForm.PARTNERSHIP, LegalForm.SOLE_OWNER, LegalForm.BRANCH}


_FORMS = {
    LegalForm.LIMITED: "有限责任公司",
    LegalForm.JOINT_STOCK: "股份有限公司",
    LegalForm.STATE_OWNED: "全民所有制企业",
    LegalForm.COLLECTIVE: "集体所有制企业",
    LegalForm.STOCK_COOPERATIVE: "股份合作制企业",
    LegalForm.PARTNERSHIP: "合伙企业",
    LegalForm.SOLE_OWNER: "个人独资企业",
    LegalForm.BRANCH: "分公司（分支机构）",
}

# GB 32100: the first character is who registered it, the second what it is registered as.
_REGISTRARS: Mapping[str, str] = {
    "1": "机构编制部门",
    "2": "外交部门",
    "3": "司法行政部门",
    "4": "文化部门",
    "5": "民政部门",
    "6": "旅游部门",
    "7": "宗教部门",
    "8": "工会",
    "9": "市场监管部门",
    "A": "军队编制部门",
    "N": "农业农村部门",
    "Y": "其他部门",
}
_REGISTERED_AS: Mapping[str, str] = {
    "11": "机关",
    "12": "事业单位",
    "13": "群众团体",
    "51": "社会团体",
    "52": "民办非企业单位",
    "53": "基金会",
    "91": "企业",
    "92": "个体工商户",
    "93": "农民专业合作社",
    "N1": "组级集体经济组织",
    "N2": "村级集体经济组织",
    "N3": "乡镇级集体经济组织",
}


def is_enterprise(credit_code: str) -> bool:
    return credit_code.startswith(ENTERPRISE)


def registered_as(credit_code: str) -> str:
    """市场监管部门登记的农民专业合作社, from the first two characters of a code."""
    registrar = _REGISTRARS.get(credit_code[:1], "其他部门")
    return f"{registrar}登记的{_REGISTERED_AS.get(credit_code[:2], '其他单位')}"


def check_enterprise(name: str, credit_code: str, *, undone: str, instead: str) -> None:
    """实行承办单位企业法人制 (PRG-69): says what the code says and what is expected."""
    if not is_enterprise(credit_code):
        said = (
            f"{undone}。承办单位要是企业法人，统一社会信用代码应当以{ENTERPRISE}开头；"
            f"“{name}”的以{credit_code[:2]}开头，是{registered_as(credit_code)}。{instead}"
        )
        raise ContractorRefused("contractor_is_no_enterprise", said)


def check_legal_form(name: str, form: LegalForm) -> None:
    if not form.is_legal_person:
        said = (
            f"没有登记。承办单位要是企业法人，“{name}”是{form.word}，自己不担法人的责任。"
            "分公司请登记它的总公司；合伙和独资企业可以作为合作的第三方写进档案。"
        )
        raise ContractorRefused("contractor_is_no_legal_person", said)


class LineKind(StrEnum):
    """What a line of a contractor's record (档案) tells of (PRG-72)."""

    QUALIFICATION = "qualification"
    CONTACT = "contact"
    THIRD_PARTY = "third_party"
    INPUT = "input"
    STAFF = "staff"

    @property
    def word(self) -> str:
        return _KINDS[self]


_KINDS = {
    LineKind.QUALIFICATION: "资质",
    LineKind.CONTACT: "联系人",
    LineKind.THIRD_PARTY: "合作的第三方",
    LineKind.INPUT: "约定的投入",
    LineKind.STAFF: "约定的人员",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is written. Of a contact only the duty: name and phone are sealed elsewhere."""

    kind: LineKind
    name: str
    detail: str = ""
    number: str = ""
    valid_until: date | None = None
    amount: Money = _NOTHING
    people: int = 0


def line_of(written: Line) -> Line:
    """The line as it is kept, or the sentence that says what it lacks."""
    kept = replace(
        written, name=written.name.strip(), detail=written.detail.strip(), number=written.number.strip()
    )
    _check_texts(kept)
    _check_figures(kept)
    lacks = _lacking(kept)
    if lacks:
        raise ContractorRefused("record_line_not_complete", f"没有记。{kept.kind.word}还缺{lacks}，请补上。")
    return kept


def _check_texts(line: Line) -> None:
    measured = (
        ("名称", line.name, LINE_NAME_LENGTH),
        ("说明", line.detail, DETAIL_LENGTH),
        ("编号", line.number, NUMBER_LENGTH),
    )
    for word, text, longest in measured:
        if len(text) > longest:
            said = f"没有记。{word}有{len(text)}个字，最多{longest}个字。"
            raise ContractorRefused("record_text_too_long", said)
        if "\x00" in text:
            raise ContractorRefused(
                "record_text_not_readable", f"没有记。{word}里有不能显示的字符，请重新写。"
            )


def _check_figures(line: Line) -> None:
    if line.amount.fen < 0 or line.people < 0:
        raise ContractorRefused("record_figure_negative", "没有记。金额和人数不能小于零，请重新写。")


def _lacking(line: Line) -> str:
    needed: Mapping[LineKind, tuple[tuple[str, object], ...]] = {
        LineKind.QUALIFICATION: (("资质名称", line.name), ("证书编号", line.number)),
        LineKind.CONTACT: (("负责什么", line.detail),),
        LineKind.THIRD_PARTY: (("单位名称", line.name), ("做哪一部分", line.detail)),
        LineKind.INPUT: (("投入什么", line.name), ("金额或者数量说明", line.amount or line.detail)),
        LineKind.STAFF: (("什么岗位", line.name), ("几个人", line.people)),
    }
    return "、".join(word for word, value in needed[line.kind] if not value)


@dataclass(frozen=True, slots=True)
class Validity:
    """How long a qualification still counts."""

    kind: Literal["ok", "warn", "bad"]
    words: str


def validity(until: date | None, today: date) -> Validity:
    if until is None:
        return Validity("ok", "长期有效")
    days = (until - today).days
    if days < 0:
        return Validity("bad", f"过期{-days}天")
    return Validity("warn" if days <= SOON_DAYS else "ok", f"还有{days}天到期")
