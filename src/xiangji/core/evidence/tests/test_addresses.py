from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.conf import LazySettings
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.audit.models import Entry
from xiangji.core.evidence import codes
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.evidence.models import Evidence, PhoneLink, Withdrawal
from xiangji.core.evidence.phone import show_phone_code
from xiangji.core.evidence.tests.cast import HTML, JPEG, NOON, PAPER, PDF, PNG, a_file, a_person

pytestmark = pytest.mark.django_db


def as_person(client: Client, username: str) -> User:
    person = a_person(username)
    client.force_login(person)
    return person


def evidence_of(content: bytes = PDF, name: str = "会议纪要.pdf") -> Evidence:
    return add_evidence(to=PAPER, file=a_file(content, name), by=None, happened_at=NOON)


def body(response: HttpResponseBase) -> bytes:
    assert isinstance(response, StreamingHttpResponse)
    return response.getvalue()


def test_the_file_comes_as_an_attachment_without_any_rights(client: Client) -> None:
    reader, evidence = as_person(client, "reader"), evidence_of()

    response = client.get(reverse("evidence-file", args=[evidence.pk]))

    assert response.status_code == 200
    assert body(response) == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert (
        response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    )
    entry = Entry.objects.get(did="evidence.read")
    assert (entry.what, entry.by_key) == ("example.Paper 1", str(reader.pk))


def test_a_renamed_image_leaves_under_the_ending_of_what_it_is(client: Client) -> None:
    as_person(client, "reader")
    evidence = evidence_of(JPEG, "点我.html")

    response = client.get(reverse("evidence-file", args=[evidence.pk]))

    assert response.headers["Content-Type"] == "image/jpeg"
    assert ".html" not in response.headers["Content-Disposition"]
    assert ".jpg" in response.headers["Content-Disposition"]


def test_a_stranger_gets_the_same_answer_for_what_is_and_what_is_not(client: Client) -> None:
    as_person(client, "stranger")
    evidence = evidence_of()

    there = client.get(reverse("evidence-file", args=[evidence.pk]))
    not_there = client.get(reverse("evidence-file", args=[evidence.pk + 1]))

    assert there.status_code == not_there.status_code == 404
    assert not Entry.objects.filter(did="evidence.read").exists()


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda client, pk: client.get(reverse("evidence-file", args=[pk])), id="the file"),
        pytest.param(lambda client, _: client.get(reverse("evidence-of", args=[PAPER])), id="the list"),
        pytest.param(lambda client, pk: client.get(reverse("evidence-withdraw", args=[pk])), id="the form"),
        pytest.param(
            lambda client, pk: client.post(reverse("evidence-withdraw", args=[pk]), {"reason": "无"}),
            id="withdrawing",
        ),
        pytest.param(
            lambda client, _: client.post(reverse("evidence-add"), {"to": PAPER, "file": a_file(PNG)}),
            id="adding",
        ),
        pytest.param(
            lambda client, _: client.post(reverse("evidence-show-code"), {"to": PAPER}), id="the code"
        ),
    ],
)
@pytest.mark.parametrize("who", ["stranger", "nobody"])
def test_who_has_no_business_here_sees_nothing_and_changes_nothing(
    client: Client, ask: Callable[[Client, int], HttpResponse], who: str
) -> None:
    evidence = evidence_of()
    if who != "nobody":
        as_person(client, who)
    before = Entry.objects.count()

    response = ask(client, evidence.pk)

    assert response.status_code in ({302, 401} if who == "nobody" else {404})
    assert "会议纪要" not in response.content.decode()
    assert (Evidence.objects.count(), Withdrawal.objects.count(), PhoneLink.objects.count()) == (1, 0, 0)
    assert Entry.objects.count() == before


def test_files_are_added_from_the_form_and_the_paper_opens_again(client: Client) -> None:
    as_person(client, "adder")

    response = client.post(
        reverse("evidence-add"),
        {
            "to": PAPER,
            "file": [a_file(PDF, "合同.pdf"), a_file(JPEG, "现场.jpg")],
            "happened_at": "2026-11-22T09:40",
        },
    )

    assert (response.status_code, response.headers["Location"]) == (302, "/office/example/1/")
    assert [row.name for row in Evidence.objects.all()] == ["合同.pdf", "现场.jpg"]
    assert Evidence.objects.earliest("pk").happened_at.isoformat() == "2026-11-22T01:40:00+00:00"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        pytest.param({}, "没有选文件", id="no file"),
        pytest.param({"file": a_file(HTML, "现场.jpg")}, "看内容，不看文件名", id="a page called jpg"),
        pytest.param({"file": a_file(PDF), "happened_at": "昨天"}, "时间看不懂", id="a time in words"),
    ],
)
def test_what_cannot_be_added_is_said(client: Client, sent: dict[str, object], words: str) -> None:
    as_person(client, "adder")

    response = client.post(reverse("evidence-add"), {"to": PAPER, **sent}, headers={"accept": "text/html"})

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Evidence.objects.exists()


def test_a_reader_sees_the_list_without_any_way_to_change_it(client: Client) -> None:
    as_person(client, "reader")
    evidence_of(PDF, '"><script src=x>.pdf')

    page = client.get(reverse("evidence-of", args=[PAPER])).content.decode()

    assert "凭证1件" in page
    assert "&quot;&gt;&lt;script src=x&gt;.pdf" in page
    assert "<script src=x>" not in page
    assert "加上这些文件" not in page
    assert "撤下" not in page


def test_withdrawing_names_the_file_and_needs_a_reason(client: Client) -> None:
    as_person(client, "adder")
    evidence = evidence_of()
    address = reverse("evidence-withdraw", args=[evidence.pk])

    assert "撤下“<bdi>会议纪要.pdf</bdi>”" in client.get(address).content.decode()
    without = client.post(address, {"reason": " "})
    withdrawn = client.post(address, {"reason": "传错了"})

    assert without.status_code == 422
    assert "理由写了0个字" in without.content.decode()
    assert withdrawn.headers["Location"] == "/office/example/1/"
    page = client.get(reverse("evidence-of", args=[PAPER])).content.decode()
    assert "传错了" in page
    assert "凭证0件" in page


def test_the_code_is_shown_with_its_address_and_its_limits(client: Client) -> None:
    as_person(client, "adder")

    response = client.post(reverse("evidence-show-code"), {"to": PAPER}, headers={"host": "localhost"})

    page = response.content.decode()
    assert "<svg" in page
    assert "style=" not in page
    assert "最多传9张" in page
    assert "本机地址，别的设备打不开" in page
    assert "no-store" in response.headers["Cache-Control"]
    assert re.search(r"http://localhost/office/evidence/phone/[\w-]{43}/", page)


def test_the_public_address_of_the_county_stands_in_the_code(settings: LazySettings) -> None:
    settings.PUBLIC_URL = "https://xiangji.example.cn"
    request = RequestFactory().get("/", headers={"host": "localhost"})

    assert codes.address(request, "/x/") == "https://xiangji.example.cn/x/"


@pytest.mark.parametrize(
    ("url", "is_only_here"),
    [
        ("http://localhost:8000/", True),
        ("http://127.0.0.1/", True),
        ("http://[::1]/", True),
        ("http://192.168.1.5:8000/", False),
        ("https://xiangji.example.cn/", False),
    ],
)
def test_an_address_that_a_phone_cannot_open_is_known(url: str, *, is_only_here: bool) -> None:
    assert codes.is_loopback(url) is is_only_here


def test_a_phone_without_log_in_sends_photos_step_by_step(client: Client) -> None:
    token = show_phone_code(to=PAPER, by=a_person("adder"), happened_at=NOON).token
    address = reverse("evidence-phone", args=[token])

    first = client.get(address).content.decode()
    sent = client.post(address, {"file": [a_file(JPEG), a_file(PNG)]})
    again = client.get(address).content.decode()
    done = client.post(address, {"end": "1"}).content.decode()
    after = client.get(address)

    assert 'capture="environment"' in first
    assert "给“示例公文”传照片" in first
    assert "传完了" not in first
    assert (sent.status_code, sent.headers["Location"]) == (302, address)
    assert sent.cookies["xiangji-phone"]["path"] == address
    assert sent.cookies["xiangji-phone"]["httponly"]
    assert "收下了2张，还可以再传7张" in again
    assert "都收下了" in done
    assert after.status_code == 410
    assert Evidence.objects.count() == 2


def test_another_phone_with_a_copy_of_the_code_is_turned_away(client: Client) -> None:
    token = show_phone_code(to=PAPER, by=a_person("adder"), happened_at=NOON).token
    address = reverse("evidence-phone", args=[token])
    client.post(address, {"file": a_file(JPEG)})

    other = Client().post(address, {"file": a_file(PNG)})

    assert other.status_code == 410
    assert "已经有一部手机在用" in other.content.decode()
    assert Evidence.objects.count() == 1


def test_a_wrong_file_from_the_phone_keeps_the_page_and_says_why(client: Client) -> None:
    token = show_phone_code(to=PAPER, by=a_person("adder"), happened_at=NOON).token

    response = client.post(reverse("evidence-phone", args=[token]), {"file": a_file(HTML, "现场.jpg")})

    assert response.status_code == 422
    page = response.content.decode()
    assert "文件“现场.jpg”的内容不是能收的类别" in page
    assert 'type="file"' in page


def test_the_phone_page_opens_nothing_else(client: Client) -> None:
    evidence = evidence_of()
    token = show_phone_code(to=PAPER, by=a_person("adder"), happened_at=NOON).token
    client.post(reverse("evidence-phone", args=[token]), {"file": a_file(JPEG)})

    response = client.get(reverse("evidence-file", args=[evidence.pk]))

    assert response.status_code in {302, 401}


def test_a_guessed_token_is_not_found(client: Client) -> None:
    assert client.get("/office/evidence/phone/" + "a" * 43 + "/").status_code == 404
    assert client.post("/office/evidence/phone/" + "a" * 43 + "/", {"file": a_file(JPEG)}).status_code == 404


def test_a_form_from_another_site_is_refused() -> None:
    token = show_phone_code(to=PAPER, by=a_person("adder"), happened_at=NOON).token
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(reverse("evidence-phone", args=[token]), {"file": a_file(JPEG)})

    assert response.status_code == 403
    assert not Evidence.objects.exists()


def test_who_must_first_choose_a_password_is_led_there(client: Client) -> None:
    reader, evidence = as_person(client, "reader"), evidence_of()
    address = reverse("evidence-file", args=[evidence.pk])
    opened = client.get(address)
    assert body(opened) == PDF
    User.objects.filter(pk=reader.pk).update(password_until=timezone.now() + timedelta(hours=1))
    before = Entry.objects.count()

    response = client.get(address)

    assert (response.status_code, response.headers["Location"]) == (302, "/office/me/password/")
    assert Entry.objects.count() == before


def test_who_is_not_in_yet_is_led_to_the_log_in_and_comes_back(client: Client) -> None:
    address = reverse("evidence-of", args=[PAPER])

    response = client.get(address)

    assert response.status_code == 302
    assert unquote(response.headers["Location"]) == f"/office/login/?next={address}"
