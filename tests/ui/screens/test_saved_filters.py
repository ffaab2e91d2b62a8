"""Filters that stand in the configuration, on a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.clouds import small_cloud
from tests.ui.driver import LAB, Stage

if TYPE_CHECKING:
    from pathlib import Path

FILTERS = """
[filters]
empty-ones = "name:ef"
finished = "status:completed"
"""


async def test_a_saved_filter_is_chosen_by_name(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_cloud, config=LAB + FILTERS)
    async with stage.window() as window:
        await window.wait_for("Jobs  3")
        await window.press_until("F", "empty-ones", "status:completed")
        await window.press("down")
        await window.press_until("enter", "1 of 3", "status:completed", " cd ")
        await window.press_until("escape", "Jobs  3")


async def test_giving_up_leaves_the_list_as_it_was(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_cloud, config=LAB + FILTERS)
    async with stage.window() as window:
        await window.wait_for("Jobs  3")
        await window.press_until("F", "empty-ones")
        await window.press_until("escape", "Jobs  3")


async def test_without_any_it_is_said_where_they_go(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_cloud)
    async with stage.window() as window:
        await window.wait_for("Jobs  3")
        await window.press("F")
        await window.wait_for_answer("add a table [filters] to the configuration")
