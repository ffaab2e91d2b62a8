"""The sequences that draw on a terminal, kept short."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtui.ui.canvas.row import Row

NOWHERE = (-1, -1)
"""A place of the cursor that is not known."""


class Pen:
    """Writes the sequences that draw spans of rows."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._style = ""
        self._at = NOWHERE

    @property
    def has_drawn(self) -> bool:
        """Whether there is anything to send."""
        return bool(self._out)

    def sent(self) -> str:
        """Return everything that was drawn."""
        return "".join(self._out)

    def go(self, y: int, x: int) -> None:
        """Put the cursor on a cell."""
        if (y, x) != self._at:
            self._out.append(_move(self._at, (y, x)))
            self._at = (y, x)

    def look(self, style: str) -> None:
        """Change to a style."""
        if style != self._style:
            after_reset = f"0;{style}" if self._style else style
            self._out.append(f"\x1b[{after_reset if style else ''}m")
            self._style = style

    def draw(self, y: int, row: Row, start: int, end: int) -> None:
        """Draw some cells of a row."""
        while start < end:
            style = row.styles[start]
            stop = start + 1
            while stop < end and row.styles[stop] == style:
                stop += 1
            self.go(y, start)
            self.look(style)
            self._out.append("".join(row.cells[start:stop]))
            # Terminals differ in where the cursor is behind the last cell, or behind wide ones.
            is_sure = row.is_plain and stop < len(row.cells)
            self._at = (y, stop) if is_sure else NOWHERE
            start = stop

    def erase(self, y: int, x: int) -> None:
        """Blank a row from a cell to its end."""
        self.go(y, x)
        self.look("")
        self._out.append("\x1b[K")


def _move(start: tuple[int, int], end: tuple[int, int]) -> str:
    """Return the shortest way from a cell to another one; they are rows and columns from 0."""
    (y, x), (to_y, to_x) = start, end
    ways = [f"\x1b[{to_y + 1};{to_x + 1}H" if to_x else f"\x1b[{to_y + 1}H"]
    if start != NOWHERE and to_y >= y:
        down = _step(to_y - y, "B")
        ways.append(down + ("\b" * (x - to_x) if to_x <= x else _step(to_x - x, "C")))
        ways.append(f"{down}\r{_step(to_x, 'C')}")
    return min(ways, key=len)


def _step(count: int, direction: str) -> str:
    if count < 2:
        return f"\x1b[{direction}" if count else ""
    return f"\x1b[{count}{direction}"
