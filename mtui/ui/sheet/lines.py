"""One line of a table as parts of text with a tone: comparable, so that only changes are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from mtui.domain.frozen import frozen
from mtui.ui.presentation.cells import Cell, CellContext, Column, Tone
from mtui.ui.presentation.text import cut_end, cut_middle, width_of
from mtui.ui.sheet.layout import GAP, GUTTER, Slot, line_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Part: TypeAlias = tuple[str, str]
"""Text and the name of its style: a `Tone`, or one of the styles below."""
Line: TypeAlias = tuple[Part, ...]
"""Parts from left to right that fill the whole width."""

HEADER = "header"
SORTED = "sorted"
CURSOR = "cursor"
MARK = "mark"

# Component classes would say the same, but each costs a rule to parse and a virtual node to style
# whenever the table is.
STYLES: dict[str, str] = {
    HEADER: "bold",
    SORTED: "bold $accent",
    CURSOR: "bold $accent",
    MARK: "bold $warning",
    Tone.DIM: "dim",
    Tone.GOOD: "$success",
    Tone.BAD: "$error",
    Tone.BUSY: "$warning",
    Tone.ACCENT: "$accent",
}
"""The style of each part of a line, as Textual spells it; plain parts have none."""


@frozen
class View:
    """How lines are cut from rows: everything they have in common."""

    columns: Sequence[Column[Any]]
    slots: tuple[Slot, ...]
    context: CellContext
    width: int
    """The line's width in cells."""
    offset: int = 0
    """How far the columns after the first are scrolled to the left, in cells."""
    sort_column: str | None = None
    is_descending: bool = False

    def header(self) -> Line:
        """Return the line of titles, with an arrow behind the sorted one."""
        glyphs = self.context.glyphs
        arrow = glyphs.descending if self.is_descending else glyphs.ascending
        parts: list[Part] = [(" " * GUTTER, Tone.PLAIN)]
        frozen = 0
        for slot in self.slots:
            column = self.columns[slot.column]
            is_sorted = column.key == self.sort_column
            pad = " " * (slot.width - width_of(column.title))
            title = pad + column.title if column.align == "right" else column.title
            after = "" if column.align == "right" else pad
            sign = arrow if is_sorted else ""
            parts.append((title + sign, SORTED if is_sorted else HEADER))
            parts.append((after + " " * (GAP - len(sign)), Tone.PLAIN))
            frozen = frozen or len(parts)
        return self._scrolled(parts, frozen)

    def row(self, row: object, *, is_cursor: bool, is_marked: bool) -> Line:
        """Return the line of one row."""
        glyphs = self.context.glyphs
        parts: list[Part] = [
            (glyphs.cursor, CURSOR) if is_cursor else (" ", Tone.PLAIN),
            (glyphs.mark, MARK) if is_marked else (" ", Tone.PLAIN),
            (" ", Tone.PLAIN),
        ]
        frozen = 0
        for slot in self.slots:
            column = self.columns[slot.column]
            cell = self._cut(column, column.cell(row, self.context), slot.width)
            pad = " " * (slot.width - width_of(cell.text))
            tone: str = CURSOR if is_cursor and not frozen else cell.tone
            if column.align == "right":
                parts += [(pad, Tone.PLAIN), (cell.text, tone), (" " * GAP, Tone.PLAIN)]
            else:
                parts += [(cell.text, tone), (pad + " " * GAP, Tone.PLAIN)]
            frozen = frozen or len(parts)
        return self._scrolled(parts, frozen)

    def column_at(self, x: int) -> Column[Any] | None:
        """Return the column at a cell of the line, its gap included."""
        start = GUTTER
        for place, slot in enumerate(self.slots):
            end = start + slot.width + GAP
            if start <= (x if place == 0 else x + self.offset) < end:
                return self.columns[slot.column]
            start = end
        return None

    def offset_after(self, step: int) -> int:
        """Return the offset one step to the right, or to the left when the step is negative.

        A step goes to the next column, or as far as leaves nothing unseen.
        """
        starts = [0]
        for slot in self.slots[1:]:
            starts.append(starts[-1] + slot.width + GAP)
        seen = max(1, self.width - line_width(self.slots[:1]))
        beyond = max(0, line_width(self.slots) - self.width)
        if step < 0:
            earlier = [start for start in starts if start < self.offset]
            return max(earlier[-1] if earlier else 0, self.offset - seen)
        later = [start for start in starts if start > self.offset]
        return min(later[0] if later else beyond, self.offset + seen, beyond)

    def _cut(self, column: Column[Any], cell: Cell, width: int) -> Cell:
        cut = cut_middle if column.cut == "middle" else cut_end
        return Cell(cut(cell.text, width, self.context.glyphs.ellipsis), cell.tone)

    def _scrolled(self, parts: list[Part], frozen: int) -> Line:
        """Return the parts, scrolled behind the first column, cut and padded to the width."""
        fixed = tuple(part for part in parts[:frozen] if part[0])
        room = self.width - line_length(fixed)
        if room <= 0:
            return tuple(_cropped(fixed, 0, self.width))
        return fixed + tuple(_cropped(parts[frozen:], self.offset, room))


def line_length(parts: Iterable[Part]) -> int:
    """Return the width of all parts in cells."""
    return sum(width_of(text) for text, _ in parts)


def changed_width(old: Line, new: Line) -> int:
    """Return how many cells of a line, from its left edge, differ; 0 when nothing does."""
    left = len(new)
    right = len(old)
    while left and right and new[left - 1] == old[right - 1]:
        left -= 1
        right -= 1
    return max(line_length(new[:left]), line_length(old[:right]))


def _cropped(parts: Iterable[Part], start: int, width: int) -> Iterable[Part]:
    """Yield what lies in `width` cells from `start` on, padded; half a wide character is blank."""
    position = 0
    end = start + width
    for text, tone in parts:
        length = width_of(text)
        after = position + length
        if after > start and position < end and length:
            if position >= start and after <= end:
                yield text, tone
            else:
                yield _slice(text, max(0, start - position), min(length, end - position)), tone
        position = after
    if position < end:
        yield " " * (end - max(position, start)), Tone.PLAIN


def _slice(text: str, start: int, end: int) -> str:
    """Return the cells from `start` to `end` of a text; a wide character cut in two is blank."""
    cells: list[str] = []
    position = 0
    for character in text:
        if position >= end:
            break
        size = width_of(character)
        overlap = min(position + size, end) - max(position, start)
        if size == 0:
            cells.append(character if position > start else "")
        elif overlap == size:
            cells.append(character)
        else:
            cells.append(" " * max(0, overlap))
        position += size
    return "".join(cells)
