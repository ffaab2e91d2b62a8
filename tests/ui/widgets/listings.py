"""Rows and columns to fill a table with."""

from __future__ import annotations

from dataclasses import dataclass

from mtui.ui.presentation.cells import Cell, Column, Tone
from mtui.ui.presentation.text import safe


@dataclass(frozen=True, slots=True)
class Item:
    """A row with little in it."""

    key: str
    name: str = ""
    size: int | None = None
    note: str = ""


def key_of(item: Item) -> str:
    """Return what identifies an item."""
    return item.key


def items(count: int, start: int = 0) -> tuple[Item, ...]:
    """Return items whose keys and sizes count up."""
    return tuple(
        Item(str(number), f"item-{number}", number, f"note {number}")
        for number in range(start, start + count)
    )


COLUMNS: tuple[Column[Item], ...] = (
    Column(
        "name",
        "NAME",
        lambda item, _: Cell(safe(item.name)),
        lambda item: item.name,
        min_width=8,
        max_width=20,
        cut="middle",
    ),
    Column("key", "ID", lambda item, _: Cell(item.key, Tone.DIM), min_width=4),
    Column(
        "size",
        "SIZE",
        lambda item, _: Cell("-" if item.size is None else str(item.size), Tone.GOOD),
        lambda item: item.size,
        align="right",
        drop_order=2,
        is_descending_first=True,
    ),
    Column(
        "note",
        "NOTE",
        lambda item, _: Cell(safe(item.note)),
        min_width=10,
        is_flexible=True,
        drop_order=1,
    ),
)

HOSTILE = (
    Item("1", "[/x]", note="[red]not red[/]"),
    Item("2", "\x1b[2J\x1b[31mesc", note="\x1b]0;title\x07"),
    Item("3", "中文" * 40, note="한국어"),
    Item("4", "x" * 10_000, note="y" * 10_000),
    Item("5", "a\u202eb\u200bc", note="line\nbreak\tand tab"),
    Item("6", "é" * 5 + "e\u0301" * 5, note="👩\u200d👩\u200d👧 🇩🇪"),
    Item("7", "", note=""),
)
"""What a service may send as a name and a note."""
