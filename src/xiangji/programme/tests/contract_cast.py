"""Contracts, promises and proofs in the states that tests begin with, made by the real actions."""

from datetime import date, datetime
from decimal import Decimal

from django.core.files.base import ContentFile

from xiangji.core.accounts.models import Post, User
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.parties.models import Party
from xiangji.core.values import Money
from xiangji.programme.actions.money import contracting, promising, registering
from xiangji.programme.models import (
    Agreement,
    Asset,
    Contract,
    ContractVersion,
    OtherFund,
    Programme,
    Project,
    Promise,
    Proof,
)
from xiangji.programme.queries.money import contracts
from xiangji.programme.queries.money.contracts import Held
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money import promises, registers
from xiangji.programme.rules.money.contracts import Guarantee, Terms
from xiangji.programme.rules.money.registers import AssetKind, FundKind, SupportKind
from xiangji.programme.tests.contracting_cast import bureau, code, in_force, manager, signed
from xiangji.programme.tests.examples import RUNNING
from xiangji.programme.tests.ledger_cast import a_book, finance
from xiangji.programme.tests.project_cast import OVER, again

ON = OVER.date()


def terms(number: str = "示例合同-1", on: date = ON, **more: object) -> Terms:
    return Terms(number, on, "按月审核后支付，验收公示后付清。", **more)  # type: ignore[arg-type]


def letter(until: date) -> Terms:
    return terms(guarantee=Guarantee.BANK_LETTER, guaranteed=Money.from_wan(2), guaranteed_until=until)


def amounts(central: int | str = 0, county: int | str = 0, provincial: int | str = 0) -> dict[Source, Money]:
    """In 万元."""
    return {
        Source.CENTRAL: Money.from_wan(central),
        Source.PROVINCIAL: Money.from_wan(provincial),
        Source.COUNTY: Money.from_wan(county),
    }


def a_contract(
    central: int | str = 20,
    county: int | str = 5,
    *,
    project: Project | None = None,
    kind: str = "operation",
    what: Terms | None = None,
    by: User | None = None,
    at: datetime = OVER,
    shares: dict[int, Money] | None = None,
) -> Contract:
    of = project or in_force()
    if contracts.book_of(of) is None:
        a_book()
    made = contracting.sign_contract(
        agreement=Agreement.objects.filter(project=of, kind=kind).first() or signed(of, kind),
        terms=what or terms(),
        amounts=amounts(central, county),
        shares=shares or {},
        booked_on=at.date(),
        by=by or bureau(),
        happened_at=at,
    )
    return contracts.rows().get(pk=made.pk)


def supplement(
    contract: Contract,
    central: int | str,
    county: int | str = 5,
    *,
    reason: str = "工程量核减。",
    by: User | None = None,
    what: Terms | None = None,
    at: datetime = OVER,
) -> ContractVersion:
    return contracting.supplement_contract(
        contract=contracts.rows().get(pk=contract.pk),
        terms=what or terms("示例补充-1"),
        amounts=amounts(central, county),
        shares={},
        reason=reason,
        booked_on=at.date(),
        by=by or bureau(),
        happened_at=at,
    )


def promise(
    contract: Contract, wan: int | str, *, reason: str = "", by: User | None = None, at: datetime = OVER
) -> Promise:
    return promising.record_promise(
        contract=contracts.rows().get(pk=contract.pk),
        amount=Money.from_wan(wan),
        document_number="示例合同-1",
        reason=reason,
        booked_on=at.date(),
        by=by or bureau(),
        happened_at=at,
    )


def reported(
    contract: Contract, wan: int | str, number: str = "示例票-1", *, by: User | None = None
) -> Proof:
    made = promising.report_proof(
        contract=contracts.rows().get(pk=contract.pk),
        proof=promises.Proof("平台升级开发费", number, ON, Money.from_wan(wan)),
        by=by or manager(again(contract.project)),
        happened_at=OVER,
    )
    return contracts.proofs().get(pk=made.pk)


def with_file(proof: Proof) -> Proof:
    file = ContentFile(b"%PDF-1.7\n" + proof.document_number.encode(), name="发票.pdf")
    add_evidence(to=proof.about, file=file, by=proof.by, happened_at=OVER)
    return contracts.proofs().get(pk=proof.pk)


def confirm(proof: Proof, *, by: User | None = None) -> Proof:
    return promising.confirm_proof(proof=proof, booked_on=ON, by=by or finance(), happened_at=OVER)


def proven(contract: Contract, wan: int | str, number: str = "示例票-1") -> Proof:
    return confirm(with_file(reported(contract, wan, number)))


def held(contract: Contract) -> Held:
    return contracts.held(contract)


CAR = registers.Asset(
    AssetKind.VEHICLE,
    "冷藏车",
    Decimal(2),
    "台",
    Money.from_wan(30),
    Source.CENTRAL,
    ON,
    "县级分拣中心",
    "示例票-9",
)
GRANT = registers.Fund(
    FundKind.COMMERCE, "示例省商务厅", "冷链分拨点", Money.from_wan(50), ON, "示例商财〔2026〕3号"
)
ROOM = registers.Support(SupportKind.RENT, "免一年房租", Money.from_wan("1.2"), ON, "")


def an_asset(project: Project, *, by: User | None = None) -> Asset:
    return registering.record_asset(project=project, asset=CAR, by=by or bureau(), happened_at=OVER)


def a_fund(*, by: User | None = None) -> OtherFund:
    programme = Programme.objects.get(key=RUNNING)
    return registering.record_fund(programme=programme, fund=GRANT, by=by or bureau(), happened_at=OVER)


def contracts_stand(firm: Post, clerk: Post) -> None:
    """One of each, on the project in force of a test's own people; its book stands already."""
    project = Project.objects.get(publicity__outcome="clear", contractor=firm.organisation)
    contract = a_contract(project=project)
    reported(contract, 1, by=firm.person)
    # A second agreement waits for its contract.
    signed(project, "information")
    an_asset(again(project), by=clerk.person)
    a_fund(by=clerk.person)
    party = Party.objects.filter(kept_in__isnull=False).first() or Party.objects.create(
        kind="organisation",
        name="示例云店有限公司",
        credit_code=code(number=7_654_321),
        kept_in_id=project.programme.place_id,
        registered_at=OVER,
    )
    registering.record_support(
        programme=project.programme, party=party, support=ROOM, by=clerk.person, happened_at=OVER
    )
