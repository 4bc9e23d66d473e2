"""Offers and needs are brought together, and what became of a pair stays."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import an_organisation, one
from xiangji.core.audit.models import Entry
from xiangji.stations import actions
from xiangji.stations.models import Match, MatchResult, Offer, Station
from xiangji.stations.queries import matching as reading
from xiangji.stations.rules.matching import Branch, Outcome, Side
from xiangji.stations.rules.register import StationRefused
from xiangji.stations.tests.request_cast import a_centre, an_offer
from xiangji.stations.tests.station_cast import NOW, TODAY, clerk

pytestmark = pytest.mark.usefixtures("the_county")
DESK = "/office/matching/"


def a_need(centre: Station, by: User, **changes: Any) -> Offer:  # noqa: ANN401 - any field of it
    told = {"side": Side.NEED, "name": "示例·李庄户", "phone": "13800000082", "words": "要卖两万斤土豆。"}
    return an_offer(centre, by, **{**told, **changes})


def matched(one: Offer, other: Offer, by: User) -> Match:
    return actions.match_offer(offer=one, other=other.pk, by=by, happened_at=NOW)


def inside(kind: PostKind) -> Client:
    client = Client()
    client.force_login(one(kind))
    return client


@pytest.mark.proves("STA-17")
def test_an_offer_and_a_need_are_brought_together_and_their_result_stands_on_both_papers() -> None:
    centre, person = a_centre(), clerk()
    until = timezone.localdate() + timedelta(days=30)
    offer = an_offer(centre, person, until=until)
    need = a_need(centre, person, until=until)
    client = inside(PostKind.COMMERCE_CLERK)

    before = client.get(f"{DESK}{need.pk}/?chip=all").content.decode()
    assert client.post(f"{DESK}{need.pk}/match/", {"other": offer.pk}).status_code == 302
    pair = Match.objects.get()
    typed = {"match": pair.pk, "outcome": "agreed", "words": "先上五千斤试卖。"}
    assert client.post(f"{DESK}{offer.pk}/result/", typed).status_code == 302
    papers = [client.get(f"{DESK}{each.pk}/?chip=all").content.decode() for each in (offer, need)]
    listed = client.get(f"{DESK}?chip=agreed").content.decode()

    assert "可以对的" in before
    assert "平台有货架" in before
    assert (pair.offer, pair.need) == (offer, need)
    assert all("先上五千斤试卖。" in told and "谈成了" in told for told in papers)
    assert "13800000082" not in "".join(papers)
    assert "两万斤土豆" in listed


@pytest.mark.proves("STA-17")
def test_a_service_firm_that_goes_to_the_villages_is_marked_and_stands_first() -> None:
    centre, person = a_centre(), clerk()
    plain = an_offer(centre, person, branch=Branch.SERVICE, phone="13800000083", name="示例·甲")
    rural = an_offer(
        centre, person, branch=Branch.SERVICE, phone="13800000084", name="示例·乙", goes_rural=True
    )
    need = a_need(centre, person, branch=Branch.SERVICE)

    assert list(reading.candidates(need, TODAY)) == [rural, plain]
    told = inside(PostKind.COMMERCE_CLERK).get(f"{DESK}?chip=rural").content.decode()
    assert f"{DESK}{rural.pk}/" in told
    assert f"{DESK}{plain.pk}/" not in told


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"words": " "}, "请写提供什么"),
        ({"until": date(2026, 10, 19)}, "应当不早于2026-10-20"),
        ({"until": date(2036, 1, 1)}, "不晚于两年以后"),
        ({"goes_rural": True}, "只给提供电商服务的"),
        ({"phone": "12"}, "11位手机号"),
    ],
)
def test_what_cannot_be_offered_is_refused_and_nothing_is_kept(changes: dict[str, object], said: str) -> None:
    centre, person = a_centre(), clerk()
    before = Entry.objects.count()

    with pytest.raises(Exception, match=said):
        an_offer(centre, person, **changes)

    assert not Offer.objects.exists()
    assert Entry.objects.count() == before


def test_what_does_not_fit_is_not_brought_together() -> None:
    centre, person = a_centre(), clerk()
    offer, need = an_offer(centre, person), a_need(centre, person)
    own = a_need(centre, person, name="示例·平台公司", phone="13800000081")
    money = a_need(centre, person, branch=Branch.FINANCE, phone="13800000085")

    with pytest.raises(StationRefused, match="销售平台的提供要对销售平台的需要"):
        matched(offer, money, person)
    with pytest.raises(StationRefused, match="两条是同一家的"):
        matched(offer, own, person)
    Offer.objects.filter(pk=need.pk).update(until=date(2026, 10, 1))
    with pytest.raises(StationRefused, match="2026-10-01就过期了"):
        matched(offer, need, person)
    actions.end_offer(offer=own, reason="不卖了", by=person, happened_at=NOW)
    with pytest.raises(StationRefused, match="已经撤下：不卖了"):
        matched(offer, own, person)

    assert not Match.objects.exists()


def test_a_pair_is_made_once_from_either_side_and_ends_once() -> None:
    centre, person = a_centre(), clerk()
    offer, need = an_offer(centre, person), a_need(centre, person)
    pair = matched(offer, need, person)

    with pytest.raises(StationRefused, match="已经对过了"):
        matched(need, offer, person)
    told: dict[str, Any] = {"match": pair.pk, "words": "价钱谈不拢。", "by": person, "happened_at": NOW}
    actions.record_match_result(offer=offer, outcome=Outcome.FAILED, **told)
    with pytest.raises(StationRefused, match="已经有结果了"):
        actions.record_match_result(offer=need, outcome=Outcome.AGREED, **told)
    with pytest.raises(DatabaseError), transaction.atomic():
        MatchResult.objects.update(outcome="agreed")
    with pytest.raises(IntegrityError), transaction.atomic():
        Match.objects.create(offer=offer, need=offer, by=person, at=NOW)

    assert MatchResult.objects.get().outcome == "failed"
    assert list(reading.candidates(offer, TODAY)) == []


def test_what_came_to_nothing_waits_for_another_and_what_fits_nothing_offers_no_button() -> None:
    person, until = clerk(), timezone.localdate() + timedelta(days=30)
    centre = a_centre()
    offer, need = an_offer(centre, person, until=until), a_need(centre, person, until=until)
    client = inside(PostKind.COMMERCE_CLERK)
    pair = matched(offer, need, person)

    talked = client.get(f"{DESK}?chip=talking").content.decode()
    paper = client.get(f"{DESK}{offer.pk}/?chip=all").content.decode()
    actions.record_match_result(
        offer=offer, match=pair.pk, outcome=Outcome.FAILED, words="谈不拢", by=person, happened_at=NOW
    )
    waiting = client.get(f"{DESK}?chip=waits").content.decode()

    assert f"{DESK}{offer.pk}/" in talked
    assert "和哪一条对" not in paper
    assert "记结果" in paper
    assert f"{DESK}{offer.pk}/" in waiting
    assert "等对上" in waiting


def test_an_operator_matches_at_his_own_centre_and_a_reader_nowhere() -> None:
    ours, theirs = an_organisation("示例·甲公司"), an_organisation("示例·乙公司")
    mine, person = one(PostKind.CONTRACTOR, organisation=ours), clerk()
    here, there = a_centre(operator=ours), a_centre("TZ-C02", operator=theirs)
    offer, need = an_offer(here, person), a_need(there, person)

    with pytest.raises(NotYours):
        matched(offer, need, mine)
    with pytest.raises(NotYours):
        matched(need, offer, mine)
    with pytest.raises(NotPermitted):
        actions.end_offer(offer=offer, reason="不要了", by=one(PostKind.COMMERCE_HEAD), happened_at=NOW)
    other = matched(an_offer(here, person, phone="13800000086"), a_need(here, person), person)
    with pytest.raises(NotYours):
        actions.record_match_result(
            offer=offer,
            match=other.pk,
            outcome=Outcome.AGREED,
            words="好",
            by=person,
            happened_at=NOW,
        )

    assert reading.for_person(mine).count() == 3
    assert reading.for_person(one(PostKind.FINANCE)).count() == 0
    assert not MatchResult.objects.exists()
