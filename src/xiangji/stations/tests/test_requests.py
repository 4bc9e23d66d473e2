"""The service desk: taken in, handled, guided, refused; and what may not be."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import an_organisation, one
from xiangji.core.audit.models import Entry
from xiangji.core.parties.models import Party
from xiangji.stations import actions
from xiangji.stations.models import RequestStep, ServiceRequest
from xiangji.stations.queries import requests as reading
from xiangji.stations.rules.register import StationRefused
from xiangji.stations.rules.requests import ASKED_A_DAY, CustomerKind, State, TooManyRequests, Way
from xiangji.stations.tests.cast import LAKE_TOWN
from xiangji.stations.tests.request_cast import (
    BUILDING,
    FOSTERING,
    PHONE,
    a_centre,
    a_request,
    again,
    guided,
    sent,
)
from xiangji.stations.tests.station_cast import NOW, a_station, clerk, closed

pytestmark = pytest.mark.usefixtures("the_county")


def test_a_request_at_the_counter_is_a_numbered_ticket_in_the_hand_of_who_took_it() -> None:
    person = clerk()

    first = a_request(a_centre(), person)
    second = a_request(first.centre, person)

    assert (first.number, second.number) == ("FW2026-0001", "FW2026-0002")
    assert (first.status, first.taken_by, first.due_on) == (State.IN_HAND, person, date(2026, 10, 27))
    assert Party.objects.get() == first.party == second.party


def test_what_is_done_on_the_spot_has_its_result_at_once() -> None:
    done = a_request(a_centre(), clerk(), result="给了课表，报了下周的班。")

    steps = reading.steps_of(done)
    assert [one.get_step_display() for one in steps] == ["接办", "办好"]
    assert reading.result_of(steps) == "给了课表，报了下周的班。"
    assert (done.status, done.ended_at) == (State.DONE, NOW)


def test_name_phone_and_wish_stand_neither_in_the_audit_nor_in_the_lane() -> None:
    a_centre()

    asked = sent()

    told = "".join(Entry.objects.values_list("text", flat=True))
    assert all(word not in told for word in (PHONE, "王新苗", "想学开网店"))
    assert "192.0.2.0" not in asked.lane
    assert (asked.status, asked.way, asked.taken_by) == (State.WAITING, "form", None)


def test_a_request_is_taken_noted_postponed_done_and_opened_again() -> None:
    a_centre()
    person, asked = clerk(), sent()

    actions.take_request(request=asked, by=person, happened_at=NOW)
    actions.note_progress(request=asked, text="约了周四来。", by=person, happened_at=NOW)
    actions.postpone_request(
        request=asked, due_on=date(2026, 11, 9), text="老师出差。", by=person, happened_at=NOW
    )
    assert again(asked).due_on == date(2026, 11, 9)
    actions.finish_request(request=asked, text="上了两天课，店开起来了。", by=person, happened_at=NOW)
    actions.reopen_request(request=asked, text="店名要改。", by=person, happened_at=NOW)

    row = again(asked)
    assert (row.status, row.ended_at, row.due_on) == (State.IN_HAND, None, date(2026, 10, 27))
    assert [one.get_step_display() for one in reading.steps_of(row)] == [
        "接办",
        "进展",
        "改期",
        "办好",
        "再办",
    ]


def test_steps_out_of_turn_are_refused_and_steps_are_never_changed() -> None:
    a_centre()
    person, asked = clerk(), sent()

    with pytest.raises(StationRefused, match="现在是“等人接”，不能再记“进展”"):
        actions.note_progress(request=asked, text="约了周四来。", by=person, happened_at=NOW)
    actions.refuse_request(request=asked, text="不归中心办，请找镇上。", by=person, happened_at=NOW)
    with pytest.raises(StationRefused, match="现在是“办不了”，不能再记“办好”"):
        actions.finish_request(request=asked, text="办了。", by=person, happened_at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        RequestStep.objects.update(text="改过的话")

    assert reading.result_of(reading.steps_of(asked)) == "不归中心办，请找镇上。"


@pytest.mark.parametrize("text", ["", "  ", "字" * 501, "有\x00字"])
def test_a_result_needs_words(text: str) -> None:
    person = clerk()
    asked = a_request(a_centre(), person)

    with pytest.raises(StationRefused, match="请写办成什么样"):
        actions.finish_request(request=asked, text=text, by=person, happened_at=NOW)

    assert again(asked).status is State.IN_HAND


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"service": "donggang.art"}, "不提供“美工策划”"),
        ({"service": "no.such"}, "目录里没有这一项"),
        ({"service": BUILDING}, "是给站点的"),
        ({"customer_kind": CustomerKind.STATION}, "请用“记给站点的指导”"),
        ({"wish": " "}, "请写想办什么"),
        ({"phone": "12"}, "11位手机号"),
        ({"name": ""}, "没有"),
        ({"due_on": date(2026, 10, 19)}, "应当不早于2026-10-20"),
        ({"credit_code": "91"}, "没有"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_is_kept(changes: dict[str, object], said: str) -> None:
    centre, person = a_centre(), clerk()
    before = Entry.objects.count()

    with pytest.raises(Exception, match=said):
        a_request(centre, person, **changes)

    assert (ServiceRequest.objects.count(), Party.objects.count()) == (0, 0)
    assert Entry.objects.count() == before


def test_a_network_has_its_measure_and_a_closed_centre_takes_nothing() -> None:
    centre = a_centre()
    for number in range(ASKED_A_DAY):
        sent(phone=f"1380000007{number}")
    with pytest.raises(TooManyRequests):
        sent(phone="13800000079")
    closed(centre)

    with pytest.raises(StationRefused, match="现在没有开门"):
        sent(network="198.51.100.0/24")
    with pytest.raises(StationRefused, match="请选一个营业的公共服务中心"):
        a_request(centre, clerk())
    assert ServiceRequest.objects.count() == ASKED_A_DAY


def test_the_public_form_needs_a_phone() -> None:
    a_centre()

    with pytest.raises(StationRefused, match="请写电话"):
        sent(phone=" ")

    assert not ServiceRequest.objects.exists()


@pytest.mark.proves("STA-11")
def test_a_station_is_guided_as_a_customer_of_the_centre() -> None:
    person, centre = clerk(), a_centre()
    station = a_station("TZ-001", place=LAKE_TOWN)

    given = guided(centre, station, person)

    assert (given.kind, given.station, given.party) == (CustomerKind.STATION, station, None)
    assert given.status is State.DONE
    assert reading.guided(centre, date(2026, 1, 1)) == {station.pk}
    with pytest.raises(StationRefused, match="是给来办事的人和单位的"):
        guided(centre, station, person, service=FOSTERING)
    with pytest.raises(StationRefused, match="中心不给自己记指导"):
        guided(centre, centre, person)


def test_an_operator_handles_at_his_own_centre_and_others_nowhere() -> None:
    ours, theirs = an_organisation("示例·甲公司"), an_organisation("示例·乙公司")
    mine = one(PostKind.CONTRACTOR, organisation=ours)
    centre, other = a_centre(operator=ours), a_centre("TZ-C02", operator=theirs)
    asked = a_request(centre, mine)

    with pytest.raises(NotYours):
        a_request(other, mine)
    with pytest.raises(NotPermitted):
        actions.finish_request(request=asked, text="办了。", by=one(PostKind.TOWN_CLERK), happened_at=NOW)
    with pytest.raises(NotPermitted):
        actions.finish_request(request=asked, text="办了。", by=one(PostKind.COMMERCE_HEAD), happened_at=NOW)
    with pytest.raises(NotYours):
        guided(centre, a_station("TZ-001", place=LAKE_TOWN, operator=theirs), mine)

    assert again(asked).status is State.IN_HAND
    assert reading.for_person(mine).count() == 1
    assert reading.for_person(one(PostKind.FINANCE)).count() == 0


def test_the_database_knows_no_request_without_a_customer_nor_an_end_without_its_day() -> None:
    asked = a_request(a_centre(), clerk())

    for wrong in ({"party": None}, {"state": "done"}, {"state": "lost"}, {"taken_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ServiceRequest.objects.filter(pk=asked.pk).update(**wrong)


def test_a_firm_with_a_credit_code_is_registered_once() -> None:
    person, centre = clerk(), a_centre()
    told = {"name": "示例商贸有限公司", "credit_code": "91370481MA0000000N", "phone": ""}

    first = a_request(centre, person, customer_kind=CustomerKind.CIRCULATION, service=FOSTERING, **told)
    second = a_request(centre, person, customer_kind=CustomerKind.CIRCULATION, way=Way.PHONE, **told)

    assert first.party == second.party
    assert first.party is not None
    assert first.party.kind == "organisation"
