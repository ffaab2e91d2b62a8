"""What a session can list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtui.domain.errors import NotFoundError, ServerError
from mtui.domain.jobs import DEFAULT_WORKSPACE, JobId, VersionId, WorkspaceId
from mtui.simulator import effects
from mtui.simulator.records import WorkspaceRecord
from mtui.simulator.seed import plant_bulk

if TYPE_CHECKING:
    from mtui.domain.jobs import TrainingJob
    from mtui.services.catalog import JobsChunk
    from tests.services.stage import Stage


async def chunks_of(stage: Stage, workspace_id: str = DEFAULT_WORKSPACE) -> list[JobsChunk]:
    catalog = (await stage.session()).catalog
    return [chunk async for chunk in catalog.jobs(WorkspaceId(workspace_id))]


def plant(stage: Stage, jobs: int) -> None:
    plant_bulk(stage.service.project, jobs=jobs, versions=1, now_s=stage.service.clock())


async def test_jobs_come_page_by_page_newest_first(stage: Stage) -> None:
    plant(stage, 2500)
    chunks = await chunks_of(stage)
    assert [len(chunk.jobs) for chunk in chunks] == [1000, 1000, 500]
    assert [chunk.is_last for chunk in chunks] == [False, False, True]
    assert {chunk.total_hint for chunk in chunks} == {2500}
    created = [job.created_ms or 0 for chunk in chunks for job in chunk.jobs]
    assert created == sorted(created, reverse=True)
    moments = [chunk.at_ms for chunk in chunks]
    assert moments == sorted(moments)


async def test_the_first_page_is_there_before_the_second_is_asked_for(stage: Stage) -> None:
    plant(stage, 1500)
    session = await stage.session()
    stage.service.requests.clear()
    async for _ in session.catalog.jobs(DEFAULT_WORKSPACE):
        assert len(stage.service.requests) == 1
        break


async def test_a_job_that_moves_to_the_next_page_comes_once(stage: Stage) -> None:
    plant(stage, 1500)
    session = await stage.session()
    jobs: list[TrainingJob] = []
    async for chunk in session.catalog.jobs(DEFAULT_WORKSPACE):
        jobs.extend(chunk.jobs)
        if len(jobs) == 1000:
            now_ms = int(stage.service.clock() * 1000)
            stage.service.project.add_job("new", created_ms=now_ms)
    ids = [job.job_id for job in jobs]
    assert len(ids) == len(set(ids))
    assert {str(182_000 + number) for number in range(1500)} <= set(ids)


async def test_a_page_that_fails_leaves_those_before_it(stage: Stage) -> None:
    plant(stage, 2500)
    session = await stage.session()
    stage.service.faults.add(effects.server_error(), skip=1, times=None)
    chunks = aiter(session.catalog.jobs(DEFAULT_WORKSPACE))
    assert len((await anext(chunks)).jobs) == 1000
    with pytest.raises(ServerError):
        await anext(chunks)


async def test_a_workspace_has_its_own_jobs(stage: Stage) -> None:
    stage.service.project.workspaces["lab"] = WorkspaceRecord("lab", "the lab")
    stage.add_job(10, name="mine", workspace_id="lab")
    stage.add_job(10, name="yours")
    (chunk,) = await chunks_of(stage, "lab")
    assert [job.name for job in chunk.jobs] == ["mine"]


async def test_no_jobs_are_one_empty_last_chunk(stage: Stage) -> None:
    (chunk,) = await chunks_of(stage)
    assert chunk.jobs == ()
    assert chunk.is_last


async def test_a_probe_reads_one_row(stage: Stage) -> None:
    plant(stage, 30)
    assert await (await stage.session()).catalog.probe() == 30
    assert "per_page=1&" in stage.service.requests[-1].query


async def test_versions_come_with_their_moment(stage: Stage) -> None:
    job_id = stage.add_job(10, 11, 8)
    snapshot = await (await stage.session()).catalog.versions(job_id)
    assert [version.status.word for version in snapshot.listing.versions] == [
        "running",
        "failed",
        "completed",
    ]
    assert snapshot.at_ms == int(stage.service.clock() * 1000)


async def test_versions_of_no_job_are_not_found(stage: Stage) -> None:
    with pytest.raises(NotFoundError):
        await (await stage.session()).catalog.versions(JobId("404"))


async def test_a_version_can_be_read_with_all_its_details(stage: Stage) -> None:
    job_id = stage.add_job(10)
    version = await (await stage.session()).catalog.detail(job_id, VersionId("278000"))
    assert (version.name, version.engine) == ("V0001", "TF-1.13.1-python3.6")
    assert version.details


async def test_workspaces_are_listed(stage: Stage) -> None:
    stage.service.project.workspaces["lab"] = WorkspaceRecord("lab", "the lab")
    found = await (await stage.session()).catalog.workspaces()
    assert {workspace.name for workspace in found} == {"default", "the lab"}


async def test_where_workspaces_cannot_be_listed_the_known_ones_are_offered(stage: Stage) -> None:
    stage.configure(workspace_id=WorkspaceId("lab"))
    session = await stage.session()
    stage.service.faults.add(effects.not_offered(), path="/workspaces$", times=None)
    found = await session.catalog.workspaces()
    assert [workspace.workspace_id for workspace in found] == [DEFAULT_WORKSPACE, "lab"]
    user = next(iter(stage.service.accounts.keys.values()))
    user.user = user.user._replace(denied=frozenset({"workspace:list"}))
    stage.service.faults.clear()
    assert await session.catalog.workspaces() == found


async def test_a_failure_to_list_workspaces_is_not_hidden(stage: Stage) -> None:
    session = await stage.session()
    stage.service.faults.add(effects.server_error(), path="/workspaces$", times=None)
    with pytest.raises(ServerError):
        await session.catalog.workspaces()
