"""Which columns fit a width, and how wide each of them gets: pure arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtui.ui.presentation.cells import Column

GUTTER = 3
"""Cells before the first column: the cursor, the mark, a blank."""
GAP = 2
"""Blank cells between columns; a sorted column's arrow uses the first of them."""
EDGE = 1
"""Blank cells behind the last column, for the same arrow."""


class Slot(NamedTuple):
    """A column that is shown, and its width in cells."""

    column: int
    """Its place among all columns."""
    width: int


def lay_out(
    columns: Sequence[Column[Any]], wants: Sequence[int], available: int, *, is_wide: bool
) -> tuple[Slot, ...]:
    """Return the columns to show in `available` cells, left to right.

    Columns start at their least width, go in drop order until the rest fits, then grow to what
    they want from left to right; flexible ones take what is left. In wide mode all are shown as
    wide as they want, whether they fit or not.

    Args:
        columns: all columns.
        wants: the widest cell of each, as far as known, in cells.
        available: the width of the whole line, in cells.
        is_wide: show everything.
    """
    natural = [_natural(column, want) for column, want in zip(columns, wants, strict=True)]
    if is_wide:
        return tuple(Slot(index, width) for index, width in enumerate(natural))
    least = [_least(column, want) for column, want in zip(columns, natural, strict=True)]
    shown = list(range(len(columns)))
    for index in _in_drop_order(columns):
        if _line_width([least[shown_index] for shown_index in shown]) <= available:
            break
        shown.remove(index)
    spare = max(0, available - _line_width([least[index] for index in shown]))
    widths: dict[int, int] = {}
    for index in shown:
        grown = min(spare, natural[index] - least[index])
        widths[index] = least[index] + grown
        spare -= grown
    for index in shown:
        if columns[index].is_flexible:
            widths[index] += spare
            spare = 0
    return tuple(Slot(index, widths[index]) for index in shown)


def line_width(slots: Sequence[Slot]) -> int:
    """Return the width of a whole line, gutter and edge included, in cells."""
    return _line_width([slot.width for slot in slots])


def _line_width(widths: Sequence[int]) -> int:
    return GUTTER + sum(widths) + GAP * max(0, len(widths) - 1) + EDGE


def _natural(column: Column[Any], want: int) -> int:
    width = max(column.min_width, want, len(column.title))
    return width if column.max_width is None else min(width, max(column.max_width, 1))


def _least(column: Column[Any], natural: int) -> int:
    """Return the width below which a column is dropped rather than cut further."""
    may_be_cut = column.cut == "middle" or column.is_flexible
    return min(natural, max(column.min_width, len(column.title))) if may_be_cut else natural


def _in_drop_order(columns: Sequence[Column[Any]]) -> list[int]:
    droppable = [
        (column.drop_order, index)
        for index, column in enumerate(columns)
        if column.drop_order is not None
    ]
    return [index for _, index in sorted(droppable)]
