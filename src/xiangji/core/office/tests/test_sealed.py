"""Sealed columns leave the house by paper only: one asks, another approves, the first downloads."""

import hashlib
import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from xiangji.core.accounts.models import Deputy, Post, User
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import (
    COUNTY,
    LONG_AGO,
    OTHER_COUNTY,
    a_person,
    a_post,
    an_organisation,
    one,
)
from xiangji.core.approvals.rules.deciding import NotTaken
from xiangji.core.audit.models import Entry
from xiangji.core.events import drain
from xiangji.core.office import sealed_doing
from xiangji.core.office.models import SealedExport
from xiangji.core.office.tests.cast import a_party, asked, inside
from xiangji.core.office.tests.test_parties import every_text_stored, text
from xiangji.core.parties import actions as parties
from xiangji.core.parties.actions import Kept
from xiangji.core.parties.models import Party
from xiangji.core.parties.tests.examples import (
    BANK_ACCOUNT,
    IDENTITY_NUMBER,
    OTHER_IDENTITY_NUMBER,
    PHONE,
    SEALED,
)

pytestmark = pytest.mark.django_db
REASON = "发放11月补助，核对收款人"


def clerk() -> User:
    return one(PostKind.COMMERCE_CLERK)


def head() -> User:
    return one(PostKind.COMMERCE_HEAD)


def approved(by: User, *rows: Party, **differing: Any) -> SealedExport:  # noqa: ANN401
    export = asked(by, *(rows or (a_party(),)), **differing)
    sealed_doing.approve(export=export, reason="", seen=None, by=head(), happened_at=timezone.now())
    return SealedExport.objects.get(pk=export.pk)


def download(person: User | Client, export: SealedExport) -> HttpResponseBase:
    client = person if isinstance(person, Client) else inside(person)
    return client.post(f"/office/exports/{export.pk}/file/")


def book_of(answer: HttpResponseBase) -> Workbook:
    assert answer.status_code == 200
    return load_workbook(BytesIO(answer.getvalue()))


def rows_of(answer: HttpResponseBase) -> list[tuple[Any, ...]]:
    return list(book_of(answer).active.iter_rows(values_only=True))


def nothing_left(answer: HttpResponseBase) -> None:
    body = answer.getvalue()
    assert not body.startswith(b"PK")
    assert [value for value in SEALED if value.encode() in body] == []
    assert not Entry.objects.filter(did="office.export_downloaded").exists()


def test_a_clerk_asks_for_the_list_as_it_is_narrowed_and_it_waits_for_another() -> None:
    party = a_party()
    a_party(identity_number=OTHER_IDENTITY_NUMBER, name="示例·王五丁")
    by, leader = clerk(), head()

    answer = inside(by).post(
        "/office/parties/sealed/?chip=person&q=生秀华",
        {"columns": ["phone", "identity_number"], "reason": REASON},
    )

    export = SealedExport.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/office/exports/{export.pk}/")
    assert (export.rows, export.columns) == ([party.pk], ["identity_number", "phone"])
    assert (export.words, export.reason) == ("个人；有“生秀华”", REASON)
    assert "等您办的导出" in text(inside(leader).get("/office/"))
    assert REASON in text(inside(leader).get(f"/office/exports/{export.pk}/"))
    entry = json.loads(Entry.objects.get(did="office.export_asked").text)
    assert entry["facts"]["rows_sha256"] == export.rows_sha256


def test_the_approved_file_holds_the_numbers_and_says_everywhere_who_took_it() -> None:
    by = clerk()
    export = approved(by, columns=("identity_number", "phone"))

    answer = download(by, export)

    content = answer.getvalue()
    book = load_workbook(BytesIO(content))
    page = book.active
    first, heads, row = list(page.iter_rows(values_only=True))
    assert first[0].startswith(f"示例·商务局经办　导-{export.pk:04}　")
    assert "第1次下载，1行" in first[0]
    assert heads[-3:] == ("身份证号（完整）", "电话（完整）", "导出人·审批号")
    assert row[-3:] == (IDENTITY_NUMBER, PHONE, f"示例·商务局经办·导-{export.pk:04}")
    assert page.oddHeader.center.text == page.oddFooter.center.text == first[0]
    assert (book.properties.creator, book.properties.identifier) == (by.name, export.number)
    assert answer.headers["Cache-Control"] == "private, no-store"
    facts = json.loads(Entry.objects.get(did="office.export_downloaded").text)["facts"]
    assert facts == {
        "number": 1,
        "rows": 1,
        "columns": ["identity_number", "phone"],
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def test_columns_that_were_not_asked_for_stay_masked() -> None:
    by = clerk()

    answer = download(by, approved(by, columns=("phone",)))

    whole = str(rows_of(answer))
    assert PHONE in whole
    assert "370481********009X" in whole
    assert IDENTITY_NUMBER not in whole
    assert BANK_ACCOUNT not in whole


def test_a_name_that_is_masked_on_the_screen_is_a_column_to_be_asked_for() -> None:
    by, party = clerk(), a_party()

    masked = rows_of(download(by, approved(by, party, columns=("phone",))))
    whole = rows_of(download(by, approved(by, party, columns=("name", "phone"))))

    assert "生秀华" not in str(masked)
    assert whole[-1][-3:-1] == ("示例·生秀华", PHONE)


def test_a_demo_says_so_in_the_file(settings: LazySettings) -> None:
    settings.DEMO = True
    by = clerk()

    assert rows_of(download(by, approved(by)))[0][0] == "演示数据，与真实单位无关"


def test_the_entry_is_written_before_the_first_byte_and_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    by = clerk()
    export = approved(by)
    monkeypatch.setattr("xiangji.core.office.sealed.as_download", None)

    with pytest.raises(TypeError):
        download(by, export)

    assert Entry.objects.filter(did="office.export_downloaded").count() == 1
    assert SealedExport.objects.get().downloads == 1


@pytest.mark.parametrize("kind", [kind for kind in PostKind if kind is not PostKind.COMMERCE_CLERK])
def test_whoever_guesses_the_address_finds_nothing(kind: PostKind) -> None:
    export = approved(clerk())
    stranger = inside(one(kind))

    for answer in (
        download(stranger, export),
        stranger.get(f"/office/exports/{export.pk}/file/"),
        stranger.get(f"/office/exports/{export.pk + 1}/file/"),
    ):
        assert answer.status_code == 404
        nothing_left(answer)
    led = download(Client(), export)
    assert (led.status_code, led.headers["Location"][:14]) == (302, "/office/login/")
    assert SealedExport.objects.get().downloads == 0


def test_the_one_who_asked_does_not_get_it_by_opening_the_address() -> None:
    by = clerk()
    export = approved(by)

    answer = inside(by).get(f"/office/exports/{export.pk}/file/")

    assert answer.status_code == 404
    nothing_left(answer)


def test_a_colleague_in_the_same_post_does_not_get_it() -> None:
    export = approved(clerk())
    colleague = a_post(PostKind.COMMERCE_CLERK, a_person("示例·同事")).person

    answer = download(colleague, export)

    assert answer.status_code == 404
    nothing_left(answer)


@pytest.mark.parametrize("state", ["waiting", "refused", "withdrawn"])
def test_what_was_not_approved_does_not_leave(state: str) -> None:
    by = clerk()
    export = asked(by, a_party())
    now = timezone.now()
    if state == "refused":
        sealed_doing.refuse(export=export, reason="先说用途", seen=None, by=head(), happened_at=now)
    if state == "withdrawn":
        sealed_doing.withdraw(export=export, reason="不用了", seen=None, by=by, happened_at=now)

    answer = download(by, export)

    assert answer.status_code == 422
    assert "这份导出还没有批准" in text(answer)
    nothing_left(answer)


def approve(export: SealedExport, by: User) -> None:
    sealed_doing.approve(export=export, reason="", seen=None, by=by, happened_at=timezone.now())


def test_nobody_approves_her_own_export() -> None:
    by = head()
    export = asked(by, a_party())

    answer = inside(by).post(f"/office/exports/{export.pk}/approve/")

    assert answer.status_code == 422
    assert "要由别人来审" in text(answer)
    assert SealedExport.objects.get().good_until is None


def test_nobody_approves_her_own_export_through_a_second_post() -> None:
    person = clerk()
    export = asked(person, a_party())
    a_post(PostKind.COMMERCE_HEAD, person)

    with pytest.raises(NotTaken, match="要由别人来审"):
        approve(export, person)

    assert SealedExport.objects.get().good_until is None


def deputise(post: Post, deputy: User) -> None:
    today = timezone.localdate()
    Deputy.objects.create(
        post=post, deputy=deputy, since=today, until=today, given_at=LONG_AGO, given_by=post.person
    )


def test_nobody_approves_her_own_export_as_a_deputy_or_through_her_deputy() -> None:
    leader = a_post(PostKind.COMMERCE_HEAD, a_person("示例·李局长"))
    by = clerk()
    export = asked(by, a_party())
    deputise(leader, by)

    with pytest.raises(NotTaken, match="要由别人来审"):
        approve(export, by)

    second = asked(leader.person, Party.objects.get())
    with pytest.raises(NotTaken):
        approve(second, by)
    assert not SealedExport.objects.exclude(good_until=None).exists()


def test_after_seven_days_it_does_not_leave() -> None:
    by = clerk()
    export = approved(by)
    export.good_until = timezone.now() - timedelta(minutes=1)
    export.save()

    answer = download(by, export)

    assert answer.status_code == 422
    assert "批准以后7天内能下载，已经过了" in text(answer)
    nothing_left(answer)


def test_seven_days_are_counted_from_the_approval() -> None:
    export = approved(clerk())

    assert export.good_until is not None
    assert timedelta(days=6, hours=23) < export.good_until - timezone.now() < timedelta(days=7)


def test_a_fourth_time_it_does_not_leave() -> None:
    by = clerk()
    export = approved(by)

    for _ in range(3):
        assert rows_of(download(by, export))
    answer = download(by, export)

    assert answer.status_code == 422
    assert "最多下载3次" in text(answer)
    assert Entry.objects.filter(did="office.export_downloaded").count() == 3
    assert "下载，还能下" not in text(inside(by).get(f"/office/exports/{export.pk}/"))


def test_two_that_download_at_the_same_moment_count_twice_and_never_a_fourth_time() -> None:
    by = clerk()
    export = approved(by)
    SealedExport.objects.update(downloads=2)
    export.refresh_from_db()
    now = timezone.now()

    sealed_doing.note_download(export=export, sha256="", rows=1, by=by, happened_at=now)
    with pytest.raises(sealed_doing.NotExported):
        sealed_doing.note_download(export=export, sha256="", rows=1, by=by, happened_at=now)

    assert SealedExport.objects.get().downloads == 3


def test_people_who_come_later_do_not_stand_in_the_approved_file() -> None:
    by = clerk()
    export = approved(by)
    a_party(identity_number=OTHER_IDENTITY_NUMBER, name="示例·王五丁", phone="13900731905")

    rows = rows_of(inside(by).post(f"/office/exports/{export.pk}/file/?chip=all&q=王五丁"))

    assert len(rows) == 3
    assert "13900731905" not in str(rows)


def test_rows_that_were_changed_behind_the_approval_do_not_leave() -> None:
    by = clerk()
    export = approved(by)
    other = a_party(identity_number=OTHER_IDENTITY_NUMBER, phone="13900731905")
    SealedExport.objects.update(rows=[*export.rows, other.pk])

    answer = download(by, export)

    assert answer.status_code == 422
    assert "和批准时的对不上" in text(answer)
    nothing_left(answer)


def test_columns_that_were_added_behind_the_approval_do_not_leave() -> None:
    by = clerk()
    export = approved(by)
    SealedExport.objects.update(columns=["phone", "bank_account"])

    answer = download(by, export)

    assert answer.status_code == 422
    nothing_left(answer)


def test_an_erased_person_leaves_as_erased() -> None:
    by, party = clerk(), a_party()
    export = approved(by, party, columns=("identity_number", "phone"))
    parties.erase(party=party.pk, reason="本人申请删除", by=None, happened_at=timezone.now())

    row = rows_of(download(by, export))[-1]

    assert row[-3:-1] == ("（已删除）", "（已删除）")
    assert "（已删除）" in row[:3]


def test_who_has_left_the_scope_since_is_not_in_the_file_and_the_file_says_so() -> None:
    by, stays = clerk(), a_party()
    moved = a_party(identity_number=OTHER_IDENTITY_NUMBER, phone="13900731905")
    export = approved(by, stays, moved)
    Party.objects.filter(pk=moved.pk).update(kept_in=OTHER_COUNTY.digits)

    rows = rows_of(download(by, export))

    assert "批准2行，现在在管的1行" in rows[0][0]
    assert "13900731905" not in str(rows)


def test_who_lost_the_post_does_not_get_the_file() -> None:
    by = clerk()
    export = approved(by)
    Post.objects.filter(person=by).update(ended_at=timezone.now(), end_reason="调离")

    answer = download(by, export)

    assert answer.status_code == 403
    nothing_left(answer)


def test_who_changed_to_a_post_of_another_purpose_does_not_get_the_old_columns() -> None:
    by = clerk()
    export = approved(by, columns=("phone",))
    Post.objects.filter(person=by).update(kind=PostKind.FINANCE)

    answer = download(by, export)

    assert answer.status_code == 422
    assert "您的岗位用不着" in text(answer)
    nothing_left(answer)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"columns": ["phone"], "reason": ""}, "这个字段是必填项"),
        ({"columns": ["phone"], "reason": f"打给{PHONE}"}, "里不要写号码和地址"),
        ({"columns": [], "reason": REASON}, "这个字段是必填项"),
        ({"columns": ["gender"], "reason": REASON}, "gender 不在可用的选项中"),
    ],
)
def test_a_bad_question_is_refused_and_no_paper_begins(sent: dict[str, Any], sentence: str) -> None:
    a_party()

    answer = inside(clerk()).post("/office/parties/sealed/?chip=all", sent)

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not SealedExport.objects.exists()


def test_an_empty_and_an_endless_list_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    client = inside(clerk())
    sent = {"columns": ["phone"], "reason": REASON}

    empty = client.post("/office/parties/sealed/?chip=all", sent)
    monkeypatch.setattr(sealed_doing, "MOST_ROWS", 1)
    a_party()
    a_party(identity_number=OTHER_IDENTITY_NUMBER)
    endless = client.post("/office/parties/sealed/?chip=all", sent)

    assert (empty.status_code, endless.status_code) == (422, 422)
    assert "一行也没有" in text(empty)
    assert "最多1行" in text(endless)
    assert not SealedExport.objects.exists()


def test_finance_asks_only_for_what_paying_needs() -> None:
    a_party()
    client = inside(one(PostKind.FINANCE))

    shown = text(client.get("/office/parties/sealed/"))
    answer = client.post("/office/parties/sealed/", {"columns": ["phone"], "reason": REASON})

    assert "银行账号" in shown
    assert "门牌地址" not in shown
    assert answer.status_code == 422
    assert not SealedExport.objects.exists()


def test_a_paper_that_was_refused_comes_again_with_a_better_reason_and_the_same_rows() -> None:
    by, leader, party = clerk(), head(), a_party()
    export = asked(by, party)
    address = f"/office/exports/{export.pk}"

    refused = inside(leader).post(f"{address}/refuse/", {"reason": "写清给谁用"})
    again = inside(by).post(f"{address}/submit/", {"reason": "给财政局核对收款人，用完删掉"})
    inside(leader).post(f"{address}/approve/")

    assert (refused.status_code, again.status_code) == (302, 302)
    assert SealedExport.objects.get().good_until is not None
    assert PHONE in str(rows_of(download(by, export)))


def test_another_countys_paper_does_not_exist() -> None:
    elsewhere = an_organisation("示例·别县商务局", OTHER_COUNTY)
    export = asked(clerk(), a_party())
    SealedExport.objects.update(place=OTHER_COUNTY.digits, organisation=elsewhere)

    assert inside(head()).get(f"/office/exports/{export.pk}/").status_code == 404
    with pytest.raises(NotYours):
        sealed_doing.to_download(head(), export.pk, now=timezone.now())


def test_the_auditor_reads_what_left_the_house() -> None:
    by = clerk()
    export = approved(by)
    download(by, export).getvalue()

    shown = text(inside(one(PostKind.AUDIT_ADMIN)).get(f"/office/exports/{export.pk}/"))

    assert "下载了带完整信息的导出" in shown
    assert PHONE not in shown


def test_no_number_stands_in_any_table_after_all_that() -> None:
    by, party = clerk(), a_party(Kept(COUNTY, an_organisation().pk))
    export = approved(by, party, columns=("identity_number", "bank_account", "phone", "address_line"))
    client = inside(by)
    download(client, export).getvalue()
    client.get(f"/office/exports/{export.pk}/")
    inside(head()).post(
        f"/office/parties/{party.pk}/reveal/", {"field": "phone", "reason": "核对收款人的电话"}
    )
    drain()

    stored = every_text_stored()
    assert "生秀华" in stored  # the search does find what stands there
    assert [value for value in SEALED if value in stored] == []
