"""The status pane keeps the newest answer until it is dismissed; the history keeps them all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mtui.simulator import effects
from tests.ui.clouds import small_cloud
from tests.ui.driver import Stage

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path, small_cloud)


async def test_an_error_tells_code_message_question_status_request_and_time(stage: Stage) -> None:
    async with stage.window(size=(120, 24)) as window:
        await window.wait_for(" ab ")
        assert window.pane == ""
        stage.service.faults.add(effects.not_offered(), method="GET")
        await window.press("r")
        await window.wait_for_answer("APIGW.0101")
        first, second = window.pane.splitlines()
        assert first.startswith("✗ APIGW.0101  The API does not exist or has not been published")
        assert re.match(
            r"   GET (list )?jobs · HTTP 404 · req-\d{6} · \d\d:\d\d:\d\d · This region", second
        )
        assert second.rstrip().endswith("! all")


@pytest.mark.parametrize("columns", [40, 60, 80])
async def test_the_request_id_is_the_last_thing_that_is_cut(stage: Stage, columns: int) -> None:
    async with stage.window(size=(columns, 24)) as window:
        await window.wait_for(" ab ")
        stage.service.faults.add(effects.not_offered(), method="GET")
        await window.press("r")
        await window.wait_for_answer("APIGW.0101")
        await window.press("colon")
        await window.type("version 101 99999999999999")
        await window.wait_for("go there")
        stage.service.faults.add(effects.not_offered(), method="GET")
        await window.press("enter")
        await window.wait_until(lambda: re.search(r" · req-\d{6}\b", window.pane))
        assert window.pane.splitlines()[1].rstrip().endswith("! all")


async def test_a_notice_stays_on_every_screen_until_it_is_dismissed(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(" ab ")
        stage.service.faults.add(effects.not_offered(), method="GET")
        await window.press("r")
        await window.wait_for_answer("APIGW.0101")
        await window.press_until("r", "Jobs  3")
        assert "APIGW.0101" in window.pane
        await window.open_job("ab")
        await window.wait_for_answer("APIGW.0101")
        await window.press("backspace")
        await window.wait_until(lambda: window.pane == "")
        await window.press_until("escape", "Jobs  3")
        assert window.pane == ""


async def test_the_history_has_every_notice_newest_first(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(" ab ")
        stage.service.faults.add(effects.not_offered(), method="GET")
        await window.press("r")
        await window.wait_for_answer("APIGW.0101")
        stage.service.faults.add(effects.wrong_signature(), method="GET")
        await window.press("r")
        await window.wait_for_answer("APIGW.0301")
        await window.press("backspace")
        await window.press_until("!", "History  2 entries")
        lines = [line for line in window.lines if "APIGW" in line]
        assert [line.split()[2 if "▌" in line else 1] for line in lines[:2]] == [
            "APIGW.0301",
            "APIGW.0101",
        ]
        await window.wait_for("Do not repeat it", "HTTP 401")
        await window.press("j")
        await window.wait_for("HTTP 404", "This region or endpoint does not offer")
        await window.press_until("escape", "Jobs  3")


async def test_an_empty_history_says_so(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(" ab ")
        await window.press_until("!", "nothing was announced yet")
        await window.press_until("escape", "Jobs  3")


async def test_help_lists_the_keys_of_the_screen_that_it_was_called_on(stage: Stage) -> None:
    async with stage.window(size=(100, 50)) as window:
        await window.wait_for(" ab ")
        await window.press_until("?", "Delete the job with all its versions")
        for words in ("Filter as you type", "Show another workspace", "One page down"):
            assert words in window.text
        await window.press_until("escape", "Jobs  3")
        await window.open_job("ab")
        await window.press_until("?", "Delete the version, or the marked ones")
        assert "Show another workspace" not in window.text
        await window.press_until("escape", "Jobs › ab")


async def test_the_palette_offers_what_the_keys_do(stage: Stage) -> None:
    async with stage.window(size=(100, 40)) as window:
        await window.wait_for(" ab ")
        await window.press("colon")
        await window.wait_until(lambda: "CommandPalette" in type(window.app.screen).__name__)
        await window.type("workspace")
        await window.wait_for("Show another workspace")
        await window.press("escape")
