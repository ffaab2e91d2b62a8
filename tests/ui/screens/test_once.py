"""A screen that is told twice to go takes nobody with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.ui.screens.choose import Choice, ChooseModal
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


async def test_a_dialog_behind_another_is_left_once_it_is_in_front(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_cloud)
    async with stage.window() as window:
        await window.open_job("ab")
        await window.press_until("s", "SORT BY")
        behind = window.app.screen
        front = ChooseModal("In front", [Choice("one", "one")], None)
        window.app.push_screen(front)
        await window.wait_for("IN FRONT")
        behind.dismiss("version")
        await window.settle()
        assert "IN FRONT" in window.text
        await window.press("escape")
        await window.wait_for("Jobs › ab", "version ↑")
        assert window.app.screen not in (front, behind)
