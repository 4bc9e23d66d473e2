"""The workbench of stations: the register and what comes in as tables."""

from xiangji.stations.office import (
    checks,
    equipment,
    evidence,
    importing,
    keepers,
    matching,
    request_sayings,
    requests,
    sayings,
    stations,
)

__all__ = [
    "checks",
    "equipment",
    "evidence",
    "importing",
    "keepers",
    "matching",
    "request_sayings",
    "requests",
    "sayings",
    "stations",
]
