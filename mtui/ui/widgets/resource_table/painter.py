"""What stands on the screen, line by line, and what it takes to bring it up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip

from mtui.ui.sheet.lines import Line, changed_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.style import Style

_MOST_STRIPS = 512
"""Drawn lines kept for another time: a few screens full."""


class Painter:
    """Remembers every line as it was drawn last, to draw only what differs."""

    def __init__(self, style_of: Callable[[str], Style]) -> None:
        """Create a painter that has drawn nothing.

        Args:
            style_of: the style for the name of a tone.
        """
        self._style_of = style_of
        self._painted: dict[int, Line] = {}
        self._strips: dict[Line, Strip] = {}
        self._styles: dict[str, Style] = {}

    def forget_styles(self) -> None:
        """Ask for all styles anew: the theme or the style sheet changed."""
        self._styles.clear()
        self._strips.clear()

    def strip(self, y: int, line: Line) -> Strip:
        """Return the line as it is drawn at `y`, and remember that it stands there."""
        self._painted[y] = line
        strip = self._strips.get(line)
        if strip is None:
            if len(self._strips) >= _MOST_STRIPS:
                self._strips.clear()
            strip = self._strips[line] = self._draw(line)
        return strip

    def changes(self, lines: Iterable[Line]) -> list[Region]:
        """Return the regions in which these lines differ from those drawn, from the top."""
        regions = []
        for y, line in enumerate(lines):
            painted = self._painted.get(y)
            if painted is not None and painted != line:
                regions.append(Region(0, y, changed_width(painted, line), 1))
        return regions

    def _draw(self, line: Line) -> Strip:
        """Return a strip with as few changes of style as possible."""
        segments: list[Segment] = []
        for text, name in line:
            style = self._style(name)
            if segments and segments[-1].style == style:
                segments[-1] = Segment(segments[-1].text + text, style)
            elif text:
                segments.append(Segment(text, style))
        return Strip(segments)

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self._style_of(name)
        return self._styles[name]
