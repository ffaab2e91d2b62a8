"""What there is: jobs page by page, versions, details and workspaces of one session."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mtui.domain.errors import ForbiddenError, NotFoundError, NotServedError
from mtui.domain.frozen import frozen
from mtui.domain.jobs import DEFAULT_WORKSPACE, Workspace
from mtui.modelarts import JobListQuery

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from mtui.domain.jobs import (
        JobId,
        JobVersion,
        TrainingJob,
        VersionId,
        VersionListing,
        WorkspaceId,
    )
    from mtui.domain.query import ServerFilter
    from mtui.modelarts import ModelArtsClient
    from mtui.services.timing import Timing


@frozen
class JobsChunk:
    """Some more rows of a job listing under way."""

    jobs: tuple[TrainingJob, ...]
    """What this page adds."""
    total_hint: int | None
    """How many there are in all, as far as the service tells."""
    is_last: bool
    at_ms: int
    """When the page was read, in epoch milliseconds."""


@frozen
class VersionsSnapshot:
    """All versions of one job and when they were read, in epoch milliseconds."""

    listing: VersionListing
    at_ms: int


class Catalog:
    """Reads for the screens; holds nothing back and keeps no state of its own."""

    def __init__(self, client: ModelArtsClient, timing: Timing, configured: WorkspaceId) -> None:
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
            ApiError: a page could not be read; the chunks before it hold. RejectedError where
                the service does not take such a filter.
        """
        query = JobListQuery(workspace_id=workspace_id)
        if only is not None:
            code = next(iter(only.statuses), None)
            query = replace(query, status=code, search_content=only.search_content)
        async for page in self._client.list_jobs(query):
            yield JobsChunk(page.items, page.total_hint, page.is_last, self._timing.now_ms())

    async def probe(self) -> int | None:
        """Read as little as shows that the service answers; return how many jobs it tells of.

        Raises:
            ApiError: it does not, or not to this profile.
        """
        query = JobListQuery(workspace_id=self._configured, per_page=1)
        return (await self._client.jobs_page(query, 1)).total_hint

    async def versions(self, job_id: JobId) -> VersionsSnapshot:
        """Return all versions of a job.

        Raises:
            ApiError: they could not be listed; NotFoundError if there is no such job.
        """
        listing = await self._client.list_versions(job_id)
        return VersionsSnapshot(listing, self._timing.now_ms())

    async def detail(self, job_id: JobId, version_id: VersionId) -> JobVersion:
        """Return one version with all that the service says of it (03_0047).

        Raises:
            ApiError: it could not be read.
        """
        return await self._client.version_detail(job_id, version_id)

    async def workspaces(self) -> tuple[Workspace, ...]:
        """Return the workspaces, or where they cannot be listed, those that are known anyway.

        Raises:
            ApiError: anything but *not allowed* and *not there* (api.md §6: not every cloud has
                the call).
        """
        try:
            return await self._client.list_workspaces()
        except (ForbiddenError, NotFoundError, NotServedError):
            known = dict.fromkeys((DEFAULT_WORKSPACE, self._configured))
            return tuple(Workspace(workspace_id, "") for workspace_id in known)
