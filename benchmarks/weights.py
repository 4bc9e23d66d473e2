"""What each kind of page weighs as it travels, part by part. Run by benchmarks/county.py as a demo."""

import json
from collections.abc import Mapping
from typing import Any

from benchmarks.pages import Visitor, counted, first_visit

KINDS = {
    "css": (".css",),
    "js": (".js",),
    "fonts": (".woff2", ".woff", ".ttf", ".otf"),
    "images": (".svg", ".png", ".jpg", ".jpeg", ".webp", ".ico"),
}


class LoggedIn(Visitor):
    """A visitor who has come in as one of the demo's accounts."""

    def __init__(self, username: str) -> None:
        super().__init__()
        from django.conf import settings
        from django.test import Client

        from xiangji.core.accounts.models import User

        client = Client(headers={"host": "localhost"})
        client.force_login(User.objects.get(username=username))
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def kind_of(address: str, page: str) -> str:
    if address == page:
        return "html"
    path = address.partition("?")[0]
    return next((kind for kind, endings in KINDS.items() if path.endswith(endings)), "other")


def weigh(visitor: Visitor, page: str) -> dict[str, Any]:
    with counted() as queries:
        status, _ = visitor.get(page)
    sums = dict.fromkeys(("html", *KINDS, "other"), 0)
    for address, size in first_visit(visitor, page).items():
        sums[kind_of(address, page)] += size
    return {"status": status, "queries": len(queries), "bytes": sums}


def pages() -> Mapping[str, tuple[Visitor, str]]:
    """One of each kind: the home page, the board, a list, a paper, and the log-in page."""
    import django

    django.setup()
    from xiangji.programme.models import Project

    anyone, clerk = Visitor(), LoggedIn("commerce-clerk")
    paper = Project.objects.order_by("pk").first()
    if paper is None:
        raise SystemExit("the demo has no project")
    return {
        "home": (anyone, "/"),
        "board": (anyone, "/plan/"),
        "list": (clerk, "/office/projects/?chip=all"),
        "paper": (clerk, f"/office/projects/{paper.pk}/?chip=all"),
        "login": (anyone, "/office/login/"),
    }


def run() -> None:
    said = {}
    for name, (visitor, address) in pages().items():
        visitor.get(address)
        said[name] = {"address": address, **weigh(visitor, address)}
    print(json.dumps(said))


if __name__ == "__main__":
    run()
