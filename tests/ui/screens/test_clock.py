"""A clock that is set forward or back: nothing is deleted by it, lost by it or done twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.config import journal_path
from mtui.services.journal import read_records
from mtui.simulator import DEMO_PROJECT_ID, DEMO_REGION
from tests.ui.clouds import busy_cloud
from tests.ui.driver import Stage
from tests.ui.screens.runs import SIZE, half_way, left

if TYPE_CHECKING:
    from pathlib import Path

MINUTE_S, DAY_S, YEAR_S = 60, 86_400, 365 * 86_400
FAR = (-DAY_S, 200 * YEAR_S)
"""Far beyond what signatures, plans and tokens allow, in seconds."""


def token_config(stage: Stage, life_s: float) -> str:
    """A profile with a token that is good for so many seconds."""
    user = next(iter(stage.service.accounts.users.values()))
    issued = stage.service.accounts.issue_token(user, DEMO_PROJECT_ID, stage.clock() + life_s)
    return f"""
default_profile = "lab"

[profiles.lab]
region = "{DEMO_REGION}"
project_id = "{DEMO_PROJECT_ID}"
auth = "token"
token = "{issued.value}"
"""


def with_token(folder: Path, life_s: float) -> Stage:
    """A busy cloud, entered by a token: no signature has the time in it."""
    stage = Stage(folder, busy_cloud)
    stage.config_path.write_text(token_config(stage, life_s), "utf-8")
    stage.config_path.chmod(0o600)
    return stage


def outcomes(stage: Stage) -> list[str]:
    """What became of each target of the newest run, in the journal's order."""
    records = read_records(journal_path(stage.folder / "state"))
    return [str(record["outcome"]) for record in records if record["kind"] == "outcome"]


@pytest.mark.parametrize("off_s", FAR)
async def test_a_run_goes_on_whatever_the_clock_says(tmp_path: Path, off_s: float) -> None:
    stage = with_token(tmp_path, 300 * YEAR_S)
    async with half_way(stage) as window:
        stage.is_off_by_s = off_s
        stage.line.open()
        await window.wait_for("24/24", "24 gone")
    assert left(stage) == 0
    assert len(stage.changes) == 24
    assert outcomes(stage) == ["gone"] * 24


@pytest.mark.parametrize("off_s", [-10 * MINUTE_S, 10 * MINUTE_S])
async def test_a_little_off_is_good_enough_for_a_signature(tmp_path: Path, off_s: float) -> None:
    stage = Stage(tmp_path, busy_cloud)
    async with half_way(stage) as window:
        stage.is_off_by_s = off_s
        stage.line.open()
        await window.wait_for("24/24", "24 gone")
    assert left(stage) == 0


@pytest.mark.parametrize("off_s", FAR)
async def test_a_run_whose_signatures_are_off_stops_and_tells_the_clock(
    tmp_path: Path, off_s: float
) -> None:
    stage = Stage(tmp_path, busy_cloud)
    async with half_way(stage) as window:
        stage.is_off_by_s = off_s
        stage.line.open()
        await window.wait_for("not sent", "APIGW.0301")
        await window.press("b")
        await window.settle()
        side = "behind" if off_s < 0 else "ahead of"
        await window.press_until("r", "This machine's clock is")
        await window.press_until("!", f"min {side} the service: set it right")
    came = outcomes(stage)
    assert len(came) == 24
    assert came.count("gone") <= 24 - left(stage), "what was called gone is gone"
    assert left(stage) > 10, "nothing is sent that the service does not believe"
    stage.is_off_by_s = 0
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        await window.wait_for(f"{left(stage)} versions")


@pytest.mark.parametrize("off_s", FAR)
async def test_a_plan_from_another_time_is_not_carried_out(tmp_path: Path, off_s: float) -> None:
    stage = with_token(tmp_path, 300 * YEAR_S)
    async with stage.window(size=SIZE) as window:
        await window.open_job("many")
        await window.press_until("d", "y deletes it")
        stage.is_off_by_s = off_s
        await window.confirm("y")
        await window.wait_for("Read anew, because the plan was too old: nothing changed.")
        assert stage.changes == []
        await window.confirm("y")
        await window.wait_for_answer("deleted V0024")


@pytest.mark.parametrize("off_s", [-20 * YEAR_S, 200 * YEAR_S])
async def test_lists_show_ages_by_any_clock(tmp_path: Path, off_s: float) -> None:
    stage = with_token(tmp_path, 300 * YEAR_S)
    stage.is_off_by_s = off_s
    async with stage.window(size=SIZE) as window:
        await window.open_job("mixed")
        await window.press("/")
        await window.type("age>30d")
        await window.settle()
        await window.press("escape", "escape")
        await window.press_until("enter", "CREATED")
    assert stage.changes == []


async def test_the_countdown_of_a_token_follows_the_clock_both_ways(tmp_path: Path) -> None:
    stage = with_token(tmp_path, 9 * MINUTE_S)
    async with stage.window(size=SIZE) as window:
        await window.wait_until(lambda: "token ends in 9 min" in window.lines[0], "countdown")
        for off_s, words in ((DAY_S, "token has ended"), (0, "token ends in 9 min")):
            stage.is_off_by_s = off_s
            await window.press("r")
            await window.wait_until(lambda: words in window.lines[0], words)  # noqa: B023
        stage.is_off_by_s = -DAY_S
        await window.press("r")
        await window.wait_without("token ends", "token has ended")
