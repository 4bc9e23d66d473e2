"""The two ways in which the platform says no. Anything else that is raised is a bug and rises."""

from xiangji.core.errors.files import BadFile
from xiangji.core.errors.no import Refused, Unavailable

__all__ = ["BadFile", "Refused", "Unavailable"]
