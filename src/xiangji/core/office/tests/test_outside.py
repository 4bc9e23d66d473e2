"""The page of what goes outside: for the system administrator, with nothing open to read on it."""

import pytest

from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.audit.models import Entry
from xiangji.core.office.tests.cast import as_a
from xiangji.core.outside.models import Exchange, State
from xiangji.core.outside.tests.cast import a_question, known

pytestmark = pytest.mark.django_db

SECRET_BODY = '{"name": "示例·不给人看", "room_name": "x"}'.encode()


def parked() -> Exchange:
    row = a_question(body=SECRET_BODY)
    Exchange.objects.filter(pk=row.pk).update(state=State.PARKED, tries=3, sentence="对方不收（403）。")
    return row


def test_it_says_in_words_what_was_asked_that_nobody_is_connected_and_no_name() -> None:
    row = a_question(body=SECRET_BODY)

    with known():
        text = as_a(PostKind.SYSTEM_ADMIN).get(f"/office/outside/{row.pk}/").content.decode()

    assert "示例问一句" in text
    assert "tests.asked" not in text
    assert "没有真实连接" in text
    assert "示例·不给人看" not in text
    assert "****" in text


def test_what_stopped_waits_in_the_to_do_and_is_sent_again_or_dropped_with_a_reason() -> None:
    admin, row = as_a(PostKind.SYSTEM_ADMIN), parked()

    assert "对外没有送成，等您看。" in admin.get("/office/").content.decode()
    admin.post(f"/office/outside/{row.pk}/again/")
    row.refresh_from_db()
    assert (row.state, row.tries) == (State.WAITING, 0)
    admin.post(f"/office/outside/{row.pk}/drop/", {"reason": "示例会议取消了。"})
    row.refresh_from_db()

    assert (row.state, row.sentence) == (State.DROPPED, "示例会议取消了。")
    noted = Entry.objects.filter(did__startswith="outside.").order_by("pk")
    assert [each.did for each in noted] == ["outside.sent_again", "outside.dropped"]


@pytest.mark.parametrize("kind", [PostKind.COMMERCE_HEAD, PostKind.SECURITY_ADMIN, PostKind.KEEPER])
def test_another_finds_no_page_and_changes_nothing(kind: PostKind) -> None:
    row, stranger = parked(), as_a(kind)

    assert stranger.get("/office/outside/").status_code in {403, 404}
    assert stranger.post(f"/office/outside/{row.pk}/again/").status_code in {403, 404}

    row.refresh_from_db()
    assert row.state == State.PARKED
