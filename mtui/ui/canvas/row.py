"""One line of the terminal, cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import get_character_cell_size

if TYPE_CHECKING:
    from collections.abc import Iterator

_GAP = 4
"""Unchanged cells that are cheaper to send again than to jump over."""
_UNKNOWN = "\x00"
"""A cell of which nothing is known; it differs from all."""


class Row:
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

    def copy(self) -> Row:
        """Return a row that looks the same."""
        row = Row()
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


def differences(old: Row, new: Row) -> Iterator[tuple[int, int]]:
    """Yield the spans of cells, start and end, in which a row differs; unknown ones are left."""
    start = end = -1
    known = len(old.cells)
    for column, cell in enumerate(new.cells):
        if cell == _UNKNOWN:
            if start >= 0:
                yield start, end
            start = -1
            continue
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


def known_spans(row: Row) -> Iterator[tuple[int, int]]:
    """Yield the spans of cells, start and end, of which something is known."""
    return differences(Row(), row)


def tail_of(row: Row) -> int:
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
