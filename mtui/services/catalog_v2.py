"""What there is of jobs without versions: page by page, and one with its instances."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mtui.domain.errors import ForbiddenError, NotFoundError, NotServedError
from mtui.domain.frozen import frozen
from mtui.modelarts import JobSearch
from mtui.services.catalog import JobsChunk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from mtui.domain.jobs import JobDetail, JobId, WorkspaceId
    from mtui.modelarts import ModelArtsV2Client
    from mtui.services.timing import Timing


@frozen
class JobSnapshot:
    """A job with its instances and details, and when it was read, in epoch milliseconds."""

    detail: JobDetail
    at_ms: int


class V2Catalog:
    """Reads for the screens; holds nothing back and keeps no state of its own."""

    def __init__(self, client: ModelArtsV2Client, timing: Timing, configured: WorkspaceId) -> None:
        self._client = client
        self._timing = timing
        self._configured = configured

    async def jobs(self, workspace_id: WorkspaceId) -> AsyncIterator[JobsChunk]:
        """Yield the workspace's jobs, newest first, page by page.

        Raises:
            ApiError: a page could not be read; the chunks before it hold. NotServedError where
                the region has no jobs without versions.
        """
        async for page in self._client.search(JobSearch(workspace_id=workspace_id)):
            yield JobsChunk(page.items, page.total_hint, page.is_last, self._timing.now_ms())

    async def probe(self) -> int | None:
        """Read as little as shows that the service answers; return how many jobs it tells of.

        Raises:
            ApiError: it does not, or not to this profile.
        """
        search = JobSearch(workspace_id=self._configured, limit=1)
        return (await self._client.first_page(search)).total_hint

    async def job(self, job_id: JobId) -> JobSnapshot:
        """Return one job with all that the service says of it, but its secrets.

        Where its instances have or had addresses comes from another call (ListTrainingJobTasks);
        without that call they are told without.

        Raises:
            ApiError: it could not be read; NotFoundError if there is no such job.
        """
        detail = await self._client.show(job_id)
        try:
            placed = {task.name: task for task in await self._client.tasks(job_id)}
        except (ForbiddenError, NotFoundError, NotServedError):
            placed = {}
        tasks = tuple(
            replace(task, address=placed[task.name].address, host=placed[task.name].host)
            if task.name in placed
            else task
            for task in detail.tasks
        )
        named = {task.name for task in tasks}
        others = tuple(task for name, task in placed.items() if name not in named)
        return JobSnapshot(replace(detail, tasks=tasks + others), self._timing.now_ms())
