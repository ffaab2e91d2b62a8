"""Rows, the window over them and the cursor in it, which keeps its row. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from mtui.ui.sheet.row_model import RowModel
from mtui.ui.sheet.viewport import Viewport

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

R = TypeVar("R")


class Listing(Generic[R]):
    """A list that a person moves through while its rows come, go and change places.

    Whatever happens to the rows, the cursor stays on its row and on its line of the screen; when
    its row goes, it is on that row's next surviving neighbour.
    """

    def __init__(self, key: Callable[[R], str]) -> None:
        self.model = RowModel(key)
        self.window = Viewport()
        self._is_untouched = True
        self._anchor: str | None = None

    @property
    def position(self) -> tuple[int, int]:
        """The cursor's row, counted from 1, and the number of visible rows."""
        count = len(self.model.visible)
        return min(self.window.cursor + 1, count), count

    @property
    def cursor_row(self) -> R | None:
        """The row with the cursor; None when there is none."""
        rows = self.model.visible
        return rows[self.window.cursor] if rows else None

    def set_rows(self, rows: Sequence[R], *, is_complete: bool = True) -> tuple[R, ...]:
        """Take these rows instead of the ones before; return the marked rows that vanished.

        Args:
            rows: all rows.
            is_complete: False while more pages are to come: marks wait for rows that are not
                there yet, and a cursor that nobody moved stays on top.
        """
        before = self.model.visible
        dropped = self.model.set_rows(rows, is_complete=is_complete)
        if self._is_untouched and not is_complete:
            self.window.follow(0, len(self.model.visible))
        else:
            self._follow(before)
        return dropped

    def sort_by(self, value: Callable[[R], Any] | None, *, is_descending: bool) -> None:
        """Order by a value; None for the order in which the rows came."""
        before = self.model.visible
        self.model.sort_by(value, is_descending=is_descending)
        self._follow(before)

    def filter_by(self, predicate: Callable[[R], bool] | None) -> None:
        """Show only the rows for which the predicate holds; None shows all."""
        before = self.model.visible
        self.model.filter_by(predicate)
        self._follow(before)

    def move_to(self, index: int) -> None:
        """Put the cursor on a row."""
        self._is_untouched = False
        self.window.move_to(index)

    def move_to_key(self, key: str) -> bool:
        """Put the cursor on the row with this key; return whether it is visible."""
        for index, row in enumerate(self.model.visible):
            if self.model.key(row) == key:
                self.move_to(index)
                return True
        return False

    def page(self, rows: int) -> None:
        """Move cursor and window together."""
        self._is_untouched = False
        self.window.page(rows)

    def scroll(self, rows: int) -> None:
        """Move the window; the cursor stays in it."""
        self._is_untouched = False
        self.window.scroll(rows)

    def toggle_mark(self) -> None:
        """Mark or unmark the row with the cursor; a range begins here."""
        row = self.cursor_row
        if row is not None:
            self.model.toggle_mark(row)
            self._anchor = self.model.key(row)

    def mark_range(self) -> None:
        """Mark from where `toggle_mark` was last called to the cursor, both included."""
        rows, key = self.model.visible, self.model.key
        cursor = self.window.cursor
        places = (index for index, row in enumerate(rows) if key(row) == self._anchor)
        anchor = next(places, cursor)
        self.model.mark(rows[min(anchor, cursor) : max(anchor, cursor) + 1])
        if rows:
            self._anchor = key(rows[cursor])

    def _follow(self, before: Sequence[R]) -> None:
        index = self.model.locate(before, self.window.cursor)
        self.window.follow(index, len(self.model.visible))
