"""importlinter.toml on a scratch house: what is planted there is named by the contract it breaks."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tools.laws.source import HOME

APPS = ["project", "demo", "portal", "insight", "programme", "assistance"]
APPS += ["training", "market", "trace", "logistics", "stations"]
KERNEL = [
    "office",
    "ui",
    "sheets",
    "notify",
    "measures",
    "approvals",
    "evidence",
    "policy",
    "calendar",
    "accounts",
    "outside",
    "parties",
    "places",
]
KERNEL += ["audit", "chain", "events", "errors", "values"]
# module → what it imports against the drawing, and the name of the contract that says so
PLANTED = {
    "trace.queries": ("market.published", "Reads point down"),
    "core.places.models": ("core.policy", "The kernel's packages stand on each other"),
    "training.models": ("training.actions", "web > actions"),
    "programme.rules.sums": ("django.db", "Rules and values know no framework"),
    "core.values.money": ("django.utils", "Rules and values know no framework"),
    "stations.events": ("stations.models", "Events are plain"),
    "market.queries": ("logistics.models", "Another app is entered only"),
    "market.tasks": ("logistics.events", "Another app is entered only"),
    "demo.build": ("logistics.actions", "Another app is entered only"),
    "fisheries": ("core.values", "Reads point down"),
    "market.tests.test_load": ("logistics.models", "Another app is entered only"),
    "portal.letters": ("core.values", "web > actions"),
}
KEPT = {
    "market.reactions": "insight.events",
    "demo.programme": "programme.demo",
    "insight.published": "market.published",
    "logistics.tests.test_gate": "logistics.actions",
    "demo.tests.test_build": "programme.models",
    "market.tests.test_orders": "stations.tests.cast",
}


def write(house: Path, module: str, text: str = "") -> None:
    file = house / "xiangji" / Path(*module.split(".")).with_suffix(".py")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def full(module: str) -> str:
    return module if module.startswith("django") else f"xiangji.{module}"


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each contract says about the scratch house, by the contract's name."""
    house = tmp_path_factory.mktemp("house")
    imports = {module: imported for module, (imported, _) in PLANTED.items()} | KEPT
    for app in APPS:
        write(house, f"{app}.__init__")
    for package in KERNEL:
        write(house, f"core.{package}.__init__")
    for imported in imports.values():
        if imported.count(".") and not imported.startswith(("django", "core")):
            write(house, imported)
    for module, imported in imports.items():
        write(house, module, f"import {full(imported)}\n")
    for folder in {file.parent for file in house.rglob("*.py")}:
        (folder / "__init__.py").touch()
    (house / "xiangji" / "__init__.py").touch()
    (house / "xiangji" / "core" / "__init__.py").touch()
    command = [
        str(Path(sys.executable).with_name("lint-imports")),
        "--no-cache",
        "--config",
        str(HOME / "importlinter.toml"),
    ]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(house), str(HOME)))}
    ran = subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True, check=False)
    assert "Could not" not in ran.stdout + ran.stderr
    broken = ran.stdout.partition("Broken contracts")[2]
    titles = re.findall(r"^(.+)\n-+\n", broken, re.MULTILINE)
    parts = re.split(r"^.+\n-+\n", broken, flags=re.MULTILINE)[1:]
    return dict(zip(titles, parts, strict=True))


@pytest.mark.parametrize(("module", "imported", "contract"), [(m, i, c) for m, (i, c) in PLANTED.items()])
def test_a_planted_import_is_named(
    verdict: dict[str, str], module: str, imported: str, contract: str
) -> None:
    said = next(text for title, text in verdict.items() if title.startswith(contract))

    assert full(module) in said


@pytest.mark.parametrize(("module", "imported"), KEPT.items())
def test_an_import_through_an_open_door_is_kept(verdict: dict[str, str], module: str, imported: str) -> None:
    assert f"{full(module)} -> {full(imported)}" not in "".join(verdict.values())
