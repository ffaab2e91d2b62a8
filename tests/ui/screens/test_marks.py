"""Marks: set by key, counted, and kept by id whatever happens to the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.clouds import busy_cloud
from tests.ui.driver import Stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.driver import Window

SIZE = (100, 40)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path, busy_cloud)


def marked(window: Window) -> list[str]:
    """The names of the rows that carry a mark, from top to bottom."""
    return [line.split("●")[1].split()[0] for line in window.lines if "●" in line]


async def filter_by(window: Window, text: str) -> None:
    await window.press("/")
    await window.type(text)
    await window.press("enter")
    await window.settle()


async def test_space_marks_the_row_and_goes_down(stage: Stage) -> None:
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        await window.press("space", "down", "space")
        await window.wait_for("2 marked")
        assert marked(window) == ["V0024", "V0022"]
        assert "V0021" in window.cursor_line
        await window.press("up", "space")
        await window.wait_for("1 marked")
        assert marked(window) == ["V0024"]


async def test_a_range_goes_from_the_last_mark_to_the_cursor(stage: Stage) -> None:
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        await window.press("down", "space", "down", "down", "V")
        await window.wait_for("4 marked")
        assert marked(window) == ["V0023", "V0022", "V0021", "V0020"]


async def test_all_that_match_are_marked_inverted_and_cleared(stage: Stage) -> None:
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        await filter_by(window, "status:failed")
        await window.press_until("*", "4 marked")
        assert marked(window) == ["V0024", "V0018", "V0012", "V0006"]
        await window.press_until("escape", "24 versions  4 marked")
        await window.press_until("v", "20 marked")
        assert "V0024" not in marked(window)
        await window.press("u")
        await window.wait_without("marked")
        assert marked(window) == []


async def test_the_counter_says_how_many_the_filter_hides(stage: Stage) -> None:
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        await window.press("space", "space", "space")
        await filter_by(window, "status:failed")
        await window.wait_for("3 marked (2 hidden)")
        assert marked(window) == ["V0024"]
        await window.press_until("escape", "3 marked ")
        assert "hidden" not in window.lines[1]


async def test_marks_follow_their_ids_when_the_order_changes(stage: Stage) -> None:
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        await window.press("space", "space")
        await window.press_until("s", "SORT BY")
        await window.press("enter")
        await window.wait_until(lambda: "created ↑" in window.lines[1], "the other way round")
        assert marked(window) == ["V0023", "V0024"]


async def test_marks_follow_their_ids_over_a_refresh(stage: Stage) -> None:
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        await window.press("space", "space")
        project = stage.service.project
        project.add_version(project.jobs[201], version_id=2099, created_ms=int(stage.clock() * 1e3))
        await window.press_until("r", "25 versions  2 marked")
        assert marked(window) == ["V0024", "V0023"]


async def test_marks_on_what_vanished_are_dropped_and_said(stage: Stage) -> None:
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        await window.press("space", "space", "space")
        del stage.service.project.jobs[201].versions[2023]
        await window.press_until("r", "23 versions  2 marked", "1 marked version vanished")
        assert marked(window) == ["V0024", "V0022"]


async def test_what_was_deleted_here_is_not_said_to_have_vanished(stage: Stage) -> None:
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        await window.press("space", "space")
        await window.press_until("d", "type  2  to delete")
        await window.confirm("2")
        await window.wait_for_answer("delete run over: 2 gone (of 2)")
        await window.press_until("escape", "22 versions")
        await window.settle()
        assert "marked" not in window.lines[1]
        assert "delete run over: 2 gone (of 2)" in window.pane
        await window.press_until("!", "delete run over")
        assert "vanished" not in window.text


async def test_jobs_are_marked_too(stage: Stage) -> None:
    async with stage.window(size=SIZE) as window:
        await window.wait_for("many")
        await window.press_until("*", "3 marked")
        await window.press("escape")
        assert sorted(marked(window)) == ["many", "mixed", "prod-ranker"]
