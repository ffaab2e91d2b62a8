"""Which columns fit, and how wide they get."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from rich.cells import cell_len

from mtui.ui.presentation.cells import CellContext
from mtui.ui.presentation.columns import JOB_COLUMNS, VERSION_COLUMNS
from mtui.ui.sheet.layout import EDGE, GAP, GUTTER, lay_out, line_width
from mtui.ui.sheet.lines import View, changed_width, line_length
from tests.ui.widgets.listings import COLUMNS, HOSTILE, Item

JOB_WANTS = [40, 6, 13, 4, 8, 8, 60]


def shown(width: int, *, is_wide: bool = False) -> dict[str, int]:
    slots = lay_out(JOB_COLUMNS, JOB_WANTS, width, is_wide=is_wide)
    return {JOB_COLUMNS[slot.column].key: slot.width for slot in slots}


def test_eighty_columns_hold_all_but_the_description() -> None:
    assert list(shown(80)) == ["name", "id", "status", "versions", "created", "duration"]


def test_a_wide_terminal_shows_the_description_and_gives_it_what_is_left() -> None:
    at_120 = shown(120)

    assert at_120["description"] > 16
    assert shown(140)["description"] == at_120["description"] + 20


def test_columns_go_in_their_order_as_room_gets_short() -> None:
    left = [set(shown(width)) for width in range(160, 20, -1)]

    assert all(narrower <= wider for wider, narrower in pairwise(left))
    gone = [wider - narrower for wider, narrower in pairwise(left)]
    assert [name for names in gone for name in names] == ["description", "duration", "versions"]


@pytest.mark.parametrize("width", range(60, 200, 7))
def test_what_is_shown_fits(width: int) -> None:
    assert line_width(lay_out(JOB_COLUMNS, JOB_WANTS, width, is_wide=False)) <= width


def test_ids_and_states_are_never_cut() -> None:
    for width in range(30, 200):
        widths = shown(width)
        assert widths["id"] == 6
        assert widths["status"] == 13


def test_names_give_way_first_and_take_no_more_than_they_need() -> None:
    assert shown(75)["name"] < 40
    assert shown(200)["name"] == 40


def test_wide_mode_shows_all_columns_at_their_full_width() -> None:
    assert shown(40, is_wide=True) == dict(
        zip((column.key for column in JOB_COLUMNS), JOB_WANTS, strict=True)
    )


def test_titles_always_fit() -> None:
    for columns in (JOB_COLUMNS, VERSION_COLUMNS):
        slots = lay_out(columns, [0] * len(columns), 300, is_wide=False)
        assert all(slot.width >= len(columns[slot.column].title) for slot in slots)


def view(width: int = 30, offset: int = 0) -> View:
    slots = lay_out(COLUMNS, [8, 4, 4, 30], width, is_wide=True)
    return View(COLUMNS, slots, CellContext(), width, offset)


def test_sideways_steps_go_from_column_to_column_and_end_where_all_was_seen() -> None:
    size = 4 + GAP
    note = size + 4 + GAP
    end = GUTTER + 8 + 4 + 4 + 30 + 3 * GAP + EDGE - 30

    assert view(offset=0).offset_after(1) == size
    assert view(offset=size).offset_after(1) == note
    assert view(offset=note).offset_after(1) == end
    assert view(offset=end).offset_after(1) == end
    assert view(offset=end).offset_after(-1) == note
    assert view(offset=note).offset_after(-1) == size
    assert view(offset=size + 1).offset_after(-1) == size
    assert view(offset=0).offset_after(-1) == 0
    assert view(width=300).offset_after(1) == 0


def test_a_sideways_step_skips_nothing_of_a_column_wider_than_the_screen() -> None:
    narrow = view(width=20)
    room = 20 - GUTTER - 8 - EDGE
    offset = 4 + GAP + 4 + GAP

    narrow = replace(narrow, offset=offset)
    assert narrow.offset_after(1) == offset + room
    assert replace(narrow, offset=offset + room).offset_after(-1) == offset


def test_a_cell_of_the_screen_tells_its_column() -> None:
    def name_at(x: int, offset: int = 0) -> str | None:
        column = view(offset=offset).column_at(x)
        return None if column is None else column.key

    assert name_at(0) is None
    assert name_at(GUTTER) == "name"
    assert name_at(GUTTER + 8 + GAP) == "key"
    assert name_at(GUTTER, offset=6) == "name"
    assert name_at(GUTTER + 8 + GAP, offset=6) == "size"


@pytest.mark.parametrize("row", HOSTILE, ids=lambda item: item.key)
@pytest.mark.parametrize("is_wide", [False, True])
def test_every_line_fills_its_width_exactly_however_narrow_and_scrolled(
    row: Item, is_wide: bool
) -> None:
    cells = [column.cell(row, CellContext()) for column in COLUMNS]
    for width in range(100):
        slots = lay_out(COLUMNS, [cell_len(cell.text) for cell in cells], width, is_wide=is_wide)
        for offset in (0, 1, 7, 30, 200):
            lines = View(COLUMNS, slots, CellContext(), width, offset, "size")
            assert line_length(lines.row(row, is_cursor=True, is_marked=True)) == width
            assert line_length(lines.header()) == width


def test_only_what_lies_left_of_the_last_difference_counts_as_changed() -> None:
    old = view(60).row(Item("1", "one", 1, "same"), is_cursor=False, is_marked=False)
    same = view(60).row(Item("1", "one", 1, "same"), is_cursor=False, is_marked=False)
    cursor = view(60).row(Item("1", "one", 1, "same"), is_cursor=True, is_marked=False)
    resized = view(60).row(Item("1", "one", 12, "same"), is_cursor=False, is_marked=False)

    assert changed_width(old, same) == 0
    assert changed_width(old, cursor) == GUTTER + len("one")
    assert changed_width(old, resized) == GUTTER + 8 + GAP + 4 + GAP + 4
