"""The evidence pack of a project: whole, verifiable by whoever has it, and for nobody else."""

import csv
import hashlib
import re
import secrets
import zipfile
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.test import Client
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import OTHER_COUNTY, a_person, a_post
from xiangji.core.audit.models import Entry
from xiangji.core.evidence import files
from xiangji.core.evidence.actions import add_evidence, withdraw_evidence
from xiangji.core.evidence.models import Evidence
from xiangji.core.office.tests.cast import inside
from xiangji.programme.actions.money import packing
from xiangji.programme.models import LedgerEntry, Objection, Payment, Posting, Project
from xiangji.programme.queries.money.pack import gather
from xiangji.programme.rules.money.pack import LONGEST_NAME, Table, csv_text, listing, plain
from xiangji.programme.tests import payment_cast as cast
from xiangji.programme.tests.contract_cast import a_contract, an_asset, promise, proven
from xiangji.programme.tests.contracting_cast import bureau, manager
from xiangji.programme.tests.examples import register_running
from xiangji.programme.tests.project_cast import contractor
from xiangji.programme.web.pack_writing import Taken, page, stream

WHY = "合同已经签了，先拨第一笔。"
TAKERS = [
    PostKind.COMMERCE_CLERK,
    PostKind.COMMERCE_HEAD,
    PostKind.FINANCE,
    PostKind.AUDIT_VIEWER,
    PostKind.LEADING_GROUP,
    PostKind.INSPECTOR,
]


@pytest.fixture(autouse=True)
def plan(settings: LazySettings) -> None:
    settings.TOTP = False


@pytest.fixture
def project(counties: None) -> Project:
    """In force, with a contract, a promise and its proof, a payment that the treasury paid, and an asset."""
    register_running()
    project = cast.money_stands()
    contract = a_contract(project=project)
    promise(contract, 10)
    proven(contract, 3)
    add(contract.about, "合同：正本*1.pdf")
    cast.accepted(project)
    cast.audited(project)
    payment = cast.with_receipt(cast.approved(project, why=WHY))
    cast.recorded(payment)
    an_asset(project)
    return project


def add(target: str, name: str, by: User | None = None) -> Evidence:
    file = ContentFile(b"%PDF-1.7\n" + name.encode(), name=name)
    return add_evidence(to=target, file=file, by=by or bureau(), happened_at=cast.DAY)


def auditor() -> User:
    return a_post(PostKind.AUDIT_VIEWER, a_person("示例·审计")).person


def taken(project: Project, by: User) -> zipfile.ZipFile:
    answer = inside(by).get(f"/office/print/projects/{project.pk}/pack/")
    assert answer.status_code == 200
    return zipfile.ZipFile(BytesIO(answer.getvalue()))


def read(pack: zipfile.ZipFile, path: str) -> str:
    return pack.read(f"{folder(pack)}/{path}").decode("utf-8-sig")


def folder(pack: zipfile.ZipFile) -> str:
    return pack.namelist()[0].partition("/")[0]


def hashes(pack: zipfile.ZipFile) -> dict[str, str]:
    return {line[66:]: line[:64] for line in read(pack, "sha256.txt").splitlines()}


def rows(pack: zipfile.ZipFile, title: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(read(pack, f"表/{title}.csv"))))


@pytest.mark.proves("PRG-66")
def test_an_auditor_takes_the_pack_and_every_file_has_the_hash_of_the_list(project: Project) -> None:
    pack = taken(project, auditor())

    assert pack.testzip() is None
    listed = hashes(pack)
    held = {name.partition("/")[2]: name for name in pack.namelist()}
    assert set(listed) | {"sha256.txt"} == set(held)
    assert {path: hashlib.sha256(pack.read(held[path])).hexdigest() for path in listed} == listed


def test_all_evidence_of_its_papers_is_in_the_pack_as_it_was_added(project: Project) -> None:
    listed = hashes(taken(project, auditor()))

    evidence = set(Evidence.objects.values_list("sha256", flat=True))
    assert len(evidence) == 3
    assert evidence <= set(listed.values())
    contract = [path for path in listed if path.startswith("凭证/合同-")]
    assert [path.rpartition("/")[2].partition("-")[2] for path in contract] == ["合同：正本_1.pdf"]


def test_the_sealed_text_of_each_entry_has_the_hash_of_the_ledger(project: Project) -> None:
    pack = taken(project, auditor())

    listed = hashes(pack)
    touching = Posting.objects.filter(project=project.pk).values("entry")
    entries = LedgerEntry.objects.filter(pk__in=touching)
    assert entries.count() >= 4
    assert all(listed[f"账/{entry.word}.txt"] == entry.sha256 for entry in entries)
    sheet = rows(pack, "记账凭证")
    assert {row["凭证"] for row in sheet} == {entry.word for entry in entries}
    assert len(sheet) == Posting.objects.filter(entry__in=touching).count()


def test_the_payment_stands_with_its_checks_its_reasons_and_its_steps(project: Project) -> None:
    pack = taken(project, auditor())

    checks = rows(pack, "拨付-规则检查")
    assert {row["什么时候"].split("，")[1] for row in checks} >= {"提交时", "同意时"}
    assert rows(pack, "拨付-为什么越过提醒")[0]["理由"] == WHY
    assert len(rows(pack, "拨付-审批经过")) == 4
    assert rows(pack, "拨付-国库支付")[0]["支付凭证号"] == "示例支-001"
    index = read(pack, "index.html")
    said = ("镇级分拣线", "企业承诺投入", "冷藏车", "21条分拣线都在", "示例会计师事务所", WHY, "怎么核对")
    assert [words for words in said if words not in index] == []
    assert "http://" not in index
    assert "https://" not in index


def test_the_slip_of_each_payment_is_in_the_pack_with_the_check_digits_of_its_page(project: Project) -> None:
    payment = Payment.objects.get()
    cast.drafted(project, purpose="还没有报送的", invoices=())
    shown = inside(cast.finance()).get(f"/office/print/payments/{payment.pk}/").content.decode()
    digits = re.search(r"校验码 ([0-9A-F ]{14})", shown)
    assert digits

    pack = taken(project, auditor())

    slips = [path for path in hashes(pack) if path.startswith("审批单/")]
    word = f"审批单/{payment.word}.docx"
    assert set(slips) - {f"审批单/{payment.word}.pdf"} == {word}
    made = Document(BytesIO(pack.read(f"{folder(pack)}/{word}")))
    assert digits[1] in made.paragraphs[-1].text
    assert f"{payment.word}.docx" in read(pack, "index.html")


def test_whoever_takes_a_pack_is_written_down(project: Project) -> None:
    by = auditor()

    taken(project, by)

    noted = Entry.objects.get(did="programme.pack_taken")
    assert noted.what == f"programme.Project {project.pk}"
    assert '"evidence":3' in noted.text.replace(" ", "")
    assert "取了证据包" in inside(by).get(f"/office/projects/{project.pk}/").content.decode()


def test_a_file_that_was_withdrawn_is_in_the_pack_and_says_why(project: Project) -> None:
    wrong = add(project.about, "错页.pdf")
    withdraw_evidence(evidence=wrong.pk, reason="传错了一页。", by=bureau(), happened_at=cast.DAY)

    pack = taken(project, auditor())

    assert wrong.sha256 in hashes(pack).values()
    assert "已经撤下，不再算：传错了一页。" in read(pack, "index.html")


def test_a_file_that_was_changed_on_the_disk_is_named_and_its_hash_stays_listed(
    project: Project,
) -> None:
    kept = add(project.about, "批文.pdf")
    (files.folder() / kept.sha256).write_bytes(b"%PDF-1.7\nsomething else")

    pack = taken(project, auditor())

    path = next(path for path, sha256 in hashes(pack).items() if sha256 == kept.sha256)
    assert f"{folder(pack)}/{path}" not in pack.namelist()
    index = read(pack, "index.html")
    assert "有1个凭证文件读不出或者和登记时不一样" in index
    assert "和登记时不一样了" in index


def test_a_pack_is_sent_file_by_file_and_never_held_whole(project: Project) -> None:
    for number in range(3):
        file = ContentFile(b"%PDF-1.7\n" + secrets.token_bytes(300_000), name=f"大件{number}.pdf")
        add_evidence(to=project.about, file=file, by=bureau(), happened_at=cast.DAY)
    pack = packing.take_pack(project=project, by=auditor(), happened_at=cast.DAY)

    pieces = [len(piece) for piece in stream(pack, Taken("示例·审计", cast.DAY))]

    assert len(pieces) > pack.files == 6
    assert max(pieces) < 400_000 < sum(pieces)


def test_a_stranger_a_contractor_and_another_county_take_nothing(project: Project) -> None:
    address = f"/office/print/projects/{project.pk}/pack/"
    elsewhere = a_post(PostKind.FINANCE, a_person("示例·别县"), place=OTHER_COUNTY).person
    noted = Entry.objects.filter(did__startswith="programme.")
    before = noted.count()

    assert Client().get(address).status_code == 302
    assert inside(manager(project)).get(address).status_code == 403
    assert inside(contractor(name="示例·另一家")).get(address).status_code in {403, 404}
    assert inside(elsewhere).get(address).status_code == 404
    assert noted.count() == before


@pytest.mark.parametrize("kind", TAKERS)
def test_whoever_may_take_it_takes_it_whole(project: Project, kind: PostKind) -> None:
    by = a_post(kind, a_person("示例·来取的人")).person

    pack = packing.take_pack(project=project, by=by, happened_at=cast.DAY)

    assert pack.left_out == 0
    assert pack.files == 3


def test_what_a_person_may_not_see_is_left_out_and_counted(project: Project) -> None:
    shown = add(f"programme.Publicity:{project.publicity_id}", "公示照片.pdf")

    pack = gather(project, by=manager(project))

    assert pack.left_out > 0
    assert "公示" not in {paper.kind for chapter in pack.chapters for paper in chapter.papers}
    assert shown.sha256 not in {kept.sha256 for _, kept in pack.kept()}
    assert f"有{pack.left_out}件公文您的岗位看不到" in page(pack, Taken("示例·刘经理", cast.DAY), {})


def test_the_words_of_an_objection_and_its_sender_stay_out_of_the_pack(project: Project) -> None:
    assert project.publicity is not None
    Objection.objects.create(
        publicity=project.publicity,
        text="某人的原话",
        sender="某人",
        lane="0" * 64,
        filed_at=cast.DAY,
        finding=Objection.Finding.NOT_UPHELD,
        reply="查过了，不影响。",
        handled_by=bureau(),
        handler_title="商务局经办",
        handled_at=cast.DAY,
    )

    pack = taken(project, auditor())

    whole = b"".join(pack.read(name) for name in pack.namelist()).decode("utf-8", "replace")
    assert "查过了，不影响。" in whole
    assert "某人" not in whole


def test_only_who_may_take_it_is_offered_the_button(project: Project) -> None:
    address = f"/office/projects/{project.pk}/"

    assert f"projects/{project.pk}/pack/" in inside(auditor()).get(address).content.decode()
    assert "取证据包" not in inside(manager(project)).get(address).content.decode()


def test_a_project_without_money_has_a_pack_too(counties: None) -> None:
    register_running()
    project = cast.money_stands()

    pack = taken(project, auditor())

    assert rows(pack, "记账凭证") == []
    assert "还没有开工" in read(pack, "index.html")


@given(st.text(max_size=200))
def test_any_name_becomes_one_that_every_system_writes(name: str) -> None:
    said = plain(name)

    assert 0 < len(said) <= LONGEST_NAME
    assert not set(said) & set('\\/:*?"<>|\x00\n')
    assert said == said.strip(" .")
    assert Path(said).name == said


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=2, max_size=2)))
def test_a_sheet_is_read_back_as_it_was_written_and_runs_no_formula(cells: list[list[str]]) -> None:
    table = Table("表", ("甲", "乙"), tuple((one, two) for one, two in cells))

    found = list(csv.reader(StringIO(csv_text(table).removeprefix("\ufeff"), newline="")))

    assert found[0] == ["甲", "乙"]
    assert [[cell.removeprefix("'") for cell in row] for row in found[1:]] == [
        [cell.removeprefix("'") for cell in row] for row in cells
    ]
    assert not any(cell.startswith(("=", "@")) for row in found for cell in row)


def test_a_negative_amount_stays_a_number_and_words_with_a_minus_do_not_run() -> None:
    table = Table("表", ("甲",), (("-1,200.50",), ("-cmd|1",), ("+86",)))

    assert csv_text(table) == '\ufeff甲\r\n"-1,200.50"\r\n\'-cmd|1\r\n+86\r\n'


def test_the_list_is_what_sha256sum_reads() -> None:
    assert listing({"乙": "b" * 64, "一": "a" * 64}) == f"{'a' * 64}  一\n{'b' * 64}  乙\n"
