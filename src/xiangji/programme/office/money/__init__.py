"""Programme's desks of money."""

from xiangji.programme.office.money import books, entries, sayings

__all__ = ["books", "entries", "sayings"]
