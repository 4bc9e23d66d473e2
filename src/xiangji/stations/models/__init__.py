"""Rows of stations."""

from xiangji.stations.models.register import Served, Station, StationState

__all__ = ["Served", "Station", "StationState"]
