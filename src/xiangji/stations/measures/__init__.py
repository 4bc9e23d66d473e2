"""Figures that stations owns."""

from xiangji.stations.measures import life, network, served, service_desk

__all__ = ["life", "network", "served", "service_desk"]
