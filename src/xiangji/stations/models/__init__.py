"""Rows of stations."""

from xiangji.stations.models.centre import Resident, Zone
from xiangji.stations.models.checks import Check
from xiangji.stations.models.equipment import Equipment, EquipmentMove, Inspection, Member
from xiangji.stations.models.keepers import Application, Choice, Score
from xiangji.stations.models.register import Served, Station, StationState

__all__ = [
    "Application",
    "Check",
    "Choice",
    "Equipment",
    "EquipmentMove",
    "Inspection",
    "Member",
    "Resident",
    "Score",
    "Served",
    "Station",
    "StationState",
    "Zone",
]
