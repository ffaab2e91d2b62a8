"""One job: its versions, and the details of the one with the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.simulator import effects
from mtui.ui.widgets.resource_table import ResourceTable
from tests.ui.clouds import small_cloud
from tests.ui.driver import Stage

if TYPE_CHECKING:
    from pathlib import Path

RESNET = "resnet50-flowers-finetune"
DETAIL_CALL = r"/versions/\d+$"


@pytest.fixture
def small(tmp_path: Path) -> Stage:
    return Stage(tmp_path, small_cloud)


async def test_versions_are_listed_newest_first_with_what_they_ran_on(stage: Stage) -> None:
    async with stage.window(size=(108, 40)) as window:
        await window.open_job(RESNET)
        assert f"Jobs › {RESNET} (182626)  12 versions" in window.lines[1]
        for title in ("VERSION", "ID", "STATUS", "CREATED↓", "DURATION", "ENGINE", "NODES"):
            assert title in window.lines[2]
        assert window.cursor_line.split()[:2] == ["▌", "V0012"]
        third = window.line_with("278813")
        assert "V0003" in third
        assert "✓ completed" in third
        assert "TF-1.13.1-python3.6" in third
        assert "1 × 1 nvidia-p100" in third


async def test_details_of_the_version_with_the_cursor_are_below_the_list(stage: Stage) -> None:
    async with stage.window() as window:
        await window.open_job(RESNET)
        await window.wait_for("V0012 · ", "Run ", "Code ")
        below = window.lines.index(window.line_with("V0012 · "))
        assert below > window.lines.index(window.cursor_line)
        await window.press("j")
        await window.wait_for("V0011 · ")


async def test_an_action_without_anything_that_it_could_be_for_says_so(small: Stage) -> None:
    async with small.window() as window:
        await window.open_job("ef")
        await window.press("d")
        await window.wait_for_answer("there is no version here to delete")
        await window.press("x")
        await window.wait_for_answer("there is no version here to stop")
    assert not small.changes


@pytest.mark.parametrize("columns", [60, 80, 100])
async def test_no_detail_is_torn_apart_that_fits_into_a_line(stage: Stage, columns: int) -> None:
    async with stage.window(size=(columns, 60)) as window:
        await window.open_job(RESNET)
        await window.wait_for("start_time")
        await window.press("enter")
        for field in (
            "start_time 2023-05-27 08:00:13 UTC",
            "app_url /mtui-demo/code/",
            "boot_file_url /mtui-demo/code/train.py",
            "train_url /mtui-demo/output/182626/V0012/",
            "gpuUtil mean 61.45, max 94.21",
        ):
            seen = window.text
            for _ in range(40):
                if field in window.text:
                    break
                await window.press("down")
            assert field in window.text, seen


async def test_details_are_beside_the_list_where_there_is_room(stage: Stage) -> None:
    async with stage.window(size=(140, 30)) as window:
        await window.open_job(RESNET)
        await window.wait_for("V0012 · ")
        first = window.lines.index(window.cursor_line)
        assert window.lines.index(window.line_with("V0012 · ")) <= first
        await window.pilot.resize_terminal(100, 30)
        await window.wait_until(
            lambda: window.lines.index(window.line_with("V0012 · ")) > first, "details below"
        )


async def test_every_group_of_fields_is_shown(stage: Stage) -> None:
    async with stage.window(size=(140, 60)) as window:
        await window.open_job(RESNET)
        await window.settle()
        groups = ("Run", "Code", "Input", "Output", "Engine", "Resources", "Parameters", "Metrics")
        await window.wait_for("V0012 · ", *groups)
        for field in (
            "boot_file_url /mtui-demo/code/train.py",
            "train_url /mtui-demo/output/182626/V0012/",
            "spec_code modelarts.vm.gpu.p100",
            "learning_rate 0.01",
            "gpuUtil mean 61.45, max 94.21",
        ):
            await window.wait_for(field)


async def test_the_details_call_waits_until_the_cursor_rests(stage: Stage) -> None:
    async with stage.window() as window:
        await window.open_job(RESNET)
        await window.wait_until(lambda: len(stage.service.received("GET", DETAIL_CALL)) == 1)
        table = window.app.screen.query_one(ResourceTable)
        table.action_move(1)
        table.action_move(1)
        await window.wait_until(lambda: len(stage.service.received("GET", DETAIL_CALL)) == 2)
        await window.settle()
        second = stage.service.received("GET", DETAIL_CALL)[1]
        assert second.path.endswith(f"/{window.cursor_line.split()[2]}")


async def test_details_that_are_known_are_not_read_again(stage: Stage) -> None:
    async with stage.window(size=(140, 60)) as window:
        await window.open_job(RESNET)
        await window.wait_until(lambda: len(stage.service.received("GET", DETAIL_CALL)) == 1)
        await window.settle()
        await window.press("j")
        await window.wait_until(lambda: len(stage.service.received("GET", DETAIL_CALL)) == 2)
        await window.settle()
        await window.press("k", "j", "k")
        await window.wait_for("V0012 · ", "learning_rate 0.01")
        assert len(stage.service.received("GET", DETAIL_CALL)) == 2


async def test_details_that_cannot_be_read_leave_what_the_list_said(small: Stage) -> None:
    small.service.faults.add(effects.server_error(), path=DETAIL_CALL, times=None)
    async with small.window() as window:
        await window.open_job("ab")
        await window.wait_until(lambda: len(small.service.received("GET", DETAIL_CALL)) == 4)
        await window.settle()
        assert "V0003 · 1003" in window.text
        assert window.pane == ""


async def test_enter_scrolls_the_details_and_escape_goes_back_to_the_list(stage: Stage) -> None:
    async with stage.window() as window:
        await window.open_job(RESNET)
        await window.wait_for("V0012 · ")
        assert "learning_rate" not in window.text
        await window.press("enter", "end")
        await window.wait_for("learning_rate")
        await window.press("escape", "j")
        await window.wait_for("V0011 · ")
        await window.press_until("escape", "Jobs  32")


async def test_a_job_without_versions_says_that_it_is_still_there(small: Stage) -> None:
    async with small.window() as window:
        await window.open_job("ef")
        await window.wait_for("This job has no versions. The job itself is still there.")
        assert "Jobs › ef (103)  0 versions" in window.text
        await window.press("d", "enter")
        await window.press_until("escape", "Jobs  3")
    assert small.changes == []


async def test_a_job_that_vanished_meanwhile_ends_in_not_found(small: Stage) -> None:
    async with small.window() as window:
        await window.wait_for(" ab ")
        del small.service.project.jobs[101]
        small.service.project.listing.membership_changed()
        await window.press("enter")
        await window.wait_for("ModelArts.0102  The job 101 does not exist.", "not loaded")
        assert "It is gone already" in window.text
        await window.press_until("escape", "Jobs  3")
        await window.press_until("r", "Jobs  2")


async def test_versions_are_filtered_and_sorted_too(small: Stage) -> None:
    async with small.window() as window:
        await window.open_job("ab")
        await window.press("/")
        await window.type("status:failed")
        await window.press("enter")
        await window.wait_for("1 of 3", "1003")
        assert "1002" not in window.text
        await window.press_until("escape", "3 versions")
        await window.press_until("s", "SORT BY")
        await window.press("g", "enter")
        await window.wait_for("VERSION↑")
        await window.press("g")
        assert "V0001" in window.cursor_line


async def test_a_refresh_shows_new_versions_and_keeps_the_cursor(small: Stage) -> None:
    async with small.window() as window:
        await window.open_job("ab")
        await window.press("j")
        assert "1002" in window.cursor_line
        project = small.service.project
        project.add_version(project.jobs[101], created_ms=int(small.clock() * 1000))
        await window.press_until("r", "4 versions")
        assert "1002" in window.cursor_line
