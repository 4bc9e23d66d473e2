"""The workbench of stations: the register and what comes in as tables."""

from xiangji.stations.office import evidence, importing, sayings, stations

__all__ = ["evidence", "importing", "sayings", "stations"]
