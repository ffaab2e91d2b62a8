"""The help: this screen's keys first, found by typing, with the reason where one cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.clouds import small_cloud
from tests.ui.driver import LAB, Stage

if TYPE_CHECKING:
    from pathlib import Path


async def test_the_screens_own_keys_come_before_those_of_lists_and_of_everything(
    stage: Stage,
) -> None:
    async with stage.window(size=(100, 50)) as window:
        await window.wait_for("/32")
        await window.press_until("?", "WHAT IT DOES")
        places = [line.rsplit("  ", 1)[-1].strip() for line in window.lines[2:-3] if line.strip()]
        assert list(dict.fromkeys(places)) == ["here", "in lists", "everywhere"]
        assert places == sorted(places, key=["here", "in lists", "everywhere"].index)


async def test_typing_searches_and_escape_first_drops_the_search(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for("/32")
        await window.press_until("?", "WHAT IT DOES")
        await window.type("/sort")
        await window.wait_for("Choose the column to sort by", "1 of ")
        assert "Read the list again" not in window.text
        await window.press("backspace", "backspace", "backspace", "backspace")
        await window.wait_for("Read the list again")
        await window.type("q")
        await window.wait_for("Leave mtui")
        await window.press_until("escape", "Read the list again")
        await window.press_until("escape", "/32")


async def test_a_key_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_cloud, config=f"{LAB}read_only = true\n")
    async with stage.window() as window:
        await window.open_job("ab")
        await window.press_until("?", "WHAT IT DOES")
        await window.type("delete not")
        await window.wait_until(
            lambda: "not now: the profile lab is read-only" in " ".join(window.text.split())
        )


async def test_emacs_and_vim_keys_move_as_the_arrows_do(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for("/32")
        await window.settle()
        for keys in (("down", "up"), ("j", "k"), ("ctrl+n", "up"), ("ctrl+f", "ctrl+b")):
            before = window.cursor_line
            await window.press(keys[0])
            assert window.cursor_line != before
            await window.press(keys[1])
            assert window.cursor_line == before
        await window.press("ctrl+v")
        moved = window.cursor_line
        await window.press("alt+v")
        assert window.cursor_line not in {moved, ""}
