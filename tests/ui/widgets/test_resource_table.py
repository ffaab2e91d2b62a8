"""The table on the screen: what it shows, what keys and mouse do, what it repaints."""

from __future__ import annotations

import unicodedata
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len
from rich.color import Color
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown, MouseScrollUp

from mtui.ui.presentation.cells import Cell, CellContext, Column
from mtui.ui.presentation.glyphs import ASCII
from mtui.ui.widgets.resource_table import ResourceTable
from tests.ui.widgets.listings import COLUMNS, HOSTILE, Item, items, key_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.geometry import Region
    from textual.message import Message
    from textual.pilot import Pilot

CONTEXT = CellContext()


class Counting(ResourceTable[Item]):
    """A table that tells which parts of it were drawn anew."""

    repainted: list[Region]

    def refresh(self, *regions: Region, **options: bool) -> Counting:
        self.repainted = [*getattr(self, "repainted", []), *regions]
        return super().refresh(*regions, **options)


class TableApp(App[None]):
    """Nothing but a table."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, table: Counting) -> None:
        super().__init__()
        self.theme = "ansi-dark"
        self.table = table
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.table

    def on_resource_table_activated(self, message: ResourceTable.Activated) -> None:
        self.heard.append(message)

    def on_resource_table_highlighted(self, message: ResourceTable.Highlighted) -> None:
        self.heard.append(message)

    def on_resource_table_marks_changed(self, message: ResourceTable.MarksChanged) -> None:
        self.heard.append(message)

    def on_resource_table_sort_requested(self, message: ResourceTable.SortRequested) -> None:
        self.heard.append(message)

    def lines(self) -> list[str]:
        """What the screen shows."""
        return [strip.text for strip in self.screen._compositor.render_strips()]

    def style_at(self, x: int, y: int) -> Any:
        return self.screen.get_style_at(x, y)


@asynccontextmanager
async def table_app(
    *rows: Item,
    columns: tuple[Column[Item], ...] = COLUMNS,
    size: tuple[int, int] = (80, 24),
    is_markable: bool = True,
) -> AsyncIterator[tuple[TableApp, Counting, Pilot[None]]]:
    table = Counting(columns, key_of, is_markable=is_markable)
    app = TableApp(table)
    async with app.run_test(size=size) as pilot:
        table.set_rows(rows, CONTEXT)
        table.focus()
        await pilot.pause()
        app.heard.clear()
        table.repainted.clear()
        yield app, table, pilot


async def test_titles_stand_over_rows_and_the_cursor_is_beside_its_row() -> None:
    async with table_app(*items(3), size=(60, 6)) as (app, _, _):
        assert [line.rstrip() for line in app.lines()] == [
            "   NAME      ID    SIZE  NOTE",
            "▌  item-0    0        0  note 0",
            "   item-1    1        1  note 1",
            "   item-2    2        2  note 2",
            "",
            "",
        ]


async def test_a_marked_row_with_the_cursor_shows_both() -> None:
    async with table_app(*items(3)) as (app, _, pilot):
        await pilot.press("space", "up")

        assert app.lines()[1].startswith("▌● item-0")
        assert app.style_at(0, 1).bold
        assert app.style_at(3, 1).bold
        assert not app.style_at(3, 2).bold


async def test_the_sorted_column_has_an_arrow_behind_its_title() -> None:
    async with table_app(*items(3)) as (app, table, pilot):
        table.sort_by("size", is_descending=True)
        await pilot.pause()
        assert "SIZE↓" in app.lines()[0]
        assert app.lines()[1].startswith("   item-2")
        table.sort_by("name")
        await pilot.pause()
        assert "NAME↑" in app.lines()[0]
        table.sort_by(None)
        await pilot.pause()
        assert "↑" not in app.lines()[0]


@pytest.mark.parametrize("key", ["key", "no such column"])
async def test_sorting_by_what_cannot_be_sorted_is_an_error(key: str) -> None:
    table = ResourceTable(COLUMNS, key_of)

    with pytest.raises(KeyError):
        table.sort_by(key)


async def test_hostile_rows_are_shown_as_harmless_text() -> None:
    async with table_app(*HOSTILE) as (app, _, _):
        lines = app.lines()

    assert all(cell_len(line) == 80 for line in lines)
    assert not any(unicodedata.category(letter) in {"Cc", "Cf"} for letter in "".join(lines))
    assert lines[1].startswith("▌  [/x] ")
    assert "[red]not red[/]" in lines[1]
    assert lines[2].startswith("   esc ")
    assert "line␤break and tab" in lines[5]


async def test_a_wide_character_is_never_split() -> None:
    async with table_app(*HOSTILE) as (app, _, _):
        name = app.lines()[3][3:].split(" ")[0]

        assert set(name) == set("中文…")
        assert name[0] == "中"
        assert name[-1] == "文"


async def test_ascii_terminals_get_no_other_glyphs_than_the_rows_own() -> None:
    async with table_app(*items(3, start=100)) as (app, table, pilot):
        table.set_context(CellContext(glyphs=ASCII))
        table.sort_by("size")
        await pilot.press("space", "k")

        assert all(line.isascii() for line in app.lines())
        assert app.lines()[1].startswith(">* item-100")
        assert "SIZE^" in app.lines()[0]


async def test_the_first_column_stays_while_the_others_scroll_sideways() -> None:
    async with table_app(*items(3), size=(30, 6)) as (app, _, pilot):
        await pilot.press("w")
        assert app.lines()[0].startswith("   NAME      ID")
        await pilot.press("right")
        assert app.lines()[0].startswith("   NAME      SIZE")
        assert app.lines()[1].startswith("▌  item-0       0  note 0")
        await pilot.press("right", "right", "right", "left", "left", "left")
        assert app.lines()[0].startswith("   NAME      ID")
        await pilot.press("w")
        assert "NOTE" not in app.lines()[0]


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        (["down"], "1"),
        (["j", "j", "k"], "1"),
        (["end"], "99"),
        (["G", "g"], "0"),
        (["pagedown"], "23"),
        (["ctrl+f", "ctrl+b"], "0"),
        (["ctrl+d"], "11"),
        (["ctrl+d", "ctrl+u"], "0"),
        (["end", "pageup"], "76"),
        (["end", "home"], "0"),
        (["up"], "0"),
    ],
)
async def test_keys_move_the_cursor(keys: list[str], row: str) -> None:
    async with table_app(*items(100)) as (app, table, pilot):
        await pilot.press(*keys)

        assert table.cursor_key == row
        assert table.position == (int(row) + 1, 100)
        cursors = [line for line in app.lines() if line.startswith("▌")]
        assert [line.split()[1] for line in cursors] == [f"item-{row}"]


async def test_enter_opens_the_row_with_the_cursor() -> None:
    async with table_app(*items(3)) as (app, table, pilot):
        await pilot.press("down", "enter")

        assert app.heard == [
            ResourceTable.Highlighted(table, items(3)[1], "1"),
            ResourceTable.Activated(table, items(3)[1], "1"),
        ]
        assert app.heard[0].control is table


async def test_an_empty_table_takes_every_key_and_says_nothing() -> None:
    async with table_app() as (app, table, pilot):
        await pilot.press("down", "enter", "end", "pagedown", "space", "V", "asterisk", "v", "u")

        assert table.position == (0, 0)
        assert table.model.mark_count == 0
        assert not any(isinstance(message, ResourceTable.Activated) for message in app.heard)


async def test_marking_keys() -> None:
    async with table_app(*items(30)) as (app, table, pilot):
        model = table.model
        await pilot.press("space", "space")
        assert model.marks == {"0", "1"}
        assert table.cursor_key == "2"
        await pilot.press("down", "down", "V")
        assert model.marks == {"0", "1", "2", "3", "4"}
        await pilot.press("v")
        assert model.marks == {str(number) for number in range(5, 30)}
        await pilot.press("asterisk")
        assert model.mark_count == 30
        await pilot.press("u")
        assert model.mark_count == 0
        marks = [m.count for m in app.heard if isinstance(m, ResourceTable.MarksChanged)]
        assert marks == [1, 2, 5, 25, 30, 0]


async def test_without_marks_the_marking_keys_do_nothing() -> None:
    async with table_app(*items(30), is_markable=False) as (_, table, pilot):
        await pilot.press("space", "asterisk", "V", "v")

        assert table.model.mark_count == 0
        assert table.cursor_key == "0"


async def test_marked_rows_that_vanish_are_reported() -> None:
    async with table_app(*items(3)) as (app, table, pilot):
        await pilot.press("space", "space")
        app.heard.clear()

        table.set_rows(items(1))
        await pilot.pause()

        assert app.heard == [
            ResourceTable.MarksChanged(table, 1, items(1, start=1)),
            ResourceTable.Highlighted(table, items(1)[0], "0"),
        ]


async def test_rows_can_be_unmarked_from_outside() -> None:
    async with table_app(*items(3)) as (app, table, pilot):
        await pilot.press("space", "space")
        table.unmark(["0"])
        await pilot.pause()

        assert table.model.marks == {"1"}
        assert app.lines()[1].startswith("   item-0")


async def test_the_cursor_can_be_put_on_a_key() -> None:
    async with table_app(*items(100)) as (app, table, pilot):
        assert table.move_to("77")
        assert not table.move_to("no such row")
        await pilot.pause()

        assert any(line.startswith("▌  item-77") for line in app.lines())


# What is repainted


async def test_a_cursor_step_repaints_the_first_column_of_two_lines() -> None:
    async with table_app(*items(100)) as (_, table, pilot):
        await pilot.press("down")

        assert sorted((region.y, region.height) for region in table.repainted) == [(1, 1), (2, 1)]
        assert all(region.width <= len("▌  item-0") for region in table.repainted)


async def test_a_mark_repaints_its_line_and_the_next() -> None:
    async with table_app(*items(100)) as (_, table, pilot):
        await pilot.press("space")

        assert {region.y for region in table.repainted} == {1, 2}


async def test_the_same_rows_again_repaint_nothing_and_say_nothing() -> None:
    async with table_app(*items(100)) as (app, table, pilot):
        await pilot.press("down", "space")
        app.heard.clear()
        table.repainted.clear()

        table.set_rows(items(100), CellContext())
        table.sort_by(None)
        table.filter_by(None)
        table.set_context(CellContext())
        await pilot.pause()

        assert table.repainted == []
        assert app.heard == []


async def test_only_lines_whose_row_changed_are_repainted() -> None:
    async with table_app(*items(100)) as (app, table, pilot):
        rows = list(items(100))
        rows[4] = replace(rows[4], note="changed")
        rows[90] = replace(rows[90], note="changed out of sight")

        table.set_rows(rows)
        await pilot.pause()

        assert [region.y for region in table.repainted] == [5]
        assert "changed" in app.lines()[5]


async def test_a_change_in_the_first_column_repaints_no_other() -> None:
    async with table_app(*items(100)) as (_, table, _pilot):
        rows = list(items(100))
        rows[4] = replace(rows[4], name="ITEM-4")

        table.set_rows(rows)

        assert [region.width for region in table.repainted] == [len("   ITEM-4")]


async def test_a_row_added_above_leaves_every_line_as_it_is() -> None:
    async with table_app(*items(100)) as (app, table, pilot):
        await pilot.press("end")
        before = app.lines()
        table.repainted.clear()

        table.set_rows((Item("new", "new"), *items(100)))
        await pilot.pause()

        assert table.repainted == []
        assert app.lines() == before
        assert table.position == (101, 101)


async def test_a_new_moment_repaints_only_what_it_changes() -> None:
    ages: Column[Item] = Column(
        "age", "AGE", lambda item, context: Cell(str((context.now_ms + (item.size or 0)) // 100))
    )
    async with table_app(*items(10), columns=(COLUMNS[0], ages)) as (_, table, _pilot):
        table.set_context(CellContext(now_ms=95))

        assert [region.y for region in table.repainted] == [6, 7, 8, 9, 10]


async def test_what_was_drawn_partly_is_still_whole_after_more_changes_at_once() -> None:
    async with table_app(*items(100)) as (app, table, pilot):
        table.set_rows([replace(item, note="one") for item in items(100)])
        table.set_rows([replace(item, name="two") for item in items(100)])
        table.listing.move_to(3)
        table.set_rows(items(100))
        await pilot.pause()

        assert app.lines()[1].split() == ["item-0", "0", "0", "note", "0"]
        assert app.lines()[4].split() == ["▌", "item-3", "3", "3", "note", "3"]


async def test_columns_widen_for_what_comes_into_view_and_do_not_narrow_again() -> None:
    long = Item("long", "a name that is wide")
    async with table_app(*items(50), long, size=(60, 10)) as (app, _, pilot):
        assert app.lines()[0].index("ID") == 13
        await pilot.press("end")
        assert app.lines()[0].index("ID") == 24
        await pilot.press("home")
        assert app.lines()[0].index("ID") == 24


async def test_another_size_shows_what_fits_it() -> None:
    async with table_app(*items(100), size=(80, 24)) as (app, table, pilot):
        await pilot.press("end")
        await pilot.resize_terminal(30, 8)
        await pilot.pause()

        assert len(app.lines()) == 8
        assert "NOTE" not in app.lines()[0]
        assert app.lines()[7].startswith("▌  item-99")
        await pilot.resize_terminal(100, 40)
        await pilot.pause()
        assert "NOTE" in app.lines()[0]
        assert [line.split()[-1] for line in app.lines()[1:]] == [str(n) for n in range(61, 100)]
        assert table.position == (100, 100)


async def test_another_theme_recolours_what_was_drawn_before() -> None:
    async with table_app(*items(3)) as (app, _, pilot):
        assert app.style_at(3, 2).color == Color.default()
        app.theme = "textual-dark"
        await pilot.pause()

        assert app.style_at(3, 2).color not in (None, Color.default())


async def test_a_table_of_automatic_height_is_as_high_as_its_rows_and_what_bounds_it() -> None:
    async with table_app(*items(3)) as (app, table, pilot):
        table.styles.height = "auto"
        table.styles.width = "auto"
        table.styles.max_height = 6
        await pilot.pause()
        assert table.size == (len("   item-0    0     SIZE  note 0     "), 4)

        table.set_rows(items(4))
        await pilot.pause()
        assert table.size.height == 5
        assert app.lines()[4].startswith("   item-3")
        table.set_rows(items(40))
        await pilot.pause()
        await pilot.press("end")
        assert table.size.height == 6
        assert app.lines()[5].startswith("▌  item-39")


# The mouse


async def test_a_click_moves_the_cursor_and_a_double_click_opens() -> None:
    async with table_app(*items(30)) as (app, table, pilot):
        await pilot.click(table, offset=(5, 4))
        assert table.cursor_key == "3"
        await pilot.click(table, offset=(5, 6), times=2)
        assert app.heard[-1] == ResourceTable.Activated(table, items(30)[5], "5")
        await pilot.click(table, offset=(5, 7), control=True)
        assert table.model.marks == {"6"}


async def test_a_click_below_the_rows_does_nothing() -> None:
    async with table_app(*items(3)) as (app, _, pilot):
        await pilot.click(app.table, offset=(5, 10))
        assert app.heard == []


async def test_a_click_on_a_title_asks_for_its_order() -> None:
    async with table_app(*items(3)) as (app, table, pilot):
        await pilot.click(table, offset=(20, 0))
        await pilot.click(table, offset=(13, 0))
        await pilot.click(table, offset=(0, 0))

        assert app.heard == [ResourceTable.SortRequested(table, COLUMNS[2])]


async def test_the_wheel_scrolls_rows() -> None:
    async with table_app(*items(100)) as (app, table, pilot):
        await pilot._post_mouse_events([MouseScrollDown], table, offset=(5, 5), button=0)
        assert app.lines()[1].startswith("▌  item-3")
        await pilot._post_mouse_events([MouseScrollUp], table, offset=(5, 5), button=0)
        assert app.lines()[1].startswith("   item-0")
        assert table.cursor_key == "3"
