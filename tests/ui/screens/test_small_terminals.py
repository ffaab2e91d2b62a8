"""Small terminals show less; nothing crashes and nothing is deleted unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.clouds import small_cloud
from tests.ui.driver import Stage

if TYPE_CHECKING:
    from pathlib import Path

SMALLEST = (60, 15)
"""The least in which something can be deleted."""
SIZES = [SMALLEST, (40, 10)]
RESNET = "resnet50-flowers-finetune"


@pytest.mark.parametrize("size", SIZES)
async def test_a_tour_of_every_screen(stage: Stage, size: tuple[int, int]) -> None:
    async with stage.window(size=size) as window:
        await window.wait_for("/32", "182994")
        assert "182994" in window.cursor_line
        assert "scaling" in window.cursor_line
        keys = [("W", "vision-lab"), ("s", "SORT BY"), ("?", "Keys")]
        if size == SMALLEST:
            keys.append(("i", "by its ids"))
        for key, words in keys:
            await window.press_until(key, words)
            await window.press_until("escape", "/32")
        await window.press_until("!", "History")
        await window.press_until("escape", "/32")
        await window.press("/")
        await window.type("age>3")
        await window.wait_until(lambda: "age>3" in window.text)
        await window.press_until("escape", "/32")
        await window.open_job(RESNET)
        await window.wait_until(lambda: "V0012" in window.cursor_line)
        await window.press("j")
        assert "V0011" in window.cursor_line
        await window.press("enter", "end", "escape")
        await window.press_until("escape", "/32")
    assert stage.changes == []


async def test_the_smallest_dialog_shows_everything_that_matters(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_cloud)
    async with stage.window(size=(60, 15)) as window:
        await window.open_job("ab")
        await window.press_until("d", "Delete 1 version?")
        for words in (
            "id 1003",
            "id 101",
            "✗ failed",
            "keeps    2",
            "cannot be undone",
            "y delete",
        ):
            assert words in window.text, words
        await window.confirm("y")
        await window.wait_for_answer("✓ deleted")


async def test_below_the_smallest_it_refuses(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_cloud)
    async with stage.window(size=(40, 10)) as window:
        await window.open_job("ab")
        await window.wait_for("below 60x15 nothing can be deleted")
        await window.press_until("d", "cannot delete: below 60x15")
        await window.press("y", "1")
        await window.pilot.resize_terminal(80, 24)
        await window.wait_without("below 60x15 nothing can be deleted")
        await window.press_until("d", "Delete 1 version?")
    assert stage.changes == []


async def test_the_help_key_is_in_every_footer(stage: Stage) -> None:
    async with stage.window(size=(40, 15)) as window:
        await window.wait_for("/32")
        await window.wait_until(lambda: "? help" in window.lines[-1])
        await window.open_job(RESNET)
        await window.wait_until(lambda: "? help" in window.lines[-1])


async def test_resizing_keeps_the_cursor_on_its_row(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for("autosearch")
        await window.press("G", "k")
        name = window.cursor_line.split()[1]
        for size in ((40, 10), (200, 60), (60, 15), (20, 4), (80, 24)):
            await window.pilot.resize_terminal(*size)
            await window.pilot.pause()
        await window.wait_until(lambda: name in window.cursor_line)
