"""The journal on the screen: every intent and every outcome, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.config import journal_path
from mtui.simulator import effects
from tests.ui.clouds import busy_cloud
from tests.ui.driver import Stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.driver import Window

WIDE = (140, 40)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path, busy_cloud)


async def delete_one(window: Window) -> None:
    await window.open_job("many")
    await window.press_until("d", "y deletes it")
    await window.confirm("y")
    await window.wait_until(lambda: window.app.runs.runs, "the run has begun")
    await window.wait_until(lambda: not window.app.runs.is_live, "the run is over")


def listed(window: Window) -> list[str]:
    """What each record is, from top to bottom."""
    known = ("run", "intent", "outcome", "end")
    words = [line.replace("▌", " ").split() for line in window.lines]
    return [line[2] for line in words if len(line) > 2 and line[2] in known]


async def test_every_record_is_listed_newest_first(stage: Stage) -> None:
    async with stage.window(size=WIDE) as window:
        await delete_one(window)
        await window.press_until("A", "Journal", "4 records")
        assert listed(window) == ["end", "outcome", "intent", "run"]
        assert "V0024 (2024) of job many (201)" in window.line_with("outcome")
        assert "gone" in window.line_with("outcome")
        assert "delete (try 1)" in window.line_with("intent")
        assert "open" not in window.lines[-1]


async def test_the_record_with_the_cursor_is_told_whole(stage: Stage) -> None:
    stage.service.faults.add(effects.server_error(503), method="DELETE")
    async with stage.window(size=WIDE) as window:
        await delete_one(window)
        await window.press_until("A", "4 records")
        await window.press_until("down", "HTTP 503 ModelArts.0010", "profile lab", "run 2023")
        await window.press_until("escape", "24 versions")


async def test_an_empty_journal_says_so(stage: Stage) -> None:
    async with stage.window(size=WIDE) as window:
        await window.wait_for("many")
        await window.press_until("A", "nothing was deleted or stopped yet")


async def test_a_journal_that_cannot_be_read_is_told(stage: Stage) -> None:
    journal_path(stage.folder / "state").mkdir(parents=True)
    async with stage.window(size=WIDE) as window:
        await window.wait_for("many")
        await window.press_until("A", "cannot be read")


async def test_a_journal_that_cannot_be_written_lets_no_deletion_leave(stage: Stage) -> None:
    journal_path(stage.folder / "state").mkdir(parents=True)
    async with stage.window(size=WIDE) as window:
        await delete_one(window)
        await window.wait_for_answer("not sent: The journal cannot be written (Is a directory)")
        assert not stage.changes
