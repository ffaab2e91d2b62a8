"""A screen that is told twice to go takes nobody with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.clouds import small_cloud
from tests.ui.driver import Stage

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_key_pressed_twice_closes_one_dialog(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_cloud)
    async with stage.window() as window:
        await window.open_job("ab")
        await window.press_until("s", "SORT BY")
        dialog = window.app.screen
        dialog.dismiss(None)
        dialog.dismiss(None)
        await window.wait_for("Jobs › ab", "VERSION")
