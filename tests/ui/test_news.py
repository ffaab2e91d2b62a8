"""Who has left a screen is not kept by what it was told of."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from mtui.ui.screens.job import JobScreen
from tests.ui.clouds import busy_cloud
from tests.ui.driver import Stage

if TYPE_CHECKING:
    from pathlib import Path


async def test_jobs_that_were_left_are_let_go(tmp_path: Path) -> None:
    stage = Stage(tmp_path, busy_cloud)
    async with stage.window() as window:
        await window.wait_for("prod-ranker")
        for _ in range(3):
            await window.open_job("many")
            await window.press_until("d", "y deletes it")
            await window.confirm("y")
            await window.wait_for_answer("deleted V")
            await window.press_until("escape", "mixed", "prod-ranker")
            await window.settle()
        gc.collect()
        screens = [each for each in gc.get_objects() if isinstance(each, JobScreen)]
    # The newest may be held until somebody else wants to be told.
    assert len(screens) <= 1
