"""Excel in through the workbench: from the form that is given out to the last row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from xiangji.core.accounts.models import Organisation, Post, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import COUNTY, TOWN, a_person, an_organisation, one
from xiangji.core.audit.models import Entry
from xiangji.core.events.registry import beats
from xiangji.core.office.tests.cast import inside
from xiangji.core.parties import masks
from xiangji.core.parties.models import DataKey, Party
from xiangji.core.parties.tests.examples import (
    ADDRESS_LINE,
    BANK_ACCOUNT,
    CREDIT_CODE,
    IDENTITY_NUMBER,
    OTHER_IDENTITY_NUMBER,
    PHONE,
    SEALED,
)
from xiangji.core.sheets import moving, tasks
from xiangji.core.sheets.models import Batch, Entered, Intake

pytestmark = pytest.mark.django_db

HEAD = [
    *("姓名*", "登录名*", "岗位*", "单位*", "管到哪里*"),
    *("从哪天起*", "到哪天止", "发生日期*", "文号或凭据*"),
]
UNIT = "示例甲公司"


@pytest.fixture
def boss() -> User:
    return one(PostKind.CONTRACTOR, organisation=an_organisation(UNIT))


def a_row(number: int, **changed: Any) -> list[Any]:  # noqa: ANN401 - a cell may hold anything
    row = {
        "name": f"示例·{number}号",
        "username": f"driver-{number}",
        "kind": "司机",
        "unit": UNIT,
        "place": "示例市",
        "since": "2020-03-15",
        "until": None,
        "on": "2020-03-15",
        "document": "示人〔2020〕3号",
    }
    return list((row | changed).values())


def a_file(*rows: Sequence[Any], head: Sequence[str] = HEAD, name: str = "名册.xlsx") -> SimpleUploadedFile:
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    for row in (head, *rows):
        page.append(list(row))
    target = BytesIO()
    book.save(target)
    return SimpleUploadedFile(name, target.getvalue())


def uploaded(client: Client, file: SimpleUploadedFile, kind: str = "staff") -> HttpResponseBase:
    return client.post(f"/office/import/{kind}/", {"file": file})


def staged(client: Client, *rows: Sequence[Any], kind: str = "staff") -> Intake:
    answer = uploaded(client, a_file(*rows), kind)
    assert answer.status_code == 302, answer
    return Intake.objects.latest("pk")


def confirmed(client: Client, intake: Intake, **more: str) -> HttpResponseBase:
    return client.post(f"/office/import/{intake.kind}/{intake.pk}/confirm/", more)


def page(client: Client, intake: Intake) -> str:
    return client.get(f"/office/import/{intake.kind}/{intake.pk}/").content.decode()


def nobody_came() -> bool:
    return not User.objects.filter(username__startswith="driver-").exists()


def test_a_list_offers_its_form_and_the_form_comes_back_filled_in(boss: User) -> None:
    client = inside(boss)
    assert "/office/import/staff/" in client.get("/office/people/").content.decode()

    answer = client.get("/office/import/staff/template/")

    book = load_workbook(BytesIO(b"".join(answer)))
    sheet, explained, lists = book.worksheets
    assert [cell.value for cell in sheet[1]] == HEAD
    assert [cell.value for cell in lists["A"] if cell.value] == ["岗位", "承办企业", "司机"]
    drop_downs = {str(one.sqref).split(":")[0] for one in sheet.data_validations.dataValidation}
    assert drop_downs == {"C2", "D2", "E2"}
    assert any("登录名" in str(cell.value) for cell in explained["A"])
    sheet.append(a_row(1))
    target = BytesIO()
    book.save(target)
    assert uploaded(client, SimpleUploadedFile("填好的.xlsx", target.getvalue())).status_code == 302
    assert Intake.objects.get().state == "waiting"


def test_a_roster_is_looked_at_first_and_comes_in_when_it_is_confirmed(boss: User) -> None:
    client = inside(boss)
    intake = staged(client, *(a_row(number) for number in range(60)))
    shown = page(client, intake)
    assert "读到60行，每一格都合要求。还没有导入" in shown
    assert "示例·9号" in shown
    assert "示例·10号" not in shown
    assert nobody_came()

    answer = confirmed(client, intake)

    assert answer.status_code == 302
    intake.refresh_from_db()
    assert (intake.state, intake.moved_count) == ("done", 60)
    assert Post.objects.filter(kind="driver", organisation__name=UNIT, since=date(2020, 3, 15)).count() == 60
    assert "60行都收进来了，都标着“补录”" in page(client, intake)


def test_what_came_in_is_marked_in_the_list_on_the_paper_and_in_the_history(boss: User) -> None:
    client = inside(boss)
    confirmed(client, staged(client, a_row(1)))
    person = User.objects.get(username="driver-1")

    assert "driver-1，补录" in client.get("/office/people/?chip=entered").content.decode()
    shown = client.get(f"/office/people/{person.pk}/").content.decode()
    assert "凭示人〔2020〕3号，发生在2020年3月15日" in shown
    assert f"{boss.name}补录进来" in shown
    assert "2020年3月15日 0:00（" in shown


def test_the_audit_has_the_hash_of_the_file_and_of_its_rows(boss: User) -> None:
    client = inside(boss)
    intake = staged(client, a_row(1), a_row(2))
    confirmed(client, intake)
    intake.refresh_from_db()

    for did in ("sheets.intake_confirmed", "sheets.intake_done"):
        entry = Entry.objects.get(did=did)
        assert intake.sha256 in entry.text
        assert intake.rows_sha256 in entry.text
    assert Entry.objects.filter(did="sheets.entered").count() == 2
    assert len(intake.sha256) == len(intake.rows_sha256) == 64


def test_until_it_is_confirmed_nothing_of_it_lies_plainly_in_the_database(boss: User) -> None:
    client = inside(boss)
    staged(client, a_row(1, name="示例·莲花"))

    assert all("莲花".encode() not in bytes(batch.sealed) for batch in Batch.objects.all())
    assert "莲花".encode() not in bytes(Intake.objects.get().told_sealed)
    assert not Entry.objects.filter(text__contains="莲花").exists()


def test_when_it_is_in_the_sealed_rows_and_their_key_are_gone(boss: User) -> None:
    client = inside(boss)
    intake = staged(client, a_row(1))
    confirmed(client, intake)

    assert not Batch.objects.exists()
    key = DataKey.objects.get(owner=f"sheets_intake {intake.pk}")
    assert bytes(key.wrapped) == b""


def test_what_nobody_confirms_within_a_day_is_cleared(boss: User) -> None:
    client = inside(boss)
    intake = staged(client, a_row(1, name="示例·莲花"))
    Intake.objects.update(staged_at=timezone.now() - timedelta(hours=25))

    tasks.forget_what_nobody_confirmed()

    intake.refresh_from_db()
    assert intake.state == "dropped"
    assert not Batch.objects.exists()
    assert confirmed(client, intake).status_code == 422
    assert nobody_came()


def test_a_second_click_and_a_reload_bring_nothing_in_twice(boss: User) -> None:
    client = inside(boss)
    intake = staged(client, *(a_row(number) for number in range(30)))

    for _ in range(3):
        assert confirmed(client, intake).status_code == 302

    assert User.objects.filter(username__startswith="driver-").count() == 30
    assert Entered.objects.count() == 30
    assert Entry.objects.filter(did="sheets.intake_confirmed").count() == 1


def test_a_large_roster_is_moved_by_the_worker_and_shows_how_far_it_is(
    boss: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "AT_ONCE_ROWS", 50)
    monkeypatch.setattr(tasks, "BATCHES", 5)
    client = inside(boss)
    intake = staged(client, *(a_row(number) for number in range(120)))
    confirmed(client, intake)
    assert nobody_came()

    tasks.move_what_was_confirmed()

    assert "120行里处理了50行" in page(client, intake)
    assert any(job.run is tasks.move_what_was_confirmed for job in beats())
    for _ in range(3):
        tasks.move_what_was_confirmed()
    intake.refresh_from_db()
    assert (intake.state, intake.moved_count) == ("done", 120)
    assert User.objects.filter(username__startswith="driver-").count() == 120


def test_a_process_that_ends_in_the_middle_of_a_batch_leaves_nothing_half(
    boss: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """As a signal would end it."""

    client = inside(boss)
    intake = staged(client, *(a_row(number) for number in range(30)))
    monkeypatch.setattr(moving, "AT_ONCE_ROWS", 1)
    confirmed(client, intake)
    whole = moving._entered

    def killed(*values: Any) -> Entered:  # noqa: ANN401
        if Entered.objects.exists() or values[2].number > 6:
            raise Killed
        return whole(*values)

    monkeypatch.setattr(moving, "_entered", killed)
    with pytest.raises(Killed):
        moving.carry_on(intake.pk, batches=1)
    assert nobody_came()
    monkeypatch.setattr(moving, "_entered", whole)

    moving.carry_on(intake.pk, batches=9)

    assert User.objects.filter(username__startswith="driver-").count() == 30


def test_a_batch_that_always_fails_is_stopped_and_says_so(
    boss: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = inside(boss)
    intake = staged(client, a_row(1))
    monkeypatch.setattr(moving, "AT_ONCE_ROWS", 0)
    confirmed(client, intake)

    Batch.objects.update(tries=moving.MOST_TRIES)
    moving.carry_on(intake.pk, batches=1)

    intake.refresh_from_db()
    assert intake.state == "stopped"
    assert "是系统的问题，请告诉运维" in page(client, intake)
    assert nobody_came()


def test_two_hundred_bad_cells_are_all_listed_and_stand_in_the_table_of_errors(boss: User) -> None:
    client = inside(boss)
    rows = [a_row(number, since="二〇二〇年", kind="总统") for number in range(100)]

    intake = staged(client, *rows)

    assert (intake.state, intake.fault_count) == ("faulty", 200)
    shown = page(client, intake)
    assert "有200处要改，什么也没有导入" in shown
    assert "Sheet F2" in shown
    assert "日期，例如2026-11-22" in shown
    assert "承办企业、司机之一" in shown
    answer = client.get(f"/office/import/staff/{intake.pk}/wrong/")
    sheet = load_workbook(BytesIO(b"".join(answer))).worksheets[0]
    assert sheet.max_row == 101
    assert sheet.cell(1, 1).value == "第几行"
    assert sheet.cell(2, sheet.max_column).value == (
        "岗位应当是承办企业、司机之一；从哪天起应当是日期，例如2026-11-22"
    )
    assert confirmed(client, intake).status_code == 422
    assert nobody_came()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"on": "2999-01-01"}, "不晚于今天"),
        ({"on": 43905.0, "since": "2020年3月15日"}, ""),
        ({"on": "二〇二〇年三月"}, "日期，例如"),
        ({"on": None}, "不能空"),
        ({"document": None}, "不能空"),
        ({"username": 1.38e10}, ""),
        ({"username": "x"}, "2到64个字"),
        ({"place": "巴黎"}, "重名的写区划代码"),
        ({"place": "370481"}, ""),
        ({"place": 370481.0}, ""),
        ({"unit": "示例乙公司"}, "示例甲公司"),
        ({"until": "2019-01-01"}, "不早于第一天"),
        ({"name": "=1+1"}, "不能空"),  # a formula that was never calculated has no value
    ],
)
def test_each_cell_is_understood_or_said(boss: User, changed: dict[str, Any], sentence: str) -> None:
    an_organisation("示例乙公司")
    client = inside(boss)

    intake = staged(client, a_row(1, **changed))

    assert intake.state == ("faulty" if sentence else "waiting")
    assert sentence in page(client, intake)


def test_a_log_in_name_that_stands_or_stands_twice_is_named(boss: User) -> None:
    a_person(username="driver-1")
    client = inside(boss)

    intake = staged(client, a_row(1), a_row(2), a_row(3, username="driver-2"), a_row(4, username="DRIVER-2"))

    shown = page(client, intake)
    assert intake.fault_count == 3
    assert "没有人用过的登录名，这个已经有人用了" in shown
    assert "只出现一次的值，第3行已经有了" in shown
    assert "只出现一次的登录名，第3行已经有了" in shown


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("空.xlsx", b""), "不是 Excel 表"),
        (SimpleUploadedFile("照片.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 90), "不是 Excel 表"),
        (a_file(), "标题下面没有内容"),
        (a_file(a_row(1), head=["名字", "登陆名", *HEAD[2:]]), "“登录名”（“登陆名”是不是它？）"),
    ],
)
def test_a_file_that_is_no_roster_is_said_at_once(
    boss: User, file: SimpleUploadedFile, sentence: str
) -> None:
    file.seek(0)

    answer = uploaded(inside(boss), file)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()  # type: ignore[attr-defined]
    assert not Intake.objects.exists()


def test_merged_cells_and_too_many_rows_are_said(boss: User) -> None:
    client = inside(boss)
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in (HEAD, a_row(1), a_row(2, name=None)):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    target = BytesIO()
    book.save(target)

    uploaded(client, SimpleUploadedFile("名册.xlsx", target.getvalue()))

    assert "请取消合并单元格" in page(client, Intake.objects.get())
    answer = uploaded(client, a_file(*(a_row(number) for number in range(501))))
    assert "有501行，一次最多500行" in answer.content.decode()  # type: ignore[attr-defined]


def test_without_a_file_nothing_is_read(boss: User) -> None:
    answer = inside(boss).post("/office/import/staff/")

    assert answer.status_code == 422
    assert "没有选文件" in answer.content.decode()


def test_a_doubt_does_not_block_but_is_ticked_with_a_reason(boss: User) -> None:
    client = inside(boss)
    confirmed(client, staged(client, a_row(1, name="示例·莲花")))
    intake = staged(client, a_row(2, name="示例·莲花"))
    assert "已经有一位“示例·莲花”" in page(client, intake)

    for more in ({}, {"ticked": "on"}, {"reason": "是同名的另一个人"}):
        assert confirmed(client, intake, **more).status_code == 422
    assert not User.objects.filter(username="driver-2").exists()

    assert confirmed(client, intake, ticked="on", reason="是同名的另一个人").status_code == 302
    assert User.objects.filter(username="driver-2").exists()
    assert Entry.objects.filter(did="sheets.intake_confirmed", text__contains="同名的另一个人").exists()


def test_the_same_file_again_is_doubted(boss: User) -> None:
    client = inside(boss)
    file = a_file(a_row(1))
    uploaded(client, file)
    confirmed(client, Intake.objects.get())
    User.objects.filter(username="driver-1").update(username="another")
    file.seek(0)

    uploaded(client, file)

    assert "同一份文件" in page(client, Intake.objects.latest("pk"))


def test_the_intake_of_somebody_else_does_not_exist(boss: User) -> None:
    intake = staged(inside(boss), a_row(1))
    other = inside(one(PostKind.CONTRACTOR, organisation=an_organisation(UNIT)))

    for address in ("", "wrong/"):
        assert other.get(f"/office/import/staff/{intake.pk}/{address}").status_code == 404
    for address in ("confirm/", "drop/", "hand-out/"):
        assert other.post(f"/office/import/staff/{intake.pk}/{address}").status_code == 404
    intake.refresh_from_db()
    assert intake.state == "waiting"


def test_who_lost_the_post_before_confirming_brings_nothing_in(boss: User) -> None:
    client = inside(boss)
    intake = staged(client, a_row(1))
    Post.objects.filter(person=boss).update(until=timezone.localdate() - timedelta(days=1))

    assert confirmed(client, intake).status_code == 403

    assert nobody_came()


def test_who_loses_the_post_while_it_moves_is_told_and_the_rest_stays_out(
    boss: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "AT_ONCE_ROWS", 1)
    client = inside(boss)
    intake = staged(client, *(a_row(number) for number in range(30)))
    confirmed(client, intake)
    moving.carry_on(intake.pk, batches=1)
    Post.objects.filter(person=boss).update(until=timezone.localdate() - timedelta(days=1))

    moving.carry_on(intake.pk, batches=9)

    intake.refresh_from_db()
    assert (intake.state, intake.moved_count) == ("stopped", 10)
    assert "现在的岗位已经不能导入" in intake.sentence
    assert User.objects.filter(username__startswith="driver-").count() == 10


def test_a_row_that_became_wrong_meanwhile_is_told_and_the_others_come_in(boss: User) -> None:
    client = inside(boss)
    intake = staged(client, a_row(1), a_row(2))
    a_person(username="driver-1")

    confirmed(client, intake)

    shown = page(client, intake)
    assert "2行里收了1行，1行没有收" in shown
    assert "登录名“driver-1”已经有人用" in shown
    assert Post.objects.filter(kind="driver").count() == 1


def test_passwords_are_shown_once_after_the_roster_and_lie_nowhere(boss: User) -> None:
    client = inside(boss)
    intake = staged(client, a_row(1), a_row(2))
    confirmed(client, intake)
    assert not any(user.has_usable_password() for user in User.objects.filter(username__startswith="driver-"))

    answer = client.post(f"/office/import/staff/{intake.pk}/hand-out/")

    shown = answer.content.decode()
    assert shown.count("driver-") == 2
    assert answer.headers["Cache-Control"] == "private, no-store"
    password = shown.split("driver-1</td><td>")[1].split("<")[0]
    assert password not in page(client, intake)
    tables = [table for table in connection.introspection.table_names() if "session" in table]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            assert password not in str(cursor.fetchall())
    assert Client().login(username="driver-1", password=password)


def test_organisations_that_stood_before_the_platform_come_in_with_their_true_day() -> None:
    client = inside(one(PostKind.SECURITY_ADMIN))
    head = ["单位名称", "类别", "所在地", "发生日期", "文号或凭据"]
    file = a_file(["示例合作社", "合作社", "示例一街道", "2018-06-01", "示农〔2018〕9号"], head=head)

    assert uploaded(client, file, "units").status_code == 302
    confirmed(client, Intake.objects.get())

    unit = Organisation.objects.get(name="示例合作社")
    assert (unit.kind, unit.place_id) == ("cooperative", TOWN.digits)
    assert timezone.localdate(unit.opened_at) == date(2018, 6, 1)
    shown = client.get("/office/units/?chip=entered").content.decode()
    assert "示例合作社" in shown
    assert "补录" in shown


def test_an_organisation_that_stands_already_is_a_fault_and_elsewhere_a_doubt() -> None:
    client = inside(one(PostKind.SECURITY_ADMIN))
    an_organisation("示例甲社")
    head = ["单位名称", "类别", "所在地", "发生日期", "文号或凭据"]
    more = ["2018-06-01", "营业执照"]

    uploaded(client, a_file(["示例甲社", "合作社", COUNTY.digits, *more], head=head), "units")
    uploaded(client, a_file(["示例甲社", "合作社", "示例一街道", *more], head=head), "units")

    doubted, faulty = Intake.objects.all()
    assert (faulty.state, doubted.state, doubted.doubt_count) == ("faulty", "waiting", 1)
    assert "还没有登记的单位" in page(client, faulty)
    assert "已经有一个单位叫“示例甲社”" in page(client, doubted)


def test_what_is_dropped_is_gone_and_a_guessed_import_does_not_exist(boss: User) -> None:
    client = inside(boss)
    intake = staged(client, a_row(1))

    assert client.post(f"/office/import/staff/{intake.pk}/drop/").status_code == 302

    intake.refresh_from_db()
    assert intake.state == "dropped"
    assert not Batch.objects.exists()
    assert client.get("/office/import/nothing/").status_code == 404
    assert client.get("/office/import/units/").status_code == 403


PEOPLE = ["姓名", "身份证号", "电话", "银行账号", "门牌地址", "住在、设在哪个镇村", "发生日期", "文号或凭据"]
PROVEN = ["2019-05-01", "2019年登记表"]


def a_villager(**changed: Any) -> list[Any]:  # noqa: ANN401 - a cell may hold anything
    row = {
        "name": "示例·生秀华",
        "number": IDENTITY_NUMBER,
        "phone": float(PHONE),
        "account": BANK_ACCOUNT,
        "address": ADDRESS_LINE,
        "place": "示例一街道",
    }
    return [*(row | changed).values(), *PROVEN]


def test_people_come_in_with_their_numbers_sealed_and_masked_wherever_they_are_shown() -> None:
    clerk = one(PostKind.TOWN_CLERK, place=TOWN)
    client = inside(clerk)

    uploaded(client, a_file(a_villager(), head=PEOPLE), "persons")

    intake = Intake.objects.get()
    shown = page(client, intake)
    assert intake.state == "waiting", shown
    assert masks.identity_number(IDENTITY_NUMBER) in shown
    assert "138****1904" in shown
    confirmed(client, intake)
    assert "1行都收进来了" in page(client, intake)
    party = Party.objects.get()
    assert party.phone_index
    assert timezone.localdate(party.registered_at) == date(2019, 5, 1)
    assert_nothing_plain(client, intake)


def assert_nothing_plain(client: Client, intake: Intake) -> None:
    """Neither on the pages nor in any table, the sealed rows and the audit included."""
    shown = page(client, intake) + client.get("/office/parties/?chip=all").content.decode()
    for plain in SEALED:
        assert plain not in shown
        assert not Entry.objects.filter(text__contains=plain).exists()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            text = str(cursor.fetchall())
            assert not [plain for plain in SEALED if plain in text], table


def test_the_numbers_of_wrong_rows_stand_neither_in_the_sentences_nor_in_the_table_of_errors() -> None:
    client = inside(one(PostKind.TOWN_CLERK, place=TOWN))
    wrong = IDENTITY_NUMBER[:-1] + "1"

    uploaded(client, a_file(a_villager(number=wrong, phone="12345678901"), head=PEOPLE), "persons")

    intake = Intake.objects.get()
    assert (intake.state, intake.fault_count) == ("faulty", 2)
    shown = page(client, intake)
    assert "最后一位和前面17位对不上" in shown
    sheet = load_workbook(
        BytesIO(b"".join(client.get(f"/office/import/persons/{intake.pk}/wrong/")))
    ).worksheets[0]
    told = shown + str([[cell.value for cell in row] for row in sheet.rows])
    assert all(plain not in told for plain in (wrong, "12345678901", *SEALED))


def test_a_person_twice_in_the_table_or_in_the_register_is_a_fault_in_any_spelling() -> None:
    client = inside(one(PostKind.TOWN_CLERK, place=TOWN))
    uploaded(client, a_file(a_villager(number=OTHER_IDENTITY_NUMBER), head=PEOPLE), "persons")
    confirmed(client, Intake.objects.get())
    spaced = f"{OTHER_IDENTITY_NUMBER[:6]} {OTHER_IDENTITY_NUMBER[6:14]} {OTHER_IDENTITY_NUMBER[14:]}"

    uploaded(
        client,
        a_file(
            a_villager(number=spaced),
            a_villager(),
            a_villager(number=IDENTITY_NUMBER.lower()),
            head=PEOPLE,
        ),
        "persons",
    )

    intake = Intake.objects.latest("pk")
    assert (intake.state, intake.fault_count) == ("faulty", 2)
    shown = page(client, intake)
    assert "还没有登记过的号码" in shown
    assert "只出现一次的号码，第3行已经有了" in shown


def test_registered_organisations_come_in_by_their_credit_code() -> None:
    client = inside(one(PostKind.TOWN_CLERK, place=TOWN))
    head = ["单位名称", "统一社会信用代码", "发生日期", "文号或凭据"]

    uploaded(client, a_file(["示例合作社", CREDIT_CODE, *PROVEN], head=head), "organisations")
    confirmed(client, Intake.objects.get())

    assert Party.objects.get().credit_code == CREDIT_CODE
