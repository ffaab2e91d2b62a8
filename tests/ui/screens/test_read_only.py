"""A read-only session greys what would change something, says why, and sends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.clouds import small_cloud
from tests.ui.driver import LAB, Stage

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_read_only_profile_says_why_a_key_does_nothing(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_cloud, config=LAB + "read_only = true\n")
    async with stage.window() as window:
        await window.wait_for(" ab ", "read-only")
        assert "read-only" in window.lines[0]
        for key, action in (("d", "delete"), ("i", "find by id")):
            await window.press(key)
            await window.wait_for_answer(f"cannot {action}: the profile lab is read-only")
        await window.open_job("ab")
        await window.press("backspace", "d")
        await window.wait_for_answer("cannot delete: the profile lab is read-only")
    assert stage.changes == []


async def test_the_flag_holds_whatever_the_profile_says(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_cloud)
    async with stage.window(read_only=True) as window:
        await window.wait_for(" ab ", "read-only")
        await window.press("d")
        await window.wait_for_answer("cannot delete: mtui was started with --read-only")
    assert stage.changes == []


async def test_keys_that_only_look_still_work(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_cloud)
    async with stage.window(read_only=True) as window:
        await window.open_job("ab")
        await window.press_until("escape", "Jobs  3")
        await window.press_until("s", "SORT BY")
        await window.press_until("escape", "Jobs  3")


async def test_greyed_keys_are_dim_in_the_help(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_cloud)
    async with stage.window(read_only=True) as window:
        await window.wait_for(" ab ")
        await window.press_until("?", "Delete the job with all its versions")
        assert "dim: not possible now" in window.text
