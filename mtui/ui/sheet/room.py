"""How much room a list has among the other lines of its screen."""

from __future__ import annotations

ENOUGH = (60, 15)
"""Columns and lines below which too little can be read for anything to be deleted."""

LINES_ABOVE = 2
"""Where the person is, and what the list is."""
LINES_BELOW = 3
"""The newest answer, which takes two, and the keys."""


def is_enough(columns: int, lines: int) -> bool:
    """Return whether a terminal of that size has room to delete something."""
    return columns >= ENOUGH[0] and lines >= ENOUGH[1]
