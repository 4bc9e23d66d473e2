"""The bell, the page below it, the way from a message to its paper, and the outbox that tells no content."""

from typing import Any, get_args

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model, Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, one
from xiangji.core.approvals.models import Paper
from xiangji.core.events.event import app_of
from xiangji.core.notify import reading
from xiangji.core.notify.models import Message
from xiangji.core.notify.telling import settle, tell
from xiangji.core.notify.tests.examples import NEWS, NOW, the_message_to, told, under_the_bell
from xiangji.core.office.desk import Desk, desks, find
from xiangji.core.office.messages import ROWS
from xiangji.core.office.tests.cast import a_key, inside

pytestmark = pytest.mark.django_db
BELL = 'class="count">{}<span class="unseen">条没看'


@pytest.fixture
def security() -> User:
    return one(PostKind.SECURITY_ADMIN)


def page(client: Client, address: str = "/office/messages/") -> str:
    return client.get(address).content.decode()


def opened(client: Client, person: User) -> str:
    answer = client.post(f"/office/messages/{the_message_to(person).pk}/")
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_the_bell_counts_what_is_unread_on_every_page(security: User) -> None:
    client = inside(security)
    assert "条没看" not in page(client, "/office/keys/")

    for number in range(3):
        told(security, key=f"tests.Fact:{number}")
    settle(["tests.Fact:2"], happened_at=NOW)

    for address in ("/office/", "/office/keys/", "/office/search/", "/office/me/", "/office/menu/"):
        assert BELL.format(2) in page(client, address)


def test_the_bell_costs_at_most_one_question_more(security: User) -> None:
    client = inside(security)

    with CaptureQueriesContext(connection) as asked:
        page(client, "/office/me/")

    assert len([one for one in asked if "notify_message" in one["sql"]]) == 1


def test_for_whoever_has_a_to_do_the_bell_is_counted_in_the_same_question() -> None:
    client = inside(one(PostKind.COMMERCE_CLERK))

    with CaptureQueriesContext(connection) as asked:
        page(client, "/office/me/")

    (bell,) = [one["sql"] for one in asked if "notify_message" in one["sql"]]
    assert "UNION ALL" in bell


def test_the_unread_stand_first_and_say_so(security: User) -> None:
    for key in ("old", "new"):
        told(security, key=key, title=f"{key}的消息。")
    reading.read(security, Message.objects.get(key="new").pk, at=NOW)

    text = page(inside(security))

    assert text.index("old的消息。") < text.index("new的消息。")
    assert "没看：</span>old的消息。" in text
    assert "没看：</span>new的消息。" not in text


def test_what_is_settled_says_that_nothing_is_to_be_done(security: User) -> None:
    told(security)
    settle(["tests.Fact:1"], happened_at=NOW)

    assert "已经了结，不用再办" in page(inside(security))


def test_what_somebody_wrote_is_shown_as_text(security: User) -> None:
    told(security, title="“<script>alert(1)</script>”批准了。")

    assert "“&lt;script&gt;alert(1)&lt;/script&gt;”批准了。" in page(inside(security))


def test_an_empty_page_teaches_what_will_stand_here(security: User) -> None:
    text = page(inside(security))

    assert "还没有消息" in text
    assert "全部记成看过" not in text


def test_opening_a_message_leads_to_its_paper_and_marks_it_read(security: User) -> None:
    key = a_key("快递对接")
    told(security, about=f"accounts.OrganisationKey:{key.pk}")

    assert opened(inside(security), security) == f"/office/keys/{key.pk}/"

    assert under_the_bell(security) == []


def test_a_message_about_a_part_of_a_paper_leads_to_the_paper(
    security: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = a_key("快递对接")
    monkeypatch.setattr(type(find("keys")), "shows", {"tests.Word": lambda name: Q(name=name)})
    told(security, about="tests.Word:快递对接")

    assert opened(inside(security), security) == f"/office/keys/{key.pk}/"


def test_a_message_with_an_address_of_its_own_leads_there(security: User) -> None:
    tell(
        [security],
        kind=NEWS,
        about="accounts.Nothing:1",
        title="好。",
        key="k",
        address="/open/12/",
        happened_at=NOW,
    )

    assert opened(inside(security), security) == "/open/12/"


def test_whatever_a_paper_is_about_stands_on_a_desk_so_that_its_messages_lead_there() -> None:
    about = {
        f"{app_of(model.__module__)}.{model.__name__}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.related_model is Paper and app_of(model.__module__) != "approvals"
    }
    shown = {name for desk in desks() for name in (desk.what(desk_model(desk)()).split()[0], *desk.shows)}

    assert "programme.Project" in about
    assert about - shown == set()


def desk_model(desk: Desk[Any]) -> type[Model]:
    """What stands in the brackets of its class: ProjectDesk(Desk[Project])."""
    bases = (base for kind in type(desk).__mro__ for base in getattr(kind, "__orig_bases__", ()))
    model: type[Model] = next(found for base in bases for found in get_args(base))
    return model


@pytest.mark.parametrize(
    "about",
    [
        "accounts.OrganisationKey:999999",
        "accounts.OrganisationKey:x",
        "accounts.OrganisationKey",
        "accounts.OrganisationKey:" + "9" * 60,
        "audit.Entry:1",  # a list that this post does not open
        "nowhere.Nothing:1",
    ],
)
def test_a_message_whose_paper_is_gone_or_out_of_reach_says_so(security: User, about: str) -> None:
    told(security, about=about)
    client = inside(security)

    assert opened(client, security) == "/office/messages/"
    assert "您现在的岗位看不到，或者已经没有了。" in page(client)
    assert under_the_bell(security) == []


def test_a_link_alone_marks_nothing_as_read(security: User) -> None:
    told(security)

    assert inside(security).get(f"/office/messages/{the_message_to(security).pk}/").status_code == 405
    assert inside(security).get("/office/messages/read/").status_code == 405
    assert len(under_the_bell(security)) == 1


def test_another_persons_message_is_not_there_and_stays_unread(security: User) -> None:
    other = a_person()
    told(other)

    answer = inside(security).post(f"/office/messages/{the_message_to(other).pk}/")

    assert answer.status_code == 404
    assert "tests.Fact" not in page(inside(security))
    assert len(under_the_bell(other)) == 1


def test_a_stranger_is_led_to_the_log_in_and_nothing_is_read(client: Client, security: User) -> None:
    told(security)

    for address in (f"/office/messages/{the_message_to(security).pk}/", "/office/messages/read/"):
        assert client.post(address, {"upto": "999"}).headers["Location"].startswith("/office/login/")
    assert len(under_the_bell(security)) == 1


def test_all_are_marked_as_read_up_to_what_the_page_showed(security: User) -> None:
    for number in range(2):
        told(security, key=f"tests.Fact:{number}")
    client = inside(security)
    upto = client.get("/office/messages/").context["upto"]
    told(security, key="tests.Fact:late")

    answer = client.post("/office/messages/read/", {"upto": upto}, follow=True)

    assert "2条记成看过了。" in answer.content.decode()
    assert under_the_bell(security) == ["tests.Fact:late有了结果。"]


@pytest.mark.parametrize("upto", ["", "x", "-1", "１２", "9" * 40])
def test_a_wrong_number_marks_nothing_as_read(security: User, upto: str) -> None:
    told(security)

    answer = inside(security).post("/office/messages/read/", {"upto": upto}, follow=True)

    assert answer.status_code == 200
    assert len(under_the_bell(security)) == 1


def test_a_long_list_has_pages(security: User) -> None:
    for number in range(ROWS + 1):
        told(security, key=f"tests.Fact:{number:02}")
    client = inside(security)

    assert f"本页{ROWS}条，共{ROWS + 1}条" in page(client)
    assert "本页1条" in page(client, "/office/messages/?page=2")
    assert "本页1条" in page(client, "/office/messages/?page=99")
    assert f"本页{ROWS}条" in page(client, "/office/messages/?page=莲")


def test_the_outbox_says_to_whom_and_whether_it_was_read_and_nothing_of_what_it_says() -> None:
    reader = a_person("示例·收信人")
    told(reader, title="“示例·秘密项目”批准了。")
    admin = inside(one(PostKind.SYSTEM_ADMIN))
    message = the_message_to(reader)

    texts = [page(admin, address) for address in ("/office/outbox/", f"/office/outbox/{message.pk}/")]
    texts.append(page(admin, "/office/search/?q=收信人"))

    for text in texts:
        assert "示例·收信人" in text
        assert "秘密项目" not in text
    assert "还没看" in texts[0]
    assert "秘密项目" not in page(admin, "/office/search/?q=秘密")
    assert reading.unread(reader).count() == 1


def test_the_outbox_is_narrowed_by_what_became_of_a_message() -> None:
    for key in ("unread", "read", "settled"):
        told(a_person(), key=key)
    Message.objects.filter(key="read").update(read_at=timezone.now())
    settle(["settled"], happened_at=NOW)
    admin = inside(one(PostKind.SYSTEM_ADMIN))

    listing = admin.get("/office/outbox/").context["listing"]

    assert {choice.title: choice.count for choice in listing.choices()} == {
        "还没看": 1,
        "看了": 1,
        "没看，了结了": 1,
        "全部": 3,
    }
