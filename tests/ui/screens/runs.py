"""A run of many targets that is held up in its middle, for as long as a test looks at it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from mtui.ui.progress import Phase

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.ui.driver import Stage, Window

SIZE = (100, 40)
OFTEN = 6
"""So many requests are sent before the run is held up in its middle."""


@asynccontextmanager
async def half_way(stage: Stage) -> AsyncIterator[Window]:
    """A run of all 24 versions of ``many``, when some are sent and the others are not.

    ``stage.line`` holds up everything; open it to let the run go on.
    """
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        await window.press("*")
        await window.press_until("d", "type  lab 24  to delete")
        stage.line.close(lambda: len(stage.changes) >= OFTEN)
        await window.confirm("lab 24")
        await window.wait_for("Deleting 24 targets of lab")
        await window.wait_until(lambda: stage.line.waiting >= 4, "four requests are on their way")
        yield window


async def calm(window: Window) -> None:
    """Wait until nothing of the newest run is in flight or waits to be seen gone."""
    run = window.app.runs.runs[0]
    resting = {Phase.WAITING, Phase.SETTLED}
    await window.wait_until(lambda: {row.phase for row in run.rows} <= resting, "calm")


def left(stage: Stage) -> int:
    """How many of the 24 versions are still there."""
    return sum(stage.service.version_exists(201, number) for number in range(2001, 2025))
