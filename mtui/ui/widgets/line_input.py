"""A field for one line of text that holds nothing which a terminal would obey."""

from __future__ import annotations

from textual.widgets import Input

from mtui.ui.presentation.text import safe


class LineInput(Input):
    """Takes what is typed or pasted without control characters, escape sequences and the like.

    Textual strips line ends from what is pasted, and nothing else.
    """

    def replace(self, text: str, start: int, end: int) -> None:
        """Put text in the place of what stands between two positions."""
        super().replace(safe(text), start, end)
