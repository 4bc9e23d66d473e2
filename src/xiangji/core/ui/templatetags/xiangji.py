"""The house's tags and filters, present in every template without a load."""

from datetime import date

from django import template
from django.utils.safestring import SafeString

from xiangji.core.ui import drawing, formats, public
from xiangji.core.ui.theme import current_theme
from xiangji.core.values import Money, Month

register = template.Library()

register.simple_tag(drawing.icon)
register.simple_tag(drawing.mark)
register.simple_tag(drawing.sign)
register.simple_tag(drawing.bar)
register.simple_tag(drawing.gauge)
register.simple_tag(drawing.split)
register.simple_tag(drawing.dots)
register.simple_tag(public.public_code)


@register.simple_tag
def motif() -> SafeString:
    """The county's drawing; once on a page."""
    return current_theme().motif


@register.filter
def wan(amount: Money, places: int | None = None) -> str:
    return formats.wan(amount, places)


@register.filter
def yuan(amount: Money) -> str:
    return formats.yuan(amount)


@register.filter
def number(value: formats.Number | str) -> str:
    return formats.number(value)


@register.filter
def percent(value: formats.Number | str) -> str:
    return formats.percent(value)


@register.filter
def chinese_date(day: date | str) -> str:
    return formats.chinese_date(day)


@register.filter
def chinese_month(month: Month | str) -> str:
    return formats.chinese_month(month)


@register.filter
def clause(written: str) -> str:
    return formats.clause(written)
