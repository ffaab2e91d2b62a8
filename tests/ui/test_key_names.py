"""Sentences that name a key name the one that works now, whatever the table [keys] says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.simulator import blank_service, effects
from mtui.ui.screens.jobs import JobsScreen
from tests.ui.clouds import busy_cloud, small_cloud
from tests.ui.driver import LAB, Stage
from tests.ui.screens.accounts import TWO
from tests.ui.screens.runs import half_way

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mtui.simulator import Service

KEYS = """
[keys]
app.history = "f1"
app.profiles = "f2"
list.refresh = "f5"
jobs.workspace = "f6"
jobs.generation = "f7"
jobs.delete = "X"
run.pause = "f8"
confirm.tick = "f9"
confirm.write = "f10"
copy.view = "f11"
table.open = "f12"
profiles.new = "N"
profiles.demo = "T"
profiles.default = "M"
"""


def staged(folder: Path, make: Callable[..., Service], config: str = LAB) -> Stage:
    """A cloud, and a configuration with other keys."""
    return Stage(folder, make, config=config + KEYS)


async def test_a_list_that_cannot_be_read(tmp_path: Path) -> None:
    stage = staged(tmp_path, small_cloud)
    stage.service.faults.add(effects.server_error(503), times=None)
    async with stage.window() as window:
        await window.wait_for("f5 tries again   f2 profiles")
        await window.wait_until(lambda: window.lines[-2].endswith("f1 all"), "the status pane")
        stage.service.faults.clear()
        await window.press_until("f5", " ab ")


async def test_an_empty_workspace_and_the_other_generation(tmp_path: Path) -> None:
    async with staged(tmp_path, blank_service, LAB + 'generation = "both"\n').window() as window:
        await window.wait_for("v1 (f7: v2)", "f7 v2 jobs   f6 another workspace   f5 refresh")
        await window.press_until("f7", "v2 (f7: v1)", "f2 profiles")


async def test_an_empty_job(tmp_path: Path) -> None:
    async with staged(tmp_path, small_cloud).window() as window:
        await window.wait_for(" ef ")
        await window.press("G")
        await window.press_until("f12", "where X deletes the job   f5 refresh")
        await window.press_until("escape", "Jobs  3")
        await window.press_until("X", "Delete 1 whole job?")


async def test_the_question_before_a_deletion(tmp_path: Path) -> None:
    async with staged(tmp_path, busy_cloud).window() as window:
        await window.wait_for("many")
        await window.press("*")
        await window.press_until("X", "f9 unticks   f10 writes")
        await window.press_until("f9", "1 not ticked")


async def test_a_choice_and_copying(tmp_path: Path) -> None:
    async with staged(tmp_path, small_cloud).window() as window:
        await window.wait_for(" ab ")
        await window.settle()
        await window.press_until("s", "SORT BY", "f12 choose  esc cancel")
        await window.press_until("escape", "Jobs  3")
        await window.press_until("c", "f12 send to the terminal's clipboard  f11 view")
        await window.press_until("f12", "the id: sent to the terminal", "f11 instead shows it")
        await window.press_until("D", "f12 finds them")
        await window.press_until("f12", "⏎ finds them")


async def test_a_run_that_is_paused_and_one_whose_credentials_have_expired(tmp_path: Path) -> None:
    stage = Stage(tmp_path, busy_cloud, config=LAB + KEYS.replace("table.open", "table.mark"))
    async with half_way(stage) as window:
        await window.press_until("f8", "paused: f8 goes on, esc stops")
        await window.press("f8")
        await window.wait_without("paused:")
        stage.service.faults.add(effects.expired_token(), times=None)
        stage.line.open()
        await window.wait_for("f5 in a list", "f8 in a run")
        await window.press_until("escape", "credentials have expired: f8 asks for new ones")


async def test_the_first_screen_and_the_profiles(tmp_path: Path) -> None:
    stage = staged(tmp_path, small_cloud, TWO.partition("\n")[2])
    stage.config_path.chmod(0o600)
    async with stage.window() as window:
        await window.wait_for("f2, then M makes one")
        await window.press_until("f2", "Profiles", "M default")


async def test_no_profile_at_all(tmp_path: Path) -> None:
    stage = staged(tmp_path, small_cloud, "")
    async with stage.window() as window:
        await window.wait_for("There is no profile yet.")
        await window.press_until("f2", "N makes one   T tries the demo")


async def test_both_generations_are_deleted_from_by_the_same_key(tmp_path: Path) -> None:
    stage = staged(tmp_path, small_cloud, LAB + 'generation = "v2"\n')
    stage.service.project.v2.add("done")
    async with stage.window() as window:
        await window.wait_for(" done ", "X delete")
        await window.press("d")
        await window.settle()
        assert "Delete 1 job?" not in window.text
        await window.press_until("X", "Delete 1 job?")
    assert not stage.service.received("DELETE")


async def test_the_way_to_a_run_that_goes_on(tmp_path: Path) -> None:
    keys = '\n[keys]\napp.runs = "f8"\n'
    stage = Stage(tmp_path, small_cloud, config=LAB + keys)
    async with stage.window() as window:
        await window.open_job("ab")
        await window.press_until("d", "y deletes it")
        stage.pauses.close()
        await window.confirm("y")
        await window.wait_until(lambda: "run 0% (f8)" in window.lines[0], "the badge")


async def test_a_sentence_about_no_key_at_all_is_a_bug_that_is_loud(stage: Stage) -> None:
    async with stage.window() as window:
        with pytest.raises(LookupError, match=r"JobsScreen has no binding jobs.delet"):
            window.app.key_name("jobs.delet", JobsScreen)
