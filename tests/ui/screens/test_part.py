"""A long list under a filter: only what is shown is asked for, and nothing else is forgotten."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import pytest

from mtui.simulator import Rules, bulk_service, effects, json_response
from tests.ui.driver import LAB, Stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.driver import Window

JOBS = 1480
KILLED = JOBS // 8
V2_JOBS = 400
FAILED = V2_JOBS // 5
PART = "only matches read"
"""Stands in the top line beside the time."""


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """Two pages of jobs."""
    return Stage(tmp_path, partial(bulk_service, jobs=JOBS))


@pytest.fixture
def v2_stage(tmp_path: Path) -> Stage:
    """Eight pages of jobs without versions."""
    make = partial(bulk_service, jobs=0, v2_jobs=V2_JOBS)
    return Stage(tmp_path, make, config=LAB + 'generation = "v2"\n')


async def keep_filter(window: Window, text: str) -> None:
    """Type an expression and keep it."""
    await window.press("/")
    await window.type(text)
    await window.press("enter")


def asked(stage: Stage) -> list[str]:
    """Return what the list was filtered by in each request for it."""
    found = []
    for record in stage.service.requests:
        status = re.search(r"\bstatus=(\d+)", record.query)
        search = re.search(r"\bsearch_content=([^&]+)", record.query)
        found.append("".join(each[1] for each in (status, search) if each))
    return found


async def test_a_refresh_asks_for_what_the_filter_shows_alone(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for("Jobs  1,480")
        await keep_filter(window, "status:12")
        await window.wait_for(f"{KILLED} of 1,480")
        assert PART not in window.text
        stage.service.requests.clear()
        await window.press_until("r", PART)
        assert f"{KILLED} of 1,480  status:12" in window.lines[1]
    assert asked(stage) == ["12"]


async def test_part_of_a_name_is_looked_for_by_the_service(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for("Jobs  1,480")
        await keep_filter(window, "name:00012")
        await window.wait_for("11 of 1,480")
        stage.service.requests.clear()
        await window.press_until("r", "11 of 1,480  name:00012", PART)
    assert asked(stage) == ["00012"]


@pytest.mark.parametrize("counts_matches", [True, False])
async def test_whatever_the_service_counts_a_part_is_read_in_few_requests(
    tmp_path: Path, *, counts_matches: bool
) -> None:
    make = partial(bulk_service, jobs=JOBS)
    stage = Stage(tmp_path, make, rules=Rules(counts_matches=counts_matches))
    async with stage.window() as window:
        await window.wait_for("Jobs  1,480")
        await keep_filter(window, "status:12")
        stage.service.requests.clear()
        await window.press_until("r", f"{KILLED} of 1,480  status:12", PART)
    assert 1 <= len(asked(stage)) <= 5
    assert set(asked(stage)) == {"12"}


async def test_a_filter_kept_before_all_is_read_stops_reading_the_rest(v2_stage: Stage) -> None:
    stage = v2_stage
    stage.line.close(lambda: len(stage.service.requests) >= 2)
    async with stage.window() as window:
        await window.wait_for(" of 400")
        await keep_filter(window, "status:failed")
        await window.wait_for("? help")  # the line of the filter is closed: it is kept
        stage.line.open()
        await window.wait_for(f"{FAILED} of 400  status:failed", PART)
        await window.settle()
        assert "loading" not in window.text
    assert len(stage.service.requests) <= 2 + 4 + 2  # two, four on their way, two of failed ones


async def test_a_filter_of_the_last_time_needs_the_first_page_alone(v2_stage: Stage) -> None:
    stage = v2_stage
    async with stage.window() as window:
        await window.wait_for("Jobs  400")
        await keep_filter(window, "status:abnormal,terminated age>2d")
        await window.settle()
    stage.service.requests.clear()
    async with stage.window() as window:
        await window.wait_for("of 400  status:abnormal,terminated age>2d", PART)
        await window.settle()
        assert "No job matches" in window.text
        stage.service.requests.clear()
        await window.press_until("escape", "Jobs  400", "/400")
        assert PART not in window.text


async def test_dropping_the_filter_reads_the_rest_and_marks_hold(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for("Jobs  1,480")
        hidden = window.cursor_line.split()[1:3]
        await window.press("space")  # the filter will hide it
        await keep_filter(window, "status:12")
        await window.press("G", "space")
        await window.wait_for("2 marked (1 hidden)")
        shown = window.cursor_line.split()[1:3]
        await window.press_until("r", PART)
        assert "2 marked (1 hidden)" in window.text
        stage.service.requests.clear()
        stage.line.close(lambda: len(stage.service.requests) >= 1)
        await window.press_until("escape", "of 1,480", "2 marked")
        assert PART not in window.text
        assert window.cursor_line.split()[1:3] == shown
        stage.line.open()
        await window.wait_for("Jobs  1,480  2 marked", "/1480")
        assert "vanished" not in window.text
        assert window.cursor_line.split()[1:3] == shown
        await window.press("g")
        assert window.cursor_line.split()[1:3] == hidden
    assert set(asked(stage)) == {""}


async def test_a_marked_job_that_is_not_in_the_answer_is_not_taken_for_gone(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for("Jobs  1,480")
        await keep_filter(window, "status:12")
        await window.wait_for(f"{KILLED} of 1,480")
        job_id = int(re.findall(r" (\d{6}) ", window.cursor_line)[0])
        await window.press("space")
        await window.wait_for("1 marked")
        job = stage.service.project.jobs[job_id]
        assert job.newest is not None
        job.newest.status = 10
        stage.service.project.listing.rows_changed()
        await window.press_until("r", PART)
        await window.settle()
        assert "1 marked" in window.text
        assert "vanished" not in window.text
        assert str(job_id) in window.text
        await window.press_until("escape", "Jobs  1,480  1 marked")
        assert "vanished" not in window.text


async def test_a_wider_filter_reads_what_it_shows_while_it_is_typed(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for("Jobs  1,480")
        await keep_filter(window, "status:12")
        await window.press_until("r", PART)
        await window.press("/")
        await window.type(",11")
        await window.wait_for(f"{2 * KILLED} of 1,480")
        await window.wait_without(PART, "loading")


async def test_a_tighter_filter_needs_no_request(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for("Jobs  1,480")
        await keep_filter(window, "status:12")
        await window.press_until("r", PART)
        await window.settle()
        stage.service.requests.clear()
        await keep_filter(window, " bulk-0000")
        await window.settle()
        assert re.search(r"\d+ of 1,480  status:12 bulk-0000", window.lines[1])
    assert stage.service.requests == []


async def test_a_list_of_one_page_is_always_read_whole(tmp_path: Path) -> None:
    stage = Stage(tmp_path, partial(bulk_service, jobs=80))
    async with stage.window() as window:
        await window.wait_for("Jobs  80")
        await keep_filter(window, "status:12")
        await window.wait_for("10 of 80")
        stage.service.requests.clear()
        await window.press("r")
        await window.wait_until(lambda: stage.service.requests)
        await window.settle()
        assert PART not in window.text
    assert asked(stage) == [""]


async def test_a_service_that_refuses_the_filter_is_asked_for_all(stage: Stage) -> None:
    body = {"is_success": False, "error_code": "ModelArts.0104", "error_msg": "Parameter error."}
    async with stage.window() as window:
        await window.wait_for("Jobs  1,480")
        await keep_filter(window, "status:12")
        await window.settle()
        stage.service.requests.clear()
        stage.service.faults.add(effects.canned(json_response(400, body)))
        await window.press("r")
        await window.wait_until(lambda: len(asked(stage)) == 3, "all is read")
        await window.wait_without("loading")
        await window.settle()
        assert f"{KILLED} of 1,480  status:12" in window.lines[1]
        assert PART not in window.text
        assert "Parameter error" not in window.text
        await window.press("r")
        await window.wait_until(lambda: len(asked(stage)) == 5, "it is not tried again")
    assert asked(stage) == ["12", *[""] * 4]


async def test_a_part_that_cannot_be_read_leaves_the_rows_that_were_there(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for("Jobs  1,480")
        await keep_filter(window, "status:12")
        await window.settle()
        stage.service.faults.add(effects.server_error(), times=None)
        await window.press_until("r", "stale since")
        assert PART not in window.text
        await window.press_until("escape", "Jobs  1,480")


async def test_nothing_that_matches_is_told_apart_from_an_empty_workspace(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for("Jobs  1,480")
        await keep_filter(window, "status:14")
        await window.wait_for("No job matches 'status:14'.")
        await window.press_until("r", "0 of 1,480  status:14", PART)
        assert "No job matches 'status:14'." in window.text


async def test_after_a_deletion_the_part_is_read_again_and_the_whole_counts_less(
    v2_stage: Stage,
) -> None:
    stage = v2_stage
    async with stage.window() as window:
        await window.wait_for("Jobs  400")
        await keep_filter(window, "status:failed")
        await window.press_until("r", f"{FAILED} of 400  status:failed", PART)
        await window.press("space", "j", "space", "d")
        await window.confirm("2")
        await window.wait_for("2 gone")
        await window.press("b")
        await window.wait_for(f"{FAILED - 2} of 398  status:failed", PART)
        await window.settle()
        assert "marked" not in window.lines[1]
        await window.press_until("escape", "Jobs  398")
