from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused
from xiangji.core.evidence.models import Evidence, PhoneLink
from xiangji.core.evidence.owners import NotForYouToAdd
from xiangji.core.evidence.phone import (
    LASTS,
    MOST_PHOTOS,
    CodeIsOver,
    add_from_phone,
    end_phone_code,
    show_phone_code,
    visit,
)
from xiangji.core.evidence.tests.cast import HTML, JPEG, NOON, PAPER, PDF, PNG, a_file, a_person

pytestmark = pytest.mark.django_db


def a_code(by: User | None = None) -> str:
    return show_phone_code(to=PAPER, by=by or a_person("adder"), happened_at=NOON).token


def a_photo(number: int = 0) -> bytes:
    return JPEG + bytes([number])


def send(token: str, phone: str, *contents: bytes) -> str:
    photos = [a_file(content) for content in contents]
    return add_from_phone(token=token, phone=phone, photos=photos, happened_at=NOON).phone


def refusal_of(token: str, phone: str, *contents: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        send(token, phone, *contents)
    return refusal.value.code


def deeds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("did", flat=True))


def test_a_photo_from_the_phone_is_evidence_of_the_person_who_showed_the_code() -> None:
    adder = a_person("adder")
    token = a_code(adder)

    send(token, "", JPEG)

    evidence = Evidence.objects.get()
    assert (evidence.target, evidence.added_by, evidence.is_from_phone) == (PAPER, adder, True)
    assert deeds() == ["evidence.phone_shown", "evidence.added"]
    assert json.loads(Entry.objects.get(did="evidence.added").text)["facts"]["from_phone"] is True


def test_only_hashes_of_the_secrets_are_kept() -> None:
    token = a_code()
    phone = send(token, "", JPEG)

    row = " ".join(str(value) for value in PhoneLink.objects.values_list().get())
    assert token not in row
    assert phone not in row
    assert not any(token in entry.text or phone in entry.text for entry in Entry.objects.all())


def test_a_second_phone_with_the_same_code_is_refused() -> None:
    token = a_code()
    send(token, "", JPEG)

    assert refusal_of(token, "", PNG) == "phone_code_taken"
    assert refusal_of(token, "another", PNG) == "phone_code_taken"
    assert Evidence.objects.count() == 1


def test_the_same_phone_may_send_up_to_nine_photos_and_then_the_code_is_used() -> None:
    token = a_code()
    phone = ""
    for number in range(MOST_PHOTOS):
        phone = send(token, phone, a_photo(number))

    assert refusal_of(token, phone, PNG) == "phone_code_used"
    assert Evidence.objects.count() == MOST_PHOTOS
    assert deeds()[-1] == "evidence.phone_ended"


def test_more_photos_than_are_left_are_refused_as_a_whole() -> None:
    token = a_code()
    phone = send(token, "", a_photo(0))

    photos = [a_photo(number) for number in range(1, MOST_PHOTOS + 1)]
    assert refusal_of(token, phone, *photos) == "too_many_photos"
    assert Evidence.objects.count() == 1
    assert PhoneLink.objects.get().received == 1


def test_one_wrong_file_refuses_all_photos_of_that_time() -> None:
    token = a_code()

    assert refusal_of(token, "", JPEG, HTML) == "evidence_kind_refused"
    assert refusal_of(token, "", JPEG, PDF) == "not_a_photo"
    assert refusal_of(token, "") == "no_photo_chosen"
    assert not Evidence.objects.exists()
    assert PhoneLink.objects.get().phone_sha256 == ""


def test_the_code_ends_after_ten_minutes() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        token = a_code()
        clock.shift(LASTS - timedelta(seconds=1))
        phone = send(token, "", JPEG)
        clock.shift(timedelta(seconds=1))

        assert refusal_of(token, phone, PNG) == "phone_code_expired"
        with pytest.raises(CodeIsOver):
            visit(token, phone)

    assert Evidence.objects.count() == 1


def test_the_code_ends_when_the_person_is_done() -> None:
    token = a_code()
    phone = send(token, "", JPEG)

    end_phone_code(token=token, phone=phone, happened_at=NOON)

    assert refusal_of(token, phone, PNG) == "phone_code_used"
    assert deeds()[-1] == "evidence.phone_ended"


def test_a_stranger_cannot_end_the_code_of_another_phone() -> None:
    token = a_code()
    phone = send(token, "", JPEG)

    with pytest.raises(CodeIsOver):
        end_phone_code(token=token, phone="", happened_at=NOON)

    assert visit(token, phone).left == MOST_PHOTOS - 1


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "\x00", "码"])
def test_a_guessed_token_is_not_found(token: str) -> None:
    a_code()

    with pytest.raises(NotYours):
        send(token, "", JPEG)

    assert not Evidence.objects.exists()


def test_who_lost_the_permission_meanwhile_adds_nothing() -> None:
    adder = a_person("adder")
    token = a_code(adder)
    User.objects.filter(pk=adder.pk).update(username="reader")

    with pytest.raises(NotForYouToAdd):
        send(token, "", JPEG)

    assert not Evidence.objects.exists()


def test_a_person_who_left_has_no_codes() -> None:
    adder = a_person("adder")
    token = a_code(adder)
    User.objects.filter(pk=adder.pk).update(is_active=False)

    with pytest.raises(NotYours):
        send(token, "", JPEG)


@pytest.mark.parametrize(("who", "refusal"), [("reader", NotForYouToAdd), ("stranger", NotYours)])
def test_who_may_not_add_may_not_show_a_code(who: str, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        show_phone_code(to=PAPER, by=a_person(who), happened_at=NOON)

    assert not PhoneLink.objects.exists()
    assert not Entry.objects.exists()


def test_a_visit_names_the_paper_the_person_and_what_is_left() -> None:
    token = a_code()

    seen = visit(token, "")

    assert (seen.paper.title, seen.shown_by, seen.left) == ("示例公文", "示例·adder", MOST_PHOTOS)
    assert seen.expires_at - timezone.now() <= LASTS


@pytest.mark.django_db(transaction=True)
def test_of_two_phones_at_the_same_moment_one_keeps_the_code() -> None:
    token = a_code()
    together = Barrier(2)

    def from_a_phone(number: int) -> str:
        together.wait()
        try:
            send(token, "", a_photo(number))
        except CodeIsOver as refusal:
            return refusal.code
        finally:
            connection.close()
        return "sent"

    with ThreadPoolExecutor(2) as phones:
        answers = sorted(phones.map(from_a_phone, range(2)))

    assert answers == ["phone_code_taken", "sent"]
    assert Evidence.objects.count() == 1
    assert PhoneLink.objects.get().received == 1


@pytest.mark.django_db(transaction=True)
def test_two_uploads_of_one_phone_at_once_never_pass_the_limit() -> None:
    token = a_code()
    phone = send(token, "", a_photo(0))
    together = Barrier(2)

    def half(start: int) -> str:
        together.wait()
        try:
            send(token, phone, *(a_photo(number) for number in range(start, start + 5)))
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "sent"

    with ThreadPoolExecutor(2) as uploads:
        answers = sorted(uploads.map(half, (10, 20)))

    assert answers == ["sent", "too_many_photos"]
    assert Evidence.objects.count() == 6
    assert PhoneLink.objects.get().received == 6
