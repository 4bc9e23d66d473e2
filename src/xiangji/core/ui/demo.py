"""The mark that every answer of a demonstration carries (joints: the demo and the real county)."""

from django.conf import settings
from django.http.response import HttpResponseBase


def notice() -> str:
    """Printed on every page, sheet and label of a demo; empty in real use."""
    return "演示数据，与真实单位无关" if settings.DEMO else ""


def mark(response: HttpResponseBase) -> None:
    if settings.DEMO:
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["X-Xiangji-Demo"] = "1"
