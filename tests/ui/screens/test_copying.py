"""`c` offers what can be copied here; it is sent to the terminal, or shown to be selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from mtui.ui.clipboard import MOST_BYTES
from mtui.ui.flows.copying import copy_one_of
from mtui.ui.presentation.copying import Offer
from mtui.ui.widgets.resource_table import ResourceTable
from tests.ui.clouds import small_cloud
from tests.ui.driver import Stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.driver import Window


async def copied(window: Window, label: str) -> str:
    """Copy what is called so; return what the terminal's clipboard was set to."""
    await window.press_until("c", "COPY", label)
    for _ in range(10):
        if label in window.cursor_line:
            break
        await window.press("down")
    await window.press("enter")
    await window.wait_for(f"{label}: sent to the terminal")
    assert "copied" not in window.pane
    return window.app.clipboard


async def test_id_name_and_row_of_a_job(tmp_path: Path) -> None:
    async with Stage(tmp_path, small_cloud).window() as window:
        await window.wait_for(" ab ")
        await window.settle()
        assert window.app.screen.query_one(ResourceTable).move_to("101")
        assert await copied(window, "the id") == "101"
        assert await copied(window, "the name") == "ab"
        name, job_id, *_ = (await copied(window, "the row")).split("\t")
        assert (name, job_id) == ("ab", "101")


async def test_ids_of_a_version_and_all_marked_rows(tmp_path: Path) -> None:
    async with Stage(tmp_path, small_cloud).window() as window:
        await window.open_job("ab")
        assert await copied(window, "the version's id") == "1003"
        assert await copied(window, "both ids") == "101 1003"
        await window.press("space", "space")
        assert await copied(window, "their ids: 2 marked versions") == "1003\n1002"
        rows = (await copied(window, "2 marked versions")).splitlines()
        assert [row.split("\t")[1] for row in rows] == ["1003", "1002"]


async def test_the_newest_error_with_its_request_id(tmp_path: Path) -> None:
    async with Stage(tmp_path, small_cloud).window() as window:
        await window.wait_for(" ab ")
        await window.press("colon")
        await window.type("job 99999")
        await window.wait_for("go there")
        await window.press("enter")
        await window.wait_for_answer("ModelArts.0102")
        text = await copied(window, "the newest error")
        assert text.startswith("ModelArts.0102")
        assert "req-" in text
        await window.press_until("exclamation_mark", "History")
        await window.press("end")
        await window.press_until("c", "COPY", "the entry")
        await window.press("enter")
        await window.wait_for("History")
        assert window.app.clipboard.startswith("ModelArts.0102")


async def test_the_text_alone_is_shown_for_the_terminals_own_selection(tmp_path: Path) -> None:
    async with Stage(tmp_path, small_cloud).window() as window:
        await window.open_job("ab")
        await window.press_until("c", "COPY", "both ids")
        await window.press("down")
        await window.press_until("v", "esc back")
        lines = [line for line in window.lines if line.strip()]
        assert [line.strip() for line in lines] == ["101 1003", "esc back"]
        await window.press_until("escape", "Jobs › ")


async def test_what_is_too_long_is_told_and_shown(tmp_path: Path) -> None:
    async with Stage(tmp_path, small_cloud).window() as window:
        await window.wait_for(" ab ")
        offers = [Offer("all of it", "word " * MOST_BYTES)]
        window.app.run_worker(copy_one_of(window.app, offers))
        await window.wait_for("COPY")
        await window.press_until("enter", "word word", "esc back")
        await window.press_until("escape", "all of it: too long for a terminal's clipboard")
        assert window.app.clipboard == ""


async def test_keys_that_come_at_once_open_one_dialog(tmp_path: Path) -> None:
    async with Stage(tmp_path, small_cloud).window() as window:
        await window.open_job("ab")
        for key in "cscs":
            window.app.post_message(events.Key(key, key))
        await window.wait_until(lambda: window.app.screen.is_modal, "a dialog")
        await window.pilot.pause()
        await window.press_until("escape", "Jobs › ")
