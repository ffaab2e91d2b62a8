"""A list with the details of what it shows beside it, or below it where it is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from textual import on

from mtui.ui.screens.list_screen import ListScreen
from mtui.ui.widgets.details import Details
from mtui.ui.widgets.resource_table import ResourceTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from mtui.ui.presentation.cells import Column

R = TypeVar("R")

_SIDE_BY_SIDE = 110
"""Columns from which the details stand beside the list instead of below it."""

_FEW_LINES = 20
"""Lines below which the details get two lines, so that the list keeps some."""


class DetailsScreen(ListScreen[R], Generic[R]):
    """A list and a details pane that the keyboard can go into."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        key: Callable[[R], str],
        *,
        is_markable: bool = True,
    ) -> None:
        super().__init__(columns, key, is_markable=is_markable)
        self._details = Details(self.app.glyphs)

    def compose_details(self) -> ComposeResult:
        """The details pane."""
        yield self._details

    def on_resize(self) -> None:
        """Put the details where there is room, and leave the list some lines."""
        self.set_class(self.size.height < _FEW_LINES, "-short")
        is_wide = self.size.width >= _SIDE_BY_SIDE
        self.set_class(is_wide, "-wide")
        self._details.spread(is_roomy=is_wide)

    def action_focus_details(self) -> None:
        """Scroll the details with the arrow keys; Escape goes back to the list."""
        self._details.focus()

    def action_back(self) -> None:
        """Leave the details, then drop the filter, then leave the screen."""
        if self._details.has_focus:
            self.table.focus()
        else:
            super().action_back()

    @on(ResourceTable.Activated)
    def _activated(self, event: ResourceTable.Activated) -> None:
        event.stop()
        self.action_focus_details()
