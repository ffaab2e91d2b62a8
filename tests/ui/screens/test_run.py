"""A run while it goes on: watched, paused, stopped, left and found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.simulator import effects
from mtui.ui.screens.run import RunScreen
from tests.ui.clouds import RUNNING, busy_cloud
from tests.ui.driver import Stage
from tests.ui.screens.runs import OFTEN, SIZE, calm, half_way, left

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path, busy_cloud)


async def test_the_run_is_watched_to_its_end(stage: Stage) -> None:
    async with half_way(stage) as window:
        await window.wait_for("/24", "not sent yet", "░")
        stage.line.open()
        await window.wait_for("Deleted 24 targets of lab", "████████████████████  24/24", "24 gone")
        await window.wait_for_answer("delete run over: 24 gone (of 24)")
        assert window.text.count("✓ gone") == 24
        assert left(stage) == 0
        assert len(stage.changes) == 24


async def test_what_is_accepted_is_not_called_gone(stage: Stage) -> None:
    stage.pauses.close()
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        await window.press("space", "space")
        await window.press_until("d", "type  2  to delete")
        await window.confirm("2")
        await window.wait_for("0/2", "accepted")
        assert "gone" not in window.text
        stage.pauses.open()
        await window.wait_for("2/2", "2 gone")


async def test_a_pause_sends_nothing_until_it_ends(stage: Stage) -> None:
    async with half_way(stage) as window:
        await window.press_until("p", "paused: p goes on, esc stops")
        stage.line.open()
        await calm(window)
        sent = len(stage.changes)
        assert sent < 24
        await window.pilot.pause(0.05)
        assert len(stage.changes) == sent
        await window.press("p")
        await window.wait_for("24/24", "24 gone")
        assert len(stage.changes) == 24


async def test_escape_stops_after_what_is_in_flight(stage: Stage) -> None:
    async with half_way(stage) as window:
        assert "esc stop " in window.lines[-1]
        await window.press_until("escape", "sending nothing more (stopped by you)")
        await window.wait_for("esc back ")
        stage.line.open()
        await window.wait_for("of 24 targets of lab", "not sent · stopped by you")
        sent = len(stage.changes)
        assert OFTEN <= sent < 24
        assert left(stage) == 24 - sent
        assert f"{sent} gone, {24 - sent} not sent" in window.text
        await window.press_until("escape", f"{24 - sent} versions")


async def test_the_run_goes_on_while_nobody_watches_and_is_found_again(stage: Stage) -> None:
    async with half_way(stage) as window:
        await window.press_until("b", "Jobs › many", "◌ deleting")
        await window.press_until("L", "Deleting 24 targets of lab")
        await window.press_until("b", "Jobs › many")
        stage.line.open()
        await window.wait_for_answer("delete run over: 24 gone (of 24)")
        await window.wait_for("This job has no versions.")
        await window.press_until("L", "Deleted 24 targets of lab", "24 gone")


async def test_a_run_is_shown_once_however_often_it_is_asked_for(stage: Stage) -> None:
    async with half_way(stage) as window:
        await window.press("L", "L")
        await window.pilot.pause()
        assert sum(isinstance(each, RunScreen) for each in window.app.screen_stack) == 1


async def test_throttling_is_told_and_loses_nothing(stage: Stage) -> None:
    stage.service.faults.add(effects.throttled(7), method="DELETE")
    stage.pauses.close()
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        await window.press("space", "space")
        await window.press_until("d", "type  2  to delete")
        await window.confirm("2")
        await window.wait_for("the service throttles: going on in 7 s")
        await window.wait_for_answer("slowed down: waiting 7 s, then going on")
        stage.pauses.open()
        await window.wait_for("2/2", "2 gone")


async def test_a_wait_of_half_an_hour_is_told_as_a_pause_with_its_end(stage: Stage) -> None:
    stage.service.faults.add(effects.throttled(1800), method="DELETE")
    stage.pauses.close()
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        await window.press("space", "space")
        await window.press_until("d", "type  2  to delete")
        await window.confirm("2")
        await window.wait_for("paused until 08:30, as the service asks; esc stops")
        await window.wait_for_answer("paused until 08:30: the service asks not to be asked before")
        assert " left" not in window.text
        await window.press_until("b", "Jobs › many", "run 0% paused (L)")
        stage.pauses.open()
        await window.wait_for_answer("delete run over: 2 gone")
        assert "paused" not in window.lines[0]


async def test_the_batch_stops_by_itself_when_every_request_fails_alike(stage: Stage) -> None:
    stage.service.faults.add(effects.wrong_signature(), method="DELETE", times=None)
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        await window.press("*")
        await window.press_until("d", "type  lab 24  to delete")
        await window.confirm("lab 24")
        await window.wait_for("Deleted 0 of 24 targets", "not sent", "APIGW.0301")
        assert left(stage) == 24
        assert len(stage.changes) < OFTEN


async def test_a_target_that_changed_since_the_plan_is_skipped(stage: Stage) -> None:
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        await window.press("space", "space")
        await window.press_until("d", "type  2  to delete")
        project = stage.service.project
        project.override(project.jobs[201].versions[2024], {"status": 10})
        await window.confirm("2")
        await window.wait_for("1 gone, 1 skipped", "changed since plan: was failed, is completed")
        assert stage.service.version_exists(201, 2024)


async def test_a_dry_run_goes_all_the_way_and_sends_nothing(stage: Stage) -> None:
    async with stage.window(size=SIZE, dry_run=True) as window:
        await window.open_job("many")
        assert "dry run" in window.lines[0]
        await window.press("space", "space")
        await window.press_until("d", "type  2  to delete")
        await window.confirm("2")
        await window.wait_for("Deleted 0 of 2 targets of lab (dry run)", "2 would delete")
        assert not stage.changes
        assert left(stage) == 24


async def test_a_running_version_is_stopped(stage: Stage) -> None:
    async with stage.window(size=SIZE) as window:
        await window.open_job("mixed")
        await window.press("down", "down")
        await window.press_until("x", "type  1  to stop", "A stopped version cannot be started")
        await window.confirm("1")
        await window.wait_for_answer("stopped V0002 (2102) of job mixed (202)")
        assert [record.path.rsplit("/", 2)[1:] for record in stage.changes] == [["2102", "stop"]]
        assert stage.service.version_exists(202, 2102)


async def test_many_running_versions_are_stopped_and_the_others_are_refused(stage: Stage) -> None:
    project = stage.service.project
    project.add_version(project.jobs[202], status=RUNNING, version_id=2105)
    async with stage.window(size=SIZE) as window:
        await window.open_job("mixed")
        await window.press("*")
        await window.press_until("x", "2 will be stopped, 3 refused.", "type  2  to stop")
        assert "not running" in window.line_with("2101")
        assert "being cancelled" in window.line_with("2103")
        await window.confirm("2")
        await window.wait_for("Stopped 2 targets of lab", "2 stopped")
        assert {record.path.rsplit("/", 1)[-1] for record in stage.changes} == {"stop"}


async def test_what_does_not_run_is_not_stopped(stage: Stage) -> None:
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        await window.press_until("x", "refused  not running", "nothing to send", "esc closes")
        await window.press_until("y", "There is nothing to confirm here.")
        await window.press("escape")
        assert not stage.changes


async def test_leaving_mtui_while_a_run_is_under_way_is_asked_about(stage: Stage) -> None:
    async with half_way(stage) as window:
        await window.press_until("q", "LEAVE MTUI?", "A run is under way.")
        await window.press_until("enter", "Deleting 24 targets of lab")
        await window.press_until("q", "A run is under way.")
        await window.press_until("escape", "Deleting 24 targets of lab")
        await window.press_until("q", "A run is under way.")
        await window.press("down", "enter")
        await window.wait_until_closed()
    assert len(stage.changes) < 24
