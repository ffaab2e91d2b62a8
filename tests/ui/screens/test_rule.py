"""From jobs to versions: rules over whole sets of jobs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mtui.simulator import effects
from tests.ui.clouds import busy_cloud
from tests.ui.driver import LAB, Stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.driver import Window

TALL = (120, 50)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path, busy_cloud)


def planned(window: Window) -> list[int]:
    """The ids of the versions in the plan that is shown."""
    return [int(found) for found in re.findall(r"\[.\]  V\d+ +(\d+)", window.text)]


async def by_rule(window: Window, keys: str, *words: str) -> None:
    """Mark every job and choose a rule."""
    await window.wait_for("many")
    await window.press("*")
    await window.press_until("D", "Delete versions of 3 jobs", "WHICH VERSIONS")
    await window.press(*keys.split())
    await window.wait_for(*words)


async def test_all_but_the_newest_of_each_job(stage: Stage) -> None:
    async with stage.window(size=TALL) as window:
        await by_rule(window, "enter 3 enter", "Delete 22 versions of 2 jobs?", "type  lab 22  to")
        assert 2024 not in planned(window)
        await window.confirm("lab 22")
        await window.wait_for("22/22", "22 gone")
        jobs = stage.service.project.jobs
        assert [sorted(jobs[id_].versions) for id_ in (201, 202, 203)] == [
            [2022, 2023, 2024],
            [2102, 2103, 2104],
            [2201, 2202],
        ]


async def test_all_failed_versions(stage: Stage) -> None:
    async with stage.window(size=TALL) as window:
        await by_rule(window, "down enter", "Delete 5 versions of 2 jobs?")
        assert sorted(planned(window)) == [2006, 2012, 2018, 2024, 2104]


async def test_all_older_than_some_days(stage: Stage) -> None:
    async with stage.window(size=TALL) as window:
        await by_rule(window, "down down enter 2 3 enter", "Delete 2 versions of 1 job?")
        assert sorted(planned(window)) == [2001, 2002]


async def test_all_versions_while_the_jobs_stay(stage: Stage) -> None:
    async with stage.window(size=TALL) as window:
        await window.wait_for("many")
        await window.press_until("D", "Delete versions of 1 job")
        await window.press("down", "down", "down", "enter")
        await window.wait_for("Delete 2 versions of 1 job?", "all versions of its job go")
        await window.confirm("2")
        await window.wait_for("2 gone")
        assert stage.service.job_exists(203)


async def test_what_is_protected_or_being_cancelled_is_refused_there_too(tmp_path: Path) -> None:
    stage = Stage(tmp_path, busy_cloud, config=LAB + 'protect = ["^prod-"]\n')
    async with stage.window(size=TALL) as window:
        await by_rule(window, "enter 0 enter", "Delete 30 versions of 3 jobs?", "3 refused")
        assert "protected: ^prod-" in window.line_with(" 2201 ")
        assert "being cancelled" in window.line_with(" 2103 ")
        assert not stage.changes


@pytest.mark.parametrize("typed", ["x", "-1", "", "100001"])
async def test_a_number_that_is_none_is_not_taken(stage: Stage, typed: str) -> None:
    async with stage.window(size=TALL) as window:
        await by_rule(window, "enter")
        await window.type(typed)
        await window.press_until("enter", "a whole number, such as 3")
        await window.press("escape")
        await window.wait_without("WHICH VERSIONS")
        assert not stage.changes


async def test_a_rule_that_means_nothing_says_so(stage: Stage) -> None:
    async with stage.window(size=TALL) as window:
        await by_rule(window, "enter 9 9 enter")
        await window.wait_for_answer("no version of 3 jobs is meant by this rule")


async def test_a_job_that_cannot_be_listed_is_left_out_and_named(stage: Stage) -> None:
    fault = effects.server_error(500)
    stage.service.faults.add(fault, method="GET", path="/202/versions", times=None)
    async with stage.window(size=TALL) as window:
        await by_rule(window, "down enter", "Delete 4 versions of 1 job?")
        await window.press("escape")
        await window.wait_for_answer("left out job 202: ModelArts.0010")


async def test_looking_can_be_given_up(stage: Stage) -> None:
    async with stage.window(size=TALL) as window:
        await window.wait_for("many")
        stage.line.close()
        await by_rule(window, "down enter", "esc looks no further")
        await window.press("escape")
        await window.wait_without("esc looks no further")
        await window.settle()
        assert window.line_with("many")
