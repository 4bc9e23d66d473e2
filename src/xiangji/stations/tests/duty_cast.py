"""Duties, patrols, upkeep and broadband of the small county, made by the real actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from xiangji.core.accounts.models import Post, User
from xiangji.core.values import Money
from xiangji.stations import actions
from xiangji.stations.models import Duty, Member, Patrol, Station
from xiangji.stations.rules.broadband import Line, Tariff, Whose
from xiangji.stations.rules.duty import Part
from xiangji.stations.rules.equipment import Role
from xiangji.stations.rules.patrols import Item
from xiangji.stations.rules.upkeep import UpkeepKind, Work
from xiangji.stations.tests.station_cast import NOW, SPRING, SUMMER, TODAY


def a_member(
    station: Station,
    by: User,
    *,
    name: str = "示例·周站长",
    phone: str = "13800000021",
    role: Role = Role.HEAD,
) -> Member:
    return actions.name_person(
        station=station, role=role, name=name, phone=phone, duty="", since=SPRING, by=by, happened_at=NOW
    )


def on_duty(member: Member, by: User, *days: date, part: Part = Part.MORNING) -> list[Duty]:
    return actions.put_on_duty(
        station=member.station,
        member=member.pk,
        days=days or [TODAY],
        parts=[part],
        by=by,
        happened_at=NOW,
    )


def a_patrol(
    station: Station, by: User, findings: Mapping[Item, str] | None = None, *, day: date = SUMMER
) -> Patrol:
    due = day + timedelta(days=7)
    return actions.record_patrol(
        station=station, day=day, findings=findings or {}, due=due, note="", by=by, happened_at=NOW
    )


def duty_stands(keeper: Post, clerk: User) -> None:
    """Something on each of these desks, for the tests of the workbench."""
    member = Member.objects.select_related("station").order_by("pk")[0]
    on_duty(member, keeper.person)
    a_patrol(member.station, keeper.person, {Item.BOARD: "牌匾掉了一角"})
    actions.record_upkeep(
        firm=keeper.organisation_id,
        work=Work(UpkeepKind.UPGRADE, SUMMER, "站点系统升级到新版", Money.from_yuan(30_000)),
        station=None,
        by=keeper.person,
        happened_at=NOW,
    )
    actions.record_broadband(
        place="370481001001",
        line=Line(Whose.VILLAGE, "", 50, True, Tariff.UNKNOWN),
        day=SUMMER,
        by=clerk,
        happened_at=NOW,
    )
