"""What stands in the place of a list that has no rows: why, and which key helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtui.ui.presentation.cells import Part


class Blank(Static, can_focus=False):
    """A few lines of plain words; what comes from the service is shown as it is."""

    DEFAULT_CSS = "Blank { height: 1fr; padding: 1 3; }"

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._lines: tuple[tuple[Part, ...], ...] = ()

    def show(self, lines: Sequence[Sequence[Part]]) -> None:
        """Show these lines instead of the ones before."""
        new = tuple(tuple(line) for line in lines)
        if new != self._lines:
            self._lines = new
            self.update(Content("\n").join(Content.assemble(*line) for line in new))
