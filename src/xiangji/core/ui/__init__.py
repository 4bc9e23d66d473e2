"""The look of every page: base, home, errors, theme, numbers in words. Apps plug in with `card`."""

from xiangji.core.ui.cards import card

__all__ = ["card"]
