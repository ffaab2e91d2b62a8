"""How a table looks: lines of rows under a line of titles, drawn with few bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from textual.scroll_view import ScrollView

from mtui.ui.presentation.cells import Tone
from mtui.ui.sheet import Sheet
from mtui.ui.sheet.lines import STYLES
from mtui.ui.widgets.resource_table.painter import Painter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.style import Style
    from textual import events
    from textual.geometry import Region, Size
    from textual.strip import Strip

    from mtui.ui.presentation.cells import CellContext, Column
    from mtui.ui.sheet.listing import Listing
    from mtui.ui.sheet.row_model import RowModel

R = TypeVar("R")


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
        self.sheet: Sheet[R] = Sheet(columns, key)
        """What it shows; change it through the table."""
        self._arranged_rows = 0
        self._painter = Painter(self._style_of)

    @property
    def columns(self) -> tuple[Column[R], ...]:
        """What can be shown of a row."""
        return self.sheet.columns

    @property
    def listing(self) -> Listing[R]:
        """The rows, and the cursor among them."""
        return self.sheet.listing

    @property
    def model(self) -> RowModel[R]:
        """All rows, which are visible, which are marked."""
        return self.sheet.listing.model

    @property
    def context(self) -> CellContext:
        """The moment that the rows are shown for."""
        return self.sheet.view.context

    @property
    def sort_column(self) -> str | None:
        """The key of the column that it is sorted by; None in the order of arrival."""
        return self.sheet.view.sort_column

    @property
    def is_descending(self) -> bool:
        """Whether the largest value is on top."""
        return self.sheet.view.is_descending

    @property
    def is_wide(self) -> bool:
        """Whether all columns have their full width, and the rest is reached sideways."""
        return self.sheet.is_wide

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines, the first time before the event that tells of the size has come."""
        self._take_size()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one line: the titles or a row."""
        return self._painter.strip(y, self.sheet.line(y))

    def notify_style_update(self) -> None:
        """Draw everything anew, in other colours."""
        self._painter.forget_styles()
        super().notify_style_update()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width that shows every column whole, for tables of automatic width."""
        del container, viewport
        return self.sheet.full_width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height that shows every row, for tables of automatic height."""
        del container, viewport, width
        return len(self.model.visible) + 1

    def _update(self) -> None:
        """Draw whatever differs from what stands on the screen."""
        self.sheet.fit_width(self.size.width)
        if self.styles.auto_dimensions and self._arranged_rows != len(self.model.visible):
            self._arranged_rows = len(self.model.visible)
            self.refresh(layout=True)
        regions = self._painter.changes(map(self.sheet.line, range(self.size.height)))
        if regions:
            self.refresh(*regions)

    def _on_resize(self, event: events.Resize) -> None:
        del event
        self._take_size()
        self._update()

    def _take_size(self) -> None:
        """Let the window have the height there is."""
        if self.sheet.fit_height(self.size.height):
            self.sheet.fit_width(self.size.width)

    def _style_of(self, name: str) -> Style:
        style = self.visual_style
        if name != Tone.PLAIN:
            style += self.app.stylesheet.parse_style(STYLES[name])
        return style.rich_style
