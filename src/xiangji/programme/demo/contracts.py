"""The demo's contract with a supplement, a promise with a proof that waits, an asset, a fund, a support."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.demo import person_in
from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.parties.models import Kind
from xiangji.core.places.county import current_county
from xiangji.core.values import Money
from xiangji.programme import queries
from xiangji.programme.actions.money import contracting, promising, registering
from xiangji.programme.demo import days
from xiangji.programme.models import Agreement, Contract, Project
from xiangji.programme.queries import works
from xiangji.programme.queries.money import contracts, ledger
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money import promises, registers
from xiangji.programme.rules.money.contracts import PUBLIC, Guarantee, Terms
from xiangji.programme.rules.money.registers import AssetKind, FundKind, SupportKind

WORDS = "签订以后预付四成，其余按月审核后支付，验收公示后付清（示例）。"
# The supplement takes a twentieth away.
KEPT_OF_HUNDRED = 95


@transaction.atomic
def build_contracts(*, now: datetime) -> None:
    """Again changes nothing. Without a book or a signed agreement there is no contract."""
    running = queries.running(current_county().code)
    book = ledger.book_of(running.key) if running else None
    if running is None or book is None or Contract.objects.exists():
        return
    clerk = person_in(PostKind.COMMERCE_CLERK)
    agreement = contracts.unsigned_for(clerk).filter(kind="operation").first()
    if agreement is None:
        return
    project = works.works().get(pk=agreement.project_id)
    since = ledger.books().get(pk=book.pk).closed
    first = since.last_day + timedelta(days=1) if since else agreement.signed_on
    booked_on = max(agreement.signed_on, first)
    if booked_on > timezone.localdate(now):
        return
    at = days.at(booked_on, time(15, 30))
    contract = _sign(project, agreement, booked_on, clerk, at)
    _promise(contract, project, booked_on, clerk, at)
    _registers(project, booked_on, clerk, at)


def _sign(project: Project, agreement: Agreement, on: date, clerk: User, at: datetime) -> Contract:
    amounts = _amounts(project)
    terms = Terms(
        number=f"{agreement.number}-合同",
        signed_on=agreement.signed_on,
        words=WORDS,
        guarantee=Guarantee.BANK_LETTER,
        guaranteed=Money(max(Money.sum(amounts.values()).fen // 20, 1)),
        guaranteed_until=agreement.signed_on + timedelta(days=730),
    )
    contract = contracting.sign_contract(
        agreement=agreement, terms=terms, amounts=amounts, shares={}, booked_on=on, by=clerk, happened_at=at
    )
    less = {source: Money(amount.fen * KEPT_OF_HUNDRED // 100) for source, amount in amounts.items()}
    contracting.supplement_contract(
        contract=contract,
        terms=Terms(f"{agreement.number}-补1", agreement.signed_on, WORDS),
        amounts=less,
        shares={},
        reason="现场复核，少做一段装修（示例）。",
        booked_on=on,
        by=clerk,
        happened_at=at,
    )
    return contract


def _amounts(project: Project) -> dict[Source, Money]:
    """What the project was granted, at most what was offered."""
    granted = {source: project.draft.amounts[source] for source in PUBLIC}
    whole = Money.sum(granted.values()).fen
    chosen = contracts.chosen_for(project)
    offered = contracts.offer_of(chosen) if chosen else None
    most = min(whole, offered.fen) if offered else whole
    return {source: Money(amount.fen * most // whole) for source, amount in granted.items() if whole}


def _promise(contract: Contract, project: Project, on: date, clerk: User, at: datetime) -> None:
    amount = project.draft.enterprise or Money.from_wan(12)
    promising.record_promise(
        contract=contract,
        amount=amount,
        document_number=contracts.held(contract).versions[0].number,
        booked_on=on,
        by=clerk,
        happened_at=at,
    )
    if project.paper:
        promising.report_proof(
            contract=contract,
            proof=promises.Proof("平台升级开发费（示例）", "示例票-0031", on, Money(amount.fen // 3)),
            by=project.paper.author,
            happened_at=at,
        )


def _registers(project: Project, on: date, clerk: User, at: datetime) -> None:
    source = next((each for each in PUBLIC if project.draft.amounts[each]), Source.CENTRAL)
    asset = registers.Asset(
        AssetKind.VEHICLE,
        "冷藏车（示例）",
        Decimal(1),
        "台",
        Money.from_wan(15),
        source,
        on,
        "县级分拣中心，承办企业管",
        "示例票-0012",
    )
    fund = registers.Fund(
        FundKind.COMMERCE, "示例省商务厅", "镇级冷链分拨点", Money.from_wan(50), on, "示例商财〔2026〕3号"
    )
    support = registers.Support(SupportKind.RENT, "免一年房租（示例）", Money.from_wan("1.2"), on, "")
    programme = project.programme
    registering.record_asset(project=project, asset=asset, by=clerk, happened_at=at)
    registering.record_fund(programme=programme, fund=fund, by=clerk, happened_at=at)
    resident = contracts.residents_for(clerk).filter(kind=Kind.ORGANISATION).order_by("pk").first()
    if resident:
        registering.record_support(
            programme=programme, party=resident, support=support, by=clerk, happened_at=at
        )
