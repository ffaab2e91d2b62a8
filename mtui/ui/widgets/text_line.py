"""One line of text that is only sent again when it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from mtui.ui.presentation import fitting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtui.ui.presentation.cells import Part


class TextLine(Widget, can_focus=False):
    """A line of fixed height: changing its text repaints one line and lays out nothing."""

    DEFAULT_CSS = """
    TextLine { height: 1; width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - the name every widget uses
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._left: tuple[Part, ...] = ()
        self._right: tuple[Part, ...] = ()

    def show(self, left: Iterable[Part], right: Iterable[Part] = ()) -> None:
        """Show text at the left and at the right end; the left is cut where both do not fit."""
        new = (tuple(left), tuple(right))
        if new != (self._left, self._right):
            self._left, self._right = new
            self.refresh()

    @property
    def text(self) -> str:
        """What it shows, as plain text."""
        return self.render().plain.rstrip()

    def render(self) -> Content:
        """Draw the line at the width there is."""
        return one_line(self._left, self._right, self.size.width)


def one_line(left: Iterable[Part], right: Iterable[Part], width: int) -> Content:
    """Return a line of that many cells; the left is cut where both ends do not fit."""
    return Content.assemble(*fitting.one_line(left, right, width))
