"""Deleting by two ids, as the vendor's SDK does: looked up first, then confirmed as always."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from tests.ui.clouds import small_cloud
from tests.ui.driver import Stage
from tests.ui.screens.packets import send_at_once

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.driver import Window


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path, small_cloud)


async def ask_for(window: Window, job_id: str, version_id: str) -> None:
    """Open the dialog and type two ids."""
    await window.wait_for(" ab ")
    await window.press_until("i", "Find a version by its ids")
    await window.type(job_id)
    await window.press("enter")
    await window.type(version_id)
    await window.press("enter")


async def test_a_version_is_shown_before_it_is_deleted(stage: Stage) -> None:
    async with stage.window(size=(120, 24)) as window:
        await ask_for(window, "101", "1003")
        await window.wait_for("Delete 1 version?", "V0003   id 1003", "ab   id 101")
        assert stage.changes == []
        await window.confirm("y")
        await window.wait_for_answer("✓ deleted V0003 (1003) of job ab (101)")
    assert [record.path.rsplit("/", 1)[1] for record in stage.changes] == ["1003"]


async def test_leading_zeros_and_blanks_mean_the_same_id(stage: Stage) -> None:
    async with stage.window() as window:
        await ask_for(window, "0101", " 1003 ")
        await window.wait_for("Delete 1 version?", "V0003   id 1003")
        await window.press_until("escape", "Jobs  3")
    assert stage.changes == []


async def test_tab_and_arrows_change_between_the_fields(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(" ab ")
        await window.press_until("i", "tab next field")
        await window.press("down")
        await window.type("10")
        await window.press("up")
        await window.type("101")
        await window.press("tab", "end")
        await window.type("03")
        await window.wait_for("job id      101\n", "version id  1003\n")
        await window.press_until("enter", "Delete 1 version?", "V0003   id 1003")
        await window.press("escape")
    assert stage.changes == []


async def test_tab_in_the_middle_of_a_packet_divides_it(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(" ab ")
        await window.press_until("i", "Find a version by its ids")
        send_at_once(window, "101\t1003")
        await window.wait_for("job id      101\n", "version id  1003\n")


async def test_both_ids_as_they_are_copied_can_be_pasted_together(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(" ab ")
        await window.press_until("i", "Find a version by its ids")
        window.app.post_message(events.Paste("101 1003"))
        await window.wait_for("101 1003")
        await window.press_until("enter", "Delete 1 version?", "V0003   id 1003")
        await window.press("escape")
    assert stage.changes == []


@pytest.mark.parametrize(
    ("job_id", "version_id", "answer"),
    [
        ("999", "1003", "ModelArts.0102  The job 999 does not exist."),
        ("101", "999", "job 101 (ab) has no version 999"),
        ("102", "1003", "job 102 (cd) has no version 1003"),
        ("103", "1", "job 103 (ef) has no version 1"),
    ],
)
async def test_ids_that_do_not_belong_together_delete_nothing(
    stage: Stage, job_id: str, version_id: str, answer: str
) -> None:
    async with stage.window() as window:
        await ask_for(window, job_id, version_id)
        await window.wait_for_answer(f"✗ {answer}")
        await window.wait_for("Jobs  3")
    assert stage.changes == []


@pytest.mark.parametrize("wrong", ["", "abc", "-1", "0", "1e3", "99999999999999999999", "../101"])
async def test_what_is_no_id_is_said_before_anything_is_asked(stage: Stage, wrong: str) -> None:
    async with stage.window() as window:
        await window.wait_for(" ab ")
        await window.settle()
        asked = len(stage.service.requests)
        await window.press_until("i", "Find a version by its ids")
        await window.type("101")
        await window.press("enter")
        await window.type(wrong)
        await window.press("enter")
        await window.wait_for("the version id is a number, such as")
        await window.press_until("escape", "Jobs  3")
        assert len(stage.service.requests) == asked


async def test_a_wrong_job_id_is_said_and_can_be_mended(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(" ab ")
        await window.press_until("i", "Find a version by its ids")
        await window.type("x")
        await window.press("enter")
        await window.wait_for("the job id is a number, such as 182626, or a UUID")
        await window.press("backspace")
        await window.type("101")
        await window.press("enter")
        await window.type("1003")
        await window.press("enter")
        await window.wait_for("Delete 1 version?")
        await window.press("escape")
    assert stage.changes == []


async def test_a_job_of_v2_needs_no_version(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    job = next(iter(stage.service.project.v2.jobs.values()))
    async with stage.window(size=(120, 24)) as window:
        await window.wait_for("Jobs")
        await window.press_until("i", "Find a version by its ids")
        await window.type(job.job_id)
        await window.press("enter")
        await window.wait_for("Delete 1 job?", job.job_id)
        await window.press("escape")
    assert stage.changes == []


async def test_escape_goes_away(stage: Stage) -> None:
    async with stage.window() as window:
        await window.wait_for(" ab ")
        await window.press_until("i", "Find a version by its ids")
        await window.type("101")
        await window.press_until("escape", "Jobs  3")
    assert stage.changes == []


async def test_it_works_from_a_job_as_well(stage: Stage) -> None:
    async with stage.window(size=(120, 24)) as window:
        await window.open_job("ab")
        await window.press_until("i", "Find a version by its ids")
        await window.type("102")
        await window.press("enter")
        await window.type("1004")
        await window.press_until("enter", "Delete 1 version?", "V0001   id 1004")
        await window.press_until("escape", "Jobs › ab")
    assert stage.changes == []
