"""The plan: every target before anything is sent, what will go, what will not, and why."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.ui.clouds import busy_cloud
from tests.ui.driver import LAB, Stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.driver import Window

WIDE = (120, 40)
_TARGET = re.compile(r"[ ▌]+(?P<box>\[[-x ]\])  (?:whole job|V\d+) +(?P<id>\d+)")


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path, busy_cloud, config=LAB + 'protect = ["^prod-"]\n')


def boxes(window: Window) -> dict[str, str]:
    """The box of each target from top to bottom, by its id."""
    lines = map(_TARGET.match, window.lines)
    return {line["id"]: line["box"] for line in lines if line}


async def filter_by(window: Window, text: str) -> None:
    await window.press("/")
    await window.type(text)
    await window.press("enter")
    await window.settle()


async def test_every_target_is_named_with_status_age_duration_and_nodes(stage: Stage) -> None:
    async with stage.window(size=WIDE) as window:
        await window.open_job("mixed")
        await window.press("*")
        await window.press_until("d", "Delete 4 versions of 1 job?")
        assert list(boxes(window)) == ["2104", "2103", "2102", "2101"]
        titles = window.line_with("WHAT").split()
        assert titles == ["WHAT", "ID", "STATUS", "JOB", "CREATED", "RAN", "NODES"]
        row = window.line_with("2102").split()
        assert " ".join(row) == "[x] V0002 2102 ▶ running mixed 3d 00h 2d 23h 1 running now"


@pytest.mark.parametrize("size", [(80, 24), (60, 15)])
@pytest.mark.parametrize("marks", [1, 2], ids=["one", "several"])
async def test_the_longest_name_and_its_ids_are_told_whole(
    tmp_path: Path, size: tuple[int, int], marks: int
) -> None:
    stage = Stage(tmp_path)
    name = max((job.name for job in stage.service.project.jobs.values()), key=len)
    async with stage.window(size=size) as window:
        await window.open_job(name)
        await window.press(*["space"] * (marks if marks > 1 else 0))
        await window.press_until("d", f"Delete {marks} version", "[ Cancel ]", "esc cancels")
        await window.wait_until(lambda: name in "".join(each.strip() for each in window.lines))
        assert f"{stage.find(name)}" in window.text


async def test_what_a_person_should_know_is_said(stage: Stage) -> None:
    async with stage.window(size=WIDE) as window:
        await window.open_job("mixed")
        await window.press("*")
        await window.press_until("d", "Delete 4 versions")
        assert "running now" in window.line_with("2102")
        assert "parent of other versions" in window.line_with("2101")
        await window.wait_for("3 will go, 1 refused. 1 is running.", "It cannot be undone.")


async def test_what_cannot_go_is_there_with_the_reason(stage: Stage) -> None:
    async with stage.window(size=WIDE) as window:
        await window.wait_for("mixed")
        await window.press_until("*", "3 marked")
        await window.press_until("d", "Delete 3 whole jobs?")
        assert boxes(window) == {"203": "[-]", "202": "[x]", "201": "[x]"}
        assert "protected: ^prod-" in window.line_with("203")
        await window.wait_for("28 versions go with their jobs.")
        await window.press("space")
        assert boxes(window)["203"] == "[-]"


async def test_a_plan_that_is_refused_whole_takes_no_yes(stage: Stage) -> None:
    async with stage.window(size=WIDE) as window:
        await window.open_job("prod-ranker")
        await window.press_until("d", "refused  protected: ^prod-", "nothing to send")
        await window.pilot.pause(0.05)
        await window.type("y1")
        assert "It cannot be done" in window.text
        await window.press_until("escape", "2 versions")
        assert not stage.changes


async def test_what_the_filter_hides_comes_last_and_is_not_ticked(stage: Stage) -> None:
    async with stage.window(size=WIDE) as window:
        await window.open_job("mixed")
        await window.press("*")
        await filter_by(window, "status:failed")
        await window.press_until("d", "Delete 4 versions")
        assert boxes(window) == {"2104": "[x]", "2103": "[-]", "2102": "[ ]", "2101": "[ ]"}
        assert "hidden by the filter" in window.line_with("2102")
        await window.wait_for("1 will go, 1 refused, 2 not ticked (2 hidden by the filter).")


async def test_targets_can_be_left_out_and_taken_in(stage: Stage) -> None:
    async with stage.window(size=WIDE) as window:
        await window.open_job("mixed")
        await window.press("*")
        await window.press_until("d", "type  3  to delete")
        await window.press_until("space", "2 will go, 1 refused, 1 not ticked.", "type  2  to")
        assert boxes(window)["2104"] == "[ ]"
        await window.press("up")
        await window.press_until("space", "3 will go", "type  3  to delete")
        await window.press("up")
        await window.press_until("space", "type  2  to delete")
        await window.confirm("2")
        await window.wait_for("2/2")
        version = stage.service.version_exists
        assert [version(202, id_) for id_ in (2101, 2102, 2103, 2104)] == [False, False, True, True]


async def test_a_line_that_is_cut_is_told_whole_below(stage: Stage) -> None:
    async with stage.window() as window:
        await window.open_job("mixed")
        await window.press("*")
        await window.press_until("d", "V0004 (2104) of job mixed (202)", "1/4")
        await window.press_until("down", "refused: being cancelled", "2/4")
        await window.press_until("pagedown", "parent of other versions", "4/4")


async def test_a_plan_is_written_to_a_file_that_only_its_owner_reads(stage: Stage) -> None:
    async with stage.window(size=WIDE) as window:
        await window.open_job("mixed")
        await window.press("*")
        await window.press_until("d", "type  3  to delete")
        await window.press("space")
        await window.press_until("ctrl+s", "wrote")
        (path,) = (stage.folder / "state" / "records").iterdir()
        assert str(path) in "".join(line.strip() for line in window.lines)
        assert path.stat().st_mode & 0o777 == 0o600
        plan = json.loads(path.read_text("utf-8"))
        assert (plan["profile"], plan["action"], plan["going"]) == ("lab", "delete", 2)
        items = [(i["version_id"], i["going"], i["ticked"], i["refusal"]) for i in plan["items"]]
        assert items == [
            ("2104", False, False, ""),
            ("2103", False, True, "being cancelled"),
            ("2102", True, True, ""),
            ("2101", True, True, ""),
        ]
        assert plan["items"][2]["notes"] == ["running now"]
        assert not stage.changes


async def test_more_than_the_profile_allows_cannot_be_confirmed_before_some_are_left_out(
    tmp_path: Path,
) -> None:
    stage = Stage(tmp_path, busy_cloud, config=LAB + "max_bulk = 3\n")
    async with stage.window(size=WIDE) as window:
        await window.open_job("many")
        await window.press("space", "space", "space", "space")
        await window.press_until("d", "It cannot be done: 4 targets, and max_bulk allows 3.")
        await window.press_until("space", "type  3  to delete")


async def test_a_plan_that_grew_old_is_read_anew_and_shown_again(stage: Stage) -> None:
    async with stage.window(size=WIDE) as window:
        await window.open_job("many")
        await window.press("space", "space", "space")
        await window.press_until("d", "type  3  to delete")
        await window.press_until("space", "type  2  to delete")
        stage.clock.advance(11 * 60)
        versions = stage.service.project.jobs[201].versions
        stage.service.project.override(versions[2023], {"status": 12})
        del versions[2022]
        await window.confirm("2")
        await window.wait_for("Read anew, because the plan was too old: 1 changed, 1 left out.")
        assert boxes(window) == {"2024": "[ ]", "2023": "[x]"}
        assert "■ killed" in window.line_with("2023")
        assert not stage.changes
        await window.confirm("y")
        await window.wait_for("22 versions")
        assert [record.path.split("/")[-1] for record in stage.changes] == ["2023"]


async def test_a_list_that_is_old_already_is_read_anew_before_its_plan_is_shown(
    stage: Stage,
) -> None:
    async with stage.window(size=WIDE) as window:
        await window.open_job("many")
        stage.clock.advance(11 * 60)
        await window.press_until("d", "Read anew, because the plan was too old: nothing changed.")
        await window.confirm("y")
        await window.wait_for_answer("deleted V0024 (2024)")


async def test_an_old_plan_whose_targets_are_all_gone_is_dropped(stage: Stage) -> None:
    async with stage.window(size=WIDE) as window:
        await window.open_job("many")
        stage.clock.advance(11 * 60)
        del stage.service.project.jobs[201].versions[2024]
        await window.press("d")
        await window.wait_for_answer("none of them is there any more")
        assert not stage.changes
