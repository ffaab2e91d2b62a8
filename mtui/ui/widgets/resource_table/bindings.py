"""The table's keys."""

from __future__ import annotations

from textual.binding import Binding


def _quiet(key: str, action: str, label: str, name: str, tooltip: str) -> Binding:
    """Return a binding that the help shows and the footer does not."""
    return Binding(key, action, label, show=False, id=f"table.{name}", tooltip=tooltip)


MARKING_ACTIONS = frozenset({"toggle_mark", "mark"})
"""Actions that only a table with marks offers."""

TABLE_BINDINGS = (
    Binding("enter", "activate", "open", id="table.open", tooltip="Open the row with the cursor"),
    _quiet("up,k", "move(-1)", "up", "up", "One row up"),
    _quiet("down,j,ctrl+n", "move(1)", "down", "down", "One row down"),
    _quiet("pageup,ctrl+b,alt+v", "page(-1)", "page up", "page_up", "One page up"),
    _quiet("pagedown,ctrl+f,ctrl+v", "page(1)", "page down", "page_down", "One page down"),
    _quiet("ctrl+u", "page(-0.5)", "half page up", "half_page_up", "Half a page up"),
    _quiet("ctrl+d", "page(0.5)", "half page down", "half_page_down", "Half a page down"),
    _quiet("home,g", "first", "first", "first", "To the first row"),
    _quiet("end,G", "last", "last", "last", "To the last row"),
    _quiet("left,h", "scroll_columns(-1)", "left", "left", "Show columns to the left"),
    _quiet("right,l", "scroll_columns(1)", "right", "right", "Show columns to the right"),
    _quiet("w", "toggle_wide", "wide", "wide", "All columns at full width, or what fits"),
    Binding(
        "space", "toggle_mark", "mark", id="table.mark", tooltip="Mark or unmark the row, go down"
    ),
    _quiet(
        "V", "mark('range')", "mark range", "mark_range", "Mark from the last mark to the cursor"
    ),
    _quiet("asterisk", "mark('all')", "mark all", "mark_all", "Mark every row the filter shows"),
    _quiet(
        "v", "mark('inverted')", "invert marks", "invert_marks", "Swap marked and unmarked rows"
    ),
    _quiet("u", "mark('none')", "unmark all", "clear_marks", "Unmark every row, hidden ones too"),
)
