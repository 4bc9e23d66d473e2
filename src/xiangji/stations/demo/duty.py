"""The demo's rosters, patrols, upkeep and broadband: a few months, with gaps, findings and lower tariffs."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.demo import person_in
from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.places import Kind, villages
from xiangji.core.places.county import current_county
from xiangji.core.values import Money, Month
from xiangji.stations import actions
from xiangji.stations.demo.network import OPERATOR
from xiangji.stations.demo.pictures import board
from xiangji.stations.models import Member, Patrol, PatrolFinding, Station
from xiangji.stations.queries import equipment as things
from xiangji.stations.queries import register
from xiangji.stations.rules.broadband import Line, Tariff, Whose
from xiangji.stations.rules.duty import Part, days_of
from xiangji.stations.rules.equipment import Role
from xiangji.stations.rules.patrols import Item
from xiangji.stations.rules.states import State
from xiangji.stations.rules.upkeep import UpkeepKind, Work

WRONG = (
    (Item.BOARD, "牌匾褪色了（示例）"),
    (Item.RECORDS, "上周的业务没有记（示例）"),
    (Item.SAFETY, "插线板没有固定（示例）"),
    (Item.OPEN, "下午提早关门（示例）"),
    (Item.PUBLICITY, "服务项目没有贴出来（示例）"),
)
WORKS = (
    (UpkeepKind.SYSTEM, 300, "站点管理系统日常维护（示例）", 6_000),
    (UpkeepKind.UPGRADE, 240, "站点管理系统升级，手机上能记业务（示例）", 68_000),
    (UpkeepKind.GUIDANCE, 200, "到镇里讲怎么记业务，两场（示例）", 9_500),
    (UpkeepKind.TALENTS, 150, "电商达人训练一期（示例）", 32_000),
    (UpkeepKind.SYSTEM, 90, "站点管理系统日常维护（示例）", 6_000),
    (UpkeepKind.GUIDANCE, 40, "上门教站长做直播（示例）", 7_200),
)
CHEAPER = (
    (Whose.PARK, "示例电商园", Tariff.REDUCED, "按八折，示例运营商给的"),
    (Whose.LOGISTICS, "示例物流配送中心", Tariff.REDUCED, "按八折，示例运营商给的"),
    (Whose.FIRM, "示例电商企业", Tariff.ORDINARY, ""),
    (Whose.POINT, "示例村级点", Tariff.FREE, "第一年免费，示例运营商给的"),
)
PATROLS, EVERY_VILLAGE = 24, 9


@transaction.atomic
def build_duty(*, now: datetime) -> None:
    """Again changes nothing."""
    if Patrol.objects.exists() or not Station.objects.exists():
        return
    clerk, today = person_in(PostKind.COMMERCE_CLERK), timezone.localdate(now)
    open_now = list(register.rows().filter(register.in_state(State.OPEN)).order_by("code"))
    _rosters(open_now, today, clerk)
    _patrols(open_now, today, clerk)
    actions.plan_round(town="", count=10, a_day=5, first=today, by=clerk, happened_at=now)
    _upkeep(today, clerk)
    _broadband(today, clerk)


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(16, 20)))


def _rosters(stations: list[Station], today: date, clerk: User) -> None:
    """This month of every station that has a head; every third stands empty at weekends."""
    heads = {one.station_id: one for one in Member.objects.filter(role=Role.HEAD.value, until=None)}
    month = days_of(Month.of(today))
    for number, station in enumerate(one for one in stations if one.pk in heads):
        head = heads[station.pk]
        since = max(head.since, station.last_day)  # type: ignore[attr-defined]
        days = [day for day in month if day >= since and (number % 3 or day.weekday() < 5)]
        if days:
            actions.put_on_duty(
                station=station,
                member=head.pk,
                days=days,
                parts=[Part.MORNING, Part.AFTERNOON],
                by=clerk,
                happened_at=_at(today),
            )


def _patrols(stations: list[Station], today: date, clerk: User) -> None:
    """Most are well; some have findings: mended, still open, and over their day."""
    step = max(1, len(stations) // PATROLS)
    for number, station in enumerate(stations[::step][:PATROLS]):
        opened: date = station.last_day  # type: ignore[attr-defined]
        day = max(opened, today - timedelta(days=100 - 4 * number))
        found = dict(WRONG[number % 5 : number % 5 + 1 + number % 2]) if number % 3 == 0 else {}
        patrol = actions.record_patrol(
            station=station,
            day=day,
            findings=found,
            due=day + timedelta(days=14),
            note="",
            by=clerk,
            happened_at=_at(day),
        )
        if number % 4:
            file = ContentFile(board(200 + number), name=f"示例巡查{station.code}.png")
            add_evidence(to=f"stations.Patrol:{patrol.pk}", file=file, by=clerk, happened_at=_at(day))
        _follow(patrol, number, min(day + timedelta(days=9), today), clerk)


def _follow(patrol: Patrol, number: int, day: date, clerk: User) -> None:
    """Of every second patrol with findings the first one is mended."""
    finding = PatrolFinding.objects.filter(patrol=patrol).order_by("pk").first()
    if finding is not None and number % 2:
        actions.follow_up(
            patrol=patrol,
            finding=finding.pk,
            is_mended=True,
            day=day,
            due=None,
            words="当场看过，改好了（示例）",
            by=clerk,
            happened_at=_at(day),
        )


def _upkeep(today: date, clerk: User) -> None:
    firm = Organisation.objects.get(name=OPERATOR)
    for kind, ago, words, yuan in WORKS:
        day = today - timedelta(days=ago)
        work = Work(kind, day, words, Money.from_yuan(yuan))
        actions.record_upkeep(firm=firm.pk, work=work, station=None, by=clerk, happened_at=_at(day))
    broken = things.rows().filter(things.TO_MEND).order_by("pk").first()
    if broken is not None:
        day = today - timedelta(days=6)
        actions.mend_equipment(
            equipment=broken,
            day=day,
            words="换了电源（示例）",
            cost=Money.from_yuan(260),
            by=clerk,
            happened_at=_at(day),
        )


def _broadband(today: date, clerk: User) -> None:
    """A part of the villages; of the others nobody has said anything but what their point says."""
    county, day = current_county(), today - timedelta(days=60)
    known = [one for one in villages(county.code) if one.kind is Kind.VILLAGE][::EVERY_VILLAGE]
    for number, village in enumerate(known):
        line = Line(
            Whose.VILLAGE, "", (100, 50, 4, 200, 20)[number % 5], number % 7 != 3, Tariff.UNKNOWN, "示例"
        )
        actions.record_broadband(
            place=village.code.digits, line=line, day=day, by=clerk, happened_at=_at(day)
        )
    for whose, name, tariff, note in CHEAPER:
        line = Line(whose, name, 500, True, tariff, note)
        actions.record_broadband(place=county.code.digits, line=line, day=day, by=clerk, happened_at=_at(day))
