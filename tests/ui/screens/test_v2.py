"""Jobs of the current generation: the same keys, the same question, the same record."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from mtui.simulator import Response, bulk_service, effects
from mtui.simulator.v2.render import secrets_of
from tests.ui.clouds import NOW_MS, small_cloud
from tests.ui.driver import LAB, Stage

if TYPE_CHECKING:
    from pathlib import Path

    from mtui.simulator import Rules, Service
    from mtui.simulator.service import Clock
    from tests.ui.driver import Window

HOUR_MS = 3_600_000


def both_generations(*, clock: Clock, rules: Rules | None = None) -> Service:
    """Return the small cloud with two v2 jobs: ``done`` and, running, ``busy``."""
    service = small_cloud(clock=clock, rules=rules)
    service.project.v2.add("done", created_ms=NOW_MS - 2 * HOUR_MS)
    service.project.v2.add("busy", phase="Running", created_ms=NOW_MS - HOUR_MS)
    return service


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path, both_generations)


CONFLICT = Response(
    409,
    (("content-type", "application/json"),),
    b'{"error_code": "ModelArts.2796", "error_msg": "Not allowed to terminate."}',
)


async def show_v2(window: Window) -> None:
    """Go to the list of the current generation; the newest job, ``busy``, has the cursor."""
    await window.wait_for(" ab ", "v1 (tab: v2)")
    await window.press_until("tab", "PHASE", " busy ", "v2 (tab: v1)")


async def test_pages_come_several_at_once_and_rows_are_shown_meanwhile(tmp_path: Path) -> None:
    config = LAB + 'generation = "v2"\n'
    stage = Stage(tmp_path, partial(bulk_service, jobs=0, v2_jobs=400), config=config)
    stage.line.close(lambda: len(stage.service.requests) >= 3)
    async with stage.window() as window:
        await window.wait_until(lambda: stage.line.waiting == 4, "four pages are asked for")
        await window.wait_for(" of 400")
        await window.press("G")
        row = window.cursor_line
        assert row
        stage.line.open()
        await window.wait_for("Jobs  400", "/400")
        assert window.cursor_line == row
    assert len(stage.service.requests) == 8


async def test_tab_goes_from_one_generation_to_the_other_and_back(stage: Stage) -> None:
    async with stage.window() as window:
        await show_v2(window)
        await window.press_until("tab", " ab ", "v1 (tab: v2)")


async def test_a_profile_can_show_one_generation_alone(tmp_path: Path) -> None:
    stage = Stage(tmp_path, both_generations, config=LAB + 'generation = "v2"\n')
    async with stage.window() as window:
        await window.wait_for("PHASE", " busy ")
        assert "tab:" not in window.lines[1]
        await window.press("tab")
        await window.wait_for_answer("the profile shows one generation alone")


async def test_a_job_opens_on_its_tasks(stage: Stage) -> None:
    async with stage.window(size=(120, 24)) as window:
        await show_v2(window)
        await window.press("down")
        await window.press_until("enter", "Jobs › done", "worker-0", "completed")
        await window.press_until("escape", "PHASE")
        assert " done " in window.cursor_line


async def test_no_token_of_an_endpoint_is_shown(stage: Stage) -> None:
    busy = next(job for job in stage.service.project.v2.jobs.values() if job.name == "busy")
    async with stage.window(size=(120, 40)) as window:
        await show_v2(window)
        await window.press_until("enter", "Jobs › busy", "worker-0")
        for secret in secrets_of(busy):
            assert secret not in window.text


async def test_a_job_is_deleted_after_its_name_was_typed(stage: Stage) -> None:
    async with stage.window() as window:
        await show_v2(window)
        await window.press("down")
        await window.press_until("d", "Delete 1 job?", "a v2 job has no versions")
        await window.confirm("done")
        await window.wait_for_answer("✓ deleted job done")
        await window.wait_for("Jobs  1 ")
    assert len(stage.service.received("DELETE")) == 1


async def test_a_running_job_is_stopped(stage: Stage) -> None:
    async with stage.window() as window:
        await show_v2(window)
        await window.press_until("x", "Stop 1 job?")
        await window.confirm("1")
        await window.wait_for_answer("✓ stopped job busy")
        await window.wait_for("■ terminated")


async def test_a_job_that_is_not_running_any_more_is_told_so(stage: Stage) -> None:
    async with stage.window(size=(120, 24)) as window:
        await show_v2(window)
        await window.press_until("x", "Stop 1 job?")
        stage.service.faults.add(
            effects.canned(CONFLICT), method="POST", path=r"/actions$", times=1
        )
        await window.confirm("1")
        await window.wait_for_answer("ModelArts.2796")
        await window.press_until("e", "not running any more")


async def test_where_v2_is_not_served_that_is_explained(stage: Stage) -> None:
    stage.service.faults.add(effects.not_offered(), path="/v2/", times=None)
    async with stage.window() as window:
        await window.wait_for(" ab ")
        await window.press_until("tab", "APIGW.0101", "tries again")
        await window.press_until("tab", " ab ")
