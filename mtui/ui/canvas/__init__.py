"""What stands on the terminal, cell by cell, so that only what differs is sent.

Textual repaints whatever might have changed: an unchanged line when its widget is styled anew, a
new screen two or three times over, a whole list when it gets a line shorter. A curses program
keeps a picture of the terminal and sends the difference; this is that picture, for Textual.
"""

from mtui.ui.canvas.picture import Canvas

__all__ = ["Canvas"]
