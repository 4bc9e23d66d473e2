"""The administrative tree: province to village by statistical code. A subtree is a range of codes."""

from importlib import import_module
from typing import TYPE_CHECKING

from xiangji.core.places.rules.kinds import Kind, kind_of
from xiangji.core.places.rules.poverty import Poverty
from xiangji.core.places.rules.regions import BadRegions

if TYPE_CHECKING:
    from xiangji.core.places.actions import load_regions
    from xiangji.core.places.queries import (
        Counts,
        Division,
        KindCount,
        PoorVillages,
        counts,
        kinds_by_town,
        named,
        place,
        towns,
        villages,
        within,
    )

__all__ = [
    "BadRegions",
    "Counts",
    "Division",
    "Kind",
    "KindCount",
    "PoorVillages",
    "Poverty",
    "counts",
    "kind_of",
    "kinds_by_town",
    "load_regions",
    "named",
    "place",
    "towns",
    "villages",
    "within",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Django imports this package before tables may be touched; what needs them comes on first use."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(
            import_module(f"{__name__}.{'actions' if name == 'load_regions' else 'queries'}"), name
        )
