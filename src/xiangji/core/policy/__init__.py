"""Published plans and the rules in them: value, clause, quote and hardness for a place and a day."""

from importlib import import_module
from typing import TYPE_CHECKING

from xiangji.core.policy.files import BadPlan, read_plan, read_reading
from xiangji.core.policy.rules.binding import Rule
from xiangji.core.policy.rules.strictness import RulesDisagree

if TYPE_CHECKING:
    from xiangji.core.policy.actions import publish
    from xiangji.core.policy.models import PolicyVersion
    from xiangji.core.policy.queries import NoRule, Version, in_force, rule, rules_in_force, version

__all__ = [
    "BadPlan",
    "NoRule",
    "PolicyVersion",
    "Rule",
    "RulesDisagree",
    "Version",
    "in_force",
    "publish",
    "read_plan",
    "read_reading",
    "rule",
    "rules_in_force",
    "version",
]

_ROOMS = {"publish": "actions", "PolicyVersion": "models"}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Django imports this package before tables may be touched; what needs them comes on first use."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_ROOMS.get(name, 'queries')}"), name)
