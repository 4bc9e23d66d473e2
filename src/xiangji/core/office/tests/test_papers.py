"""A paper beside its list: what it shows, what is done with it, and what comes next."""

import pytest
from django.test import Client

from xiangji.core.accounts.models import OrganisationKey, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post, an_organisation, one
from xiangji.core.audit.models import Entry
from xiangji.core.office.tests.cast import a_key, as_a, inside, some_keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def security() -> Client:
    return as_a(PostKind.SECURITY_ADMIN)


def test_a_paper_opens_beside_its_list_and_without_script_as_a_page(security: Client) -> None:
    key, *_ = some_keys(3)

    whole = security.get(f"/office/keys/{key.pk}/").content.decode()
    part = security.get(f"/office/keys/{key.pk}/", headers={"HX-Request": "true", "HX-Target": "detail"})

    assert whole.count('<tr aria-selected="true">') == 1
    assert "示例程序002" in whole
    assert part.content.decode().lstrip().startswith('<section class="pane stack" id="detail"')
    assert "示例程序002" not in part.content.decode()
    assert {"HX-Request", "HX-Target"} <= set(part.headers["Vary"].split(", "))


@pytest.mark.parametrize(
    "pk", ["0", "999999", "99999999999999999999999", "-1", "x", "1'--", "²", "1.0", "%00"]
)
def test_a_paper_that_is_not_there_is_one_sentence(security: Client, pk: str) -> None:
    some_keys(1)

    answer = security.get(f"/office/keys/{pk}/")

    assert answer.status_code == 404
    assert "没有这一页，或者它不归您的岗位看。" in answer.content.decode()


def test_what_was_done_stands_in_its_history(security: Client) -> None:
    key = a_key("快递对接")

    security.post(f"/office/keys/{key.pk}/revoke/")

    page = security.get(f"/office/keys/{key.pk}/").content.decode()
    assert "示例·安全管理员作废了接口钥匙" in page
    assert "1步，都在审计里" in page


def test_the_next_paper_stays_after_one_is_judged(security: Client) -> None:
    first, second, third = some_keys(3)

    answer = security.post(f"/office/keys/{second.pk}/revoke/?chip=open&order=name")
    assert answer.headers["Location"] == f"/office/keys/{third.pk}/?chip=open&order=name"
    page = security.get(answer.headers["Location"]).content.decode()
    assert "钥匙作废了" in page
    assert "钥匙作废了" not in security.get(answer.headers["Location"]).content.decode()

    answer = security.post(f"/office/keys/{third.pk}/revoke/?chip=open&order=name")
    assert answer.headers["Location"] == f"/office/keys/{first.pk}/?chip=open&order=name"
    answer = security.post(f"/office/keys/{first.pk}/revoke/?chip=open&order=name")
    assert answer.headers["Location"] == "/office/keys/?chip=open&order=name"


def test_a_paper_that_still_belongs_to_the_list_stays_open(security: Client) -> None:
    key, *_ = some_keys(3)

    answer = security.post(f"/office/keys/{key.pk}/revoke/?chip=all")

    assert answer.headers["Location"] == f"/office/keys/{key.pk}/?chip=all"


def test_a_refusal_stands_above_the_form_and_keeps_what_was_typed(security: Client) -> None:
    person = a_post(PostKind.KEEPER, a_person("示例·站长")).person
    office = an_organisation()

    answer = security.post(
        f"/office/people/{person.pk}/give-post/",
        {
            "kind": "finance",
            "organisation": office.pk,
            "place": "示例市",
            "since": "2026-12-01",
            "until": "2026-11-01",
        },
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "最后一天2026-11-01早于第一天2026-12-01" in page
    assert 'value="2026-12-01"' in page
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("place", "said"),
    [("没有的地方", "没有找到“没有的地方”"), ("371102", "没有找到“371102”"), ("", "这个字段是必填项")],
)
def test_a_place_that_is_not_ours_is_not_taken(security: Client, place: str, said: str) -> None:
    person = a_post(PostKind.KEEPER, a_person("示例·站长")).person

    answer = security.post(
        f"/office/people/{person.pk}/give-post/",
        {"kind": "finance", "organisation": an_organisation().pk, "place": place, "since": "2026-12-01"},
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Entry.objects.exists()


def test_the_address_of_an_action_leads_back_to_its_paper(security: Client) -> None:
    key = a_key("快递对接")

    answer = security.get(f"/office/keys/{key.pk}/revoke/?chip=open")

    assert answer.headers["Location"] == f"/office/keys/{key.pk}/?chip=open"
    assert OrganisationKey.objects.get().revoked_at is None


def test_an_action_that_a_post_does_not_carry_is_neither_shown_nor_done() -> None:
    auditor = as_a(PostKind.AUDIT_VIEWER)
    person = a_post(PostKind.KEEPER, a_person("示例·站长")).person

    page = auditor.get(f"/office/people/{person.pk}/").content.decode()
    answer = auditor.post(f"/office/people/{person.pk}/close/", {"reason": "试试"})

    assert "停用账号" not in page
    assert answer.status_code == 403
    assert "的权限，您现在的岗位没有" in answer.content.decode()
    assert User.objects.get(pk=person.pk).is_active
    assert not Entry.objects.exists()


def test_nobody_acts_on_what_lies_out_of_scope() -> None:
    contractor = inside(one(PostKind.CONTRACTOR, organisation=an_organisation("示例公司")))
    theirs = a_post(PostKind.DRIVER, a_person("示例·别家司机"), organisation=an_organisation("示例乙公司"))

    answer = contractor.post(f"/office/posts/{theirs.pk}/end/", {"reason": "不归我管"})

    assert answer.status_code == 404
    theirs.refresh_from_db()
    assert theirs.ended_at is None


def a_newcomer(kind: str) -> dict[str, object]:
    unit = an_organisation()
    return {
        "name": "示例·新人",
        "username": "xinren",
        "kind": kind,
        "organisation": unit.pk,
        "place": "370481",
        "since": "2026-01-05",
        "until": "",
    }


def test_a_one_time_password_is_shown_once_and_kept_nowhere() -> None:
    operator = inside(one(PostKind.COMMERCE_HEAD))

    answer = operator.post("/office/people/do/take-on/", a_newcomer("commerce_clerk"))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "登录名xinren，一次性口令：" in page
    password = page.split("一次性口令：")[1][:14]
    newcomer = User.objects.get(username="xinren")
    assert newcomer.check_password(password)
    assert all(password not in entry.text for entry in Entry.objects.all())
    assert password not in operator.get("/office/people/").content.decode()
    assert not any(password in str(value) for value in operator.session.values())


def test_an_operator_takes_on_nobody_but_own_staff() -> None:
    operator = inside(one(PostKind.COMMERCE_HEAD))

    answer = operator.post("/office/people/do/take-on/", a_newcomer("leading_group"))

    assert answer.status_code == 422
    assert not User.objects.filter(username="xinren").exists()


def test_an_unknown_action_does_not_exist(security: Client) -> None:
    key = a_key("快递对接")

    assert security.post(f"/office/keys/{key.pk}/delete/").status_code == 404
    assert security.post(f"/office/keys/{key.pk}/make/").status_code == 404
    assert security.post("/office/keys/do/revoke/").status_code == 404
    assert security.post("/office/audit/1/revoke/").status_code == 403


def test_a_form_without_its_token_is_not_taken() -> None:
    key = a_key("快递对接")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(one(PostKind.SECURITY_ADMIN))

    assert strict.post(f"/office/keys/{key.pk}/revoke/").status_code == 403
    assert OrganisationKey.objects.get().revoked_at is None


@pytest.mark.django_db
def test_a_paper_that_is_not_there_is_no_failure_and_leads_back_to_the_to_do() -> None:
    answer = as_a(PostKind.SECURITY_ADMIN).get("/office/keys/999999/")

    page = answer.content.decode()
    assert answer.status_code == 404
    assert "<h1>这条路不通</h1>" in page
    assert "没有这一页，或者它不归您的岗位看。" in page
    assert "没有办成" not in page
    assert '<a class="btn" href="/office/">回今日待办</a>' in page
