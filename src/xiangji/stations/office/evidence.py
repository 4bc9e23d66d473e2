"""Pictures and papers of a station: its board, its rooms, the contract with its host."""

from django.urls import reverse

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.evidence.owners import Paper, owner_of
from xiangji.stations.models import Equipment, Station


def _station(key: str) -> Station | None:
    found = (
        Station.objects.select_related("operator").filter(pk=key) if key.isdigit() else Station.objects.none()
    )
    return found.first()


def may_see(person: User, key: str) -> bool:
    found = _station(key)
    return found is not None and may(
        person, "stations.read_register", place=found.place_code, organisation=found.operator
    )


def may_add(person: User, key: str) -> bool:
    found = _station(key)
    return found is not None and may(
        person, "stations.keep_register", place=found.place_code, organisation=found.operator
    )


@owner_of("stations.Station", may_see=may_see, may_add=may_add)
def station_paper(key: str) -> Paper | None:
    found = _station(key)
    return Paper(str(found), reverse("office-paper", args=["stations", found.pk])) if found else None


def _station_of(key: str) -> str:
    found = Equipment.objects.filter(pk=int(key)).first() if key.isdecimal() else None
    return str(found.station_id) if found else ""


@owner_of(
    "stations.Equipment",
    may_see=lambda person, key: may_see(person, _station_of(key)),
    may_add=lambda person, key: may_add(person, _station_of(key)),
)
def equipment_paper(key: str) -> Paper | None:
    found = Equipment.objects.filter(pk=int(key)).first() if key.isdecimal() else None
    return Paper(str(found), reverse("office-paper", args=["equipment", found.pk])) if found else None
