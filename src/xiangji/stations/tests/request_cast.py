"""Requests at the service desk, made by the real actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from xiangji.core.accounts.models import Post, User
from xiangji.stations import actions
from xiangji.stations.models import Offer, ServiceRequest, Station
from xiangji.stations.queries import matching, register
from xiangji.stations.queries import requests as reading
from xiangji.stations.rules.matching import Branch, Side
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.requests import CustomerKind, Way
from xiangji.stations.tests.station_cast import NOW, a_station

PHONE = "13800000061"
INCUBATION, CREDIT, BUILDING, FOSTERING = (
    "tengzhou.incubation",
    "tengzhou.credit",
    "tengzhou-stations.building",
    "tengzhou-firms.fostering",
)


def a_centre(code: str = "TZ-C01", **more: Any) -> Station:  # noqa: ANN401 - as of a_station
    return a_station(
        code, kind=StationKind.CENTRE, place="370481", name="示例滕州电商公共服务中心", area_m2=1_600, **more
    )


def a_request(centre: Station, by: User, **changes: Any) -> ServiceRequest:  # noqa: ANN401 - any field
    told = {
        "service": INCUBATION,
        "customer_kind": CustomerKind.FOUNDER,
        "name": "示例·王新苗",
        "phone": PHONE,
        "wish": "想学开网店，卖自家的土豆。",
        "way": Way.DESK,
        "happened_at": NOW,
        **changes,
    }
    return again(actions.take_in_request(centre=centre.pk, by=by, **told))


def sent(**changes: Any) -> ServiceRequest:  # noqa: ANN401 - any field of the public form
    told = {
        "service": INCUBATION,
        "customer_kind": CustomerKind.FOUNDER,
        "name": "示例·王新苗",
        "phone": PHONE,
        "wish": "想学开网店。",
        "network": "192.0.2.0/24",
        "happened_at": NOW,
        **changes,
    }
    return again(actions.ask_centre(by=None, **told))


def guided(centre: Station, station: Station, by: User, **changes: Any) -> ServiceRequest:  # noqa: ANN401
    told = {
        "service": BUILDING,
        "wish": "看装修图，定牌匾。",
        "way": Way.VISIT,
        "result": "定了图，下周做牌匾。",
        "happened_at": NOW,
        **changes,
    }
    return again(actions.guide_station(centre=centre.pk, station=station.pk, by=by, **told))


def an_offer(centre: Station, by: User, **changes: Any) -> Offer:  # noqa: ANN401 - any field of it
    told = {
        "side": Side.OFFER,
        "branch": Branch.PLATFORM,
        "name": "示例·平台公司",
        "phone": "13800000081",
        "words": "平台有货架，找土豆。",
        "until": date(2026, 12, 31),
        "happened_at": NOW,
        **changes,
    }
    row = actions.record_offer(centre=centre.pk, by=by, **told)
    return matching.rows().get(pk=row.pk)


def again(request: ServiceRequest) -> ServiceRequest:
    return reading.rows().get(pk=request.pk)


def fresh(station: Station) -> Station:
    return register.rows().get(pk=station.pk)


def requests_stand(keeper: Post) -> ServiceRequest:
    """Something on the desk of the centre, for the tests of the workbench."""
    centre = a_centre("SL-C01", operator=keeper.organisation)
    an_offer(centre, keeper.person)
    return a_request(centre, keeper.person)
