"""Small terminals show less; nothing crashes and nothing is deleted unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.simulator import effects
from tests.ui.clouds import small_cloud
from tests.ui.driver import LAB, Stage

if TYPE_CHECKING:
    from pathlib import Path

SMALLEST = (60, 15)
"""The least in which something can be deleted."""
SIZES = [(80, 24), SMALLEST, (59, 14), (40, 10)]
RESNET = "resnet50-flowers-finetune"


DIALOGS = {
    "?": ("Keys", "esc back"),
    "s": ("SORT BY", "esc cancel"),
    "F": ("FILTER BY", "esc cancel"),
    "W": ("vision-lab", "esc cancel"),
    "c": ("COPY", "the id", "send to the terminal's clipboard"),
    "A": ("Journal", "esc back"),
    "!": ("History", "esc back"),
    "p": ("Profiles", "n new"),
    "e": ("APIGW.0101", "esc back"),
    "colon": ("a command, or: job 182626", "Read the list again"),
}
"""What a key of the jobs shows that leads to no change; each is left by Escape."""
CHANGING = {
    "i": ("by its ids", "esc cancels"),
    "D": ("Delete versions of 1 job", "esc cancels"),
    "d": ("Delete 1 whole job?", "esc cancels", "[ Cancel ]"),
}


@pytest.mark.parametrize("size", SIZES)
async def test_a_tour_of_every_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    stage = Stage(tmp_path, config=LAB + '\n[filters]\nold = "age>90d"\n')
    async with stage.window(size=size) as window:
        await window.wait_for("/32", "182994")
        assert "182994" in window.cursor_line
        assert "scaling" in window.cursor_line
        stage.service.faults.add(effects.not_offered(), method="GET")
        await window.press("r")
        await window.wait_for_answer("APIGW.0101")
        await window.press_until("r", "182994")
        for key, words in (DIALOGS | (CHANGING if size >= SMALLEST else {})).items():
            await window.press_until(key, *words)
            await window.press_until("escape", "/32")
        await window.press_until("c", "COPY")
        await window.press_until("v", "182994", "esc back")
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
        await window.press_until("tab", "PHASE", "1/28")
        await window.press_until("enter", "TASK", "worker-0")
        await window.press_until("escape", "PHASE")
    assert not any(record.acted for record in stage.changes)


async def test_below_the_smallest_no_key_leads_to_a_change_and_each_says_why(stage: Stage) -> None:
    async with stage.window(size=(59, 14)) as window:
        await window.wait_for("/32", "below 60x15 nothing can be deleted")
        for key, words in (("d", "delete"), ("i", "find by id"), ("D", "delete versions of…")):
            await window.press(key)
            await window.wait_for_answer(f"cannot {words}: below 60x15")
        await window.press_until("colon", "Read the list again")
        assert "Delete" not in window.text
        await window.press_until("escape", "/32")
        await window.open_job(RESNET)
        for key, words in (("d", "delete"), ("x", "stop"), ("i", "find by id")):
            await window.press(key)
            await window.wait_for_answer(f"cannot {words}: below 60x15")
        await window.press_until("escape", "/32")
        await window.press_until("tab", "PHASE")
        for key, words in (("x", "stop"), ("d", "delete")):
            await window.press(key)
            await window.wait_for_answer(f"cannot {words}: below 60x15")
    assert not any(record.acted for record in stage.changes)


@pytest.mark.parametrize("columns", [60, 80])
async def test_the_keys_that_delete_stop_and_lead_back_are_told_before_others(
    stage: Stage, columns: int
) -> None:
    async with stage.window(size=(columns, 15)) as window:
        await window.wait_for("/32")
        await window.wait_until(lambda: "d delete  " in window.lines[-1])
        await window.open_job(RESNET)
        await window.wait_until(lambda: "esc back  d delete  x stop  ? help" in window.lines[-1])


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
