"""The address that is printed on goods and papers. What is printed stays for years, so it is asked here only.

A code on a screen for the phone beside it is something else: it may use the address of the moment
(`core.evidence.codes`).
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from xiangji.core.errors import Refused

MODULE_PIXELS = 3


class NoPublicAddress(Refused):
    """Nothing that carries an address may be printed here."""

    def __init__(self, why: str) -> None:
        super().__init__("no_public_address", f"带网址的码没有做。{why}")


def public_address(path: str) -> str:
    """The whole address of a page of ours, for print. Raises NoPublicAddress where it would mislead."""
    if settings.DEMO:
        raise NoPublicAddress("这是演示，印出去的码谁也打不开。")
    if not settings.PUBLIC_URL:
        raise NoPublicAddress("还没有对外的网址，请管机器的人设好 XIANGJI_PUBLIC_URL。")
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    if _is_only_here(host):
        raise NoPublicAddress(f"对外的网址写的是 {host}，别的机器打不开，请管机器的人改 XIANGJI_PUBLIC_URL。")
    return f"{settings.PUBLIC_URL}{path}"


def _is_only_here(host: str) -> bool:
    try:
        known = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return known.is_loopback or known.is_unspecified or known.is_link_local


def public_code(path: str) -> SafeString:
    """The QR of a page for a printed paper, black on white, the address in words below it; or why not."""
    try:
        address = public_address(path)
    except NoPublicAddress as refusal:
        return render_to_string("ui/_public_code.html", {"why": refusal.sentence})
    return render_to_string("ui/_public_code.html", {"address": address, "drawing": _drawing(address)})


def _drawing(address: str) -> SafeString:
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        scale=MODULE_PIXELS, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 - drawn by segno from modules, the text itself is not in it
