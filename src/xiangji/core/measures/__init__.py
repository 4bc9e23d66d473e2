"""Figures and their rows: every number that a report, a screen or a plan shows is registered here once."""

from xiangji.core.measures.looking import once_a_look, one_look
from xiangji.core.measures.registry import Measure, Row, all_measures, find, measure
from xiangji.core.measures.values import Reading

__all__ = ["Measure", "Reading", "Row", "all_measures", "find", "measure", "once_a_look", "one_look"]
