"""After an interruption: what was left undone is found, verified, and resumed only if asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mtui.config import journal_path
from mtui.services.journal import read_records
from mtui.services.locks import RunLock
from mtui.simulator import DEMO_PROJECT_ID, effects
from tests.ui.clouds import busy_cloud
from tests.ui.driver import Stage
from tests.ui.screens.runs import OFTEN, SIZE, half_way, left

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from mtui.simulator import Service
    from tests.ui.driver import Window

OFFER = "A run was interrupted"
ENDPOINT = "https://modelarts.cn-north-4.myhuaweicloud.com"


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    (tmp_path / "before").mkdir()
    return Stage(tmp_path / "before", busy_cloud)


async def killed(stage: Stage, folder: Path) -> Stage:
    """A new start after a run was killed half-way: the cloud and the journal are all there is."""

    def same_cloud(**_: Any) -> Service:
        return stage.service

    folder.mkdir()
    after = Stage(folder, same_cloud)
    after.clock = stage.clock
    async with half_way(stage):
        (folder / "state").mkdir()
        on_disk = journal_path(stage.folder / "state").read_bytes()
        journal_path(folder / "state").write_bytes(on_disk)
        stage.clock.advance(60)
        stage.service.project.settle(stage.clock())
        stage.transport.service = busy_cloud(clock=stage.clock)  # nothing more gets through
    return after


def kinds(stage: Stage) -> list[str]:
    """The kinds of the journal's records, oldest first."""
    return [str(record["kind"]) for record in read_records(journal_path(stage.folder / "state"))]


async def offered(window: Window) -> None:
    """The dialog about the interrupted run."""
    await window.wait_for(OFFER, "delete 24 targets", "verify and resume", "discard", "later")


async def choose(window: Window, what: str) -> None:
    """Answer the dialog."""
    order = ["verify and resume", "verify only", "discard", "later"]
    await window.press(*["down"] * order.index(what), "enter")


async def test_what_was_killed_is_offered_with_what_is_in_doubt(
    stage: Stage, tmp_path: Path
) -> None:
    after = await killed(stage, tmp_path / "after")
    async with after.window(size=SIZE) as window:
        await offered(window)
        await window.wait_for("begun 2023-06-30", "08:00 UTC on")
        doubtful, unsent = map(int, re.findall(r"(\d+) (?:in doubt|not sent)", window.text))
        assert OFTEN - 1 <= doubtful < 24
        assert unsent == 24 - doubtful - kinds(after).count("outcome")


async def test_verify_and_resume_plans_what_is_left_and_sends_it_once_confirmed(
    stage: Stage, tmp_path: Path
) -> None:
    after = await killed(stage, tmp_path / "after")
    still_there = left(after)
    sent = len(after.changes)
    async with after.window(size=SIZE) as window:
        await offered(window)
        await choose(window, "verify and resume")
        await window.wait_for(f"Delete {still_there} versions of 1 job?", "esc cancels")
        assert len(after.changes) == sent
        await window.confirm(str(still_there))
        await window.wait_for(f"{still_there}/{still_there}", f"{still_there} gone")
        assert left(after) == 0
        assert len(after.changes) == sent + still_there == 24
        await window.press("b")
        await window.settle()
    async with after.window(size=SIZE) as window:
        await window.wait_for("many")
        await window.settle()
        assert OFFER not in window.text


async def test_verify_and_resume_is_offered_again_when_the_plan_is_not_confirmed(
    stage: Stage, tmp_path: Path
) -> None:
    after = await killed(stage, tmp_path / "after")
    sent, still_there = len(after.changes), left(after)
    async with after.window(size=SIZE) as window:
        await offered(window)
        await choose(window, "verify and resume")
        await window.wait_for("esc cancels")
        await window.press("escape")
        await window.wait_without("esc cancels")
    async with after.window(size=SIZE) as window:
        await offered(window)
        await choose(window, "verify and resume")
        await window.wait_for(f"Delete {still_there} versions of 1 job?")
    assert len(after.changes) == sent


async def test_what_cannot_be_looked_at_again_is_offered_at_the_next_start(
    stage: Stage, tmp_path: Path
) -> None:
    after = await killed(stage, tmp_path / "after")
    still_there = left(after)
    async with after.window(size=SIZE) as window:
        await offered(window)
        fault = effects.server_error(500)
        after.service.faults.add(fault, method="GET", path="/versions$", skip=1, times=None)
        await choose(window, "verify and resume")
        await window.wait_for_answer("left out job 201")
    after.service.faults.clear()
    assert kinds(after)[-1] != "end"
    async with after.window(size=SIZE) as window:
        await offered(window)
        await choose(window, "verify and resume")
        await window.wait_for(f"Delete {still_there} versions of 1 job?")


async def test_verify_only_tells_and_sends_nothing(stage: Stage, tmp_path: Path) -> None:
    after = await killed(stage, tmp_path / "after")
    sent, still_there = len(after.changes), left(after)
    async with after.window(size=SIZE) as window:
        await offered(window)
        await choose(window, "verify only")
        await window.wait_for_answer("delete run over: ", "gone", "it had been interrupted")
        assert len(after.changes) == sent
        assert left(after) == still_there
    assert kinds(after)[-1] == "end"
    async with after.window(size=SIZE) as window:
        await window.wait_for("many")
        await window.settle()
        assert OFFER not in window.text


async def test_discard_closes_it_unseen(stage: Stage, tmp_path: Path) -> None:
    after = await killed(stage, tmp_path / "after")
    async with after.window(size=SIZE) as window:
        await offered(window)
        asked = len(after.service.requests)
        await choose(window, "discard")
        await window.wait_for_answer("discarded the interrupted run")
        assert len(after.service.requests) == asked
    async with after.window(size=SIZE) as window:
        await window.wait_for("many")
        await window.settle()
        assert OFFER not in window.text


@pytest.mark.parametrize("answer", ["later", "escape"])
async def test_later_asks_again_at_the_next_start(
    stage: Stage, tmp_path: Path, answer: str
) -> None:
    after = await killed(stage, tmp_path / "after")
    async with after.window(size=SIZE) as window:
        await offered(window)
        await (window.press("escape") if answer == "escape" else choose(window, answer))
        await window.wait_for("many")
        await window.press("r")
        await window.settle()
        assert OFFER not in window.text
    async with after.window(size=SIZE) as window:
        await offered(window)


async def test_what_cannot_be_verified_stays_to_be_resumed(stage: Stage, tmp_path: Path) -> None:
    after = await killed(stage, tmp_path / "after")
    async with after.window(size=SIZE) as window:
        await offered(window)
        fault = effects.server_error(500)
        after.service.faults.add(fault, method="GET", path="/versions", times=None)
        await choose(window, "verify only")
        await window.wait_for_answer("ModelArts.0010")
    after.service.faults.clear()
    async with after.window(size=SIZE) as window:
        await offered(window)


async def test_quitting_in_the_middle_leaves_the_rest_to_be_resumed(stage: Stage) -> None:
    async with half_way(stage) as window:
        await window.press_until("q", "A run is under way.")
        await window.press("down", "enter")
        await window.wait_until_closed()
    still_there = left(stage)
    sent = len(stage.changes)
    assert 0 < still_there < 24
    async with stage.window(size=SIZE) as window:
        await offered(window)
        await choose(window, "verify and resume")
        await window.wait_for(f"Delete {still_there} versions of 1 job?")
        await window.confirm(str(still_there))
        await window.wait_for(f"{still_there} gone")
    assert left(stage) == 0
    assert len(stage.changes) == sent + still_there == 24


async def test_what_a_person_stopped_is_not_offered(stage: Stage) -> None:
    async with half_way(stage) as window:
        await window.press_until("escape", "stopped by you")
        stage.line.open()
        await window.wait_for("of 24 targets", "not sent")
    async with stage.window(size=SIZE) as window:
        await window.wait_for("many")
        await window.settle()
        assert OFFER not in window.text


async def test_a_run_in_another_mtui_is_told_and_cannot_be_doubled(
    stage: Stage,
) -> None:
    lock = RunLock(stage.folder / "state", ENDPOINT, DEMO_PROJECT_ID)
    lock.acquire()
    async with stage.window(size=SIZE) as window:
        await window.wait_for_answer("another mtui has a run on this project")
        await window.open_job("many")
        await window.press_until("d", "y deletes it")
        await window.confirm("y")
        await window.wait_for_answer("Another mtui has a run on this project (pid ")
        assert not stage.changes
        lock.release()
        await window.press_until("d", "y deletes it")
        await window.confirm("y")
        await window.wait_for_answer("deleted V0024")
