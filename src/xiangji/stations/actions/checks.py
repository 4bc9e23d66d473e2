"""A station is checked on the spot (STA-25, STA-26)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.audit import note as write_down
from xiangji.stations.actions.register import locked_station
from xiangji.stations.models import Check, Station
from xiangji.stations.rules import checks as rules
from xiangji.stations.rules.checks import Answers


@transaction.atomic
def record_check(
    *, station: Station, day: date, answers: Answers, note: str, by: User, happened_at: datetime
) -> Check:
    """As it was found; pictures are attached to it."""
    locked = locked_station(station, by, "stations.check_station")
    kept = rules.check_sheet(answers, note, day, today=timezone.localdate(happened_at))

    row = Check.objects.create(
        station=locked,
        day=day,
        management=answers.management,
        image=answers.image,
        logo=answers.logo,
        service=answers.service,
        board=answers.board,
        note=kept,
        by=by,
        at=happened_at,
    )
    lacking = "、".join(asked.word for asked in answers.lacking)
    facts = {"station": locked.name, "day": day.isoformat(), "lacking": lacking or "都做到了", "note": kept}
    write_down(by=by, did="stations.checked", what=row, happened_at=happened_at, facts=facts)
    return row
