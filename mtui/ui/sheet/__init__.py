"""A list of resources as lines of text: all that a table shows, with no screen library in sight."""

from mtui.ui.sheet.sheet import Sheet

__all__ = ["Sheet"]
