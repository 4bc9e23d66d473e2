"""The desk of people and organisations: masked, found by exact numbers, opened with a reason, erased."""

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import (
    COUNTY,
    OTHER_COUNTY,
    OTHER_TOWN,
    TOWN,
    an_organisation,
    one,
    some_places,
)
from xiangji.core.audit.models import Entry
from xiangji.core.office.tests.cast import a_party, inside
from xiangji.core.parties import actions, queries
from xiangji.core.parties.actions import Kept
from xiangji.core.parties.models import DataKey, Party
from xiangji.core.parties.rules.fields import Field, Purpose
from xiangji.core.parties.tests.examples import (
    ADDRESS_LINE,
    BANK_ACCOUNT,
    CREDIT_CODE,
    IDENTITY_NUMBER,
    OTHER_IDENTITY_NUMBER,
    PHONE,
    SEALED,
)

pytestmark = pytest.mark.django_db
REASON = "核对11月补助的收款人"


@pytest.fixture(autouse=True)
def places() -> None:
    some_places()


def clerk() -> User:
    return one(PostKind.COMMERCE_CLERK)


def head() -> User:
    return one(PostKind.COMMERCE_HEAD)


def guard() -> User:
    return one(PostKind.SECURITY_ADMIN)


def text(answer: HttpResponseBase) -> str:
    return answer.getvalue().decode()


def page(client: Client, address: str = "/office/parties/?chip=all") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return text(answer)


def facts_of(did: str) -> dict[str, object]:
    facts: dict[str, object] = json.loads(Entry.objects.get(did=did).text)["facts"]
    return facts


def every_text_stored() -> str:
    """Every column of every table, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found)


def nothing_plain(*more: str) -> None:
    stored = every_text_stored()
    assert [value for value in (*SEALED, *more) if value in stored] == []


def test_a_clerk_sees_names_and_numbers_masked_in_list_and_paper() -> None:
    party, client = a_party(), inside(clerk())

    for shown in (page(client), page(client, f"/office/parties/{party.pk}/")):
        assert "示例·生*华" in shown
        assert "370481********009X" in shown
        assert "138****1904" in shown
        assert [value for value in (*SEALED, "生秀华") if value in shown] == []


@pytest.mark.parametrize(
    ("kind", "seen", "unseen"),
    [
        (PostKind.FINANCE, ["生秀华", "尾号 7413", "370481********009X"], ["138****1904", "门牌地址"]),
        (PostKind.SECURITY_ADMIN, ["示例·生*华", "138****1904"], ["尾号 7413", "生秀华", "门牌地址"]),
        (PostKind.TOWN_CLERK, ["生秀华", "138****1904", "尾号 7413", "（已登记）"], []),
    ],
)
def test_each_post_sees_what_its_purpose_needs_and_no_more(
    kind: PostKind, seen: list[str], unseen: list[str]
) -> None:
    party = a_party()

    shown = page(inside(one(kind)), f"/office/parties/{party.pk}/")

    assert [value for value in seen if value not in shown] == []
    assert [value for value in (*unseen, *SEALED) if value in shown] == []


def test_a_person_is_registered_sealed_and_its_paper_opens() -> None:
    client = inside(clerk())

    answer = client.post(
        "/office/parties/do/register-person/",
        {
            "name": "示例·生秀华",
            "identity_number": IDENTITY_NUMBER.lower(),
            "phone": "138 0073 1904",
            "bank_account": BANK_ACCOUNT,
            "address_line": ADDRESS_LINE,
            "place": TOWN.digits,
        },
    )

    party = Party.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/office/parties/{party.pk}/")
    assert (party.place_id, party.kept_in_id, party.kept_by) == (
        TOWN.digits,
        TOWN.digits,
        an_organisation().pk,
    )
    assert Entry.objects.filter(did="party.registered").count() == 1
    nothing_plain()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("37048119490101009", "应当是17位数字加1位数字或 X，写的是17个字符"),
        ("370481194901010090", "有一位写错了"),
        ("370481203001010095", "不是已经过去的出生日期"),
        ("号码", "应当是17位数字加1位数字或 X"),
    ],
)
def test_a_wrong_identity_number_is_refused_with_a_sentence_and_nothing_is_written(
    number: str, sentence: str
) -> None:
    if number.startswith("3704812030"):
        number = number[:17] + check_character(number[:17])
    answer = inside(clerk()).post(
        "/office/parties/do/register-person/", {"name": "示例·生秀华", "identity_number": number}
    )

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Party.objects.exists()


def check_character(first: str) -> str:
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, weights, strict=True)) % 11]


def test_an_organisation_is_registered_and_a_wrong_credit_code_is_not() -> None:
    client = inside(clerk())
    address = "/office/parties/do/register-organisation/"

    wrong = client.post(address, {"name": "示例合作社", "credit_code": f"{CREDIT_CODE[:-1]}9"})
    right = client.post(address, {"name": "示例合作社", "credit_code": CREDIT_CODE})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "最后一位和前面17位对不上" in text(wrong)
    assert Party.objects.get().credit_code == CREDIT_CODE


def test_a_town_registers_in_its_own_town_only() -> None:
    client = inside(one(PostKind.TOWN_CLERK, place=TOWN))

    answer = client.post(
        "/office/parties/do/register-person/", {"name": "示例·甲乙", "place": OTHER_TOWN.digits}
    )

    assert answer.status_code == 422
    assert "不在您的岗位管的地方" in text(answer)
    assert not Party.objects.exists()


def test_who_is_registered_twice_is_told_so_and_nothing_of_the_other() -> None:
    a_party(Kept(OTHER_COUNTY, 999))

    answer = inside(clerk()).post(
        "/office/parties/do/register-person/", {"name": "示例·丙丁", "identity_number": IDENTITY_NUMBER}
    )

    assert answer.status_code == 422
    assert "已经登记在册" in text(answer)
    assert "生" not in re.sub(r"<[^>]*>", "", text(answer)).replace("生效", "")
    assert Party.objects.count() == 1


@pytest.mark.parametrize(
    ("by_what", "number"),
    [("identity_number", "370481 19490101 009x"), ("phone", PHONE), ("bank_account", BANK_ACCOUNT)],
)
def test_an_exact_number_finds_the_person_and_is_kept_nowhere(by_what: str, number: str) -> None:
    party, client = a_party(), inside(clerk())

    answer = client.post("/office/parties/do/find/", {"by_what": by_what, "number": number})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/office/parties/{party.pk}/")
    assert facts_of("party.looked_up")["found"] == 1
    nothing_plain()


def test_a_family_on_one_phone_is_listed_and_others_are_not() -> None:
    first = a_party()
    second = a_party(identity_number=OTHER_IDENTITY_NUMBER, name="示例·王五丁")
    a_party(identity_number="", phone="13900731905", name="示例·赵六丁")
    client = inside(clerk())

    answer = client.post("/office/parties/do/find/", {"by_what": "phone", "number": PHONE})

    shown = page(client, answer.headers["Location"])
    assert f"/office/parties/{first.pk}/" in shown
    assert f"/office/parties/{second.pk}/" in shown
    assert "示例·赵*丁" not in shown


def test_a_number_that_is_kept_elsewhere_is_not_found_and_the_search_is_noted() -> None:
    a_party(Kept(OTHER_COUNTY, 999))

    answer = inside(clerk()).post(
        "/office/parties/do/find/", {"by_what": "identity_number", "number": IDENTITY_NUMBER}
    )

    assert answer.status_code == 422
    assert "您管的范围里没有登记这个号码" in text(answer)
    assert facts_of("party.looked_up") == {"by_what": "身份证号", "found": 0}


def test_a_part_of_a_number_and_a_number_of_another_purpose_find_nobody() -> None:
    a_party()

    part = inside(clerk()).post("/office/parties/do/find/", {"by_what": "phone", "number": PHONE[:7]})
    other = inside(one(PostKind.FINANCE)).post(
        "/office/parties/do/find/", {"by_what": "phone", "number": PHONE}
    )

    assert (part.status_code, other.status_code) == (422, 422)
    assert not Entry.objects.filter(did="party.looked_up").exists()


@pytest.mark.parametrize(
    "words", [IDENTITY_NUMBER, PHONE, "138-0073-1904", BANK_ACCOUNT, "０６３２５５１９９０４"]
)
@pytest.mark.parametrize("address", ["/office/parties/", "/office/search/", "/office/people/"])
def test_a_number_in_a_search_box_leaves_the_address_at_once(address: str, words: str) -> None:
    a_party()
    client = inside(clerk())

    answer = client.get(address, {"q": words})

    assert answer.status_code == 302
    assert words not in answer.headers["Location"]
    shown = text(client.get(answer.headers["Location"]))
    assert "按号码找" in shown
    assert words not in shown


def test_a_number_is_not_saved_with_a_search() -> None:
    client = inside(clerk())

    client.post("/office/parties/views/", {"name": "找他", "query": f"?chip=all&q={PHONE}"})

    nothing_plain()


def test_a_masked_name_is_found_whole_and_never_by_its_parts() -> None:
    party = a_party()
    masked, whole = inside(clerk()), inside(one(PostKind.TOWN_CLERK))

    for words, is_found in (("生秀华", True), ("示例·生秀华", True), ("秀", False), ("生秀", False)):
        shown = page(masked, f"/office/parties/?chip=all&q={words}")
        assert (f"/office/parties/{party.pk}/" in shown) is is_found
        assert f"/office/parties/{party.pk}/" in page(whole, f"/office/parties/?chip=all&q={words}")


def test_the_search_of_the_workbench_shows_masked_names() -> None:
    a_party()

    shown = page(inside(clerk()), "/office/search/?q=生秀华")

    assert "示例·生*华" in shown
    assert "示例·生秀华" not in shown


def reveal(client: Client, party: Party, *, field: str = "phone", reason: str = REASON) -> HttpResponseBase:
    return client.post(f"/office/parties/{party.pk}/reveal/", {"field": field, "reason": reason})


def test_a_number_is_shown_once_with_a_reason_that_was_noted_and_is_kept_nowhere() -> None:
    party, client = a_party(), inside(head())

    answer = reveal(client, party)

    assert answer.status_code == 200
    assert f"电话：{PHONE}" in text(answer)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert facts_of("party.revealed") == {"field": "phone", "purpose": "registration", "reason": REASON}
    assert [data for one in Session.objects.all() if PHONE in (data := str(one.get_decoded()))] == []
    for address in ("/office/", "/office/parties/?chip=all", f"/office/parties/{party.pk}/"):
        assert PHONE not in page(client, address)
    nothing_plain()


def test_the_entry_is_written_before_anything_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever breaks between the entry and the page, the entry stands."""
    party, client = a_party(), inside(head())
    monkeypatch.setattr("xiangji.core.office.parties_doing.Opened", None)

    with pytest.raises(TypeError):
        reveal(client, party)

    assert Entry.objects.filter(did="party.revealed").count() == 1


@pytest.mark.parametrize("reason", ["", "看看", f"打给{PHONE}", "核对" * 120])
def test_without_a_good_reason_nothing_is_shown_and_nothing_noted(reason: str) -> None:
    party = a_party()

    answer = reveal(inside(head()), party, reason=reason)

    assert answer.status_code == 422
    assert "生秀华" not in text(answer)
    assert text(answer).count(PHONE) == (1 if PHONE in reason else 0)  # what she typed herself
    assert not Entry.objects.filter(did="party.revealed").exists()


def test_a_field_outside_of_the_purpose_is_not_offered_and_not_shown() -> None:
    party, client = a_party(), inside(one(PostKind.FINANCE))

    answer = reveal(client, party, field="phone")
    right = reveal(client, party, field="bank_account")

    assert answer.status_code == 422
    assert PHONE not in text(answer)
    assert BANK_ACCOUNT in text(right)
    assert Entry.objects.filter(did="party.revealed").count() == 1


def test_a_value_that_was_moved_from_another_row_is_not_shown() -> None:
    party = a_party()
    other = a_party(identity_number=OTHER_IDENTITY_NUMBER, phone="13900731905")
    Party.objects.filter(pk=party.pk).update(phone_sealed=other.phone_sealed)
    client = inside(head())

    answer = reveal(client, party)

    assert answer.status_code == 422
    assert "和它的封对不上" in text(answer)
    assert "13900731905" not in text(answer)
    assert "（读不出）" in page(client, f"/office/parties/{party.pk}/")


def test_a_correction_leaves_in_the_history_only_that_the_field_changed() -> None:
    party, client = a_party(), inside(clerk())

    answer = client.post(f"/office/parties/{party.pk}/correct/", {"field": "phone", "value": "139 0073 1905"})

    assert answer.status_code == 302
    assert queries.seen([party.pk], purpose=Purpose.CONTACT)[party.pk].phone == "139****1905"
    assert queries.find_by_phone(PHONE) == ()
    assert facts_of("party.corrected") == {"changed": ["phone"]}
    assert "改了登记" in page(client, f"/office/parties/{party.pk}/")
    nothing_plain("13900731905")


def test_the_name_is_corrected_and_never_removed() -> None:
    party, client = a_party(), inside(clerk())
    address = f"/office/parties/{party.pk}/correct/"

    empty = client.post(address, {"field": "name", "value": ""})
    right = client.post(address, {"field": "name", "value": "示例·生丽华"})

    assert (empty.status_code, right.status_code) == (422, 302)
    assert Party.objects.get().name == "示例·生丽华"


def test_two_registrations_are_merged_by_the_bureau_and_the_history_is_one() -> None:
    kept = a_party(identity_number="", bank_account="", address_line="")
    lesser = a_party(phone="")
    client = inside(clerk())

    answer = client.post(
        f"/office/parties/{lesser.pk}/merge/", {"into": kept.pk, "reason": "本人到场，带证件核过"}
    )

    assert answer.headers["Location"] == f"/office/parties/{kept.pk}/"
    shown = page(client, f"/office/parties/{kept.pk}/")
    assert "370481********009X" in shown
    assert "并到了另一份" in shown
    assert f"登记号 {kept.pk}" in page(client, f"/office/parties/{lesser.pk}/")


def test_nobody_merges_into_a_registration_that_she_does_not_see() -> None:
    lesser = a_party(identity_number="")
    elsewhere = a_party(Kept(OTHER_COUNTY, 999))

    answer = inside(clerk()).post(
        f"/office/parties/{lesser.pk}/merge/", {"into": elsewhere.pk, "reason": "本人到场，带证件核过"}
    )
    unknown = inside(clerk()).post(
        f"/office/parties/{lesser.pk}/merge/", {"into": 999999, "reason": "本人到场，带证件核过"}
    )

    assert (answer.status_code, unknown.status_code) == (422, 422)
    assert f"没有登记号 {elsewhere.pk}，" in text(answer)
    assert "没有登记号 999999，" in text(unknown)
    assert not Party.objects.filter(successor__isnull=False).exists()


ERASING = {"basis": "本人要求删除", "reason": "11月20日收到的书面申请", "sure": "on"}


def test_an_erased_person_is_gone_and_the_paper_says_so() -> None:
    party, client = a_party(), inside(guard())

    answer = client.post(f"/office/parties/{party.pk}/erase/", ERASING)

    assert answer.status_code == 302
    row = Party.objects.get()
    assert (row.name, row.phone_index, bytes(DataKey.objects.get().wrapped)) == ("", "", b"")
    assert facts_of("party.erased") == {"reason": "本人要求删除。11月20日收到的书面申请"}
    shown = page(client, f"/office/parties/{party.pk}/")
    assert "钥匙已经销毁，找不回来" in shown
    assert "（已删除）" in shown


def test_without_basis_material_and_confirmation_nobody_is_erased() -> None:
    party, client = a_party(), inside(guard())

    for missing in ERASING:
        answer = client.post(
            f"/office/parties/{party.pk}/erase/", {name: ERASING[name] for name in ERASING if name != missing}
        )
        assert answer.status_code == 422

    assert Party.objects.get().erased_at is None
    assert not Entry.objects.filter(did="party.erased").exists()


@pytest.mark.parametrize(
    ("action", "who"),
    [("erase", PostKind.COMMERCE_HEAD), ("reveal", PostKind.COMMERCE_CLERK), ("merge", PostKind.TOWN_CLERK)],
)
def test_who_may_not_is_refused_and_nothing_changes(action: str, who: PostKind) -> None:
    party = a_party()
    sent = {**ERASING, "field": "phone", "into": "1"}

    answer = inside(one(who)).post(f"/office/parties/{party.pk}/{action}/", sent)

    assert answer.status_code == 403
    assert PHONE not in text(answer)
    row = Party.objects.get()
    assert (row.erased_at, row.successor_id) == (None, None)


def test_a_company_sees_its_own_people_and_nobody_elses() -> None:
    firm, other = an_organisation("示例运营公司"), an_organisation("示例另一公司")
    own = a_party(Kept(COUNTY, firm.pk))
    theirs = a_party(Kept(COUNTY, other.pk), identity_number=OTHER_IDENTITY_NUMBER, name="示例·王五丁")
    client = inside(one(PostKind.CONTRACTOR, organisation=firm))

    shown = page(client)

    assert "生秀华" in shown
    assert "王五丁" not in shown
    assert client.get(f"/office/parties/{own.pk}/").status_code == 200
    for address in (f"/office/parties/{theirs.pk}/", f"/office/parties/{theirs.pk}/correct/"):
        assert client.post(address, {"field": "name", "value": "甲乙"}).status_code in {404, 405}
        assert client.get(address).status_code == 404
    theirs.refresh_from_db()
    assert theirs.name == "示例·王五丁"


def test_the_ordinary_export_is_masked() -> None:
    a_party()

    for kind in (PostKind.COMMERCE_CLERK, PostKind.FINANCE, PostKind.TOWN_CLERK):
        answer = inside(one(kind)).get("/office/parties/export/?chip=all")
        with ZipFile(BytesIO(answer.getvalue())) as book:
            whole = "".join(book.read(name).decode() for name in book.namelist())
        assert "370481********009X" in whole
        assert [value for value in SEALED if value in whole] == []


def test_a_revealed_merged_registration_still_says_its_old_number() -> None:
    kept = a_party()
    lesser = a_party(identity_number="", phone="13900731905")
    actions.merge(party=lesser.pk, into=kept.pk, reason=REASON, by=None, happened_at=kept.registered_at)

    answer = reveal(inside(head()), lesser)

    assert "电话：13900731905" in text(answer)
    assert Field.PHONE.value == facts_of("party.revealed")["field"]


def test_a_list_of_many_asks_no_more_than_a_list_of_one() -> None:
    client = inside(clerk())
    a_party()

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries_of_page:
            page(client)
        return len(queries_of_page)

    asked()
    few = asked()
    for number in range(12):
        a_party(identity_number="", phone=f"1390073190{number % 10}", name=f"示例·人{number}")

    assert asked() == few
