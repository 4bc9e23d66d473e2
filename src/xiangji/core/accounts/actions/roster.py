"""A roster of staff (名册): all of it is taken on, or nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from xiangji.core.accounts.actions.accounts import Newcomer, take_on_staff
from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.errors import Refused
from xiangji.core.values import PlaceCode


@dataclass(frozen=True, slots=True)
class Staff:
    """One person as a row of the roster says it; `row` is the number that Excel shows."""

    row: int
    username: str
    name: str
    kind: PostKind
    organisation: Organisation
    place: PlaceCode
    since: date
    until: date | None


class BadRoster(Refused):
    """Names every row that cannot be taken, each with its sentence."""

    def __init__(self, faults: tuple[tuple[int, str], ...]) -> None:
        super().__init__(
            "roster_not_good",
            f"名册没有收。有{len(faults)}行不对，第一处是第{faults[0][0]}行；改好以后整份再交一次。",
        )
        self.faults = faults


@transaction.atomic
def take_on_roster(
    *, roster: Sequence[Staff], by: User | None, happened_at: datetime
) -> tuple[Newcomer, ...]:
    """The one-time passwords come back in the order of the rows, to be handed out."""
    newcomers: list[Newcomer] = []
    faults: list[tuple[int, str]] = []
    for staff in roster:
        try:
            newcomers.append(_take_on(staff, by, happened_at))
        except Refused as refusal:
            faults.append((staff.row, refusal.sentence))
    if faults:
        raise BadRoster(tuple(faults))
    return tuple(newcomers)


def _take_on(staff: Staff, by: User | None, happened_at: datetime) -> Newcomer:
    return take_on_staff(
        username=staff.username,
        name=staff.name,
        kind=staff.kind,
        organisation=staff.organisation,
        place=staff.place,
        since=staff.since,
        until=staff.until,
        by=by,
        happened_at=happened_at,
    )
