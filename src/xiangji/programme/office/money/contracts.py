"""The desk of contracts (合同): amounts by source, supplements, guarantee, promise and its proofs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.evidence.owners import Paper, owner_of
from xiangji.core.office.desk import Action, Chip, Column, Desk, Empty, Mark, Named, desk
from xiangji.core.values import Money
from xiangji.programme.actions.money import contracting, promising
from xiangji.programme.models import Contract
from xiangji.programme.office.money.books import MONEY
from xiangji.programme.office.money.contract_forms import (
    PromiseForm,
    ProofForm,
    SignForm,
    SupplementForm,
)
from xiangji.programme.queries.money import contracts, payments
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.promises import Outcome, Reading, Standing
from xiangji.programme.rules.words import percent_of

SOON_DAYS = 30


def _total(contract: Any) -> Money:  # noqa: ANN401 - a row of contracts.for_person, as below
    return Money(int(contract.total_fen))


def _paid(contract: Any) -> Money:  # noqa: ANN401
    return Money(int(contract.paid_fen))


def _promised(contract: Any) -> Money | None:  # noqa: ANN401
    return None if contract.promised_fen is None else Money(contract.promised_fen)


def _proven(contract: Any) -> Money:  # noqa: ANN401
    return Money(int(contract.proven_fen))


def _standing(contract: Any) -> Standing | None:  # noqa: ANN401
    promised = _promised(contract)
    if promised is None:
        return None
    return Standing(promised, _proven(contract), Reading(contract.promised_how))


def _mark(contract: Contract) -> Mark:
    """Of a row, in a word; how much is missing stands in the paper."""
    until = contract.guaranteed_until  # type: ignore[attr-defined]
    if until and until < timezone.localdate():
        return Mark("bad", "担保过期")
    standing = _standing(contract)
    if standing is None:
        return Mark("info", "没有承诺")
    return Mark("wait", "投入没到齐") if standing.outcome is Outcome.OPEN else Mark("ok", "投入到齐")


def _source(source: Source) -> Any:  # noqa: ANN401 - a column's function
    return lambda row: contracts.seen(row).amounts.get(source, Money(0))


def _guarantee_ends(_person: User) -> Q:
    return Q(guaranteed_until__lte=timezone.localdate() + timedelta(days=SOON_DAYS))


@desk
class ContractDesk(Desk[Contract]):
    key = "contracts"
    title = "合同"
    menu = MONEY
    order = 30
    capability = "programme.read_contracts"
    unit = "份"
    columns = (
        Column("合同", lambda row: Named(row.project.name, row.number), look="wide"),
        Column("承办单位", "project.contractor.name", look="wide", order="project__contractor__name"),
        Column("金额（元）", _total, look="num"),
        Column("已拨付（元）", _paid, look="num"),
        Column("怎样", _mark, look="nowrap"),
    )
    export = (
        Column("项目", "project.name"),
        Column("承办单位", "project.contractor.name"),
        Column("合同编号", "number"),
        Column("协议编号", "agreement.number"),
        Column("中央财政", _source(Source.CENTRAL)),
        Column("省级", _source(Source.PROVINCIAL)),
        Column("县（市）配套", _source(Source.COUNTY)),
        Column("合同金额", _total),
        Column("已拨付", _paid),
        Column("补充协议（份）", lambda row: contracts.seen(row).last.ordinal - 1),
        Column("履约担保", lambda row: contracts.seen(row).last.guarantee_word),
        Column("担保有效到", "guaranteed_until"),
        Column("企业承诺投入", _promised),
        Column("企业已投入有凭证", _proven),
        Column("登记时间", "registered_at"),
    )
    chips = (
        Chip("proofs", "有凭证等核实", Q(has_waiting_proof=True)),
        Chip("guarantee", "担保30天内到期", _guarantee_ends),
    )
    search = ("project__name", "project__contractor__name", "agreement__number", "number")
    ordering = ("-pk",)
    detail = "programme/office/_contract.html"
    has_evidence = True
    empty = Empty(new="还没有合同。“开工与履约”里登记了协议以后，在这里登记合同金额。", done="这里没有合同。")
    actions = (
        Action(
            "sign",
            "登记合同",
            capability="programme.keep_contracts",
            form=SignForm,
            act=contracting.sign_contract,
            look="go",
            done="登记了，金额已经记进账里。把合同扫描件传成附件。",
            of_list=True,
        ),
        Action(
            "supplement",
            "登记补充协议",
            capability="programme.keep_contracts",
            form=SupplementForm,
            act=contracting.supplement_contract,
            named="contract",
            done=lambda version: f"登记了{version.word}，原来的留着。",
        ),
        Action(
            "promise",
            "登记企业承诺",
            capability="programme.keep_contracts",
            form=PromiseForm,
            act=promising.record_promise,
            named="contract",
            done="登记了。承办单位每次投入以后报凭证。",
        ),
        Action(
            "prove",
            "报一笔企业投入",
            capability="programme.report_proof",
            form=ProofForm,
            act=promising.report_proof,
            named="contract",
            look="go",
            done="报了。接着在“企业投入凭证”里传发票或者付款凭证的照片，财政岗看了附件才核实。",
        ),
    )

    def for_person(self, person: User) -> QuerySet[Contract]:
        return contracts.for_person(person)

    def together(self, things: Sequence[Contract]) -> None:
        """The list itself asks nothing of it; the sheet does, by source."""
        contracts.put_beside(things)

    def title_of(self, thing: Contract) -> str:
        return f"{thing.project.name}：{thing.number}"  # type: ignore[attr-defined]  # see contracts.rows

    def note_of(self, thing: Contract) -> str:
        return thing.project.contractor.name

    def mark_of(self, thing: Contract) -> Mark:
        return _mark(thing)

    def told(self, thing: Contract, person: User) -> Mapping[str, object]:
        held = contracts.seen(thing)
        quote = contracts.reading_of(thing.project)[1]
        return {
            "held": held,
            "versions": [
                (version, held.parts.get(version.pk, {}), held.shares.get(version.pk, []))
                for version in reversed(held.versions)
            ],
            "proofs": contracts.proofs_of(thing),
            "share": percent_of(Fraction(held.paid.fen, held.total.fen or 1)),
            "payments": [
                (row, Money(payments.wanted(row)), payments.state(row).word)
                for row in payments.for_person(person).filter(agreement=thing.agreement_id).order_by("pk")
            ],
            "quote": quote,
        }

    def history_of(self, thing: Contract) -> Iterable[str]:
        return (self.what(thing),)


def _contract(key: str) -> Contract | None:
    return contracts.rows().filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None


def _may_see(person: User, key: str) -> bool:
    return _may(person, key, "programme.read_contracts")


def _may_add(person: User, key: str) -> bool:
    return _may(person, key, "programme.keep_contracts")


def _may(person: User, key: str, capability: str) -> bool:
    found = _contract(key)
    if found is None:
        return False
    project = found.project
    return may(person, capability, place=project.programme.place_code, organisation=project.contractor)


@owner_of("programme.Contract", may_see=_may_see, may_add=_may_add)
def contract_paper(key: str) -> Paper | None:
    found = _contract(key)
    if found is None:
        return None
    title = f"{found.project.name}：合同"
    return Paper(title, reverse("office-paper", args=["contracts", found.pk]))
