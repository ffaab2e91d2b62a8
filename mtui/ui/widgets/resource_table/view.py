"""How a table looks: lines of rows under a line of titles, drawn with few bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from textual.scroll_view import ScrollView

from mtui.ui.presentation.cells import CellContext, Column, Tone
from mtui.ui.presentation.text import width_of
from mtui.ui.widgets.resource_table.layout import lay_out, line_width
from mtui.ui.widgets.resource_table.lines import CURSOR, HEADER, MARK, SORTED, Line, View
from mtui.ui.widgets.resource_table.listing import Listing
from mtui.ui.widgets.resource_table.painter import Painter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.style import Style
    from textual import events
    from textual.geometry import Region, Size
    from textual.strip import Strip

R = TypeVar("R")

# Component classes would say the same, but each costs a rule to parse and a virtual node to style
# whenever the table is.
_STYLES: dict[str, str] = {
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
"""The style of each part of a line."""


class TableView(ScrollView, Generic[R], inherit_bindings=False):
    """Draws a listing.

    The window over the rows is the listing's, not Textual's: Textual repaints everything that a
    scrolled widget shows, this one only the lines that differ from what stands there, and of
    them only the part up to the last difference.
    """

    DEFAULT_CSS = "TableView { height: 1fr; overflow: hidden hidden; }"
    ALLOW_SELECT = False

    def __init__(
        self,
        columns: Sequence[Column[R]],
        key: Callable[[R], str],
        *,
        id: str | None = None,  # noqa: A002 - the name every widget uses
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.columns = tuple(columns)
        self.listing: Listing[R] = Listing(key)
        self.model = self.listing.model
        """All rows, which are visible, which are marked; change them through the table."""
        self._view = View(self.columns, (), CellContext(), 0)
        self._wants = [width_of(column.title) for column in self.columns]
        self._is_wide = False
        self._arranged_rows = 0
        self._painter = Painter(self._style_of)

    @property
    def context(self) -> CellContext:
        """The moment that the rows are shown for."""
        return self._view.context

    @property
    def sort_column(self) -> str | None:
        """The key of the column that it is sorted by; None in the order of arrival."""
        return self._view.sort_column

    @property
    def is_descending(self) -> bool:
        """Whether the largest value is on top."""
        return self._view.is_descending

    @property
    def is_wide(self) -> bool:
        """Whether all columns have their full width, and the rest is reached sideways."""
        return self._is_wide

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines, the first time before the event that tells of the size has come."""
        self._take_size()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one line: the titles or a row."""
        return self._painter.strip(y, self._line(y))

    def notify_style_update(self) -> None:
        """Draw everything anew, in other colours."""
        self._painter.forget_styles()
        super().notify_style_update()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width that shows every column whole, for tables of automatic width."""
        del container, viewport
        return line_width(lay_out(self.columns, self._wants, 0, is_wide=True))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height that shows every row, for tables of automatic height."""
        del container, viewport, width
        return len(self.model.visible) + 1

    def column_at(self, x: int) -> Column[R] | None:
        """Return the column that is drawn at a cell of the line."""
        return self._view.column_at(x)

    def row_index_at(self, y: int) -> int | None:
        """Return the index of the row that is drawn at a line; None at the titles or below."""
        index = self.listing.window.top + y - 1
        return index if y >= 1 and index < len(self.model.visible) else None

    def _update(self) -> None:
        """Draw whatever differs from what stands on the screen."""
        self._fit_columns()
        if self.styles.auto_dimensions and self._arranged_rows != len(self.model.visible):
            self._arranged_rows = len(self.model.visible)
            self.refresh(layout=True)
        regions = self._painter.changes(map(self._line, range(self.size.height)))
        if regions:
            self.refresh(*regions)

    def _scroll_columns(self, step: int) -> None:
        """Scroll sideways by columns, as far as there is something to see."""
        self._view = replace(self._view, offset=self._view.offset_after(step))
        self._update()

    def _set_wide(self, *, is_wide: bool) -> None:
        self._is_wide = is_wide
        self._view = replace(self._view, offset=0)
        self._update()

    def _on_resize(self, event: events.Resize) -> None:
        del event
        self._take_size()
        self._update()

    def _take_size(self) -> None:
        """Let the window have the height there is."""
        height = self.size.height - 1
        if self.listing.window.height != height:
            self.listing.window.resize(height)
            self._fit_columns()

    def _line(self, y: int) -> Line:
        """Return what line `y` says now."""
        if y == 0:
            return self._view.header()
        index = self.row_index_at(y)
        if index is None:
            return ((" " * self._view.width, Tone.PLAIN),)
        listing = self.listing
        row = self.model.visible[index]
        return self._view.row(
            row,
            is_cursor=index == listing.window.cursor,
            is_marked=self.model.is_marked(self.model.key(row)),
        )

    def _fit_columns(self) -> None:
        """Widen columns for what has come into view; they never narrow while rows scroll by."""
        window, context = self.listing.window, self._view.context
        for row in self.model.visible[window.top : window.top + window.height]:
            for index, column in enumerate(self.columns):
                if column.max_width is None or self._wants[index] < column.max_width:
                    width = width_of(column.cell(row, context).text)
                    self._wants[index] = max(self._wants[index], width)
        width = self.size.width
        slots = lay_out(self.columns, self._wants, width, is_wide=self._is_wide)
        if slots != self._view.slots or width != self._view.width:
            offset = min(self._view.offset, max(0, line_width(slots) - width))
            self._view = replace(self._view, slots=slots, width=width, offset=offset)

    def _style_of(self, name: str) -> Style:
        style = self.visual_style
        if name != Tone.PLAIN:
            style += self.app.stylesheet.parse_style(_STYLES[name])
        return style.rich_style
