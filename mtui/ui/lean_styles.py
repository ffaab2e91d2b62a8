"""Fewer bytes for the same picture: what the terminal does by itself is not sent."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter

if TYPE_CHECKING:
    from textual.color import Color

_NOTHING = Style.null()


class LeanStyles(LineFilter):
    """Leaves out the terminal's own colours, which every part of a line begins with anyway.

    Neighbours that look alike then become one. A line of an ANSI theme gets half as long.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the line's parts with as few changes of style as possible."""
        del background
        lean: list[Segment] = []
        for text, style, control in segments:
            slim = None if style is None else _without_defaults(style)
            if lean and slim == lean[-1].style and not control and not lean[-1].control:
                lean[-1] = Segment(lean[-1].text + text, slim)
            else:
                lean.append(Segment(text, slim, control))
        return lean


@lru_cache(maxsize=1024)
def _without_defaults(style: Style) -> Style | None:
    color = None if style.color is None or style.color.is_default else style.color
    background = None if style.bgcolor is None or style.bgcolor.is_default else style.bgcolor
    if color is not style.color or background is not style.bgcolor:
        slim = style.without_color + Style.from_color(color, background)
        # Rich forgets what a click there means together with the colours.
        style = slim + Style.from_meta(style.meta) if style.meta else slim
    return None if style == _NOTHING else style
