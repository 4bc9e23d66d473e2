"""Rows of stations."""

from xiangji.stations.models.centre import Resident, Zone
from xiangji.stations.models.checks import Check
from xiangji.stations.models.duty import Duty
from xiangji.stations.models.equipment import Equipment, EquipmentMove, Inspection, Member
from xiangji.stations.models.fieldwork import Activity, Product, SmartService
from xiangji.stations.models.keepers import Application, Choice, Score
from xiangji.stations.models.matching import Match, MatchResult, Offer
from xiangji.stations.models.meetings import Attendance, Invitation, Meeting
from xiangji.stations.models.patrols import FollowUp, Patrol, PatrolFinding
from xiangji.stations.models.register import Served, Station, StationState
from xiangji.stations.models.reports import MonthlyReport
from xiangji.stations.models.requests import (
    AddedService,
    Rating,
    RequestStep,
    ServiceRequest,
    WrongLookUp,
)
from xiangji.stations.models.upkeep import Broadband, Upkeep

__all__ = [
    "Activity",
    "AddedService",
    "Application",
    "Attendance",
    "Broadband",
    "Check",
    "Choice",
    "Duty",
    "Equipment",
    "EquipmentMove",
    "FollowUp",
    "Inspection",
    "Invitation",
    "Match",
    "MatchResult",
    "Meeting",
    "Member",
    "MonthlyReport",
    "Offer",
    "Patrol",
    "PatrolFinding",
    "Product",
    "Rating",
    "RequestStep",
    "Resident",
    "Score",
    "Served",
    "ServiceRequest",
    "SmartService",
    "Station",
    "StationState",
    "Upkeep",
    "WrongLookUp",
    "Zone",
]
