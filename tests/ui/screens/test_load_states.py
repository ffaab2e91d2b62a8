"""Loading, empty, failed and stale lists say what is going on and which key helps."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import pytest

from mtui.simulator import blank_service, bulk_service, effects
from tests.ui.clouds import small_cloud
from tests.ui.driver import READER, Stage

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "autosearch-nas-cell"


async def test_a_list_under_way_says_so(stage: Stage) -> None:
    stage.line.close()
    async with stage.window() as window:
        await window.wait_for("Reading jobs from the service…", "Jobs  loading…")
        stage.line.open()
        await window.wait_for(FIRST)
        assert "loading" not in window.text


async def test_an_empty_workspace_is_named_with_the_keys_that_help(tmp_path: Path) -> None:
    async with Stage(tmp_path, blank_service).window() as window:
        await window.wait_for("There are no training jobs in workspace 0.")
        assert "W another workspace   r refresh   p profiles" in window.text


async def test_a_failed_first_load_tells_everything_and_can_be_tried_again(stage: Stage) -> None:
    stage.service.faults.add(effects.server_error(503), times=None)
    async with stage.window() as window:
        await window.wait_for("ModelArts.0010  An internal unknown error occurred.", "not loaded")
        body = "\n".join(window.lines[2:-3])
        assert "GET jobs" in body or "GET list jobs" in body
        assert "HTTP 503" in body
        assert re.search(r"req-\d{6}", body)
        assert "The service failed." in body
        assert "r tries again" in body
        await window.wait_for_answer("ModelArts.0010")
        stage.service.faults.clear()
        await window.press_until("r", FIRST)
        assert "ModelArts.0010" in window.pane  # it stays until it is dismissed
        assert "not loaded" not in window.text


async def test_a_failed_refresh_keeps_the_rows_and_says_since_when_they_are_stale(
    stage: Stage,
) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        stage.service.faults.add(effects.bad_gateway(), times=None)
        await window.press("r")
        await window.wait_for("stale since ")
        assert re.search(r"stale since \d\d:\d\d", window.lines[1])
        assert FIRST in window.cursor_line
        await window.wait_for_answer("HTTP 502")
        stage.service.faults.clear()
        await window.press("r")
        await window.wait_without("stale since")


async def test_rows_are_shown_before_the_last_page_is_asked_for(tmp_path: Path) -> None:
    stage = Stage(tmp_path, partial(bulk_service, jobs=2500))
    stage.service.faults.add(effects.lose_request(), skip=1)
    stage.pauses.close()  # the second page's second try waits behind it
    async with stage.window() as window:
        await window.wait_for("1,000 of 2,500")
        await window.press("G")
        await window.wait_for("1000/1000")
        row = window.cursor_line
        stage.pauses.open()
        await window.wait_for("Jobs  2,500", "/2500")
        assert window.cursor_line == row
    assert [record.status for record in stage.service.requests] == [200, None, 200, 200]


async def test_a_page_that_cannot_be_read_leaves_the_pages_before_it(tmp_path: Path) -> None:
    stage = Stage(tmp_path, partial(bulk_service, jobs=2500))
    stage.service.faults.add(effects.server_error(), skip=2, times=None)
    async with stage.window() as window:
        await window.wait_for("ModelArts.0010", "stale since")
        await window.press("G")
        await window.wait_for("2000/2000")


async def test_leaving_a_screen_cancels_its_load(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(FIRST)
        await window.settle()
        stage.line.close()
        await window.press_until("enter", "Reading versions from the service…")
        await window.wait_until(lambda: stage.line.waiting == 1)
        await window.press_until("escape", "Jobs  32")
        await window.wait_until(lambda: stage.line.waiting == 0)
        await window.settle()


async def test_a_user_who_may_do_nothing_but_look_sees_the_jobs(tmp_path: Path) -> None:
    async with Stage(tmp_path, config=READER).window() as window:
        await window.wait_for(FIRST)


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (effects.refuse_connection(), "no connection"),
        (effects.hang_before_act(), "no answer"),
        (effects.html_page(), "the answer is a web page, not JSON"),
        (effects.bad_gateway(), "HTTP 502"),
        (effects.not_offered(), "does not offer"),
        (effects.redirect("https://login.example.com/"), "The endpoint redirects to login."),
        (effects.malformed_json(), "the answer is not JSON"),
        (effects.truncated_json(), "the answer is not JSON"),
        (effects.empty_body(), "the answer is empty"),
        (effects.cut_answer(), "the connection broke"),
        (effects.wrong_signature(), "APIGW.0301"),
        (effects.throttled(), "APIGW.0308"),
        (effects.huge_body(), "not JSON"),
    ],
    ids=lambda value: value.name if isinstance(value, effects.Effect) else "",
)
async def test_a_bad_endpoint_ends_in_a_sentence_and_a_retry_key(
    tmp_path: Path, effect: effects.Effect, words: str
) -> None:
    stage = Stage(tmp_path, small_cloud)
    stage.service.faults.add(effect, times=None)
    async with stage.window() as window:
        await window.wait_for("not loaded", "r tries again")
        assert words in " ".join(window.text.split())
        stage.service.faults.clear()
        await window.press("r")
        await window.wait_for("Jobs  3", " ab ", " cd ", " ef ")


async def test_an_answer_of_the_wrong_types_ends_in_a_sentence(tmp_path: Path) -> None:
    stage = Stage(tmp_path, small_cloud)
    stage.service.faults.add(effects.wrong_types(), times=None)
    async with stage.window() as window:
        await window.wait_for("not loaded", "r tries again")
