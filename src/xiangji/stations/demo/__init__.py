"""The demo's stations: as many as the plan wants, a year of openings and pauses, and whom each serves.

Places are real, names and phones are examples. Which villages hold a point is computed from the list of
places; it says nothing about real ones.
"""

from xiangji.stations.demo.duty import build_duty
from xiangji.stations.demo.inside import build_inside
from xiangji.stations.demo.keepers import build_keepers
from xiangji.stations.demo.life import build_life
from xiangji.stations.demo.meetings import build_meetings
from xiangji.stations.demo.network import build_network

__all__ = ["build_duty", "build_inside", "build_keepers", "build_life", "build_meetings", "build_network"]
