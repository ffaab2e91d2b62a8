"""Lists that are read again by themselves, as the profile says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.simulator import effects
from tests.ui.clouds import NOW_MS, small_cloud
from tests.ui.driver import LAB, Stage

if TYPE_CHECKING:
    from pathlib import Path

OFTEN = LAB + "refresh_s = 0.05\n"


def listings(stage: Stage) -> int:
    """Return how often the service was asked for the jobs."""
    return len(stage.service.received("GET", r"/training-jobs$"))


async def test_a_list_is_read_again_and_the_cursor_stays(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_cloud, config=OFTEN)
    async with stage.window() as window:
        await window.wait_for(" cd ")
        await window.press("j")
        stage.service.project.add_job("new", created_ms=NOW_MS)
        await window.wait_for("Jobs  4", " new ")
        assert next(line for line in window.lines if line.startswith("▌")).split()[1] == "cd"


async def test_without_the_option_nothing_is_read_by_itself(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_cloud)
    async with stage.window() as window:
        await window.wait_for(" cd ")
        await window.press(*"jkjkjkjk")
        assert listings(stage) == 1


async def test_a_region_without_this_generation_is_asked_once(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_cloud, config=OFTEN)
    stage.service.faults.add(effects.not_offered(), path="/training-jobs", times=None)
    async with stage.window() as window:
        await window.wait_for("APIGW.0101")
        asked = listings(stage)
        await window.press(*"jkjkjkjk")
        assert listings(stage) == asked
