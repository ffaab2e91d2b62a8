"""What there is of jobs without versions: page by page, and one with its instances."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mtui.domain.errors import ForbiddenError, NotFoundError, NotServedError
from mtui.domain.frozen import frozen
from mtui.modelarts import JobSearch, SearchFilter
from mtui.services.catalog import JobsChunk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from mtui.domain.jobs import JobDetail, JobId, WorkspaceId
    from mtui.domain.query import ServerFilter
    from mtui.modelarts import ModelArtsV2Client
    from mtui.services.timing import Timing

_LAST_MS = 4_102_444_800_000
"""The year 2100, in epoch milliseconds."""
_SLACK_MS = 86_400_000
"""Added to times at both ends: jobs grow older while a list is shown, and clocks differ."""


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

    async def jobs(
        self, workspace_id: WorkspaceId, only: ServerFilter | None = None
    ) -> AsyncIterator[JobsChunk]:
        """Yield the workspace's jobs, newest first, page by page.

        Args:
            workspace_id: whose jobs.
            only: what to ask for instead of all; the service may send more than that.

        Raises:
            ApiError: a page could not be read; the chunks before it hold. NotServedError where
                the region has no jobs without versions, RejectedError where the service does not
                take such a filter.
        """
        filters = () if only is None else _conditions(only, self._timing.now_ms())
        search = JobSearch(workspace_id=workspace_id, filters=filters)
        async for page in self._client.search(search):
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


def _conditions(only: ServerFilter, now_ms: int) -> tuple[SearchFilter, ...]:
    """Return the filter as the service takes it (api.md §5.1)."""
    found = []
    if only.search_content:
        found.append(SearchFilter("name", "like", (only.search_content,)))
    if only.statuses:
        found.append(SearchFilter("phase", "in", tuple(sorted(only.statuses))))
    if (only.youngest_ms, only.oldest_ms) != (None, None):
        first = 1 if only.oldest_ms is None else now_ms - only.oldest_ms - _SLACK_MS
        # Without a least age there is no last time either, whatever this clock says.
        last = _LAST_MS if only.youngest_ms is None else now_ms - only.youngest_ms + _SLACK_MS
        times = (str(max(1, first)), str(max(1, last)))
        found.append(SearchFilter("create_time", "between", times))
    return tuple(found)
