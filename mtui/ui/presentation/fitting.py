"""Parts of text made into one line of a given width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.ui.presentation.text import cut_end, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtui.ui.presentation.cells import Part

Styled = tuple[str, str]
"""Text and its style, which may be empty."""


def one_line(left: Iterable[Part], right: Iterable[Part], width: int) -> list[Styled]:
    """Return a line of that many cells; the left is cut where both ends do not fit."""
    start, end = [*map(_styled, left)], [*map(_styled, right)]
    room = width - _width(end)
    if room <= 0:
        return _cut(start, width)
    start = _cut(start, room - 1 if end else room)  # a gap between both
    return [*start, (" " * (room - _width(start)), ""), *end]


def _styled(part: Part) -> Styled:
    return (part, "") if isinstance(part, str) else part


def _width(parts: Iterable[Styled]) -> int:
    return sum(width_of(text) for text, _ in parts)


def _cut(parts: list[Styled], width: int) -> list[Styled]:
    """Return the beginning of some parts that takes at most so many cells, with a sign of that."""
    if _width(parts) <= width:
        return parts
    kept: list[Styled] = []
    room = width
    for text, style in parts:
        if width_of(text) >= room:
            kept.append((cut_end(f"{text}…", room), style))
            break
        kept.append((text, style))
        room -= width_of(text)
    return kept
