"""Which county a command speaks about: the one whose database stands here, or else the demo."""

from xiangji.core.errors import Refused
from xiangji.project import settings
from xiangji.project.county_folder import CountyFolder
from xiangji.project.demo_folder import DEFAULT_COUNTY, DemoFolder, counties


def demo_for(county: str | None) -> DemoFolder | None:
    """The demo that was named; without a name the usual one, unless the settings lead to a real county."""
    if county is not None:
        folder = DemoFolder.of(county)
        if not folder.is_built:
            raise Refused(
                "demo_is_missing", f"{folder.name}的演示还没有建。请先运行 ./xj demo --county {county}。"
            )
        return folder
    if has_own_database() or DEFAULT_COUNTY not in counties():
        return None
    folder = DemoFolder.of(DEFAULT_COUNTY)
    return folder if folder.is_built else None


def has_own_database() -> bool:
    has_address = bool(settings.env.text("XIANGJI_DATABASE_URL"))
    return has_address or CountyFolder(settings.VAR).exists or (settings.VAR / "xiangji.sqlite3").exists()


def variables_for(county: str | None) -> tuple[dict[str, str], str]:
    """The settings to run with, and a sentence that says whose they are; both empty for the plain ones."""
    demo = demo_for(county)
    if demo is not None:
        return demo.variables(), f"用的是{demo.name}的演示库：{demo.path}"
    own = CountyFolder(settings.VAR)
    return (own.variables(), f"用的是正式的县：{own.path}") if own.exists else ({}, "")
