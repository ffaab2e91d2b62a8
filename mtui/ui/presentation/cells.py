"""Cells and columns as data; a table draws them, a test reads them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeVar

from mtui.domain.frozen import frozen
from mtui.ui.presentation.glyphs import UNICODE, Glyphs

if TYPE_CHECKING:
    from collections.abc import Callable

R = TypeVar("R")

Part = str | tuple[str, str]
"""Plain text, or text and its style. Never markup: what stands in it is shown as it is."""


class Tone(StrEnum):
    """What a cell's colour says; the theme decides which colour that is."""

    PLAIN = "plain"
    DIM = "dim"
    GOOD = "good"
    BAD = "bad"
    BUSY = "busy"
    ACCENT = "accent"


class Cell(NamedTuple):
    """What one row says in one column."""

    text: str
    """Harmless text: foreign text went through `safe`."""
    tone: Tone = Tone.PLAIN


@frozen
class CellContext:
    """What cells depend on beside their row; a new one comes with a refresh."""

    now_ms: int = 0
    """The moment that ages are counted to, in epoch milliseconds."""
    stopping: frozenset[str] = frozenset()
    """Keys of the rows that are being stopped."""
    deleting: frozenset[str] = frozenset()
    """Keys of the rows that are being deleted."""
    glyphs: Glyphs = UNICODE


@frozen
class Column(Generic[R]):
    """One column: what it says, how wide it is, what it sorts by."""

    key: str
    """What the sort order and the settings call it."""
    title: str
    cell: Callable[[R, CellContext], Cell]
    sort_key: Callable[[R], Any] | None = None
    """The value to sort by; None sorts last either way. Without it the column cannot be sorted."""
    min_width: int = 1
    """In cells; the title always fits."""
    max_width: int | None = None
    """In cells; None for as wide as its widest cell."""
    is_flexible: bool = False
    """Whether it takes the room that the others leave, also beyond its widest cell."""
    align: Literal["left", "right"] = "left"
    cut: Literal["end", "middle"] = "end"
    drop_order: int | None = None
    """When room is short, the lowest goes first; None stays for good."""
    is_descending_first: bool = False
    """Whether the first sort by it shows the largest value on top."""
