"""Said at the start (migrate, serve, check) instead of on the first page that a person opens."""

from django.core.checks import Error, register

from xiangji.core.errors import BadFile
from xiangji.core.places.county import current_county
from xiangji.core.ui.theme import current_theme


@register()
def the_county_can_be_shown(**_asked: object) -> list[Error]:
    """The county's words, colours and drawing can be read."""
    try:
        current_county()
        current_theme()
    except BadFile as fault:
        return [Error(fault.sentence, id="ui.E001")]
    return []
