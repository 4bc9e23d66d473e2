"""Filters of the workbench's templates: {% load workbench %}."""

from datetime import datetime

from django import template

from xiangji.core.office import cells

register = template.Library()


@register.filter
def moment(at: datetime) -> str:
    """A whole date with its time: 2026年11月22日 9:40."""
    return cells.moment(at)
