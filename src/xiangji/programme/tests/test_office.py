from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.test import Client

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post
from xiangji.core.events import drain
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.evidence.owners import NotForYouToAdd
from xiangji.core.office.tests.cast import inside
from xiangji.programme.models import Decision, Programme, Proposal
from xiangji.programme.office.evidence import may_add, may_see
from xiangji.programme.tests.examples import DOCUMENTS, NOW, RUNNING, register
from xiangji.programme.tests.people import (
    ALL_MONEY,
    ONLY_CENTRAL,
    clerk,
    decided,
    head,
    leader,
    post_of,
    proposed,
    question,
    questions_stand,
)

READERS = {
    PostKind.COMMERCE_CLERK,
    PostKind.COMMERCE_HEAD,
    PostKind.FINANCE,
    PostKind.AUDIT_VIEWER,
    PostKind.LEADING_GROUP,
    PostKind.INSPECTOR,
}


@pytest.fixture(autouse=True)
def without_second_factor(settings: LazySettings) -> None:
    """The second factor is proven where it lives, in accounts."""
    settings.TOTP = False


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_clerk_finds_what_nobody_proposed_among_todays_work(counties: None) -> None:
    questions_stand()
    person = clerk()
    proposed(person)

    shown = page(inside(person), "/office/")

    assert "原文有两种读法，等您提出读法。" in shown
    assert "15%的上限，只算公共服务中心，还是算整个公共服务体系？" in shown
    assert "单站补助上限，管的是中央资金，还是全部资金？" not in shown


def test_whoever_decides_finds_the_proposals(counties: None) -> None:
    questions_stand()
    proposed(clerk())

    shown = page(inside(leader()), "/office/")

    assert "经办提了读法，等您定。" in shown
    assert "单站补助上限，管的是中央资金，还是全部资金？" in shown
    assert "15%的上限" not in shown


def test_a_clerk_proposes_on_the_page_of_the_question(counties: None) -> None:
    questions_stand()
    client = inside(clerk())
    address = f"/office/questions/{question().pk}/"
    opened = page(client, address)
    assert "提出这个读法" in opened
    assert "就按这个读" not in opened

    answer = client.post(f"{address}propose/", {"reading": ALL_MONEY, "reason": "五(三)没有分资金来源。"})

    assert answer.status_code == 302
    assert Proposal.objects.get().reading == ALL_MONEY
    assert "商务局经办 示例·张经办提出按“管中央和市配套”读" in page(client, address)


def test_the_leader_decides_on_the_page_and_the_board_shows_it(counties: None) -> None:
    questions_stand()
    proposed(clerk())
    client = inside(leader())
    address = f"/office/decisions/{question().pk}/"
    opened = page(client, address)
    assert f'value="{ONLY_CENTRAL}"' in opened
    assert "提出这个读法" not in opened

    answer = client.post(f"{address}decide/", {"reading": ONLY_CENTRAL, "reason": "第3次例会定。"})

    assert answer.status_code == 302
    assert Decision.objects.get().reason == "第3次例会定。"
    assert "第3次例会定。" in page(Client(), f"/plan/{RUNNING}/")
    history = page(client, address)
    assert "提了读法" in history
    assert "定了读法" in history


def test_what_was_typed_stays_when_the_reason_is_missing(counties: None) -> None:
    questions_stand()
    proposed(clerk())
    client = inside(leader())

    answer = client.post(f"/office/decisions/{question().pk}/decide/", {"reading": ALL_MONEY, "reason": " "})

    assert answer.status_code == 422
    assert not Decision.objects.exists()


def test_the_second_of_two_deciders_is_told_who_was_first(counties: None) -> None:
    questions_stand()
    proposed(clerk())
    late = inside(head())
    address = f"/office/decisions/{question().pk}/"
    page(late, address)
    decided(leader())

    answer = late.post(f"{address}decide/", {"reading": ALL_MONEY, "reason": "我看是全部资金。"})

    assert answer.status_code == 422
    assert "没有定。示例·陈组长（示例·商务局 领导小组）在" in answer.content.decode()
    assert Decision.objects.get().reading == ONLY_CENTRAL


def test_a_decision_is_changed_by_whoever_has_seen_it(counties: None) -> None:
    questions_stand()
    person, chief = clerk(), leader()
    proposed(person)
    first = decided(chief)
    proposed(person, reading=ALL_MONEY)
    client = inside(chief)
    address = f"/office/decisions/{question().pk}/"
    assert f'name="supersedes" value="{first.pk}"' in page(client, address)

    answer = client.post(
        f"{address}change/", {"reading": ALL_MONEY, "reason": "省里答复了。", "supersedes": first.pk}
    )

    assert answer.status_code == 302
    assert question().decision_id == Decision.objects.latest("pk").pk != first.pk
    assert "以前定的" in page(client, address)


def test_her_own_proposal_is_refused_on_the_page_with_the_sentence(counties: None) -> None:
    questions_stand()
    person = clerk()
    a_post(PostKind.COMMERCE_HEAD, person)
    proposed(person)

    answer = inside(person).post(
        f"/office/decisions/{question().pk}/decide/", {"reading": ONLY_CENTRAL, "reason": "自己定。"}
    )

    assert answer.status_code == 422
    assert "提的人和定的人不能是一个人" in answer.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("kind", list(PostKind))
def test_each_post_opens_what_its_capabilities_say(counties: None, kind: PostKind) -> None:
    questions_stand()
    proposed(clerk())
    client, key = inside(post_of(kind, "示例·某人").person), question().pk
    reads = 200 if kind in READERS else 403
    decides = 200 if kind in {PostKind.LEADING_GROUP, PostKind.COMMERCE_HEAD} else 403

    found = [
        client.get(address).status_code
        for address in (
            "/office/questions/",
            f"/office/questions/{key}/",
            "/office/programmes/",
            f"/office/programmes/{Programme.objects.get(key=RUNNING).pk}/",
            "/office/decisions/",
            f"/office/decisions/{key}/",
        )
    ]

    assert found == [reads] * 4 + [decides] * 2
    if kind is not PostKind.COMMERCE_CLERK:
        before = Proposal.objects.count()
        sent = client.post(f"/office/questions/{key}/propose/", {"reading": ALL_MONEY, "reason": "试。"})
        assert sent.status_code == 403
        assert Proposal.objects.count() == before


def test_a_stranger_sees_the_log_in(counties: None) -> None:
    questions_stand()
    for address in ("/office/questions/", f"/office/questions/{question().pk}/", "/office/programmes/"):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/office/login/")


def test_a_question_of_another_county_and_one_that_is_not_there_look_alike(counties: None) -> None:
    questions_stand()
    register("wangkui-2018")
    register("wangkui-2018", years=8)
    drain()
    theirs = question("line_seven_total", programme="wangkui-2018-shifted").pk
    client = inside(leader())

    for key in (theirs, 999_999_999, 10**30):
        for desk in ("questions", "decisions"):
            assert client.get(f"/office/{desk}/{key}/").status_code == 404
            sent = client.post(f"/office/{desk}/{key}/decide/", {"reading": "甲", "reason": "试。"})
            assert sent.status_code == 404
    assert not Decision.objects.exists()


@pytest.mark.proves("PRG-03")
def test_the_register_holds_programmes_of_several_levels_years_and_rounds_at_once(counties: None) -> None:
    for key in DOCUMENTS:
        register(key)
    register("tengzhou-2019", years=6)
    drain()

    shown = page(inside(clerk()), "/office/programmes/?chip=all")

    assert shown.count("<tr") == len(DOCUMENTS) + 2
    for said in (
        "国家级示范",
        "省级示范",
        "省级通知",
        "2018年",
        "2019年",
        "2020年",
        "升级版",
        "执行",
        "存档",
    ):
        assert said in shown
    assert "16 处" in shown


@pytest.mark.proves("PRG-03")
def test_a_programme_of_the_register_shows_paper_versions_questions_and_rules(counties: None) -> None:
    questions_stand()
    proposed(clerk())
    decided(leader())
    client = inside(head())
    running = Programme.objects.get(key=RUNNING)

    shown = page(client, f"/office/programmes/{running.pk}/")

    for said in (
        "国家级示范，2019年，升级版",
        "滕州市人民政府",
        "原件2019年9月28日",
        "第1版",
        "现行",
        f"已定：{ONLY_CENTRAL}",
        "没有人提",
        "不超过15%",
        "原则上，提醒",
        "登记了方案",
        "公布了方案",
    ):
        assert said in shown
    on_file = page(client, f"/office/programmes/{running.original_id}/")
    assert "这是存档的原件，不管现在的事。" in on_file


def test_a_running_programme_of_another_county_is_not_in_the_register(counties: None) -> None:
    questions_stand()
    register("wangkui-2018")
    theirs = register("wangkui-2018", years=8)

    client = inside(clerk())

    assert client.get(f"/office/programmes/{theirs.pk}/").status_code == 404
    assert client.get(f"/office/programmes/{theirs.original_id}/").status_code == 200


@pytest.mark.parametrize("desk", ["questions", "programmes", "decisions"])
def test_each_list_goes_out_as_a_sheet(counties: None, desk: str) -> None:
    questions_stand()
    proposed(clerk())

    answer = inside(leader()).get(f"/office/{desk}/export/")

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]


def test_evidence_is_added_by_who_proposes_or_decides_and_seen_by_who_reads(
    counties: None, tmp_path: Path
) -> None:
    questions_stand()
    stands = question()
    key, auditor = str(stands.pk), post_of(PostKind.AUDIT_VIEWER, "示例·赵审计").person
    firm = post_of(PostKind.CONTRACTOR, "示例·刘经理").person
    paper = f"programme.Question:{key}"

    def add(by: User) -> None:
        file = ContentFile(b"%PDF-1.4\n%%EOF\n", name="会议纪要.pdf")
        add_evidence(to=paper, file=file, by=by, happened_at=NOW)

    assert (may_see(auditor, key), may_add(auditor, key)) == (True, False)
    assert (may_see(firm, key), may_add(firm, key)) == (False, False)
    with pytest.raises(NotForYouToAdd):
        add(auditor)
    with pytest.raises(NotYours):
        add(firm)
    add(clerk())

    assert "会议纪要.pdf" in page(inside(auditor), f"/office/questions/{key}/")
    assert (may_see(auditor, "x"), may_add(auditor, "9" * 30)) == (False, False)


def test_the_list_of_questions_costs_the_same_however_many_there_are(
    counties: None, django_assert_max_num_queries: object
) -> None:
    questions_stand()
    client = inside(clerk())
    page(client, "/office/questions/")

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page(client, "/office/questions/?chip=all")


def test_a_person_without_a_post_sees_nothing_of_it(counties: None) -> None:
    questions_stand()

    assert inside(a_person("示例·无岗")).get("/office/questions/").status_code == 403


def test_the_chips_count_what_stands_open(counties: None) -> None:
    questions_stand()
    person = clerk()
    proposed(person)
    proposed(person, "county_match", "定额")
    decided(leader())

    shown = page(inside(person), "/office/questions/")

    assert "没有人提 14" in shown
    assert "等人定 1" in shown
    assert "已定 1" in shown


def test_two_characters_of_a_question_find_it(counties: None) -> None:
    questions_stand()

    shown = page(inside(clerk()), "/office/search/?q=房租")

    assert "中心的房租、水电、网费，从哪一笔资金付？" in shown
