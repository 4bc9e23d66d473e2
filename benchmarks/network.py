"""Coverage of a whole county, proposals of new points, and the register of 2,000 stations.

Run by benchmarks/stations.py as a module, on a scratch folder (XIANGJI_VAR); prints JSON and asserts nothing.
"""

import json
import os
import random
import time
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.workbench import cost, prepare

if TYPE_CHECKING:
    from django.test import Client

POINTS, TOWNS, STATIONS, ROUNDS = 240, 21, 2_000, 20
SERVED_EACH = 3
DAY = date(2026, 6, 30)


def fill() -> "Client":
    """The villages of the delivered list; every fifth has a point, which serves two more."""
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from xiangji.core.accounts.models import Organisation, Post, User
    from xiangji.core.accounts.rules.kinds import PostKind
    from xiangji.core.places import load_regions, villages
    from xiangji.core.values import PlaceCode
    from xiangji.stations.models import Served, Station, StationState

    now = timezone.now()
    load_regions(Path(settings.HOME) / "data" / "regions.csv", by=None)
    below = [village.code.digits for village in villages(PlaceCode("370481")) if village.kind == "village"]
    made = Station.objects.bulk_create(
        Station(
            code=f"TZ-{number:04}",
            name=f"示例{number}服务点",
            kind="village_point",
            place_id=below[number * 4 % len(below)],
            host="post",
            build="new",
            registered_at=now,
        )
        for number in range(STATIONS)
    )
    StationState.objects.bulk_create(
        StationState(station=station, step="opened", day=date(2026, 3, 1), at=now)
        for station in made[: POINTS + TOWNS]
    )
    Served.objects.bulk_create(
        Served(
            station=station,
            village_id=below[(number * 4 + next_) % len(below)],
            is_own=next_ == 0,
            since=date(2026, 3, 1),
            at=now,
        )
        for number, station in enumerate(made[:POINTS])
        for next_ in range(SERVED_EACH)
    )
    unit = Organisation.objects.create(name="示例·商务局", kind="office", place_id="370481", opened_at=now)
    person = User.objects.create(username="clerk", name="示例·张经办", password="!", password_changed_at=now)  # noqa: S106
    Post.objects.create(
        person=person,
        kind=PostKind.COMMERCE_CLERK,
        organisation=unit,
        place_id="370481",
        since=date(2026, 1, 1),
        given_at=now,
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    return client


def cpu_ms(run: Callable[[], object]) -> float:
    """The middle of some rounds."""
    spent = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        run()
        spent.append((time.process_time() - begun) * 1000)
    return sorted(spent)[len(spent) // 2]


def measure() -> dict[str, object]:
    client = fill()
    from xiangji.core.values import PlaceCode
    from xiangji.stations.queries import coverage as reads
    from xiangji.stations.queries import register
    from xiangji.stations.rules.coverage import Basis, coverage
    from xiangji.stations.rules.siting import Site, Wanted, propose

    county = PlaceCode("370481")
    units, links, open_now = reads.units(county, DAY), register.links(), register.open_on(DAY)
    found = coverage(units, links, open_now, DAY)
    missing = found.share(Basis.SERVED).missing(Fraction(95, 100))
    chance = random.Random(1)  # noqa: S311 - made-up positions
    sites = [
        Site(
            unit.code,
            unit.town,
            is_served=unit.code in found.served,
            is_free=unit.code not in found.own,
            at=(117 + chance.random() * 0.6, 34.8 + chance.random() * 0.5),
        )
        for unit in found.villages
    ]
    plain = [Site(site.code, site.town, site.is_served, site.is_free) for site in sites]
    said: dict[str, object] = {
        "coverage_ms": cpu_ms(lambda: reads.coverage_on(county, DAY)),
        "rule_ms": cpu_ms(lambda: coverage(units, links, open_now, DAY)),
        "list": cost(client, "/office/stations/?chip=all"),
    }
    for name, asked in (("by_town", plain), ("by_distance", sites)):
        begun = time.perf_counter()
        proposal = propose(asked, Wanted(more=missing))
        said[f"{name}_seconds"] = time.perf_counter() - begun
        said[f"{name}_points"] = len(proposal.points)
    return said


if __name__ == "__main__":
    # HiGHS greets on the standard output when it is first made, and what reads us wants JSON alone.
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    prepare()
    answer.write(json.dumps(measure()))
    answer.close()
