from pathlib import Path

import pytest
from tools.laws import pages
from tools.laws.source import SOURCE

TEMPLATES = sorted(SOURCE.glob("xiangji/**/templates/**/*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.relative_to(SOURCE).as_posix())
def test_every_page_of_the_house_keeps_what_the_browser_will_demand(template: Path) -> None:
    assert list(pages.faults(template.name, template.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        ('<p style="width: 3%">', "page.html:1 has an inline style"),
        ("<style>p {}</style>", "page.html:1 has an inline style"),
        ("\n<script>alert(1)</script>", "page.html:2 has an inline script"),
        ('<button class="go" onclick="go()">', "page.html:1 has an inline handler"),
        ('<img src="https://cdn.example.com/x.png">', "page.html:1 has an address outside"),
        (
            '{% include "market/row.html" %}',
            "page.html includes market/row.html; the name of a part begins with _",
        ),
    ],
)
def test_what_the_browser_would_refuse_is_named(planted: str, fault: str) -> None:
    assert list(pages.faults("page.html", planted)) == [fault]


@pytest.mark.parametrize(
    "harmless",
    [
        '<script src="{% static "ui/look.js" %}" defer></script>',
        '{% include "market/_row.html" with order=order only %}',
        '<svg xmlns="http://www.w3.org/2000/svg"><rect width="3" /></svg>',
        '<a href="/plan/" class="door">方案</a>',
    ],
)
def test_what_the_browser_allows_is_not_named(harmless: str) -> None:
    assert list(pages.faults("page.html", harmless)) == []
