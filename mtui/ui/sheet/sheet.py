"""Lines of rows under a line of titles, for a size and a moment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from mtui.ui.presentation.cells import CellContext, Column, Tone
from mtui.ui.presentation.text import width_of
from mtui.ui.sheet.layout import lay_out, line_width
from mtui.ui.sheet.lines import Line, View
from mtui.ui.sheet.listing import Listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

R = TypeVar("R")


class Sheet(Generic[R]):
    """Rows in columns, as wide and as high as there is room.

    Args:
        columns: what to show; the first one stays when scrolling sideways.
        key: what identifies a row.
    """

    def __init__(self, columns: Sequence[Column[R]], key: Callable[[R], str]) -> None:
        self.columns = tuple(columns)
        self.listing: Listing[R] = Listing(key)
        """The rows, and the cursor among them."""
        self.view = View(self.columns, (), CellContext(), 0)
        """How a row becomes a line now."""
        self.is_wide = False
        """Whether all columns have their full width, and the rest is reached sideways."""
        self._wants = [width_of(column.title) for column in self.columns]

    @property
    def full_width(self) -> int:
        """How many cells show every column whole, as far as the rows were seen."""
        return line_width(lay_out(self.columns, self._wants, 0, is_wide=True))

    def show_for(self, context: CellContext) -> None:
        """Show the rows for another moment."""
        self.view = replace(self.view, context=context)

    def sort_by(self, column_key: str | None, *, is_descending: bool) -> None:
        """Sort by a column; None keeps the order in which the rows came.

        Raises:
            KeyError: there is no such column, or it cannot be sorted by.
        """
        sortable = {column.key: column.sort_key for column in self.columns if column.sort_key}
        value = None if column_key is None else sortable[column_key]
        self.view = replace(self.view, sort_column=column_key, is_descending=is_descending)
        self.listing.sort_by(value, is_descending=is_descending)

    def scroll_columns(self, step: int) -> None:
        """Scroll sideways by columns, as far as there is something to see."""
        self.view = replace(self.view, offset=self.view.offset_after(step))

    def set_wide(self, *, is_wide: bool) -> None:
        """Give all columns their full width, or what fits."""
        self.is_wide = is_wide
        self.view = replace(self.view, offset=0)

    def fit_height(self, height: int) -> bool:
        """Take a height in lines, titles included; return whether it is another one."""
        if self.listing.window.height == height - 1:
            return False
        self.listing.window.resize(height - 1)
        return True

    def fit_width(self, width: int) -> None:
        """Take a width in cells.

        Columns grow for what has come into view; they never narrow while rows scroll by.
        """
        window, context = self.listing.window, self.view.context
        for row in self.listing.model.visible[window.top : window.top + window.height]:
            for index, column in enumerate(self.columns):
                if column.max_width is None or self._wants[index] < column.max_width:
                    wanted = width_of(column.cell(row, context).text)
                    self._wants[index] = max(self._wants[index], wanted)
        slots = lay_out(self.columns, self._wants, width, is_wide=self.is_wide)
        if slots != self.view.slots or width != self.view.width:
            offset = min(self.view.offset, max(0, line_width(slots) - width))
            self.view = replace(self.view, slots=slots, width=width, offset=offset)

    def row_index_at(self, y: int) -> int | None:
        """Return the index of the row that stands on a line; None at the titles or below."""
        index = self.listing.window.top + y - 1
        return index if y >= 1 and index < len(self.listing.model.visible) else None

    def line(self, y: int) -> Line:
        """Return what line `y` says now: the titles or a row."""
        if y == 0:
            return self.view.header()
        index = self.row_index_at(y)
        if index is None:
            return ((" " * self.view.width, Tone.PLAIN),)
        listing = self.listing
        row = listing.model.visible[index]
        return self.view.row(
            row,
            is_cursor=index == listing.window.cursor,
            is_marked=listing.model.is_marked(listing.model.key(row)),
        )

    def lines(self) -> Iterator[Line]:
        """Return all lines, from the top."""
        return map(self.line, range(self.listing.window.height + 1))
