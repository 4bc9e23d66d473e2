"""What base.html needs on every page. Asks no database."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from xiangji.core.places.county import County, current_county
from xiangji.core.ui import demo
from xiangji.core.ui.look import COOKIE, Look
from xiangji.core.ui.theme import Theme, current_theme


@dataclass(frozen=True, slots=True)
class Door:
    title: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame around a page: whose county, which doors, how it looks."""

    county: County
    theme: Theme
    chosen: Look
    doors: tuple[Door, ...]
    demo: str
    here: str


def look(request: HttpRequest) -> dict[str, Frame]:
    frame = Frame(
        county=current_county(),
        theme=current_theme(),
        chosen=Look.of_cookie(request.COOKIES.get(COOKIE, "")),
        doors=doors(request.path),
        demo=demo.notice(),
        here=request.get_full_path(),
    )
    return {"look": frame}


def doors(path: str) -> tuple[Door, ...]:
    return tuple(Door(title, href, _is_behind(path, href)) for title, href in settings.DOORS)


def _is_behind(path: str, href: str) -> bool:
    """The home page stands behind its own address only; every other door has all pages below it."""
    return path == href if href == "/" else path.startswith(href)
