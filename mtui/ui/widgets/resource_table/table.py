"""The table widget: keys and rows in, messages out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import on
from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.message import Message

from mtui.ui.widgets.resource_table.bindings import MARKING_ACTIONS, TABLE_BINDINGS
from mtui.ui.widgets.resource_table.view import TableView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.binding import BindingType

    from mtui.ui.presentation.cells import CellContext, Column

R = TypeVar("R")

_WHEEL_STEP = 3
"""Rows that one notch of the wheel scrolls."""


class ResourceTable(TableView[R], Generic[R], can_focus=True, inherit_bindings=False):
    """A list of resources with a cursor and marks that follow the rows' keys.

    Immutable rows go in; what a person does comes out as messages.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*TABLE_BINDINGS]

    @dataclass
    class Spoken(Message):
        """What all the table's messages have in common."""

        table: ResourceTable[Any]

        @property
        def control(self) -> ResourceTable[Any]:
            """The table that sent it."""
            return self.table

    @dataclass
    class Activated(Spoken):
        """A row was opened."""

        row: Any
        key: str

    @dataclass
    class Highlighted(Spoken):
        """The cursor is on another row, or its row changed; None when there is no row."""

        row: Any | None
        key: str | None

    @dataclass
    class MarksChanged(Spoken):
        """Rows were marked or unmarked, or marked rows vanished."""

        count: int
        """How many are marked now, hidden ones too."""
        dropped: tuple[Any, ...] = ()
        """Marked rows that are gone."""

    @dataclass
    class SortRequested(Spoken):
        """The title of a column that can be sorted by was clicked."""

        column: Column[Any]

    def __init__(
        self,
        columns: Sequence[Column[R]],
        key: Callable[[R], str],
        *,
        is_markable: bool = True,
        is_openable: bool = True,
        id: str | None = None,  # noqa: A002 - the name every widget uses
        classes: str | None = None,
    ) -> None:
        """Create an empty table.

        Args:
            columns: what to show; the first one stays when scrolling sideways.
            key: what identifies a row.
            is_markable: whether rows can be marked.
            is_openable: whether there is more to a row than the table shows.
            id: the widget's CSS id.
            classes: the widget's CSS classes.
        """
        super().__init__(columns, key, id=id, classes=classes)
        self._is_markable = is_markable
        self._is_openable = is_openable
        self._highlighted: R | None = None

    @property
    def position(self) -> tuple[int, int]:
        """The cursor's row, counted from 1, and the number of visible rows."""
        return self.listing.position

    @property
    def cursor_row(self) -> R | None:
        """The row with the cursor; None when there is none."""
        return self.listing.cursor_row

    @property
    def cursor_key(self) -> str | None:
        """The key of the row with the cursor; None when there is none."""
        row = self.listing.cursor_row
        return None if row is None else self.model.key(row)

    def set_rows(
        self, rows: Sequence[R], context: CellContext | None = None, *, is_complete: bool = True
    ) -> None:
        """Show these rows instead of the ones before.

        Args:
            rows: all rows, in any order.
            context: the moment that they are shown for; None for the one before.
            is_complete: False while more pages are to come: marks wait for rows that are not
                there yet, and a cursor that nobody moved stays on top.
        """
        if context is not None:
            self.sheet.show_for(context)
        dropped = self.listing.set_rows(rows, is_complete=is_complete)
        if dropped:
            self._marks_changed(dropped)
        self._changed()

    def set_context(self, context: CellContext) -> None:
        """Show the same rows for another moment."""
        self.sheet.show_for(context)
        self._changed()

    def sort_by(self, column_key: str | None, *, is_descending: bool = False) -> None:
        """Sort by a column; None keeps the order in which the rows came.

        Raises:
            KeyError: there is no such column, or it cannot be sorted by.
        """
        self.sheet.sort_by(column_key, is_descending=is_descending)
        self._changed()

    def filter_by(self, predicate: Callable[[R], bool] | None) -> None:
        """Show only the rows for which the predicate holds; None shows all."""
        self.listing.filter_by(predicate)
        self._changed()

    def move_to(self, key: str) -> bool:
        """Put the cursor on the row with this key; return whether it is visible."""
        is_visible = self.listing.move_to_key(key)
        self._changed()
        return is_visible

    def unmark(self, keys: Iterable[str]) -> None:
        """Unmark these rows, hidden ones too."""
        self.model.unmark(keys)
        self._marks_changed()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done with these rows."""
        del parameters
        if action == "activate":
            return self._is_openable
        return self._is_markable or action not in MARKING_ACTIONS

    def action_move(self, rows: int) -> None:
        """Move the cursor by rows."""
        self.listing.move_to(self.listing.window.cursor + rows)
        self._changed()

    def action_page(self, pages: float) -> None:
        """Move cursor and window by pages."""
        self.listing.page(int(self.listing.window.height * pages))
        self._changed()

    def action_first(self) -> None:
        """Put the cursor on the first row."""
        self.listing.move_to(0)
        self._changed()

    def action_last(self) -> None:
        """Put the cursor on the last row."""
        self.listing.move_to(len(self.model.visible) - 1)
        self._changed()

    def action_scroll_columns(self, step: int) -> None:
        """Scroll all columns but the first sideways."""
        self.sheet.scroll_columns(step)
        self._update()

    def action_toggle_wide(self) -> None:
        """Show all columns at full width, or what fits."""
        self.sheet.set_wide(is_wide=not self.is_wide)
        self._update()

    def action_activate(self) -> None:
        """Open the row with the cursor."""
        row = self.cursor_row
        if row is not None:
            self.post_message(self.Activated(self, row, self.model.key(row)))

    def action_toggle_mark(self) -> None:
        """Mark or unmark the row with the cursor and go down."""
        self.listing.toggle_mark()
        self.listing.move_to(self.listing.window.cursor + 1)
        self._marks_changed()
        self._changed()

    def action_mark(self, which: str) -> None:
        """Mark or unmark many rows: `range`, `all`, `inverted` or `none`."""
        match which:
            case "range":
                self.listing.mark_range()
            case "all":
                self.model.mark(self.model.visible)
            case "inverted":
                self.model.invert_marks()
            case _:
                self.model.clear_marks()
        self._marks_changed()

    @on(Click)
    def _clicked(self, event: Click) -> None:
        """Move the cursor there; mark with ctrl, open with a double click, sort by a title."""
        event.stop()
        if event.y == 0:
            column = self.sheet.view.column_at(event.x)
            if column is not None and column.sort_key is not None:
                self.post_message(self.SortRequested(self, column))
            return
        index = self.sheet.row_index_at(event.y)
        if index is None:
            return
        self.listing.move_to(index)
        if event.ctrl and self._is_markable:
            self.listing.toggle_mark()
            self._marks_changed()
        self._changed()
        if event.chain == 2:
            self.action_activate()

    @on(MouseScrollDown)
    @on(MouseScrollUp)
    def _wheeled(self, event: MouseScrollDown | MouseScrollUp) -> None:
        event.stop()
        is_down = isinstance(event, MouseScrollDown)
        self.listing.scroll(_WHEEL_STEP if is_down else -_WHEEL_STEP)
        self._changed()

    def _changed(self) -> None:
        """Draw what changed, and say when the cursor has another row."""
        self._update()
        row = self.cursor_row
        if row != self._highlighted:
            self._highlighted = row
            self.post_message(self.Highlighted(self, row, self.cursor_key))

    def _marks_changed(self, dropped: tuple[R, ...] = ()) -> None:
        self._update()
        count = self.model.mark_count
        self.post_message(self.MarksChanged(self, count, dropped))
