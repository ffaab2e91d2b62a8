"""Jobs without versions as the screens read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.domain.errors import NotFoundError, NotServedError
from mtui.domain.jobs import DEFAULT_WORKSPACE, JobId, WorkspaceId
from mtui.simulator import effects, json_response
from mtui.simulator.records import WorkspaceRecord

if TYPE_CHECKING:
    from tests.services.stage import Stage


FORBIDDEN = effects.canned(
    json_response(403, {"error_code": "ModelArts.0112", "error_msg": "Policy doesn't allow it."})
)


async def test_jobs_come_page_by_page_with_their_time(stage: Stage) -> None:
    for number in range(120):
        stage.service.project.v2.add(f"job-{number}", created_ms=1_600_000_000_000 + number)
    catalog = (await stage.session()).v2_catalog
    chunks = [chunk async for chunk in catalog.jobs(DEFAULT_WORKSPACE)]
    assert [len(chunk.jobs) for chunk in chunks] == [50, 50, 20]
    assert [chunk.is_last for chunk in chunks] == [False, False, True]
    assert chunks[0].jobs[0].name == "job-119"
    assert {chunk.total_hint for chunk in chunks} == {120}
    assert [chunk.at_ms for chunk in chunks] == sorted(chunk.at_ms for chunk in chunks)


async def test_jobs_deleted_while_pages_come_are_all_that_is_missed(stage: Stage) -> None:
    project = stage.service.project
    for number in range(620):
        project.v2.add(f"job-{number}", created_ms=1_600_000_000_000 + number)
    catalog = (await stage.session()).v2_catalog
    found: list[str] = []
    going = [job_id for job_id, job in project.v2.jobs.items() if job.name.endswith("7")]
    async for chunk in catalog.jobs(DEFAULT_WORKSPACE):
        found += [job.job_id for job in chunk.jobs]
        for job_id in going[-7:]:  # the newest: all behind them move up
            del project.v2.jobs[job_id]
            project.v2.version += 1
        del going[-7:]
    assert len(found) == len(set(found))
    assert set(project.v2.jobs) <= set(found)


async def test_each_workspace_has_its_own(stage: Stage) -> None:
    stage.service.project.workspaces["w1"] = WorkspaceRecord("w1", "one")
    stage.service.project.v2.add("here", workspace_id="w1")
    stage.service.project.v2.add("there")
    catalog = (await stage.session()).v2_catalog
    chunks = [chunk async for chunk in catalog.jobs(WorkspaceId("w1"))]
    assert [job.name for chunk in chunks for job in chunk.jobs] == ["here"]


async def test_a_job_opens_on_its_instances(stage: Stage) -> None:
    record = stage.service.project.v2.add("one", nodes=2, exit_codes=(0, 1), message="boom")
    catalog = (await stage.session()).v2_catalog
    snapshot = await catalog.job(JobId(record.job_id))
    first, second = snapshot.detail.tasks
    assert (first.name, first.exit_code, first.message) == ("worker-0", 0, "")
    assert (second.name, second.exit_code, second.message) == ("worker-1", 1, "boom")
    assert all(task.address and task.host for task in snapshot.detail.tasks)
    assert snapshot.at_ms > 0


@pytest.mark.parametrize("effect", [effects.not_offered(), FORBIDDEN])
async def test_a_job_opens_without_addresses_where_they_are_not_told(
    stage: Stage, effect: effects.Effect
) -> None:
    record = stage.service.project.v2.add("one", nodes=2, exit_codes=(0, 0))
    stage.service.faults.add(effect, path="/tasks$", times=None)
    catalog = (await stage.session()).v2_catalog
    tasks = (await catalog.job(JobId(record.job_id))).detail.tasks
    assert [(task.name, task.address) for task in tasks] == [("worker-0", ""), ("worker-1", "")]


async def test_a_job_that_is_not_there_is_not_found(stage: Stage) -> None:
    catalog = (await stage.session()).v2_catalog
    with pytest.raises(NotFoundError):
        await catalog.job(JobId("3faf5c03-aaa1-4cbe-879d-24b05d997347"))


async def test_a_region_without_them_says_so(stage: Stage) -> None:
    stage.service.rules.serves_v2 = False
    catalog = (await stage.session()).v2_catalog
    with pytest.raises(NotServedError):
        [chunk async for chunk in catalog.jobs(DEFAULT_WORKSPACE)]
    with pytest.raises(NotServedError):
        await catalog.probe()


async def test_a_probe_reads_one_row(stage: Stage) -> None:
    for number in range(3):
        stage.service.project.v2.add(f"job-{number}")
    catalog = (await stage.session()).v2_catalog
    stage.service.requests.clear()
    assert await catalog.probe() == 3
    assert len(stage.service.requests) == 1
