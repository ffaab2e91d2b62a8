"""What stands on the terminal, cell by cell, so that only what differs is sent.

Textual repaints whatever might have changed: an unchanged line when its widget is styled anew, a
new screen two or three times over, a whole list when it gets a line shorter. A curses program
keeps a picture of the terminal and sends the difference; this is that picture, for Textual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.ui.canvas.picture import Canvas

if TYPE_CHECKING:
    from mtui.ui.environment import Abilities

__all__ = ["Canvas", "canvas_for"]


def canvas_for(abilities: Abilities) -> Canvas:
    """Return the picture of a terminal of which nothing is known but what it can show."""
    return Canvas(has_colour=abilities.has_colour, has_unicode=abilities.has_unicode)
