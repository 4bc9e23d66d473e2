"""Reads of patrols: planned ones, what was found and is not mended, and whom nobody has seen for longest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import reach
from xiangji.core.evidence.kinds import Kind
from xiangji.core.evidence.models import Evidence, Withdrawal
from xiangji.core.places import within
from xiangji.core.values import PlaceCode
from xiangji.stations.models import Check, FollowUp, Patrol, PatrolFinding, Station
from xiangji.stations.queries import register
from xiangji.stations.rules import patrols as rules
from xiangji.stations.rules.patrols import Found, Item, Seen
from xiangji.stations.rules.states import State

READ = "stations.read_register"
TARGET = "stations.Patrol:"
PICTURES = [kind.value for kind in Kind if kind.is_picture]
WAITS = Q(day=None, called_off="")
MADE = Q(day__isnull=False)
NOT_MENDED = Q(next_due__isnull=False)


def rows() -> QuerySet[Patrol]:
    """With `found`, `open_findings`, `next_due` of what is not mended, and `has_picture` (not withdrawn)."""
    findings = PatrolFinding.objects.filter(patrol=OuterRef("pk")).order_by()
    mended = Exists(FollowUp.objects.filter(finding=OuterRef("pk"), is_mended=True))
    later = FollowUp.objects.filter(finding=OuterRef("pk")).order_by("-day", "-pk").values("due_on")[:1]
    left = findings.exclude(mended)
    due = left.annotate(due=Coalesce(Subquery(later), "due_on")).order_by("due").values("due")[:1]
    taken = Evidence.objects.filter(
        target=Concat(Value(TARGET), Cast(OuterRef("pk"), CharField())), kind__in=PICTURES
    ).exclude(Exists(Withdrawal.objects.filter(evidence=OuterRef("pk"))))
    return Patrol.objects.select_related("station__place", "station__operator", "by", "planned_by").annotate(
        found=_count(findings), open_findings=_count(left), next_due=Subquery(due), has_picture=Exists(taken)
    )


def _count(findings: QuerySet[PatrolFinding]) -> Coalesce:
    counted = findings.values("patrol").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def for_person(person: User) -> QuerySet[Patrol]:
    reached = reach(person, READ)
    return rows().filter(reached.q(place="station__place_id", organisation="station__operator_id"))


def overdue(today: date) -> Q:
    return Q(next_due__lt=today)


def late(today: date) -> Q:
    """Planned for a day that is over, and nobody went."""
    return WAITS & Q(planned_for__lt=today)


def waiting_of(station: Station) -> Patrol | None:
    return Patrol.objects.select_for_update().filter(WAITS, station=station).first()


def not_seen_for_longest(person: User, capability: str, *, town: str, lock: bool = False) -> Iterator[Seen]:
    """Open stations for which no patrol is planned, with the day on which somebody last looked at them."""
    reached = reach(person, capability).q(place="place_id", organisation="operator_id")
    waiting = Exists(Patrol.objects.filter(WAITS, station=OuterRef("pk")))
    there = Station.objects.filter(reached).order_by("pk")
    if town:
        there = there.filter(within(PlaceCode(town), "place_id"))
    if lock:
        # Two that plan at once: the second sees what the first has planned.
        list(there.select_for_update(of=("self",)).values_list("pk", flat=True))
    found = register.rows().filter(pk__in=there.values("pk")).filter(register.in_state(State.OPEN))
    last = last_seen()
    for station in found.exclude(waiting):
        yield Seen(station.pk, station.code, last.get(station.pk))


def last_seen() -> dict[int, date]:
    """The last patrol or check of each station."""
    found: dict[int, date] = {}
    for rows_ in (Patrol.objects.filter(MADE), Check.objects.all()):
        for station, day in (
            rows_.order_by().values("station").annotate(last=Max("day")).values_list("station", "last")
        ):
            found[station] = max(day, found.get(station, day))
    return found


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with what became of it, and for the how-manieth time it was made here."""

    row: PatrolFinding
    item: Item
    follow_ups: tuple[FollowUp, ...]
    times: int

    @property
    def is_mended(self) -> bool:
        return any(one.is_mended for one in self.follow_ups)

    @property
    def due(self) -> date:
        days = [one.due_on for one in self.follow_ups if one.due_on]
        return days[-1] if days else self.row.due_on

    @property
    def is_overdue(self) -> bool:
        return not self.is_mended and self.due < timezone.localdate()


def findings_of(patrol: Patrol) -> list[ShownFinding]:
    rows_ = list(PatrolFinding.objects.filter(patrol=patrol).order_by("pk"))
    later: dict[int, list[FollowUp]] = {}
    for one in FollowUp.objects.filter(finding__in=rows_).select_related("by").order_by("day", "pk"):
        later.setdefault(one.finding_id, []).append(one)
    times = rules.repeated(_found_at(patrol.station_id), patrol.pk)
    return [
        ShownFinding(row, Item(row.item), tuple(later.get(row.pk, ())), times.get(Item(row.item), 1))
        for row in rows_
    ]


def _found_at(station: int) -> list[Found]:
    found = PatrolFinding.objects.filter(patrol__station=station, patrol__day__isnull=False)
    values = found.values_list("patrol", "item", "patrol__day")
    return [Found(patrol, Item(item), day) for patrol, item, day in values if day]


def of_station(station: Station) -> list[Patrol]:
    """The planned one and the last ones made."""
    return list(rows().filter(WAITS | MADE, station=station).order_by("-day", "-pk")[:5])
