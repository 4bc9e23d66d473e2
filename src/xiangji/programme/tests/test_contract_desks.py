"""The desks of contracts, proofs and registers, as people see them."""

from io import BytesIO

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.errors import Refused
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.office.tests.cast import inside
from xiangji.core.parties.models import Party
from xiangji.core.values import Money
from xiangji.programme.actions.money import registering
from xiangji.programme.models import Asset, Contract, OtherFund, Posting, Programme, Proof, ResidentSupport
from xiangji.programme.queries.money import contracts
from xiangji.programme.tests.contract_cast import (
    ON,
    ROOM,
    a_contract,
    a_fund,
    an_asset,
    contracts_stand,
    promise,
    proven,
    reported,
    supplement,
    with_file,
)
from xiangji.programme.tests.contracting_cast import bureau, in_force, manager, signed
from xiangji.programme.tests.examples import RUNNING, register_running
from xiangji.programme.tests.ledger_cast import a_book, finance
from xiangji.programme.tests.project_cast import OVER, company, contractor


@pytest.fixture(autouse=True)
def plan(counties: None, settings: LazySettings) -> None:
    settings.TOTP = False
    register_running()


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def typed(**more: object) -> dict[str, object]:
    return {
        "number": "示例合同-7",
        "signed_on": ON,
        "central": "200000",
        "county": "50000.01",
        "words": "按月付。",
        "guarantee": "none",
        "booked_on": ON,
        **more,
    }


def test_a_clerk_registers_a_contract_from_the_desk() -> None:
    agreement = signed(in_force())
    a_book()

    answer = inside(bureau()).post("/office/contracts/do/sign/", typed(agreement=agreement.pk))

    assert answer.status_code == 302
    contract = contracts.rows().get()
    assert contracts.held(contract).total == Money.from_yuan("250000.01")
    told = page(inside(bureau()), f"/office/contracts/{contract.pk}/")
    assert "250,000.01" in told
    assert "示例合同-7" in told
    assert "登记了合同" in told


def test_a_contract_above_the_project_is_refused_on_the_page_and_what_was_typed_stays() -> None:
    agreement = signed(in_force())
    a_book()

    answer = inside(bureau()).post(
        "/office/contracts/do/sign/", typed(agreement=agreement.pk, central="300000.01")
    )

    assert answer.status_code == 422
    assert "多0.01元" in answer.content.decode()
    assert "示例合同-7" in answer.content.decode()
    assert not Contract.objects.exists()


def test_shares_of_strangers_are_refused_beside_their_field() -> None:
    agreement = signed(in_force())
    a_book()

    answer = inside(bureau()).post(
        "/office/contracts/do/sign/", typed(agreement=agreement.pk, divided="别人公司 一百")
    )

    assert answer.status_code == 422
    assert "读不懂" in answer.content.decode()
    assert not Contract.objects.exists()


def test_a_contractor_reports_a_proof_and_finance_confirms_it() -> None:
    contract = a_contract()
    promise(contract, 10)
    own = inside(manager(contract.project))

    answer = own.post(
        f"/office/contracts/{contract.pk}/prove/",
        {"what": "培训场地改造", "amount": "30000", "document_number": "票-31", "spent_on": ON},
    )
    assert answer.status_code == 302
    proof = with_file(contracts.proofs().get())
    assert "等您核实的企业投入凭证" in page(inside(finance()), "/office/")
    confirmed = inside(finance()).post(f"/office/proofs/{proof.pk}/confirm/", {"booked_on": ON})

    assert confirmed.status_code == 302
    assert "投入没到齐" in page(own, "/office/contracts/?chip=all")
    assert "还差70,000.00元" in page(own, f"/office/contracts/{contract.pk}/?chip=all")


def test_another_contractor_sees_neither_contract_nor_proof_nor_asset() -> None:
    contract = a_contract()
    proof, asset = reported(contract, 1), an_asset(contract.project)
    other = inside(contractor(company("示例别家有限公司"), name="示例·别家"))

    for address in (f"contracts/{contract.pk}", f"proofs/{proof.pk}", f"assets/{asset.pk}"):
        page(other, f"/office/{address}/", 404)
    assert "镇级分拣线" not in page(other, "/office/contracts/?chip=all")


def test_files_are_added_by_whoever_answers_for_the_paper() -> None:
    contract = a_contract()
    proof = proven(contract, 1)

    def add(target: str, by: User) -> None:
        file = ContentFile(b"%PDF-1.7\n" + target.encode(), name="合同.pdf")
        add_evidence(to=target, file=file, by=by, happened_at=OVER)

    add(contract.about, bureau())
    add(f"programme.OtherFund:{a_fund().pk}", bureau())
    add(f"programme.Asset:{an_asset(contract.project).pk}", manager(contract.project))
    for target, by in (
        (contract.about, manager(contract.project)),
        (proof.about, proof.by),  # nobody exchanges what was confirmed
        (f"programme.OtherFund:{OtherFund.objects.get().pk}", finance()),
    ):
        with pytest.raises((Refused, NotYours)):
            add(target, by)


def test_the_list_shows_the_same_money_as_the_paper() -> None:
    contract = a_contract()
    a_contract(5, 0, project=contract.project, kind="information")
    supplement(contract, 21)
    promise(contract, 10)
    promise(contract, 12, reason="多投2万元。")
    proven(contract, 3)

    for row in contracts.for_person(bureau()):
        paper = contracts.held(row)
        said = (row.total_fen, row.paid_fen, row.proven_fen, row.promised_fen or 0)  # type: ignore[attr-defined]
        promised = paper.promise.fen if paper.promise else 0
        assert said == (paper.total.fen, paper.paid.fen, paper.proven.fen, promised)


def test_a_sheet_of_contracts_is_read_for_all_rows_at_once(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = inside(bureau())
    contract = a_contract()
    a_contract(5, 0, project=contract.project, kind="information")

    with django_assert_max_num_queries(11):
        answer = client.get("/office/contracts/export/?chip=all")

    assert answer.status_code == 200
    answer.close()


@pytest.mark.proves("PRG-63")
def test_an_asset_stands_in_the_register_with_number_place_and_line_until_it_is_scrapped() -> None:
    asset = an_asset(in_force())
    client = inside(bureau())

    told = page(client, f"/office/assets/{asset.pk}/")
    assert "冷藏车" in told
    assert "300,000.00" in told
    assert "县级分拣中心" in told
    answer = client.post(f"/office/assets/{asset.pk}/end/", {"reason": "报废。"})

    assert answer.status_code == 302
    assert Asset.objects.get().end_reason == "报废。"
    again = client.post(f"/office/assets/{asset.pk}/end/", {"reason": "再报废一次。"})
    assert again.status_code in {403, 404, 409, 422}
    assert Asset.objects.get().end_reason == "报废。"


@pytest.mark.proves("PRG-65")
def test_other_funds_are_kept_and_never_booked() -> None:
    a_book()
    postings = Posting.objects.count()

    fund = a_fund()

    told = page(inside(bureau()), f"/office/funds/{fund.pk}/")
    assert "500,000.00" in told
    assert "不加进方案的资金" in told
    assert Posting.objects.count() == postings


@pytest.mark.proves("PRG-61")
def test_a_resident_is_supported_and_a_persons_name_is_masked() -> None:
    firm = company()
    party = Party.objects.create(
        kind="person", name="示例张三丰", kept_in_id=firm.place_id, registered_at=OVER
    )
    programme = Programme.objects.get(key=RUNNING)
    row = registering.record_support(
        programme=programme, party=party, support=ROOM, by=bureau(), happened_at=OVER
    )

    told = page(inside(bureau()), f"/office/supports/{row.pk}/")
    assert "免一年房租" in told
    assert "示例张三丰" not in told
    assert "示例张三丰" not in page(inside(bureau()), "/office/supports/?chip=all")


def test_a_stranger_writes_no_register() -> None:
    project = in_force()
    stranger = a_post(PostKind.TOWN_CLERK, a_person("示例·外人")).person

    with pytest.raises((Refused, NotYours)):
        an_asset(project, by=stranger)
    with pytest.raises((Refused, NotYours)):
        a_fund(by=stranger)
    assert not Asset.objects.exists()
    assert not OtherFund.objects.exists()


def test_each_desk_exports_its_rows() -> None:
    Organisation.objects.update(kind=Organisation.Kind.COMPANY)
    project = in_force()
    a_book()
    firm = a_post(PostKind.CONTRACTOR, a_person("示例·又一经理"), organisation=project.contractor)
    clerk = a_post(PostKind.COMMERCE_CLERK, a_person("示例·又一经办"))
    contracts_stand(firm, clerk)
    assert Proof.objects.exists()
    assert ResidentSupport.objects.exists()

    for key in ("contracts", "proofs", "assets", "funds", "supports"):
        answer = inside(bureau()).get(f"/office/{key}/export/?chip=all")
        assert answer.status_code == 200
        assert answer.getvalue().startswith(b"PK")


def test_a_register_names_the_kind_of_each_row_in_words_on_the_list_and_in_its_sheet() -> None:
    project = in_force()
    an_asset(project)
    a_fund()
    reader = inside(bureau())

    assets, funds = page(reader, "/office/assets/"), page(reader, "/office/funds/")
    sheet = load_workbook(BytesIO(b"".join(reader.get("/office/assets/export/")))).active

    assert Asset.objects.get().get_kind_display() in assets
    assert OtherFund.objects.get().get_kind_display() in funds
    assert "functools" not in assets + funds
    assert sheet is not None
    assert Asset.objects.get().get_kind_display() in [cell.value for cell in sheet[2]]
