"""The training API with versions (v1): one async method per endpoint."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mtui.domain.answers import ApiCall
from mtui.domain.jobs import Page
from mtui.modelarts import decode
from mtui.modelarts.calling import readable, segment
from mtui.modelarts.listing import MAX_PAGE, JobListQuery, is_last_page
from mtui.modelarts.paging import job_pages
from mtui.modelarts.project import ProjectClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from mtui.domain.answers import ApiAnswer
    from mtui.domain.jobs import (
        JobId,
        JobVersion,
        TrainingJob,
        VersionId,
        VersionListing,
        Workspace,
    )

_MOST_PER_PAGE = 1000
_LIST_JOBS = ApiCall("list jobs", "GET")
_LIST_WORKSPACES = ApiCall("list workspaces", "GET")


class ModelArtsClient(ProjectClient):
    """Jobs, versions and workspaces of one project."""

    generation = "v1"

    async def list_jobs(
        self, query: JobListQuery | None = None
    ) -> AsyncIterator[Page[TrainingJob]]:
        """Yield all jobs page by page (03_0046), read several at once; see ``job_pages``.

        Rows without a usable id are left out.
        """
        query = query or JobListQuery()

        async def read(number: int) -> decode.JobRows:
            return await self._job_rows(query, number)

        async for page in job_pages(read, per_page=query.per_page, at_once=self._at_once):
            yield page

    async def jobs_page(self, query: JobListQuery, page: int) -> Page[TrainingJob]:
        """Return one page of the job list (03_0046); the first is 1."""
        rows = await self._job_rows(query, page)
        fresh = {job.job_id: job for job in rows.jobs}
        is_last = is_last_page(
            rows=rows.row_count,
            per_page=query.per_page,
            received=(page - 1) * query.per_page + rows.row_count,
            total_hint=rows.total_hint,
            is_barren=not fresh,
        )
        return Page(page, tuple(fresh.values()), rows.total_hint, is_last=is_last)

    async def _job_rows(self, query: JobListQuery, page: int) -> decode.JobRows:
        reply = await self._exchange.read(
            _LIST_JOBS, f"{self._root}/training-jobs", query=query.parameters(page)
        )
        with readable(reply):
            return decode.decode_jobs(reply.payload)

    async def list_versions(self, job_id: JobId, *, with_details: bool = True) -> VersionListing:
        """Return all versions of a job (03_0049), asked for without paging at first.

        Only when that brings fewer than the service says there are, pages are asked for as well.
        ``is_complete`` tells whether all came.
        """
        listing = await self._version_page(job_id, 0, with_details=with_details)
        found = {version.version_id: version for version in listing.versions}
        barren_pages = 0
        page = 1
        # A first page may well repeat the unpaged answer, a second such page means the end.
        while len(found) < (listing.version_count or 0) and barren_pages < 2 and page <= MAX_PAGE:
            more = await self._version_page(job_id, page, with_details=with_details)
            if not more.versions:
                break
            before = len(found)
            for version in more.versions:
                found.setdefault(version.version_id, version)
            barren_pages = barren_pages + 1 if len(found) == before else 0
            page += 1
        return replace(listing, versions=tuple(found.values()))

    async def _version_page(
        self, job_id: JobId, page: int, *, with_details: bool
    ) -> VersionListing:
        reply = await self._exchange.read(
            ApiCall("list versions of job", "GET", job_id),
            f"{self._job(job_id)}/versions",
            query=[("page", str(page)), ("per_page", str(_MOST_PER_PAGE))],
        )
        with readable(reply):
            return decode.decode_versions(reply.payload, job_id, with_details=with_details)

    async def version_detail(self, job_id: JobId, version_id: VersionId) -> JobVersion:
        """Return one version with all its details (03_0047)."""
        reply = await self._exchange.read(
            ApiCall("show version", "GET", job_id, version_id), self._version(job_id, version_id)
        )
        with readable(reply):
            return decode.decode_version(reply.payload, job_id, version_id)

    async def delete_version(self, job_id: JobId, version_id: VersionId) -> ApiAnswer:
        """Ask for a version's deletion (03_0048): accepted is not yet gone.

        Raises:
            ReadOnlyError, DryRunError: the client's policy forbids it; nothing was sent.
        """
        call = ApiCall("delete version", "DELETE", job_id, version_id)
        return await self._write(call, self._version(job_id, version_id))

    async def delete_job(self, job_id: JobId) -> ApiAnswer:
        """Ask for a job's deletion with all its versions (03_0053): accepted is not yet gone.

        Raises:
            ReadOnlyError, DryRunError: the client's policy forbids it; nothing was sent.
        """
        return await self._write(ApiCall("delete job", "DELETE", job_id), self._job(job_id))

    async def stop_version(self, job_id: JobId, version_id: VersionId) -> ApiAnswer:
        """Ask for a running version to be stopped (03_0051): accepted is not yet stopped.

        Raises:
            ReadOnlyError, DryRunError: the client's policy forbids it; nothing was sent.
        """
        call = ApiCall("stop version", "POST", job_id, version_id)
        return await self._write(call, f"{self._version(job_id, version_id)}/stop")

    async def list_workspaces(self) -> tuple[Workspace, ...]:
        """Return the project's workspaces, up to 1,000 (03_0132); not every cloud has the call."""
        reply = await self._exchange.read(
            _LIST_WORKSPACES,
            f"{self._root}/workspaces",
            query=[("limit", "1000"), ("offset", "0"), ("order", "asc"), ("sort_by", "name")],
        )
        with readable(reply):
            return decode.decode_workspaces(reply.payload)

    async def _write(self, call: ApiCall, path: str) -> ApiAnswer:
        self._writes.check(call)
        return (await self._exchange.write(call, path)).answer

    def _job(self, job_id: JobId) -> str:
        return f"{self._root}/training-jobs/{segment(job_id)}"

    def _version(self, job_id: JobId, version_id: VersionId) -> str:
        return f"{self._job(job_id)}/versions/{segment(version_id)}"
