"""The workbench of stations: the register and what comes in as tables."""

from xiangji.stations.office import (
    checks,
    equipment,
    evidence,
    fieldwork,
    importing,
    keepers,
    life_page,
    life_sayings,
    matching,
    report_import,
    reports,
    request_sayings,
    requests,
    sayings,
    stations,
)

__all__ = [
    "checks",
    "equipment",
    "evidence",
    "fieldwork",
    "importing",
    "keepers",
    "life_page",
    "life_sayings",
    "matching",
    "report_import",
    "reports",
    "request_sayings",
    "requests",
    "sayings",
    "stations",
]
