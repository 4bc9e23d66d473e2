"""Records of contractors: who may have one, what stands in it, and who sees a phone."""

import pytest

from xiangji.core.accounts.models import Organisation
from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused
from xiangji.core.parties.models import Party
from xiangji.core.values import Money
from xiangji.programme import actions
from xiangji.programme.models import Contractor, RecordLine
from xiangji.programme.queries import works
from xiangji.programme.rules.contractor import ContractorRefused, Line, LineKind
from xiangji.programme.tests.contracting_cast import FIRM, SECOND, bureau, code, hash_of, registered
from xiangji.programme.tests.examples import NOW, TODAY, register_running
from xiangji.programme.tests.project_cast import company, contractor, traces

PHONE = "13806320001"
STRANGERS = (PostKind.CONTRACTOR, PostKind.FINANCE, PostKind.TOWN_CLERK, PostKind.SYSTEM_ADMIN)


@pytest.fixture(autouse=True)
def plan(counties: None) -> None:
    register_running()


@pytest.mark.proves("PRG-69")
@pytest.mark.parametrize(
    ("start", "form", "said"),
    [
        ("93370481MA", "limited", "农民专业合作社"),
        ("92370481MA", "limited", "个体工商户"),
        ("12370481MA", "limited", "事业单位"),
        ("91370481MA", "partnership", "合伙企业"),
        ("91370481MA", "sole_owner", "个人独资企业"),
        ("91370481MA", "branch", "分公司"),
    ],
)
def test_only_a_legal_person_enterprise_is_registered(start: str, form: str, said: str) -> None:
    firm, clerk = company(FIRM), bureau()
    before = (traces(), Party.objects.count())

    with pytest.raises(ContractorRefused, match=said):
        actions.register_contractor(
            organisation=firm.pk, credit_code=code(start), legal_form=form, by=clerk, happened_at=NOW
        )
    assert ((traces(), Party.objects.count()), Contractor.objects.count()) == (before, 0)


def test_an_office_is_no_contractor() -> None:
    office = company("示例·某局")
    Organisation.objects.filter(pk=office.pk).update(kind=Organisation.Kind.OFFICE)

    with pytest.raises(ContractorRefused, match="登记的是机关"):
        registered(office)


def test_one_enterprise_has_one_record_and_one_code_one_enterprise() -> None:
    registered()

    with pytest.raises(ContractorRefused, match="已经有档案"):
        registered()
    with pytest.raises(ContractorRefused, match="另一家单位"):
        actions.register_contractor(
            organisation=company(SECOND).pk,
            credit_code=code(number=hash_of(FIRM)),
            legal_form="limited",
            by=bureau(),
            happened_at=NOW,
        )
    assert Contractor.objects.count() == 1


@pytest.mark.proves("PRG-72")
def test_the_record_holds_form_qualification_contact_third_party_input_and_staff() -> None:
    record = registered()
    lines = (
        Line(LineKind.QUALIFICATION, "快递业务经营许可", number="示例-001", valid_until=TODAY),
        Line(LineKind.THIRD_PARTY, "示例培训学校", detail="电商培训，有办学许可"),
        Line(LineKind.INPUT, "冷链车两台", amount=Money.from_wan(30)),
        Line(LineKind.STAFF, "站长", people=21),
    )
    for line in lines:
        actions.add_record_line(contractor=record, line=line, by=bureau(), happened_at=NOW)
    actions.add_contact(
        contractor=record, name="示例·王负责", phone=PHONE, duty="项目负责人", by=bureau(), happened_at=NOW
    )

    kept = works.lines_of([record])[record.pk]
    assert [row.line for row in kept[:4]] == list(lines)
    assert record.form.word == "有限责任公司"
    contact = kept[4]
    assert (contact.name, contact.detail) == ("", "项目负责人")
    assert contact.party is not None
    assert contact.party.name == "示例·王负责"


def test_neither_name_nor_phone_of_a_contact_stands_in_the_record_or_the_audit() -> None:
    record = registered()
    actions.add_contact(
        contractor=record, name="示例·王负责", phone=PHONE, duty="项目负责人", by=bureau(), happened_at=NOW
    )

    noted = " ".join(Entry.objects.values_list("text", flat=True))
    assert PHONE not in noted
    assert "王负责" not in noted
    assert RecordLine.objects.get().name == ""


def test_a_contact_with_a_wrong_phone_leaves_nothing() -> None:
    record = registered()
    before = (traces(), Party.objects.count())

    with pytest.raises(Refused, match="电话"):
        actions.add_contact(
            contractor=record, name="示例·王负责", phone="12345", duty="负责人", by=bureau(), happened_at=NOW
        )
    assert ((traces(), Party.objects.count()), RecordLine.objects.count()) == (before, 0)


def test_a_line_is_ended_with_a_reason_and_stays_to_be_read() -> None:
    record = registered()
    row = actions.add_record_line(
        contractor=record, line=Line(LineKind.STAFF, "站长", people=2), by=bureau(), happened_at=NOW
    )

    with pytest.raises(ContractorRefused, match="为什么不再算"):
        actions.end_record_line(contractor=record, line=row.pk, reason=" ", by=bureau(), happened_at=NOW)
    actions.end_record_line(contractor=record, line=row.pk, reason="换人了", by=bureau(), happened_at=NOW)
    with pytest.raises(NotYours):
        actions.end_record_line(contractor=record, line=row.pk, reason="再停", by=bureau(), happened_at=NOW)

    row.refresh_from_db()
    assert (row.name, row.end_reason) == ("站长", "换人了")


def test_a_contractor_writes_its_own_record_and_no_other() -> None:
    own, other = registered(), registered(company(SECOND))
    person = contractor(company(FIRM))
    line = Line(LineKind.STAFF, "站长", people=2)

    actions.add_record_line(contractor=own, line=line, by=person, happened_at=NOW)
    with pytest.raises(NotYours):
        actions.add_record_line(contractor=other, line=line, by=person, happened_at=NOW)

    assert [row.contractor_id for row in RecordLine.objects.all()] == [own.pk]
    assert list(works.records_for(person)) == [own]


@pytest.mark.parametrize("kind", STRANGERS)
def test_nobody_but_the_bureau_registers(kind: PostKind) -> None:
    firm = company(FIRM)
    stranger = a_post(kind, a_person("示例·别人")).person
    before = traces()

    with pytest.raises(NotPermitted):
        actions.register_contractor(
            organisation=firm.pk, credit_code=code(), legal_form="limited", by=stranger, happened_at=NOW
        )
    assert (traces(), Contractor.objects.count()) == (before, 0)
