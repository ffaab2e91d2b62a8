"""Nothing is deleted that a person did not confirm, whatever keys arrive and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from tests.ui.clouds import small_cloud
from tests.ui.driver import Stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.driver import Window

QUESTION = "Delete 1 version?"
NEVER_S = 3600.0
A_MOMENT_S = 0.1
"""Between two keys of somebody who types fast."""


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path, small_cloud)


async def ask(window: Window, *, is_seen: bool = True) -> None:
    """Ask to delete the newest version of ab, and read the question."""
    await window.open_job("ab")
    await window.press_until("d", QUESTION)
    if is_seen:
        await window.wait_until(lambda: window.is_seen, "the dialog was seen")


async def test_the_dialog_names_what_will_go(stage: Stage) -> None:
    async with stage.window() as window:
        await ask(window)
        for words in (
            "version  V0003   id 1003",
            "of job   ab   id 101",
            "status   ✗ failed",
            "created  2h 00m ago, ran 8m",
            "keeps    2 other versions",
            "It cannot be undone. Files in OBS are left alone.",
        ):
            assert words in window.text
        assert "Jobs ›" not in window.text  # nothing of the list shows through


@pytest.mark.parametrize("key", ["escape", "enter", "alt+y"])
async def test_keys_that_cancel(stage: Stage, key: str) -> None:
    async with stage.window() as window:
        await ask(window)
        await window.press_until(key, "3 versions")
    assert stage.changes == []


@pytest.mark.parametrize("keys", ["n", "Y", "d", "j", "q", "x", "1", "?", " "])
async def test_other_keys_neither_confirm_nor_leave(stage: Stage, keys: str) -> None:
    async with stage.window() as window:
        await ask(window)
        await window.press(keys)
        await window.pilot.pause()
        assert QUESTION in window.text
        await window.press_until("escape", "3 versions")
    assert stage.changes == []


async def test_a_key_that_comes_too_early_confirms_nothing(stage: Stage) -> None:
    async with stage.window(seen_s=NEVER_S) as window:
        await ask(window, is_seen=False)
        await window.press("y", "y")
        await window.wait_for("Read first: keys that came too early were dropped.")
        await window.press_until("escape", "3 versions")
    assert stage.changes == []


async def test_what_was_typed_ahead_confirms_nothing(stage: Stage) -> None:
    async with stage.window(seen_s=NEVER_S) as window:
        await window.open_job("ab")
        for key in ("d", "y", "y", "enter"):
            window.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await window.pilot.pause()
        await window.settle()
    assert stage.changes == []


async def test_pasted_text_confirms_nothing(stage: Stage) -> None:
    async with stage.window() as window:
        await ask(window)
        window.app.post_message(events.Paste("y"))
        await window.wait_for("Pasted text confirms nothing; type it.")
        await window.press_until("escape", "3 versions")
    assert stage.changes == []


async def test_a_burst_of_keys_confirms_nothing(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(" ab ")
        await window.press_until("d", "Delete 1 whole job?")
        await window.wait_until(lambda: window.is_seen, "the dialog was seen")
        for key in "ab":
            window.app.post_message(events.Key(key, key))
        await window.wait_for("That came too fast for a person")
        await window.press_until("escape", "Jobs  3")
    assert stage.changes == []


@pytest.mark.parametrize("typed", ["a", "AB", "ba", "y", "101"])
async def test_another_name_does_not_delete_a_whole_job(stage: Stage, typed: str) -> None:
    async with stage.window() as window:
        await window.wait_for(" ab ")
        await window.press_until("d", "Delete 1 whole job?")
        await window.wait_until(lambda: window.is_seen, "the dialog was seen")
        await window.type(typed)
        await window.pilot.pause()
        assert "Delete 1 whole job?" in window.text
        await window.press_until("escape", "Jobs  3")
    assert stage.changes == []


async def test_a_name_that_goes_on_is_another_name(stage: Stage) -> None:
    async with stage.window(seen_s=0.3) as window:
        await window.wait_for(" ab ")
        await window.press_until("d", "Delete 1 whole job?")
        await window.wait_until(lambda: window.is_seen, "the dialog was seen")
        for number, key in enumerate("abc"):
            event = events.Key(key, key)
            event.time += number * A_MOMENT_S
            window.app.post_message(event)
        await window.wait_for("Another key came after it", "to delete: _")
        await window.press_until("escape", "Jobs  3")
    assert stage.changes == []


@pytest.mark.parametrize("size", [(49, 24), (80, 11), (40, 10)])
async def test_a_terminal_too_small_to_read_it_confirms_nothing(
    stage: Stage, size: tuple[int, int]
) -> None:
    async with stage.window() as window:
        await ask(window)
        await window.pilot.resize_terminal(*size)
        await window.wait_for("is too small to")
        await window.press("y")
        await window.pilot.pause()
        await window.pilot.resize_terminal(80, 24)
        await window.wait_for(QUESTION)
        await window.press_until("escape", "3 versions")
    assert stage.changes == []


async def test_after_a_resize_it_can_be_confirmed_again(stage: Stage) -> None:
    async with stage.window() as window:
        await ask(window)
        await window.pilot.resize_terminal(40, 10)
        await window.wait_for("is too small to")
        await window.pilot.resize_terminal(100, 24)
        await window.wait_for(QUESTION)
        await window.confirm("y")
        await window.wait_for_answer("✓ deleted")
    assert len(stage.changes) == 1


async def test_leaving_mtui_with_a_dialog_open_deletes_nothing(stage: Stage) -> None:
    async with stage.window() as window:
        await ask(window)
        await window.press("ctrl+c")
        await window.pilot.pause()
    assert stage.changes == []
