"""Where the cursor and the window are in a list of rows: pure arithmetic on indices."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Viewport:
    """A window of `height` rows over `count` rows, and a cursor that stays inside it."""

    count: int = 0
    height: int = 0
    cursor: int = 0
    """Index of the row with the cursor; 0 when there are none."""
    top: int = 0
    """Index of the first row in the window."""

    @property
    def screen_line(self) -> int:
        """The cursor's line in the window, from 0."""
        return self.cursor - self.top

    def move_to(self, index: int) -> None:
        """Put the cursor on a row.

        When it leaves the window, the window jumps so that the cursor has half a window ahead of
        it: over a slow link one repaint for many steps is what makes a held key bearable.
        """
        self.cursor = max(0, min(index, self.count - 1))
        if self.cursor < self.top:
            self.top = self.cursor - self.height // 2
        elif self.cursor >= self.top + self.height:
            self.top = self.cursor - max(0, self.height - 1) // 2
        self._keep_top_in_range()

    def page(self, rows: int) -> None:
        """Move cursor and window together; at an end the cursor goes to the first or last row."""
        line = self.screen_line
        self.cursor = max(0, min(self.cursor + rows, self.count - 1))
        self.top = self.cursor - line
        self._keep_top_in_range()

    def scroll(self, rows: int) -> None:
        """Move the window; the cursor follows only where it would leave it."""
        self.top += rows
        self._keep_top_in_range()
        last = min(self.top + self.height, self.count) - 1
        self.cursor = max(0, min(max(self.cursor, self.top), last))

    def resize(self, height: int) -> None:
        """Take another height; the cursor stays in the window."""
        self.height = max(0, height)
        self.top = min(self.top, self.cursor)
        if self.height and self.screen_line >= self.height:
            self.top = self.cursor - self.height + 1
        self._keep_top_in_range()

    def follow(self, index: int, count: int) -> None:
        """Take other rows: the cursor's row is at `index` now and stays on its screen line.

        At either end of the list the window is filled with rows instead.
        """
        line = self.screen_line
        self.count = count
        self.cursor = max(0, min(index, count - 1))
        self.top = self.cursor - line
        self._keep_top_in_range()

    def _keep_top_in_range(self) -> None:
        self.top = max(0, min(self.top, self.count - self.height))
