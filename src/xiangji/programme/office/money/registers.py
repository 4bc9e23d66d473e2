"""The desks of assets (资产), other funds (其他资金) and support for residents (入驻扶持)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.evidence.owners import Paper, owner_of
from xiangji.core.office.desk import Action, Chip, Column, Desk, Empty, Mark, Named, desk
from xiangji.programme.actions.money import registering
from xiangji.programme.models import Asset, OtherFund, ResidentSupport
from xiangji.programme.office.money.books import MONEY
from xiangji.programme.office.money.contract_forms import (
    AssetForm,
    EndForm,
    FundForm,
    SupportForm,
    party_name,
)
from xiangji.programme.queries.money import contracts
from xiangji.programme.rules.budget import Source

ASSETS, FUNDS = "programme.record_asset", "programme.read_funds"
CHIPS = (Chip("counting", "算数的", contracts.COUNTING), Chip("ended", "不再算的", Q(ended_at__isnull=False)))


def _mark(row: Any) -> Mark:  # noqa: ANN401 - a row of one of three registers
    return Mark("info", "不再算") if row.ended_at else Mark("ok", "算数")


def _kind(row: Any) -> str:  # noqa: ANN401 - a row of one of three registers
    return str(row.get_kind_display())


def _counts(row: Any, _person: User) -> bool:  # noqa: ANN401 - a row of one of three registers
    return row.ended_at is None


ENDED = (Column("怎样", lambda row: _mark(row).word), Column("为什么不再算", "end_reason"))


@desk
class AssetDesk(Desk[Asset]):
    """PRG-63. Rows stay; what was scrapped says why."""

    key = "assets"
    title = "资产登记"
    menu = MONEY
    order = 50
    capability = "programme.read_contracts"
    unit = "项"
    columns = (
        Column(
            "资产", lambda row: Named(row.name, f"{row.project.name}，{row.where}"), look="wide", order="name"
        ),
        Column("类别", _kind, look="nowrap", order="kind"),
        Column("数量", lambda row: f"{row.quantity.normalize():f}{row.unit}", look="nowrap"),
        Column("价值（元）", "price", look="num", order="price_fen"),
        Column("怎样", _mark, look="nowrap"),
    )
    export = (
        Column("项目", "project.name"),
        Column("预算行", "project.budget_line"),
        Column("承办单位", "project.contractor.name"),
        Column("类别", _kind),
        Column("名称", "name"),
        Column("数量", "quantity"),
        Column("单位", "unit"),
        Column("价值", "price"),
        Column("资金来源", lambda row: Source(row.source).word),
        Column("购置日期", "bought_on"),
        Column("放在哪里", "where"),
        Column("凭证号", "document_number"),
        *ENDED,
    )
    chips = CHIPS
    search = ("name", "where", "document_number", "project__name")
    detail = "programme/office/_asset.html"
    has_evidence = True
    empty = Empty(new="还没有登记资产。方案的钱买的东西，验收以后逐项登记。", done="这里没有资产。")
    actions = (
        Action(
            "record",
            "登记资产",
            capability=ASSETS,
            form=AssetForm,
            act=registering.record_asset,
            look="go",
            done="登记了。把发票和照片传成附件。",
            of_list=True,
        ),
        Action(
            "end",
            "报废、停用",
            capability=ASSETS,
            form=EndForm,
            act=registering.end_asset,
            named="asset",
            look="stop",
            done="记下了，原来的留着。",
            when=_counts,
        ),
    )

    def for_person(self, person: User) -> QuerySet[Asset]:
        return contracts.assets_for(person)

    def mark_of(self, thing: Asset) -> Mark:
        return _mark(thing)

    def note_of(self, thing: Asset) -> str:
        return thing.project.name

    def told(self, thing: Asset, person: User) -> Mapping[str, object]:  # noqa: ARG002
        return {"source": Source(thing.source).word}


@desk
class FundDesk(Desk[OtherFund]):
    """PRG-65. Beside the plan's money and never added to it."""

    key = "funds"
    title = "其他资金"
    menu = MONEY
    order = 60
    capability = FUNDS
    unit = "笔"
    columns = (
        Column("谁给的", lambda row: Named(row.giver, row.purpose), look="wide", order="giver"),
        Column("种类", _kind, look="nowrap", order="kind"),
        Column("批准日期", "granted_on", look="nowrap", order="granted_on"),
        Column("金额（元）", "amount", look="num", order="fen"),
        Column("怎样", _mark, look="nowrap"),
    )
    export = (
        Column("方案", "programme.version.title"),
        Column("种类", _kind),
        Column("谁给的", "giver"),
        Column("用在哪里", "purpose"),
        Column("金额", "amount"),
        Column("批准日期", "granted_on"),
        Column("文号", "document_number"),
        *ENDED,
    )
    chips = CHIPS
    search = ("giver", "purpose", "document_number")
    detail = "programme/office/_fund.html"
    has_evidence = True
    empty = Empty(
        new="还没有登记。争取到的上级专项、存量资金和社会投资登记在这里，不加进方案的资金。",
        done="这里没有资金。",
    )
    actions = (
        Action(
            "record",
            "登记一笔",
            capability="programme.keep_contracts",
            form=FundForm,
            act=registering.record_fund,
            look="go",
            done="登记了。它不加进方案的资金。",
            of_list=True,
        ),
        Action(
            "end",
            "不再算",
            capability="programme.keep_contracts",
            form=EndForm,
            act=registering.end_fund,
            named="fund",
            look="stop",
            done="记下了，原来的留着。",
            when=_counts,
        ),
    )

    def for_person(self, person: User) -> QuerySet[OtherFund]:
        return contracts.funds_for(person)

    def mark_of(self, thing: OtherFund) -> Mark:
        return _mark(thing)

    def note_of(self, thing: OtherFund) -> str:
        return thing.purpose


@desk
class SupportDesk(Desk[ResidentSupport]):
    """PRG-61. People are shown masked; who they are stands in core.parties."""

    key = "supports"
    title = "入驻扶持"
    menu = MONEY
    order = 70
    capability = FUNDS
    unit = "条"
    columns = (
        Column("谁", lambda row: Named(party_name(row.party), row.what), look="wide"),
        Column("种类", _kind, look="nowrap", order="kind"),
        Column("日期", "given_on", look="nowrap", order="given_on"),
        Column("折合（元）", "worth", look="num", order="worth_fen"),
        Column("怎样", _mark, look="nowrap"),
    )
    export = (
        Column("方案", "programme.version.title"),
        Column("谁", lambda row: party_name(row.party)),
        Column("种类", _kind),
        Column("支持的内容", "what"),
        Column("折合金额", "worth"),
        Column("日期", "given_on"),
        Column("依据", "document_number"),
        *ENDED,
    )
    chips = CHIPS
    search = ("what", "document_number")
    detail = "programme/office/_support.html"
    has_evidence = True
    empty = Empty(
        new="还没有登记。给入驻中心的电商企业和创业人员的政策、场地和资金登记在这里。", done="这里没有登记。"
    )
    actions = (
        Action(
            "record",
            "登记一条",
            capability="programme.keep_contracts",
            form=SupportForm,
            act=registering.record_support,
            look="go",
            done="登记了。",
            of_list=True,
        ),
        Action(
            "end",
            "不再算",
            capability="programme.keep_contracts",
            form=EndForm,
            act=registering.end_support,
            named="support",
            look="stop",
            done="记下了，原来的留着。",
            when=_counts,
        ),
    )

    def for_person(self, person: User) -> QuerySet[ResidentSupport]:
        return contracts.supports_for(person)

    def mark_of(self, thing: ResidentSupport) -> Mark:
        return _mark(thing)

    def note_of(self, thing: ResidentSupport) -> str:
        return party_name(thing.party)

    def told(self, thing: ResidentSupport, person: User) -> Mapping[str, object]:  # noqa: ARG002
        return {"name": party_name(thing.party)}


def _asset(key: str) -> Asset | None:
    rows = Asset.objects.select_related("project__programme", "project__contractor")
    return rows.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None


def _may_see_asset(person: User, key: str) -> bool:
    return _may_asset(person, key, "programme.read_contracts")


def _may_add_to_asset(person: User, key: str) -> bool:
    return _may_asset(person, key, ASSETS)


def _may_asset(person: User, key: str, capability: str) -> bool:
    found = _asset(key)
    if found is None:
        return False
    project = found.project
    return may(person, capability, place=project.programme.place_code, organisation=project.contractor)


@owner_of("programme.Asset", may_see=_may_see_asset, may_add=_may_add_to_asset)
def asset_paper(key: str) -> Paper | None:
    found = _asset(key)
    return Paper(found.name, reverse("office-paper", args=["assets", found.pk])) if found else None


def _fund(key: str) -> OtherFund | None:
    rows = OtherFund.objects.select_related("programme")
    return rows.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None


def _may_see_fund(person: User, key: str) -> bool:
    found = _fund(key)
    return found is not None and may(person, FUNDS, place=found.programme.place_code)


def _may_add_to_fund(person: User, key: str) -> bool:
    found = _fund(key)
    return found is not None and may(person, "programme.keep_contracts", place=found.programme.place_code)


@owner_of("programme.OtherFund", may_see=_may_see_fund, may_add=_may_add_to_fund)
def fund_paper(key: str) -> Paper | None:
    found = _fund(key)
    return Paper(found.giver, reverse("office-paper", args=["funds", found.pk])) if found else None


def _support(key: str) -> ResidentSupport | None:
    rows = ResidentSupport.objects.select_related("programme", "party")
    return rows.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None


def _may_see_support(person: User, key: str) -> bool:
    found = _support(key)
    return found is not None and may(person, FUNDS, place=found.programme.place_code)


def _may_add_to_support(person: User, key: str) -> bool:
    found = _support(key)
    return found is not None and may(person, "programme.keep_contracts", place=found.programme.place_code)


@owner_of("programme.ResidentSupport", may_see=_may_see_support, may_add=_may_add_to_support)
def support_paper(key: str) -> Paper | None:
    found = _support(key)
    return Paper(found.what, reverse("office-paper", args=["supports", found.pk])) if found else None
