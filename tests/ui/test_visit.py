"""The palette goes straight to a job or version; back and forward lead over the last job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.ui.widgets.resource_table import ResourceTable
from tests.ui.clouds import small_cloud
from tests.ui.driver import Stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.driver import Window


async def go(window: Window, words: str) -> None:
    await window.press("colon")
    await window.type(words)
    await window.wait_for("go there")
    await window.press("enter")


async def test_a_version_is_shown_with_the_cursor_on_it(tmp_path: Path) -> None:
    async with Stage(tmp_path, small_cloud).window() as window:
        await window.wait_for("ab")
        await go(window, "version 101 1002")
        await window.wait_for("Jobs › ab (101)")
        await window.wait_until(lambda: "1002" in window.cursor_line, "the cursor is on it")


async def test_back_and_forward_lead_over_the_job_left_last(tmp_path: Path) -> None:
    async with Stage(tmp_path, small_cloud).window() as window:
        await window.wait_for("ab")
        await window.press("minus")
        assert "Jobs › " not in window.text
        await go(window, "job 101")
        await window.wait_for("Jobs › ab (101)")
        await window.press("ctrl+o")
        await window.wait_without("Jobs › ")
        await window.press_until("minus", "Jobs › ab (101)")


async def test_a_job_without_versions_is_found_by_its_id(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for("/32")
        await window.press_until("tab", "v2 (tab: v1)")
        await window.settle()
        job_id = window.app.screen.query_one(ResourceTable).cursor_key
        await go(window, f"job {job_id}")
        await window.wait_for("Jobs › ")


async def test_an_id_that_there_is_not_is_told(tmp_path: Path) -> None:
    async with Stage(tmp_path, small_cloud).window() as window:
        await window.wait_for("ab")
        for words, answer in (
            ("version 101 7", "job 101 (ab) has no version 7"),
            ("job 99999", "ModelArts.0102"),
            ("job ninety", "not an id: 'ninety'"),
        ):
            await go(window, words)
            await window.wait_for_answer(answer)


async def test_the_palette_says_what_it_takes_and_lists_commands_before_themes(
    tmp_path: Path,
) -> None:
    async with Stage(tmp_path, small_cloud).window(size=(80, 60)) as window:
        await window.wait_for("ab")
        await window.press_until("colon", "job 182626, version 182626 278813", "Theme: light")
        lines = [line.strip() for line in window.lines]
        first_theme = next(i for i, line in enumerate(lines) if line.startswith("Theme: "))
        assert "Delete the job with all its versions  d" in lines[:first_theme]
        assert all(not line or line.startswith("Theme: ") for line in lines[first_theme:])
