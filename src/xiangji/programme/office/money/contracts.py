"""The desk of contracts (合同): amounts by source, supplements, guarantee, promise and its proofs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
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
from xiangji.programme.queries.money import contracts
from xiangji.programme.queries.money.contracts import Held
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.promises import Outcome

SOON_DAYS = 30


def _held(contract: Any) -> Held:  # noqa: ANN401 - a row on which `together` hung it
    found: Held = getattr(contract, "held", None) or contracts.held(contract)
    contract.held = found
    return found


def _total(contract: Contract) -> Money:
    return _held(contract).total


def _paid(contract: Contract) -> Money:
    return _held(contract).paid


def _promised(contract: Contract) -> Money | None:
    promise = _held(contract).promise
    return promise.amount if promise else None


def _mark(contract: Contract) -> Mark:
    until = contract.guaranteed_until  # type: ignore[attr-defined]
    if until and until < timezone.localdate():
        return Mark("bad", "担保过期")
    standing = _held(contract).standing
    if standing is None:
        return Mark("info", "没有登记承诺")
    if standing.outcome is Outcome.OPEN:
        return Mark("wait", f"企业投入{standing.sentence}")
    return Mark("ok", f"企业{standing.sentence}")


def _source(source: Source) -> Any:  # noqa: ANN401 - a column's function
    return lambda row: _held(row).amounts.get(source, Money(0))


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
        Column("承办单位", "project.contractor.name", order="project__contractor__name"),
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
        Column("补充协议（份）", lambda row: _held(row).last.ordinal - 1),
        Column("履约担保", lambda row: _held(row).last.guarantee_word),
        Column("担保有效到", "guaranteed_until"),
        Column("企业承诺投入", _promised),
        Column("企业已投入有凭证", lambda row: _held(row).proven),
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

    def together(self, things: Sequence[Any]) -> None:
        found = contracts.held_of(things)
        for contract in things:
            contract.held = found[contract.pk]

    def title_of(self, thing: Contract) -> str:
        return f"{thing.project.name}：{_held(thing).last.number}"

    def note_of(self, thing: Contract) -> str:
        return thing.project.contractor.name

    def mark_of(self, thing: Contract) -> Mark:
        return _mark(thing)

    def told(self, thing: Contract, person: User) -> Mapping[str, object]:  # noqa: ARG002
        held = _held(thing)
        quote = contracts.reading_of(thing.project)[1]
        return {
            "held": held,
            "versions": [
                (version, held.parts.get(version.pk, {}), held.shares.get(version.pk, []))
                for version in reversed(held.versions)
            ],
            "proofs": contracts.proofs_of(thing),
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
