"""What stands on the terminal, cell by cell, so that only what differs is sent.

Textual repaints whatever might have changed: an unchanged line when its widget is styled anew, a
new screen two or three times over, a whole list when it gets a line shorter. A curses program
keeps a picture of the terminal and sends the difference; this is that picture, for Textual.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import get_character_cell_size

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"""
      \x1b\[ (?P<row>\d+) ; (?P<column>\d+) H   # go to a cell, both from 1
    | \x1b\[ (?P<style>[\d;]*) m                # what follows looks like this
    | (?P<text>[^\x00-\x1f\x7f-\x9f]+)
    | (?P<newline>\n)                           # Textual's habit before it goes to the next line
    """,
    re.VERBOSE,
)
_HARMLESS = re.compile(r"(?:\x1b\[\?25[hl]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x07)*")
"""What may stand among frames without changing the picture: titles, the clipboard, the bell."""
_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
"""What stands around a frame, each in a write of its own, where the terminal can draw at once."""

_GAP = 4
"""Unchanged cells that are cheaper to send again than to jump over."""
_TAIL = 4
"""Blanks at a line's end from which on it is cheaper to erase them."""
_UNKNOWN = "\x00"
"""A cell of which nothing is known; it differs from all."""


class _Row:
    """One line of the terminal: a character and a style for each cell.

    The second cell of a wide character holds nothing; what has no width of its own stands with
    the character before it.
    """

    __slots__ = ("cells", "is_plain", "styles")

    def __init__(self) -> None:
        self.cells: list[str] = []
        self.styles: list[str] = []
        self.is_plain = True
        """Whether every character takes one cell, as all terminals agree."""

    def copy(self) -> _Row:
        """Return a row that looks the same."""
        row = _Row()
        row.cells, row.styles, row.is_plain = self.cells[:], self.styles[:], self.is_plain
        return row

    def put(self, column: int, text: str, style: str) -> int:
        """Draw text from a column on, from 0; return the column behind it."""
        cells = list(text) if text.isascii() else _cells(text)
        self.is_plain = self.is_plain and len(cells) == len(text) and "" not in cells
        end = column + len(cells)
        missing = column - len(self.cells)
        if missing > 0:
            self.cells += [_UNKNOWN] * missing
            self.styles += [""] * missing
        self._cut(column)
        self._cut(end)
        self.cells[column:end] = cells
        self.styles[column:end] = [style] * len(cells)
        return end

    def _cut(self, column: int) -> None:
        """Blank both halves of a wide character that would be cut in two before a column."""
        if column < len(self.cells) and self.cells[column] == "":
            self.cells[column - 1] = self.cells[column] = " "


class Canvas:
    """Takes frames as Textual writes them and returns the least that shows the same."""

    def __init__(self) -> None:
        self._rows: dict[int, _Row] = {}
        self._cursor = (-1, -1)
        self._has_begun = False

    def forget(self) -> None:
        """Know nothing of what stands on the terminal any more: all is sent again."""
        self._rows.clear()
        self._cursor = (-1, -1)

    def reduce(self, output: str) -> str:
        """Return what has to be sent for an output to be seen.

        What is not a frame is returned as it is, and all is forgotten unless it is harmless.
        """
        if output == _BEGIN:
            self._has_begun = True
            return ""
        if output == _END:
            has_drawn, self._has_begun = not self._has_begun, False
            return output if has_drawn else ""
        reduced = self._reduce_frame(output)
        if reduced and self._has_begun:
            self._has_begun = False
            return _BEGIN + reduced
        return reduced

    def _reduce_frame(self, output: str) -> str:
        frame = self._read(output)
        if frame is None:
            if not _HARMLESS.fullmatch(output):
                self.forget()
            return output
        rows, cursor = frame
        pen = _Pen()
        for y, row in rows.items():
            self._draw(pen, y, row)
        if pen.has_drawn or cursor != self._cursor:
            pen.look("")
            pen.go(*cursor)
            self._cursor = cursor
        return pen.sent()

    def _read(self, output: str) -> tuple[dict[int, _Row], tuple[int, int]] | None:
        """Return the rows that an output touches, and where it leaves the cursor (both from 0)."""
        rows: dict[int, _Row] = {}
        y = x = -1
        style = ""
        at = 0
        while at < len(output):
            token = _TOKEN.match(output, at)
            if token is None:
                return None
            at = token.end()
            kind = token.lastgroup
            if kind == "text":
                if y < 0:
                    return None
                if y not in rows:
                    known = self._rows.get(y)
                    rows[y] = _Row() if known is None else known.copy()
                x = rows[y].put(x, token["text"], style)
            elif kind == "style":
                style = _lean(token["style"])
            elif kind == "newline":
                y = -1
            else:
                y, x = int(token["row"]) - 1, int(token["column"]) - 1
        return (rows, (y, x)) if y >= 0 else None

    def _draw(self, pen: _Pen, y: int, row: _Row) -> None:
        """Draw where a row differs from the one that stands there, and remember it."""
        known = self._rows.get(y)
        self._rows[y] = row
        if known is None:
            known = _Row()
        if known.cells == row.cells and known.styles == row.styles:
            return
        if known.is_plain and row.is_plain:
            spans = list(_differences(known, row))
        else:
            # Terminals disagree on some widths: such a line is drawn whole, so that it is right
            # again whatever the last one did to it.
            spans = [(0, len(row.cells))]
        tail = _tail(row)
        for start, end in spans:
            if end - max(start, tail) >= _TAIL:
                pen.draw(y, row, start, max(start, tail))
                pen.erase(y, max(start, tail))
                return
            pen.draw(y, row, start, end)


class _Pen:
    """Writes the sequences that draw spans of rows."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._style = ""
        self._at = (-1, -1)

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
            self._out.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")
            self._at = (y, x)

    def look(self, style: str) -> None:
        """Change to a style."""
        if style != self._style:
            after_reset = f"0;{style}" if self._style else style
            self._out.append(f"\x1b[{after_reset if style else ''}m")
            self._style = style

    def draw(self, y: int, row: _Row, start: int, end: int) -> None:
        """Draw some cells of a row."""
        while start < end:
            style = row.styles[start]
            stop = start + 1
            while stop < end and row.styles[stop] == style:
                stop += 1
            self.go(y, start)
            self.look(style)
            self._out.append("".join(row.cells[start:stop]))
            self._at = (y, stop)
            start = stop

    def erase(self, y: int, x: int) -> None:
        """Blank a row from a cell to its end."""
        self.go(y, x)
        self.look("")
        self._out.append("\x1b[K")


def _differences(old: _Row, new: _Row) -> Iterator[tuple[int, int]]:
    """Yield the spans of cells, start and end, in which a row differs."""
    start = end = -1
    known = len(old.cells)
    for column, cell in enumerate(new.cells):
        if (
            column < known
            and cell == old.cells[column]
            and new.styles[column] == old.styles[column]
        ):
            continue
        if start >= 0 and column - end > _GAP:
            yield start, end
            start = column
        elif start < 0:
            start = column
        end = column + 1
    if start >= 0:
        yield start, end


def _tail(row: _Row) -> int:
    """Return the column from which on there are only blanks of no style."""
    column = len(row.cells)
    while column and row.cells[column - 1] == " " and not row.styles[column - 1]:
        column -= 1
    return column


def _cells(text: str) -> list[str]:
    cells: list[str] = []
    for character in text:
        width = get_character_cell_size(character)
        if width == 0 and cells:
            place = -1 if cells[-1] else -2
            cells[place] += character
        else:
            cells.append(character)
            cells += [""] * (width - 1)
    return cells


@lru_cache(maxsize=256)
def _lean(parameters: str) -> str:
    """Return a style without the default colours, which are there after every reset."""
    kept: list[str] = []
    codes = iter(parameters.split(";"))
    for code in codes:
        if code in {"38", "48"}:
            mode = next(codes, "")
            count = {"5": 1, "2": 3}.get(mode, 0)
            kept += [code, mode, *(next(codes, "") for _ in range(count))]
        elif code in {"", "0"}:
            kept.clear()
        elif code not in {"39", "49"}:
            kept.append(code)
    return ";".join(kept)
