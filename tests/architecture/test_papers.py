from pathlib import Path

import pytest
from tools.laws import papers
from tools.laws.source import SOURCE, Module, modules

GOOD = """# market 集市

Sells what the county grows. Settles with the producers.

| word | 中文 | meaning |
| --- | --- | --- |
| order | 订单 | what a buyer asked for |

What must always be true: an order is paid once. Events out: `OrderPaid`. Measures: `market.orders`.
Screens: `/mall/`.
"""
MODULES = [
    Module("xiangji.market.models", ""),
    Module("xiangji.market.web.views", ""),
    Module("xiangji.market.events", "class OrderPaid(Event): ..."),
    Module(
        "xiangji.market.measures", "@measure('market.orders', title='订单')\ndef orders(place, period): ..."
    ),
]
APPS = sorted(file.parent for file in SOURCE.glob("xiangji/*/apps.py") if file.parent.name != "project")


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_every_app_says_what_it_is(app: Path) -> None:
    those = [module for module in modules() if module.place == app.name]

    assert list(papers.faults(app, those)) == []


def a_readme(folder: Path, text: str) -> Path:
    app = folder / "market"
    app.mkdir()
    (app / "README.md").write_text(text, encoding="utf-8")
    return app


def test_a_good_readme_has_no_fault(tmp_path: Path) -> None:
    assert list(papers.faults(a_readme(tmp_path, GOOD), MODULES)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("# market 集市", "# The market", "does not begin with its name in both languages (# stations 站点)"),
        (
            "Settles with",
            "It pays. It sends. Settles with",
            "does not give its purpose in one to 3 sentences",
        ),
        ("| word | 中文 | meaning |", "", "has no table of its words (| word | 中文 | meaning |)"),
        ("What must always be true: ", "", "does not say what must always be true"),
        ("Screens: `/mall/`.", "", "does not name its screens"),
        ("OrderPaid", "", "does not name the event OrderPaid"),
        ("market.orders", "", "does not name the measure market.orders"),
    ],
)
def test_what_a_readme_leaves_out_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    app = a_readme(tmp_path, GOOD.replace(old, new))

    assert list(papers.faults(app, MODULES)) == [f"market/README.md {fault}"]


def test_an_app_without_a_readme_is_named(tmp_path: Path) -> None:
    assert list(papers.faults(tmp_path / "market", [])) == ["market has no README.md"]
