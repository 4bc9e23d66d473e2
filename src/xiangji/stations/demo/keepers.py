"""The demo's applications to keep a station: waiting, scored, chosen and declined."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from xiangji.core.accounts.demo import person_in
from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.stations import actions
from xiangji.stations.models import Application, Station
from xiangji.stations.queries import keepers, register
from xiangji.stations.rules.keepers import criteria
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.states import State

NAMES = ("示例·沈金穗", "示例·蒋长河", "示例·卫春苗", "示例·褚建国", "示例·陈秀兰")
TEXT = "在外面做过三年网店客服，想回村做，家里有门面（示例）。"


@transaction.atomic
def build_keepers(*, now: datetime) -> None:
    """Five, for points that have no head yet; again changes nothing."""
    if Application.objects.exists():
        return
    clerk, head = person_in(PostKind.COMMERCE_CLERK), person_in(PostKind.COMMERCE_HEAD)
    for number, (name, station) in enumerate(zip(NAMES, _without_head(), strict=False)):
        at = now - timedelta(days=20 - 3 * number)
        row = actions.apply_as_keeper(
            kind=StationKind.VILLAGE_POINT,
            place=station.place_id,
            name=name,
            phone=f"137000000{number:02}",
            text=TEXT,
            network="demo",
            by=None,
            happened_at=at,
        )
        if number < 3:
            _score(row, number, (clerk, head), at + timedelta(days=2))
        _decide(row, number, station, head, at + timedelta(days=4))


def _without_head() -> list[Station]:
    kind = StationKind.VILLAGE_POINT.value
    rows = register.rows().filter(register.in_state(State.OPEN), keepers.HEADLESS, kind=kind)
    return list(rows.order_by("code")[: len(NAMES)])


def _score(row: Application, number: int, people: tuple[User, ...], at: datetime) -> None:
    for more, person in enumerate(people):
        marks = {
            one.value: 3 + (number + more + place) % 3 for place, one in enumerate(criteria(row.station_kind))
        }
        actions.score_application(application=row, marks=marks, by=person, happened_at=at)


def _decide(row: Application, number: int, station: Station, head: User, at: datetime) -> None:
    if number == 0:
        reason = "得分最高，有门面（示例）"
        actions.choose_keeper(application=row, station=station.pk, reason=reason, by=head, happened_at=at)
    elif number == 1:
        actions.decline_application(
            application=row, reason="本人另有安排，撤回（示例）", by=head, happened_at=at
        )
