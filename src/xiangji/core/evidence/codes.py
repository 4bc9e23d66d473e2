"""The QR on the screen and the address in it."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

SCALE = 6


def address(request: HttpRequest, path: str) -> str:
    """The public address of the county where it has one, else the one that this browser used."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def drawing(text: str) -> SafeString:
    """Black on white by day and by night: phones do not read the other way round."""
    code = segno.make(text, error="m", micro=False)
    svg = code.svg_inline(scale=SCALE, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None)
    return mark_safe(svg)  # noqa: S308 - drawn by segno from modules, the text itself is not in it


def is_loopback(url: str) -> bool:
    """An address that a phone cannot open."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
