"""Rows of stations."""

from xiangji.stations.models.centre import Resident, Zone
from xiangji.stations.models.checks import Check
from xiangji.stations.models.duty import Duty
from xiangji.stations.models.equipment import Equipment, EquipmentMove, Inspection, Member
from xiangji.stations.models.keepers import Application, Choice, Score
from xiangji.stations.models.patrols import FollowUp, Patrol, PatrolFinding
from xiangji.stations.models.register import Served, Station, StationState
from xiangji.stations.models.requests import (
    AddedService,
    Rating,
    RequestStep,
    ServiceRequest,
    WrongLookUp,
)
from xiangji.stations.models.upkeep import Broadband, Upkeep

__all__ = [
    "AddedService",
    "Application",
    "Broadband",
    "Check",
    "Choice",
    "Duty",
    "Equipment",
    "EquipmentMove",
    "FollowUp",
    "Inspection",
    "Member",
    "Patrol",
    "PatrolFinding",
    "Rating",
    "RequestStep",
    "Resident",
    "Score",
    "Served",
    "ServiceRequest",
    "Station",
    "StationState",
    "Upkeep",
    "WrongLookUp",
    "Zone",
]
