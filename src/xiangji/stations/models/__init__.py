"""Rows of stations."""

from xiangji.stations.models.checks import Check
from xiangji.stations.models.equipment import Equipment, EquipmentMove, Inspection, Member
from xiangji.stations.models.register import Served, Station, StationState

__all__ = ["Check", "Equipment", "EquipmentMove", "Inspection", "Member", "Served", "Station", "StationState"]
